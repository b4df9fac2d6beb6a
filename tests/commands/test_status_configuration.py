"""I see whether the rules I wrote are those by which the shield goes, and a mistake in them never looks like its end."""

import json
from datetime import UTC, datetime

import pytest

from bot.commands.words import words
from bot.shield.heartbeat import Heart, Taken

FAULTY = ('mode = "act"', 'mode = "on"')
NO_TOML = ("[[person]]", "[[person]")


@pytest.fixture
def status(rempart, scene_in_a_file):
    return lambda *options: rempart("status", "--config", scene_in_a_file.config, *options, COLUMNS="200")


@pytest.fixture
def running(scene_in_a_file):
    """A shield that beats, and what it says became of the configuration."""
    store = scene_in_a_file.process.store
    heart = Heart(store, {"stream": ("camille",)}, lambda _: ("reading", None), lambda: datetime.now(UTC))
    with store.only_runner():
        yield lambda **taken: (setattr(heart, "taken", Taken(**taken)), heart._write(heart._beat()))


def spoil(scene, old, new):
    scene.config.write_text(scene.config.read_text().replace(old, new))


def test_what_was_not_taken_up_and_what_waits_for_a_restart_are_told(status, running):
    running(problems=("config.toml, line 7: mode must be on",), waiting=("database",))
    code, out, _ = status()
    assert code == 0
    for line in (
        words("fr").say("cmd_status.not_taken", about="config.toml, ligne 7 : mode must be on"),
        words("fr").say("cmd_status.restart", about="database"),
    ):
        assert " ".join(line.split()) in " ".join(out.split())
    said = json.loads(status("--health", "--json")[1])
    assert said["configuration"]["waiting"] == ["database"]
    assert said["well"], "people are protected, by the configuration before"


@pytest.mark.parametrize("fault", [FAULTY, NO_TOML])
def test_a_faulty_file_does_not_hide_that_the_shield_is_well(status, running, scene_in_a_file, fault):
    running()
    spoil(scene_in_a_file, *fault)
    assert status("--health")[0] == 0
    code, out, err = status()
    assert (code, "Rempart fonctionne" in out, err.startswith("config.toml, line")) == (2, True, True)


@pytest.mark.parametrize("fault", [FAULTY, NO_TOML, ("sqlite://", "sqlike://")])
def test_a_faulty_file_without_a_shield_is_the_operators_fault(status, scene_in_a_file, fault):
    spoil(scene_in_a_file, *fault)
    for options in ((), ("--health",)):
        code, out, err = status(*options)
        assert (code, out, err.startswith("config.toml, line")) == (2, "", True)


def test_a_faulty_file_before_the_first_run_is_told_as_it_is(status, scene_in_a_file):
    spoil(scene_in_a_file, *FAULTY)
    spoil(scene_in_a_file, "rempart.db", "none.db")
    assert status("--health")[0] == 2
    scene_in_a_file.config.write_text("[")
    assert status("--health")[0] == 2
