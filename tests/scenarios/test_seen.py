"""A scenario tells when each platform was seen, and by what: an outage by the poll after it."""

from pathlib import Path
from typing import Any

import pytest

from bot.config import Config
from tests.scenarios.playing import play, rules
from tests.scenarios.scenes import at, mention

THREAT = "I will threaten you"


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return rules(tmp_path)


def seen(result: dict[str, Any], platform: str = "bluesky") -> list[tuple[str, str, str]]:
    return [(one["from"], one["to"], one["by"]) for one in result["coverage"] if one["platform"] == platform]


def outage(since: int, until: int, platform: str = "bluesky") -> dict[str, Any]:
    return {"event": "outage", "at": at(since), "until": at(until), "platform": platform}


def test_without_an_outage_the_stream_sees_from_the_first_moment_to_the_last(config: Config) -> None:
    result = play(config, mention(5, "u1", "a", "hello"), mention(50, "u2", "b", "hello"))
    assert seen(result) == [(at(5), at(50), "stream")]


def test_an_outage_is_seen_by_the_poll_after_it(config: Config) -> None:
    out = outage(10, 30)
    result = play(
        config, mention(5, "u1", "a", "hello"), out, mention(20, "u2", "b", "hello"), mention(50, "u3", "c", "x")
    )
    assert seen(result) == [(at(5), at(10), "stream"), (at(10), at(30), "poll"), (at(30), at(50), "stream")]


@pytest.mark.parametrize("minute", [3, 15, 40])
def test_a_restart_takes_nothing_away(config: Config, minute: int) -> None:
    events = [
        mention(5, "u1", "a", "hello"),
        outage(10, 30),
        mention(20, "u2", "b", "hello"),
        {"event": "restart", "at": at(minute)},
        mention(50, "u3", "c", "x"),
    ]
    events.sort(key=lambda event: event["at"])
    found = seen(play(config, *events))
    assert found[-2:] == [(at(10), at(30), "poll"), (at(30), at(50), "stream")]
    assert found[0][1:] == (at(10), "stream")


def test_once_somebody_is_muted_the_watch_sees_too(config: Config) -> None:
    result = play(config, mention(5, "u1", "troll", THREAT), mention(50, "u2", "troll", THREAT))
    assert (at(5), at(50), "watch") in seen(result)
