"""`rempart demo` shows the shield at work, and not one of the words."""

import asyncio
import re
import tomllib
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import pytest

from bot.alerts.wording import LANGUAGES
from bot.demo.show import SCENARIOS, bundled
from bot.platforms.simulated.scenario import MentionEvent
from bot.simulation.performance import perform
from tests.commands.running import rempart
from tests.commands.test_simulate import process


def texts() -> Iterator[MentionEvent]:
    for name in SCENARIOS:
        for line in bundled(name).lines:
            if isinstance(line.event, MentionEvent):
                yield line.event


def test_three_stories_in_two_languages_come_with_it() -> None:
    assert len(SCENARIOS) == 3
    assert sum(len(bundled(name).lines) for name in SCENARIOS) >= 80
    assert {event.lang for event in texts()} == {"fr", "en"}
    assert {account.platform for name in SCENARIOS for account in bundled(name).opening.protected.accounts} == {
        "bluesky",
        "mastodon",
    }


@pytest.mark.parametrize(
    ("arguments", "environment", "says"),
    [
        ((), {"LC_ALL": "fr_FR.UTF-8"}, "Pour protéger un vrai compte"),
        (("--lang", "fr", "--fast"), {"LC_ALL": "C.UTF-8"}, "Pour protéger un vrai compte"),
    ],
)
def test_it_speaks_my_language_and_ends_with_what_to_do(
    arguments: tuple[str, ...], environment: dict[str, str], says: str
) -> None:
    done = rempart("demo", *arguments, **environment)
    said = done.stdout.decode()
    assert (done.returncode, done.stderr) == (0, b"")
    assert says in said
    assert [
        step for step in (" init", " run", " doctor", " arm") if step not in "\n".join(said.splitlines()[-6:])
    ] == []
    assert re.search(r"they hold|elles tiennent", said)


@pytest.fixture(scope="module")
def said() -> str:
    """All that the demo says where nothing asks for French."""
    return process("demo", LC_ALL="C.UTF-8").stdout.decode()


def test_what_was_written_is_never_shown_nor_who_wrote_it(said: str) -> None:
    assert "To protect a real account" in said
    for event in texts():
        assert event.text not in said
        assert event.author.handle not in said
    for word in ("bitch", "connasse", "salope", "kill you", "te tuer", "whore"):
        assert word not in said.lower()


def test_who_threatens_is_muted_and_who_is_followed_is_spared(said: str) -> None:
    lines = [line for line in said.splitlines() if re.match(r"\d\d/\d\d \d\d:\d\d ", line)]
    assert len(lines) >= 80
    assert any("urgent · threats of violence · muted" in line for line in lines)
    assert any("spared: followed or trusted" in line for line in lines)


def test_another_language_is_refused_kindly() -> None:
    done = rempart("demo", "--lang", "de")
    assert done.returncode == 2
    assert "--lang fr or --lang en" in done.stderr.decode()


def _keys(table: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, list[str]]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _keys(value, f"{prefix}{key}.")
        else:
            yield prefix + key, sorted(re.findall(r"{(\w+)}", str(value)))


def test_both_languages_say_the_same_things() -> None:
    folder = files("bot.demo") / "texts"
    french, english = (dict(_keys(tomllib.loads((folder / f"{name}.toml").read_text()))) for name in LANGUAGES)
    assert french == english


@pytest.mark.parametrize("name", SCENARIOS)
def test_those_who_testify_or_stand_by_me_are_not_touched(name: str) -> None:
    result = asyncio.run(perform(bundled(name), None))
    touched = {action["account"] for decision in result["decisions"] for action in decision["actions"]}
    kept = {"did:plc:nadia", "204", "311", *(str(number) for number in range(71, 83)), "did:plc:kim", "did:plc:jo"}
    assert not touched & kept
    assert not any("voice" in account for account in touched)
    assert touched
    assert result["chain"]["valid"]
