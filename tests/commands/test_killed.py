"""Killed in the middle of an erasure or of a change of keys: it was not begun, or it is finished the next time."""

import asyncio
import signal
import sys

import pytest

from bot.store import read
from bot.store.database import Store
from tests.commands.test_erase import everything
from tests.config.conftest import ENVIRONMENT
from tests.reliability.points import ERASING, ROTATING

GRUMBLER = "bluesky:did:plc:grincheux"
DEADLY = (
    "import sys; from pathlib import Path; from tests.reliability.points import arm;"
    "arm(sys.argv.pop(1), Path(sys.argv.pop(1))); from bot.__main__ import main; main()"
)


@pytest.fixture
def killed(scene_in_a_file):
    """A command in a process of its own, that ends at a point by SIGKILL and nowhere else."""

    async def run(point, *arguments):
        marker = scene_in_a_file.folder / "marker"
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", DEADLY, point, str(marker)),
            *(str(one) for one in arguments),
            stderr=asyncio.subprocess.PIPE,
            env={"PATH": "/usr/bin:/bin", "HOME": "/nonexistent", "PYTHONPATH": ".", **ENVIRONMENT},
        )
        _, err = await process.communicate()
        assert (process.returncode, marker.read_text()) == (-signal.SIGKILL, point), err.decode()

    return run


@pytest.mark.parametrize("point", ERASING)
async def test_an_erasure_that_was_killed_is_not_begun_or_is_finished(rempart, scene_in_a_file, killed, point):
    scene = scene_in_a_file
    assert rempart("reject", "--config", scene.config, "--all-of", "insulte", "--yes")[0] == 0
    assert rempart("backup", "--config", scene.config, scene.folder / "b")[0] == 0
    before = (scene.folder / "rempart.keys").read_bytes()
    await killed(point, "erase", "--config", scene.config, "--account", GRUMBLER, "--now")
    assert rempart("verify", "--config", scene.config)[0] == 0
    rows, _ = everything(scene)
    begun = "committed" not in point or "after" in point or "end of" in point
    assert ("grincheux" in rows) is not begun
    status = rempart("erase", "--config", scene.config, "--account", GRUMBLER, "--now")[0]
    assert status == (2 if begun else 0)  # nothing is left that it could be about
    assert rempart("backup", "--config", scene.config, scene.folder / "b2")[0] == 0
    rows, raw = everything(scene)
    assert "grincheux" not in rows
    assert b"grincheux" not in raw
    assert "erasure" not in rows.split("('camille'")[0]
    assert (scene.folder / "rempart.keys").read_bytes() != before
    assert rempart("verify", "--config", scene.config)[0] == 0


@pytest.mark.parametrize("point", ROTATING)
async def test_a_change_of_the_master_key_that_was_killed_loses_nothing(rempart, scene_in_a_file, killed, point):
    scene = scene_in_a_file
    assert rempart("backup", "--config", scene.config, scene.folder / "b")[0] == 0
    before = (scene.folder / "rempart.key").read_text()
    await killed(point, "key", "rotate", "--config", scene.config, "--master", "--yes")
    assert rempart("verify", "--config", scene.config)[0] == 0
    assert rempart("key", "rotate", "--config", scene.config, "--master", "--yes")[0] == 0
    assert rempart("verify", "--config", scene.config)[0] == 0
    assert (scene.folder / "rempart.key").read_text() != before
    assert {path.name for path in scene.folder.glob("rempart.key*")} == {"rempart.key", "rempart.keys"}
    await asyncio.to_thread(opens_its_own_backup, rempart, scene)


def opens_its_own_backup(rempart, scene):
    """The keys of backups are under the new key too."""
    elsewhere = scene.folder / "elsewhere.toml"
    elsewhere.write_text(scene.config.read_text().replace("rempart.db", "other.db"))
    status, out, err = rempart("restore", "--config", elsewhere, scene.folder / "b")
    assert (status, "elles tiennent" in out) == (0, True), err


def test_the_master_key_is_replaced_and_the_old_one_opens_nothing(rempart, scene):
    old = scene.master
    assert "--yes" in rempart("key", "rotate", "--config", scene.config, "--master")[1]
    assert rempart("key", "rotate", "--config", scene.config, "--master", "--yes")[0] == 0
    assert rempart("verify", "--config", scene.config)[0] == 0
    store = Store(scene.process.store.url.render_as_string(hide_password=False), old)
    with store.reading() as connection, pytest.raises(Exception, match="cannot be opened"):
        read.content(connection, old, read.mention(connection, scene.uri("rancunier"))[0].exhibit)
    store.close()


def test_the_master_key_is_not_replaced_under_a_shield_at_work(rempart, scene):
    with scene.process.store.only_runner():
        status, _, err = rempart("key", "rotate", "--config", scene.config, "--master", "--yes")
    assert (status, "stop that one first" in err) == (2, True)


def test_the_master_key_that_i_wrote_down_opens_everything(rempart, scene, tmp_path):
    paper = tmp_path / "paper.txt"
    assert rempart("key", "backup", "--config", scene.config, paper)[0] == 0
    assert paper.stat().st_mode & 0o777 == 0o600
    key = scene.folder / "rempart.key"
    key.unlink()
    paper.rename(key)
    assert rempart("verify", "--config", scene.config)[0] == 0
    shown = rempart("key", "backup", "--config", scene.config, "--print")[1]
    key.write_text(shown.lower().replace("rempart-key", "REMPART-KEY").replace("o", "0"))
    assert rempart("verify", "--config", scene.config)[0] == 0
    letters = shown.split()
    letters[3] = letters[3][::-1] if letters[3] != letters[3][::-1] else "AAAB"
    key.write_text(" ".join(letters))
    status, _, err = rempart("status", "--config", scene.config)
    assert (status, "no master key" in err) == (2, True)
    assert rempart("key", "backup", "--config", scene.config)[0] == 2


def test_a_master_key_that_opens_nothing_here_is_not_replaced(rempart, scene):
    key = scene.folder / "rempart.key"
    right = key.read_text()
    key.write_text("ab" * 32)
    status, _, err = rempart("key", "rotate", "--config", scene.config, "--master", "--yes")
    assert (status, "opens nothing here" in err) == (2, True)
    assert key.read_text() == "ab" * 32
    key.write_text(right)
    assert rempart("verify", "--config", scene.config)[0] == 0
