"""Raids, and days that only look like one, played through the whole shield."""

from typing import Any

import pytest

from tests.raids.days import (
    HOSTILE,
    JOY,
    MINE,
    NEWS,
    START,
    SUPPORT,
    TESTIMONIES,
    crowd,
    day,
    moment,
    muted,
    post,
    titles,
)

HOUR = 3600


def raids(result: dict[str, Any]) -> list[dict[str, Any]]:
    return result["raids"]


@pytest.fixture(scope="module")
def raid() -> dict[str, Any]:
    sent = post(
        -600, "vedette", "Regardez-moi cette menteuse.", kind="quote", quoted=[MINE], about={"followers": 90_000}
    )
    later = post(9 * HOUR, "did:plc:passant", "Bonne soirée !")
    return day(sent, *crowd(HOSTILE, 300, 2 * HOUR), later)


def test_three_hundred_strangers_who_come_to_hurt_me_are_one_raid_with_its_post_and_who_sent_them(raid) -> None:
    (found,) = raids(raid)
    assert found["from"] <= moment(60).replace(".000", "")
    assert moment(1.9 * HOUR) <= found["to"] <= moment(2 * HOUR)
    assert 290 <= found["authors"] <= 301
    assert found["root"] == MINE
    assert found["origin"] == "at://did:plc:vedette/app.bsky.feed.post/-600"


def test_i_am_told_once_that_it_begins_and_once_that_it_is_over(raid) -> None:
    assert len(titles(raid, "Raid", "raid")) == 2
    assert len([one for one in raid["alerts"] if one["severity"] != "low"]) <= 3
    began, ended = (one for one in raid["alerts"] if "aid" in one["title"])
    assert began["at"] < moment(600)
    assert (began["severity"], ended["severity"]) == ("high", "medium")
    assert ended["at"] > moment(2.9 * HOUR)


def test_what_the_raid_was_is_sealed_and_the_trail_holds(raid) -> None:
    assert raid["chain"]["valid"]


@pytest.mark.parametrize(
    ("texts", "rude"),
    [(JOY, 0), (JOY, 12), (TESTIMONIES, 12), (NEWS, 20)],
    ids=["joy", "joy with trolls", "testimonies", "news"],
)
def test_joy_testimonies_and_news_are_crowds_but_no_raid(texts: tuple[str, ...], rude: int) -> None:
    result = day(*crowd(texts, 300, 3 * HOUR, who="kind"), *crowd(HOSTILE, rude, 3 * HOUR, who="rude"))
    assert raids(result) == []
    assert not titles(result, "Raid", "raid")
    assert not {one for one in muted(result) if "kind" in one}


def test_thanks_and_testimonies_come_in_a_digest_of_their_own() -> None:
    result = day(*crowd(TESTIMONIES, 30, HOUR), post(1.2 * HOUR, "x", "Bonne soirée à tous."))
    (alert,) = [one for one in result["alerts"] if "soutien" in one["title"]]
    assert alert["severity"] == "low"
    assert not muted(result)


def test_who_stands_by_me_in_a_raid_is_left_alone_and_counted() -> None:
    bare = {"created_at": "2026-05-03T00:00:00Z", "followers": 0, "posts": 1}
    helping = crowd(SUPPORT, 60, HOUR, who="aide", about=bare)
    result = day(*crowd(HOSTILE, 120, HOUR), *helping)
    (found,) = raids(result)
    assert found["authors"] >= 170
    assert not {one for one in muted(result) if "aide" in one}
    assert {
        action["account"] for one in result["decisions"] if "aide" in one["uri"] for action in one["actions"]
    } == set()


def test_a_raid_that_an_outage_hides_is_the_same_raid_when_it_is_over() -> None:
    outage = {"event": "outage", "at": moment(900), "until": moment(4 * HOUR), "platform": "bluesky"}
    events = [*crowd(HOSTILE, 150, HOUR), post(9 * HOUR, "x", "Bonsoir.")]
    seen, hidden = day(*events), day(*events, outage)
    assert raids(seen) == raids(hidden) != []
    assert muted(seen) == muted(hidden)


def test_a_restart_in_the_middle_changes_nothing() -> None:
    events = [*crowd(HOSTILE, 150, HOUR), post(9 * HOUR, "x", "Bonsoir.")]
    restarts = [{"event": "restart", "at": moment(at)} for at in (100, 1000, 1001, 3000)]
    plain, again = day(*events), day(*events, *restarts)
    assert raids(plain) == raids(again) != []
    assert len(titles(again, "Raid", "raid")) == 2


def test_the_same_mention_twice_and_neighbours_swapped_are_the_same_raid() -> None:
    events = crowd(HOSTILE, 120, HOUR)
    other = [dict(one) for one in events]
    for place in range(0, 118, 3):
        other[place], other[place + 1] = other[place + 1], other[place]
    shuffled = [one | {"at": max(one["at"], moment(place * 30))} for place, one in enumerate(other)]
    first, second = raids(day(*events)), raids(day(*shuffled, *shuffled[5:20]))
    assert len(first) == len(second) == 1
    assert first[0]["authors"] == second[0]["authors"]


def test_a_slow_brigade_of_three_days_is_one_raid() -> None:
    result = day(*crowd(HOSTILE, 75, 72 * HOUR))
    (found,) = raids(result)
    assert found["from"] <= moment(6 * HOUR)
    assert found["authors"] >= 60


def test_a_threat_within_a_raid_is_told_at_once() -> None:
    threat = post(1800, "pire", "Je vais te tuer, je sais où tu habites.")
    result = day(*crowd(HOSTILE, 150, HOUR), threat)
    told = [one for one in result["alerts"] if one["about"] == [threat["uri"]]]
    assert [one["severity"] for one in told] == ["urgent"]
    assert told[0]["at"] == START.replace(minute=30).isoformat().replace("+00:00", "Z")


def test_a_raid_on_mastodon_is_one_as_well() -> None:
    (found,) = raids(day(*crowd(HOSTILE, 80, HOUR, platform="mastodon")))
    assert found["authors"] >= 75
