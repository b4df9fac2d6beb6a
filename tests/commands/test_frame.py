"""The frame of the command line: quick, and never a traceback for people."""

import subprocess
import sys
from importlib.metadata import version

import pytest
from typer.main import get_command

import bot.__main__ as frame_module
from bot.__main__ import frame
from bot.errors import ConfigError, Refused

HEAVY = ("atproto", "mastodon", "apprise", "sqlalchemy", "pydantic", "structlog", "aiohttp", "rich.table")


class Failing:
    """A group with one command that fails as it is told."""

    def __init__(self, error):
        self.error = error

    def register(self, app):
        app.command(name="fail")(self.fail)
        app.command(name="other")(self.fail)

    def fail(self):
        raise self.error


@pytest.fixture
def failing(monkeypatch, rempart, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path))

    def run(error):
        file = f"failing_{id(error)}"
        monkeypatch.setitem(sys.modules, f"bot.commands.{file}", Failing(error))
        monkeypatch.setattr(frame_module, "GIVEN_BY", dict.fromkeys(("fail", "other"), file))
        return rempart("fail")

    return run


def test_help_needs_nothing_heavy():
    code = f"import sys; from bot.__main__ import frame; frame(); print(*({{*{HEAVY}}} & sys.modules.keys()))"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.split() == []


def test_what_a_command_takes_to_load_no_other_carries():
    code = "import sys; from bot.__main__ import frame; frame('run'); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    files = {f"bot.commands.{file}" for file in frame_module.GIVEN_BY.values()}
    assert files.intersection(loaded) == {"bot.commands.run"}


def test_each_command_comes_from_the_file_that_is_said_to_give_it():
    given = {name: [*get_command(frame(name)).commands] for name in frame_module.GIVEN_BY}
    assert [name for name, names in given.items() if name not in names] == []
    assert sorted(get_command(frame()).commands) == sorted(frame_module.GIVEN_BY)


def test_the_version_is_told(rempart):
    assert rempart("--version") == (0, f"rempart {version('rempart')}\n", "")


def commands(app=None, before=()):
    """Every command, as it is typed."""
    app = app or frame()
    for command in app.registered_commands:
        yield (*before, command.name or command.callback.__name__.replace("_", "-"))
    for group in app.registered_groups:
        yield from commands(group.typer_instance, (*before, group.name or group.typer_instance.info.name))


@pytest.mark.parametrize("command", [*commands()], ids=" ".join)
def test_every_command_says_what_it_does_with_an_example(rempart, command):
    status, out, _ = rempart(*command, "--help")
    assert status == 0
    _, found, example = " ".join(out.split()).partition("Example: ")
    assert found
    assert f"rempart {' '.join(command)}" in example


def test_a_file_that_cannot_be_used_is_named_with_what_to_look_at(failing, tmp_path):
    (tmp_path / "there").mkdir()
    try:
        (tmp_path / "there").open("w")
    except OSError as error:
        status, out, err = failing(error)
    assert (status, out) == (2, "")
    assert err.startswith(f"{tmp_path / 'there'}: Is a directory; see that the disk has room")


def test_what_the_operator_can_mend_is_a_sentence_and_status_2(failing):
    assert failing(ConfigError("one thing", "another")) == (2, "", "one thing\nanother\n")


def test_what_a_platform_refuses_is_a_sentence_and_status_1(failing):
    assert failing(Refused("the server has no mutes")) == (1, "", "the server has no mutes\n")


def test_several_troubles_at_once_are_all_told(failing):
    troubles = ExceptionGroup("", [Refused("first"), ExceptionGroup("", [ConfigError("second")])])
    assert failing(troubles) == (2, "", "first\nsecond\n")


def test_an_unexpected_error_shows_no_content_and_says_where_it_is_kept(failing, tmp_path):
    status, out, err = failing(KeyError("what an author wrote"))
    log = tmp_path / ".local" / "state" / "rempart" / "crash.log"
    assert (status, out) == (1, "")
    assert "KeyError" in err
    assert str(log) in err
    assert "Traceback" not in err
    kept = log.read_text(encoding="utf-8")
    assert "KeyError" in kept
    assert "in fail" in kept or " fail" in kept
    assert "what an author wrote" not in err + kept


def test_an_unexpected_error_is_told_even_where_nothing_can_be_kept(failing, tmp_path):
    (tmp_path / ".local").touch()
    status, _, err = failing(ValueError("what an author wrote"))
    assert status == 1
    assert "It came from:" in err
    assert "what an author wrote" not in err


def test_a_command_that_is_unknown_is_the_operators_fault(rempart):
    status, _, err = rempart("chek")
    assert status == 2
    assert "chek" in err
