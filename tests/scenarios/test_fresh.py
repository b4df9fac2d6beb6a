"""Thirteen courses that were invented before anybody looked at what comes of them, judged as the person would."""

from functools import cache
from typing import Any

import pytest

from tests.scenarios.fresh import COURSES, first
from tests.scenarios.playing import muted, play

KIND = ("a-prize", "they-tell-their-own", "decent-people", "a-petition")


@cache
def played(name: str) -> dict[str, Any]:
    course, language, vault = COURSES[name]
    events = sorted(course(), key=lambda event: event["at"])
    return play(None, *events, first=first(language, **vault))


def of(name: str, who: str) -> list[str]:
    """How grave each thing is that somebody wrote."""
    return [one["severity"] for one in played(name)["decisions"] if who in one["uri"]]


def linked(name: str) -> set[frozenset[str]]:
    return {frozenset(one["accounts"]) for one in played(name)["links"]}


def loud(name: str) -> list[str]:
    return [one["title"] for one in played(name)["alerts"] if one["severity"] != "low"]


@pytest.mark.parametrize("name", KIND)
def test_people_who_are_kind_or_only_many_are_no_case_no_raid_and_are_left_alone(name: str) -> None:
    result = played(name)
    assert {one["severity"] for one in result["decisions"]} == {"none"}
    assert result["cases"] == result["links"] == result["raids"] == []
    assert not loud(name)


def test_who_waited_for_months_is_dangerous_and_his_return_is_suspected() -> None:
    stages = {account: one["stage"] for one in played("the-one-who-waits")["cases"] for account in one["accounts"]}
    assert stages["did:plc:rowan"] == "danger"
    assert frozenset({"did:plc:rowan", "did:plc:heron"}) in linked("the-one-who-waits")
    assert any("Danger" in title for title in loud("the-one-who-waits"))


def test_what_time_i_leave_is_nobodys_business() -> None:
    assert "high" in of("the-one-who-waits", "rowan")[:6]


def test_a_reader_who_came_on_the_day_he_did_is_nobody_to_suspect() -> None:
    assert of("the-one-who-waits", "reader") == ["none"] * 3
    assert not any("did:plc:reader" in pair for pair in linked("the-one-who-waits"))


def test_an_account_that_names_the_one_before_is_his() -> None:
    assert linked("he-moves") == {frozenset({"9001", "9002"})}
    assert "9002" not in muted(played("he-moves"))


def test_a_raid_is_one_raid_with_who_sent_it_and_few_alerts() -> None:
    result = played("sent-by-a-star")
    (raid,) = result["raids"]
    assert "star" in raid["origin"]
    assert raid["authors"] >= 120
    assert len(loud("sent-by-a-star")) <= 3
    assert not [who for who in muted(result) if "pal" in who]


def test_people_of_one_raid_are_not_taken_for_each_other() -> None:
    assert linked("sent-by-a-star") == set()


def test_my_address_is_found_in_pieces_in_a_picture_and_in_a_name() -> None:
    leaks = {(one["uri"].split("/")[2], one["kind"]) for one in played("piece-by-piece")["leaks"]}
    assert {("did:plc:corbeau", "address"), ("did:plc:pie", "name"), ("did:plc:geai", "plate")} <= leaks
    assert ("did:plc:merle", "address") in leaks
    assert of("piece-by-piece", "taupe") == ["high"]
    for harmless in ("voisin", "presse", "aide", "libraire"):
        assert of("piece-by-piece", harmless) == ["none"]


def test_she_is_not_muted_for_the_picture_that_she_shares_with_him() -> None:
    assert muted(played("one-picture-for-two")) == {"did:plc:gerard"}
    assert of("one-picture-for-two", "monique") == ["none"] * 3


def test_fans_have_the_same_words_in_their_bios() -> None:
    assert linked("the-fan-with-his-bio") == set()
    assert muted(played("the-fan-with-his-bio")) == {"did:plc:frost"}
    assert of("the-fan-with-his-bio", "frost") == ["medium", "urgent"]


def test_before_a_match_people_boast() -> None:
    result = played("derby")
    boasts = [one for one in result["decisions"] if one["severity"] == "none"]
    assert len(boasts) >= 30
    assert result["links"] == []


def test_a_threat_by_edit_and_one_that_is_gone_at_once_are_kept_and_a_typing_error_is_none() -> None:
    assert of("by-edit", "doux") == ["none", "urgent"]
    assert of("by-edit", "bref") == ["urgent"]
    assert of("by-edit", "faute") == ["none", "none"]
    assert muted(played("by-edit")) == {"did:plc:doux", "did:plc:bref"}


def test_on_a_hard_day_those_who_disagree_are_heard_and_the_vile_are_muted() -> None:
    result = played("on-the-news")
    assert result["raids"] == []
    assert {who for who in muted(result) if "cito" in who} == set()
    assert len({who for who in muted(result) if "vile" in who}) == 6
