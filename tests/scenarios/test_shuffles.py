"""Whatever order, repetition, outage or restart a stream may bring: the same accounts are muted."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.scenarios.playing import muted, play, rules
from tests.scenarios.scenes import at, mention

PLATFORMS = ("bluesky", "mastodon")
DAY: list[dict[str, Any]] = [
    mention(0, "u0", "a", "hello"),
    mention(1, "u1", "b", "I will threaten you"),
    mention(2, "u2", "a", "you fool", "mastodon"),
    mention(3, "u3", "c", "hello"),
    {"event": "edit", "at": at(4), "uri": "u3", "text": "you fool"},
    {"event": "delete", "at": at(5), "uri": "u1"},
    mention(6, "u6", "did:plc:ami", "you fool"),
    mention(7, "u7", "d", "hello", "mastodon"),
    mention(8, "u8", "b", "I will threaten you, all of you"),
]
MUTED = {"a", "b", "c"}


@st.composite
def days(draw: st.DrawFn) -> list[dict[str, Any]]:
    """The same day as a stream may bring it: neighbours swapped, events twice, an outage, restarts."""
    order = sorted(range(len(DAY)), key=lambda place: place + draw(st.integers(0, 3)))
    events = [DAY[place] for place in order]
    for place in draw(st.lists(st.integers(0, len(events) - 1), max_size=3)):
        events.insert(draw(st.integers(place, len(events))), events[place])
    timed = [event | {"at": at(10 + minute)} for minute, event in enumerate(events)]
    for place in sorted(draw(st.lists(st.integers(0, len(timed) - 1), max_size=2)), reverse=True):
        timed.insert(place, {"event": "restart", "at": timed[place]["at"]})
    if draw(st.booleans()):
        begin = draw(st.integers(0, len(timed) - 1))
        until = at(10 + draw(st.integers(20, 60)))
        outage = {"event": "outage", "at": timed[begin]["at"], "until": until}
        timed.insert(begin, outage | {"platform": draw(st.sampled_from(PLATFORMS))})
    return timed


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("rules")


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(day=days())
def test_the_same_accounts_are_muted_however_the_day_reaches_us(folder: Path, day: list[dict[str, Any]]) -> None:
    result = play(rules(folder), *day)
    assert muted(result) == MUTED
    assert result["mentions"] == 7
    assert result["chain"]["valid"]
    keys = [(decision["uri"], decision.get("version", 1)) for decision in result["decisions"]]
    assert len(keys) == len(set(keys)) == 8
