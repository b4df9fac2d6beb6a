"""Courses that a third stranger invented before anybody looked at what comes of them, judged as the person would."""

from collections.abc import Callable
from functools import cache
from typing import Any

import pytest

from tests.scenarios.course import (
    after_the_verdict,
    as_his_uncle_used_to_say,
    he_says_little,
    joy_and_then_a_raid,
    on_both_networks,
    she_asks_as_politely,
    they_denounce_him,
)
from tests.scenarios.fresh import HOUR, first, moment
from tests.scenarios.playing import muted, play


@cache
def played(course: Callable[[], list[dict[str, Any]]]) -> dict[str, Any]:
    return play(None, *sorted(course(), key=lambda event: event["at"]), first=first())


def told(result: dict[str, Any]) -> list[Any]:
    """What must be the same however it reached us."""
    return [*(sorted(map(str, result[name])) for name in ("cases", "links", "raids", "leaks")), muted(result)]


@pytest.mark.parametrize("out", ["bluesky", "mastodon"])
def test_of_a_raid_on_both_networks_the_same_is_held_against_each_though_one_was_out_in_its_midst(out: str) -> None:
    blind = {"event": "outage", "at": moment(13), "until": moment(27), "platform": out}
    plain = played(on_both_networks)
    late = play(None, *sorted([*on_both_networks(), blind], key=lambda event: event["at"]), first=first())
    assert [raid["authors"] for raid in plain["raids"]] == [28]
    assert told(late) == told(plain)


def test_those_who_are_glad_for_me_in_the_same_words_are_heard_and_the_raid_begins_with_the_raid() -> None:
    result = played(joy_and_then_a_raid)
    kind = [one for one in result["decisions"] if "glad" in one["uri"] or "hug" in one["uri"]]
    assert {one["severity"] for one in kind} == {"none"}
    assert {"spoil"} == {who[8:13] for case in result["cases"] for who in case["accounts"]}
    (raid,) = result["raids"]
    assert raid["from"] >= moment(2 * HOUR)
    assert raid["authors"] <= 106
    loud = [one for one in result["alerts"] if one["severity"] != "low"]
    assert {one["at"] >= moment(2 * HOUR) for one in loud} == {True}


def test_his_turns_of_phrase_betray_him_under_another_name_and_nobody_acts_on_that_alone() -> None:
    result = played(as_his_uncle_used_to_say)
    (link,) = result["links"]
    assert set(link["accounts"]) == {"did:plc:oncle", "did:plc:tilleul"}
    assert link["status"] == "suggested"
    assert muted(result) == {"did:plc:oncle"}


def test_who_says_too_little_to_show_how_he_writes_is_betrayed_by_his_name() -> None:
    (link,) = played(he_says_little)["links"]
    assert set(link["accounts"]) == {"did:plc:marc", "did:plc:autre"}


def test_a_formula_of_courtesy_is_nobodys_own() -> None:
    assert played(she_asks_as_politely)["links"] == []


def test_after_the_verdict_his_return_is_told_at_once_and_a_newsroom_only_asks() -> None:
    result = played(after_the_verdict)
    worst = {
        who: {one["severity"] for one in result["decisions"] if f"@{who}/" in one["uri"]} for who in ("702", "703")
    }
    assert "high" in worst["702"]
    assert worst["703"] == {"none"}
    assert [set(link["accounts"]) for link in result["links"]] == [{"701", "702"}]


def test_who_repeats_his_words_to_report_him_is_heard() -> None:
    result = played(they_denounce_him)
    assert {one["severity"] for one in result["decisions"]} == {"none"}
    assert result["raids"] == result["cases"] == []
