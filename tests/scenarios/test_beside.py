"""He writes nothing but my handle: the threat stands in the picture's description, or in what he calls himself."""

from pathlib import Path
from typing import Any

import pytest

from bot.config import Config
from tests.scenarios.playing import actions, muted, play, rules
from tests.scenarios.scenes import at, mention

NAME, OTHER = "Camille, I threaten you", "Camille you fool"
PLAIN = "@camille good morning"
RUDE = {"kind": "image", "alt": "I threaten you, Camille"}


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return rules(tmp_path)


def called(minute: int, uri: str, name: str, author: str = "a") -> dict[str, Any]:
    one = mention(minute, uri, author, PLAIN)
    return one | {"author": one["author"] | {"display_name": name}}


def severities(result: dict[str, Any]) -> list[str]:
    return [one["severity"] for one in result["decisions"]]


def test_i_am_told_at_once_of_a_threat_in_a_picture_and_decide_myself(config: Config) -> None:
    result = play(config, mention(1, "u1", "a", PLAIN, media=[RUDE]), mention(9, "u2", "b", PLAIN))
    assert severities(result) == ["urgent", "none"]
    assert actions(result, "u1") == [("mute", "held"), ("report", "held")]
    assert result["decisions"][0]["spans"] == []
    (alert,) = [one for one in result["alerts"] if one["about"] == ["u1"]]
    assert (alert["severity"], alert["at"]) == ("urgent", at(1))
    assert "threaten" not in alert["title"]


def test_a_name_is_told_once_and_another_one_again(config: Config) -> None:
    events = [called(1, "u1", NAME), called(5, "u2", NAME), called(8, "u3", OTHER), called(9, "u4", OTHER)]
    result = play(config, *events, called(10, "u5", NAME, "b"))
    assert severities(result) == ["urgent", "none", "medium", "none", "urgent"]
    assert [one["about"] for one in result["alerts"] if one["severity"] == "urgent"] == [["u1"], ["u5"]]
    assert NAME not in str(result["alerts"])


def test_it_is_known_after_a_restart_and_in_one_transaction(config: Config) -> None:
    restart = {"event": "restart", "at": at(3)}
    assert severities(play(config, called(1, "u1", NAME), restart, called(5, "u2", NAME))) == ["urgent", "none"]
    blind = {"event": "outage", "at": at(0), "until": at(9), "platform": "bluesky"}
    assert severities(play(config, blind, called(1, "u1", NAME), called(5, "u2", NAME))) == ["urgent", "none"]


def test_good_mornings_under_such_a_name_and_pictures_make_no_case_and_mute_nobody(config: Config) -> None:
    names = [called(1440 * day, f"u{day}", NAME) for day in range(1, 20)]
    pictures = [mention(1440 * day + 5, f"v{day}", "b", PLAIN, media=[RUDE]) for day in range(1, 20)]
    result = play(config, *sorted([*names, *pictures], key=lambda event: event["at"]))
    assert {(one["stage"], one["score"]) for one in result["cases"]} == {("watch", 0.0)}
    assert muted(result) == set()
