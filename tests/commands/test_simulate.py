"""`rempart simulate` says what the shield would have done, to people and to programs."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands.running import rempart
from tests.scenarios.playing import RULES
from tests.scenarios.scenes import CAMILLE, content, mention


def process(*arguments: str | Path, stdin: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
    """The command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "bot", *map(str, arguments)],
        input=stdin,
        capture_output=True,
        env=dict(os.environ) | environment,
        timeout=120,
        check=False,
    )


@pytest.fixture
def day(tmp_path: Path) -> Path:
    file = tmp_path / "day.jsonl"
    file.write_bytes(content(mention(0, "u1", "troll", "I will kill you"), mention(1, "u2", "pal", "hello \ud800 \0")))
    return file


def test_a_program_reads_one_object_that_says_what_was_done(day: Path) -> None:
    done = process("simulate", day, "--json")
    result = json.loads(done.stdout)
    assert (done.returncode, done.stderr) == (0, b"")
    assert (result["scenario"], result["mentions"]) == (CAMILLE["scenario"], 2)
    first, second = result["decisions"]
    assert (first["uri"], first["reasons"]) == ("u1", ["violence_threats"])
    assert {"kind": "mute", "account": "troll", "status": "done"} in first["actions"]
    assert (second["severity"], second["actions"]) == ("none", [])
    assert result["chain"]["valid"] is True


def test_a_person_reads_a_summary_without_the_words(day: Path) -> None:
    done = rempart("simulate", day)
    said = done.stdout.decode()
    assert done.returncode == 0
    assert "2 mentions, 1 noticed" in said
    assert "verifies" in said
    assert "kill" not in said


def test_a_mistake_in_the_file_is_told_with_its_line_and_the_exit_status_2(tmp_path: Path) -> None:
    file = tmp_path / "day.jsonl"
    file.write_bytes(content({"event": "mentoin"}))
    done = rempart("simulate", file, "--json")
    assert (done.returncode, done.stdout) == (2, b"")
    assert f"{file}:2: unknown event `mentoin` (did you mean `mention`?)" in done.stderr.decode()


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    done = rempart("simulate", tmp_path / "nothing.jsonl")
    assert done.returncode == 2
    assert "name a scenario file" in done.stderr.decode()


def test_rules_come_from_the_configuration_and_people_from_the_scenario(day: Path, tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text(RULES.format(mode="observe", hour=30).replace("threaten you", "kill you"))
    result = json.loads(rempart("simulate", day, "--json", "--config", config).stdout)
    assert result["decisions"][0]["rules"] == ["a threat"]
    assert [action["status"] for action in result["decisions"][0]["actions"]] == ["held", "held"]


def test_the_evidence_can_be_kept_and_is_never_written_over(day: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept.db"
    done = rempart("simulate", day, "--keep", kept)
    assert done.returncode == 0
    assert kept.stat().st_size > 0
    assert (tmp_path / "kept.db.key").stat().st_mode & 0o077 == 0
    command = done.stdout.decode().splitlines()[-1].rpartition("rempart ")[2].split()
    assert rempart(*command).returncode == 0
    again = rempart("simulate", day, "--keep", kept)
    assert again.returncode == 2
    assert "never written over" in again.stderr.decode()
