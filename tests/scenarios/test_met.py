"""Eighteen courses out of other lives, judged as the person would; what a wise friend expects was written down first."""

from functools import cache
from typing import Any

import pytest

from tests.scenarios.fresh import first
from tests.scenarios.met import COURSES
from tests.scenarios.met_again import AGAIN
from tests.scenarios.playing import muted, play

KIND = (
    "they-write-each-day",
    "three-hundred-wedding-guests",
    "three-hundred-mourners",
    "sixty-journalists",
    "they-were-told",
    "she-asks-again",
)


@cache
def played(name: str) -> dict[str, Any]:
    course, language, vault = (COURSES | AGAIN)[name]
    return play(None, *sorted(course(), key=lambda event: event["at"]), first=first(language, **vault))


def of(name: str, who: str) -> list[str]:
    """How grave each thing is that somebody wrote."""
    return [one["severity"] for one in played(name)["decisions"] if who in one["uri"]]


def stages(name: str) -> dict[str, str]:
    return {account: one["stage"] for one in played(name)["cases"] for account in one["accounts"]}


def loud(name: str) -> list[str]:
    return [one["title"] for one in played(name)["alerts"] if one["severity"] != "low"]


@pytest.mark.parametrize("name", KIND)
def test_guests_mourners_witnesses_journalists_and_who_writes_each_day_are_left_alone(name: str) -> None:
    result = played(name)
    assert {one["severity"] for one in result["decisions"]} == {"none"}
    assert result["cases"] == result["links"] == result["raids"] == []
    assert not loud(name)


@pytest.mark.parametrize(("name", "who"), [("each-tuesday-at-three", "mardi"), ("the-gentleman", "gentleman")])
def test_who_is_never_rude_and_never_stops_is_a_case_in_a_few_weeks(name: str, who: str) -> None:
    assert of(name, who)[0] == "none"
    assert stages(name) == {f"did:plc:{who}": "course_of_conduct"}
    assert loud(name)


def test_hearts_are_no_harm_and_a_man_before_my_house_is() -> None:
    assert of("from-love-to-blame", "exlove")[:3] == ["none"] * 3
    assert of("from-love-to-blame", "exlove")[4:] == ["high"] * 3
    assert stages("from-love-to-blame") == {"did:plc:exlove": "danger"}


def test_who_goes_on_in_another_network_is_suspected_there_and_not_muted_for_that() -> None:
    result = played("he-changes-the-network")
    assert muted(result) == {"did:plc:regarde"}
    assert [set(one["accounts"]) for one in result["links"]] == [{"did:plc:regarde", "7788"}]
    assert "same way of writing" in result["links"][0]["grounds"]


def test_a_threat_that_stood_for_four_minutes_was_one() -> None:
    assert of("gone-after-four-minutes", "lache") == ["urgent"]
    assert of("gone-after-four-minutes", "retouche") == ["none", "urgent", "none"]
    assert muted(played("gone-after-four-minutes")) == {"did:plc:lache", "did:plc:retouche"}


def test_they_boast_before_the_match_and_he_who_waits_after_it_means_it() -> None:
    assert set(of("after-the-match", "supporter")) == {"none"}
    assert of("after-the-match", "tribune") == ["urgent"]
    assert of("after-the-match", "bench") == ["urgent"]


def test_i_hear_my_patients_and_not_the_one_with_the_gun() -> None:
    for who in ("retard", "deuil", "guerie", "cachets"):
        assert of("on-the-ward", who) == ["none"]
    assert of("on-the-ward", "parking") == ["urgent"]


def test_who_may_not_write_may_not_wish_me_a_happy_birthday_and_others_may() -> None:
    assert of("court-ban", "banni") == ["medium", "urgent", "high"]
    assert of("court-ban", "retour") == ["high"]
    assert of("court-ban", "passante") == ["none"]
    assert "did:plc:retour" not in muted(played("court-ban"))


def test_in_a_raid_a_threat_and_my_address_are_told_at_once_and_friends_are_heard() -> None:
    result = played("judge-for-yourselves")
    (raid,) = result["raids"]
    assert "grandcompte" in raid["origin"]
    assert of("judge-for-yourselves", "tueur") == of("judge-for-yourselves", "balance") == ["urgent"]
    assert {one["at"][11:16] for one in result["alerts"] if one["severity"] == "urgent"} == {"08:00", "08:03"}
    assert not [who for who in muted(result) if "tendre" in who or "grandcompte" in who]


def test_those_who_laugh_at_one_moment_break_nothing_and_who_means_it_is_heard() -> None:
    result = played("they-laugh-at-one-moment")
    assert len(result["decisions"]) == 92
    assert result["raids"]
    assert of("they-laugh-at-one-moment", "serieux") == ["urgent"]
    assert of("they-laugh-at-one-moment", "amie") == ["none"]
    assert "did:plc:amie" not in muted(result)


def test_his_own_phrases_betray_him_and_a_newcomer_who_dots_like_him_is_nobody_else() -> None:
    result = played("princess-of-cardboard")
    assert [set(one["accounts"]) for one in result["links"]] == [{"did:plc:carton", "did:plc:verite"}]
    assert of("princess-of-cardboard", "nouvelle") == ["none", "none"]
    assert muted(result) == {"did:plc:carton"}


def test_who_sat_behind_me_and_forgives_me_is_a_case_before_he_says_that_it_is_over_for_me() -> None:
    severities = of("he-forgives-her", "charmeur")
    assert severities[:3] == ["none"] * 3
    assert severities[3] == severities[5] == severities[7] == "medium"
    assert stages("he-forgives-her")["did:plc:charmeur"] != "watch"
    assert loud("he-forgives-her")
