"""What comes late, twice, or once more: the order in which things reach us must not save anybody, nor cost anybody."""

from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from bot.config import Config
from bot.errors import ConfigError
from tests.scenarios.playing import actions, muted, play, rules
from tests.scenarios.scenes import at, mention, scenario

THREAT = "I will threaten you"
INSULT = "you fool"
MONTH = 30 * 24 * 60


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return rules(tmp_path)


def outage(minute: int, until: int) -> dict[str, str]:
    return {"event": "outage", "at": at(minute), "until": at(until), "platform": "bluesky"}


def follow(minute: int, account: str) -> dict[str, str]:
    return {"event": "follow", "at": at(minute), "platform": "bluesky", "id": account}


def edit(minute: int, uri: str, text: str) -> dict[str, str]:
    return {"event": "edit", "at": at(minute), "uri": uri, "text": text}


def test_the_budget_of_three_hours_holds_for_three_hours_that_arrive_at_once(tmp_path: Path) -> None:
    config = rules(tmp_path, hour=2)
    day = [mention(minute, f"u{minute}", f"a{minute}", INSULT) for minute in range(0, 180, 20)]
    there, late = play(config, *day), play(config, outage(0, 300), *day)
    assert muted(there) == muted(late)
    assert len(muted(there)) == 6


def test_an_edit_back_to_the_threat_is_judged_again_and_the_same_edit_twice_is_not(config: Config) -> None:
    back = edit(7, "u1", THREAT)
    result = play(config, mention(5, "u1", "troll", THREAT), edit(6, "u1", "hi"), back, back)
    assert [(one.get("version", 1), one["severity"]) for one in result["decisions"]] == [
        (1, "urgent"),
        (2, "none"),
        (3, "urgent"),
    ]


@pytest.mark.parametrize(("platform", "me"), [("bluesky", "did:plc:camille"), ("mastodon", "1")])
def test_i_am_never_muted_for_what_i_write_in_my_own_thread(config: Config, platform: str, me: str) -> None:
    result = play(config, mention(5, "u1", me, THREAT, platform))
    assert actions(result, "u1") == []


@pytest.mark.parametrize(("since", "ends"), [((), "mute:extended"), ((follow(1, "pal"),), "undo mute:done")])
def test_a_mute_is_prolonged_but_not_that_of_somebody_i_follow_since(
    config: Config, tmp_path: Path, since: tuple[dict[str, str], ...], ends: str
) -> None:
    kept = tmp_path / "kept.db"
    again = mention(9, "u2", "pal", INSULT)
    play(config, mention(0, "u1", "pal", INSULT), *since, again, mention(MONTH + 60, "u3", "else", "hi"), keep=kept)
    with create_engine(f"sqlite:///{kept}").connect() as connection:
        events = connection.scalars(text("SELECT event FROM entry ORDER BY number")).all()
    assert {"mute:extended", "undo mute:done"}.intersection(events) == {ends}


@pytest.mark.parametrize("moment", ["9999-12-31T23:59:59Z", "1969-12-31T23:59:59Z"])
def test_a_moment_that_no_clock_reaches_is_refused_with_its_line(moment: str) -> None:
    with pytest.raises(ConfigError, match=r"test\.jsonl:2: `at`: lies outside the years 1970 to 9990"):
        scenario(mention(0, "u1", "a", "hi") | {"at": moment})
    with pytest.raises(ConfigError, match="`until`: lies outside"):
        scenario(outage(0, 1) | {"until": "9999-12-31T00:00:00Z"})


def test_a_ban_may_last_for_ever_and_holds() -> None:
    ban = {"event": "restriction", "at": at(0), "until": "9999-12-31T23:59:59Z", "person": ["a"], "kind": "court_ban"}
    (decision,) = play(None, ban, mention(1, "u1", "a", "hello again"))["decisions"]
    assert decision["severity"] == "high"


@pytest.mark.parametrize("made", ["9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z"])
def test_who_claims_the_end_of_time_or_its_beginning_and_more_followers_than_stars_is_judged_and_compared(
    made: str,
) -> None:
    face = "a1b2c3d4e5f60718"
    him = {"id": "a", "handle": "a.test", "avatar": face, "created_at": made, "followers": 10**30}
    threat = mention(0, "u1", "a", "I will kill you") | {"author": him}
    back = mention(30, "u2", "b", "I will kill you") | {"author": him | {"id": "b", "handle": "b.test"}}
    result = play(None, threat, back)
    assert muted(result) == {"a", "b"}
    assert [set(link["accounts"]) for link in result["links"]] == [{"a", "b"}]


def test_what_was_never_written_may_be_edited_deleted_confirmed_undone_and_forbidden(config: Config) -> None:
    events = [
        edit(0, "ghost", THREAT),
        {"event": "delete", "at": at(1), "uri": "ghost2"},
        {"event": "identity", "at": at(2), "platform": "mastodon", "id": "404", "gone": "deleted"},
        {"event": "review", "at": at(3), "by": "camille", "confirm_link": ["a", "404"]},
        {"event": "review", "at": at(4), "by": "camille", "reject_link": ["a", "b"]},
        {"event": "review", "at": at(5), "by": "camille", "undo": "ghost3"},
        {"event": "review", "at": at(6), "by": "nobody", "trust": "c"},
        {"event": "restriction", "at": at(7), "until": at(9), "person": ["404", "d"], "kind": "platform_ban"},
        outage(8, 8),
        outage(9, 40),
        outage(20, 60),
        {"event": "restart", "at": at(25)},
        {"event": "restart", "at": at(25)},
        mention(26, "u1", "e", "hello"),
    ]
    result = play(config, *events)
    assert [one["uri"] for one in result["decisions"]] == ["u1"]
    assert result["chain"]["valid"]
