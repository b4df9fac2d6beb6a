"""What the shield promises, played from the first line to the last."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text

from bot.config import Config
from bot.store.columns import EVENTS, Named
from tests.scenarios.playing import actions, muted, play, rules
from tests.scenarios.scenes import CAMILLE, at, mention

THREAT = "I will threaten you"
INSULT = "you fool"
EVENTS_KEPT = text("SELECT event FROM entry ORDER BY number").columns(event=Named(EVENTS))


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return rules(tmp_path)


@pytest.mark.parametrize("platform", ["bluesky", "mastodon"])
def test_who_threatens_me_is_muted_and_i_am_told_at_once_without_the_words(config: Config, platform: str) -> None:
    result = play(
        config, mention(5, "u1", "troll", f"well, {THREAT}!", platform), mention(6, "u2", "pal", "hi", platform)
    )
    first, second = result["decisions"]
    assert first == {
        "uri": "u1",
        "severity": "urgent",
        "reasons": ["violence_threats"],
        "rules": ["a threat"],
        "spans": [[13, 25]],
        "actions": [
            {"kind": "mute", "account": "troll", "status": "done"},
            {"kind": "report", "account": "troll", "status": "held"},
        ],
        "failures": [],
    }
    assert (second["severity"], second["actions"]) == ("none", [])
    (alert,) = result["alerts"]
    assert (alert["at"], alert["to"], alert["severity"], alert["about"]) == (at(5), "camille", "urgent", ["u1"])
    assert "threaten" not in alert["title"]
    assert "troll" not in alert["title"]
    assert (result["mentions"], result["chain"]["valid"]) == (2, True)


def test_the_result_has_exactly_the_keys_that_others_rely_on(config: Config) -> None:
    result = play(config, mention(5, "u1", "troll", THREAT))
    keys = "scenario mentions seconds decisions cases links raids leaks alerts coverage chain"
    assert list(result) == keys.split()
    assert set(result["chain"]) == {"entries", "valid"}
    assert set(result["alerts"][0]) == {"at", "to", "severity", "title", "about"}


def test_nothing_is_done_to_somebody_i_follow_but_i_am_told(config: Config) -> None:
    result = play(config, mention(5, "u1", "did:plc:ami", THREAT))
    assert actions(result, "u1") == []
    assert result["decisions"][0]["severity"] == "urgent"
    assert [alert["about"] for alert in result["alerts"]] == [["u1"]]


def test_nothing_is_done_any_more_to_somebody_i_follow_from_now_on(config: Config) -> None:
    follow = {"event": "follow", "at": at(6), "platform": "bluesky", "id": "pal"}
    result = play(config, mention(5, "u0", "pal", "hi"), follow, mention(7, "u1", "pal", THREAT))
    assert actions(result, "u1") == []


def test_who_is_muted_is_not_muted_again_but_still_watched(config: Config) -> None:
    for platform in ("bluesky", "mastodon"):
        result = play(config, *(mention(minute, f"u{minute}", "troll", INSULT, platform) for minute in range(3)))
        assert [len(decision["actions"]) for decision in result["decisions"]] == [1, 0, 0]
        assert [decision["severity"] for decision in result["decisions"]] == ["medium"] * 3


def test_beyond_the_budget_actions_wait_for_a_human_and_somebody_is_told(tmp_path: Path) -> None:
    config = rules(tmp_path, hour=2)
    insults = [mention(minute, f"u{minute}", f"a{minute}", INSULT) for minute in range(4)]
    result = play(config, *insults, mention(5, "u5", "a5", THREAT), mention(70, "u70", "a70", INSULT))
    assert [actions(result, f"u{minute}") for minute in range(4)] == [
        [("mute", "done")],
        [("mute", "done")],
        [("mute", "held")],
        [("mute", "held")],
    ]
    assert ("mute", "done") in actions(result, "u5")  # urgent has a reserve
    assert actions(result, "u70") == [("mute", "done")]
    told = [alert for alert in result["alerts"] if alert["at"] == at(2)]
    assert len(told) == 1


def test_that_more_waits_is_told_once_an_hour_and_then_with_the_first_that_waits_again(tmp_path: Path) -> None:
    insults = [mention(minute, f"u{minute}", f"a{minute}", INSULT) for minute in range(0, 100, 20)]
    before, after = (mention(minute, f"u{minute}", "friend", "hello") for minute in (75, 85))
    result = play(rules(tmp_path, hour=1), *insults[:4], before, insults[4], after)
    assert [one["at"] for one in result["alerts"] if not one["about"]] == [at(20), at(80)]


def test_a_harmless_post_that_is_edited_into_a_threat_is_a_threat(config: Config) -> None:
    edit = {"event": "edit", "at": at(6), "uri": "u1", "text": THREAT}
    result = play(config, mention(5, "u1", "troll", "hello"), edit, edit)
    first, second = result["decisions"]
    assert (first["severity"], "version" in first) == ("none", False)
    assert (second["severity"], second["version"]) == ("urgent", 2)
    assert muted(result) == {"troll"}
    assert result["mentions"] == 1


def test_an_edit_or_deletion_may_come_before_its_mention(config: Config) -> None:
    early = [
        {"event": "edit", "at": at(5), "uri": "u1", "text": THREAT},
        {"event": "delete", "at": at(5), "uri": "u1"},
    ]
    result = play(config, *early, mention(6, "u1", "troll", "hello"))
    assert [decision["severity"] for decision in result["decisions"]] == ["none", "urgent"]


def test_a_threat_that_is_deleted_at_once_is_kept_and_answered(config: Config, tmp_path: Path) -> None:
    delete = {"event": "delete", "at": at(5), "uri": "u1"}
    result = play(config, mention(5, "u1", "troll", THREAT), delete, keep=tmp_path / "kept.db")
    assert muted(result) == {"troll"}
    assert result["chain"]["valid"]
    with create_engine(f"sqlite:///{tmp_path / 'kept.db'}").connect() as connection:
        events = list(connection.scalars(EVENTS_KEPT))
    assert {"mention:judged", "captured", "mute:done", "mention:deleted"} <= set(events)
    assert events.index("captured") < events.index("mute:done")


def test_what_happened_during_an_outage_is_caught_up_with(config: Config) -> None:
    outage = {"event": "outage", "at": at(1), "until": at(30), "platform": "bluesky"}
    meanwhile = mention(10, "u1", "troll", THREAT)
    result = play(config, outage, meanwhile, mention(12, "u2", "pal", "hi", "mastodon"), mention(40, "u3", "pal", "hi"))
    assert [decision["uri"] for decision in result["decisions"]] == ["u2", "u1", "u3"]
    assert [alert["at"] for alert in result["alerts"]] == [at(30)]
    assert muted(result) == {"troll"}


def test_an_outage_that_outlasts_the_file_is_caught_up_with_too(config: Config) -> None:
    outage = {"event": "outage", "at": at(1), "until": at(30), "platform": "bluesky"}
    assert muted(play(config, outage, mention(10, "u1", "troll", THREAT))) == {"troll"}


def test_a_restart_changes_nothing(config: Config) -> None:
    events = [mention(minute, f"u{minute}", f"a{minute % 3}", THREAT if minute % 2 else "hi") for minute in range(6)]
    restarted = [each for event in events for each in ({"event": "restart", "at": event["at"]}, event)]
    straight, broken = play(config, *events), play(config, *restarted)
    assert straight["decisions"] == broken["decisions"]
    assert [alert | {"title": ""} for alert in straight["alerts"]] == [
        alert | {"title": ""} for alert in broken["alerts"]
    ]
    assert broken["chain"]["valid"]


def test_a_restart_during_an_outage_changes_nothing(config: Config) -> None:
    outage = {"event": "outage", "at": at(1), "until": at(30), "platform": "mastodon"}
    meanwhile = mention(10, "u1", "troll", THREAT, "mastodon")
    result = play(config, outage, meanwhile, {"event": "restart", "at": at(11)}, mention(31, "u2", "a", "hi"))
    assert muted(result) == {"troll"}


def test_the_same_event_twice_is_decided_once(config: Config) -> None:
    once = mention(5, "u1", "troll", THREAT)
    result = play(config, once, once, once | {"at": at(6)})
    assert len(result["decisions"]) == 1
    assert len(result["alerts"]) == 1


def test_in_observe_mode_nothing_is_done_and_i_see_what_would_have_been(tmp_path: Path) -> None:
    result = play(rules(tmp_path, mode="observe"), mention(5, "u1", "troll", THREAT), mention(6, "u2", "troll", INSULT))
    assert actions(result, "u1") == [("mute", "held"), ("report", "held")]
    assert actions(result, "u2") == [("mute", "held")]
    assert muted(result) == set()


def test_what_i_undo_is_restored_and_not_done_again(config: Config) -> None:
    undo = {"event": "review", "at": at(10), "by": "camille", "undo": "u1"}
    result = play(config, mention(5, "u1", "pal", INSULT), undo, mention(20, "u2", "pal", INSULT))
    assert actions(result, "u1") == [("mute", "done")]
    assert actions(result, "u2") == [("mute", "held")]
    assert result["chain"]["valid"]


def test_who_i_trust_is_left_alone(config: Config) -> None:
    trust = {"event": "review", "at": at(10), "by": "lea", "trust": "pal"}
    result = play(config, mention(5, "u1", "pal", INSULT), trust, mention(20, "u2", "pal", THREAT))
    assert actions(result, "u2") == []


def test_what_a_platform_cannot_do_is_refused_there_and_done_elsewhere(config: Config) -> None:
    root = {"root": "mine", "parent": "mine"}
    result = play(
        config, mention(5, "u1", "a", "you twit", **root), mention(6, "u2", "b", "you twit", "mastodon", **root)
    )
    assert actions(result, "u1") == [("hide_reply", "done"), ("dismiss", "refused")]
    assert actions(result, "u2") == [("hide_reply", "refused"), ("dismiss", "done")]


def test_small_things_wait_for_the_morning(config: Config) -> None:
    result = play(config, mention(60 * 3, "u1", "a", INSULT), mention(60 * 40, "u2", "b", "hi"))
    (digest,) = result["alerts"]
    assert (digest["at"], digest["severity"], digest["about"]) == ("2026-01-01T07:00:00Z", "low", ["u1"])


def test_what_waits_at_the_end_of_the_file_is_told_then(config: Config) -> None:
    (digest,) = play(config, mention(60 * 3, "u1", "a", INSULT))["alerts"]
    assert (digest["at"], digest["severity"]) == (at(60 * 3), "low")


def test_a_mute_ends_after_its_term_and_begins_anew_with_a_new_cause(config: Config) -> None:
    for platform in ("bluesky", "mastodon"):
        later = mention(60 * 24 * 31 + 200, "u2", "troll", INSULT, platform)
        result = play(config, mention(5, "u1", "troll", INSULT, platform), later)
        assert actions(result, "u1") == actions(result, "u2") == [("mute", "done")]


def test_a_mute_goes_on_while_they_go_on(config: Config) -> None:
    day = 60 * 24
    for platform in ("bluesky", "mastodon"):
        insults = [mention(when * day, f"u{when}", "troll", INSULT, platform) for when in (0, 10, 35)]
        result = play(config, *insults)
        assert [len(actions(result, f"u{when}")) for when in (0, 10, 35)] == [1, 0, 0]


def test_other_peoples_decisions_about_accounts_are_kept(config: Config, tmp_path: Path) -> None:
    events: list[dict[str, Any]] = [
        {"event": "review", "at": at(1), "by": "lea", "confirm_link": ["a", "b"]},
        {"event": "review", "at": at(2), "by": "lea", "reject_link": ["a", "c"]},
        {"event": "restriction", "at": at(3), "until": at(99), "person": ["a"], "kind": "court_ban"},
        {"event": "identity", "at": at(4), "platform": "bluesky", "id": "a", "handle": "x.test"},
    ]
    result = play(config, *events, keep=tmp_path / "kept.db")
    with create_engine(f"sqlite:///{tmp_path / 'kept.db'}").connect() as connection:
        kept = list(connection.scalars(EVENTS_KEPT))
    assert [event for event in kept if not event.startswith("case:")] == [
        "link:confirmed",
        "link:rejected",
        "restriction",
    ]
    assert result["chain"] == {"entries": 6, "valid": True}


def test_a_text_may_hold_anything_and_be_judged(config: Config) -> None:
    texts = ["\0" * 10, "\u202e" + THREAT, "\ud800" + THREAT, "é" * 60_000, "", "\u200b" * 1000]
    result = play(config, *(mention(minute, f"u{minute}", f"a{minute}", one) for minute, one in enumerate(texts)))
    assert [decision["severity"] for decision in result["decisions"]] == [
        "none",
        "urgent",
        "urgent",
        "none",
        "none",
        "none",
    ]
    assert result["decisions"][2]["spans"] == [[8, 20]]
    assert result["chain"]["valid"]


def test_a_day_without_mentions_comes_to_nothing(config: Config) -> None:
    result = play(config, first=CAMILLE)
    assert (result["mentions"], result["decisions"], result["alerts"]) == (0, [], [])
