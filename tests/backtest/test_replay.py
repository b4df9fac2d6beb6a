"""Camille tries other rules on what was written to her, and sees whom they would have hit."""

import tracemalloc
from datetime import timedelta

import pytest
from sqlalchemy import text

from bot.backtest.outcome import Standing
from bot.backtest.replay import Replay
from bot.model.decision import Mode
from bot.rules.compile import compile_policies as compiled
from bot.rules.policy import Policy
from bot.store import past as stored
from tests.backtest.past import BEGIN, FRIEND, INSULTS, KIND, SCORN, SCORNERS, STALKER, THREATS
from tests.rules.parsed import parse_rules


def policy(toml, mode=Mode.OBSERVE):
    import tomllib

    return Policy(mode=mode, rules=parse_rules(tomllib.loads(toml)["rule"]))


def replay(past, toml, person="camille", **how):
    tried = policy(toml)
    return Replay(past.store, compiled({person: tried})).of(person, tried, "Europe/Paris", **how)


def test_the_same_rules_change_nothing(past):
    found = replay(past, THREATS + INSULTS)
    assert (found.mentions, found.erased, found.unreadable) == (240, 0, 0)
    assert (found.then, found.now, found.newly, found.no_longer) == (21, 21, 0, 0)
    assert found.authors == ()


def test_i_see_who_would_newly_be_hit_and_who_no_longer(past):
    found = replay(past, THREATS + SCORN)
    assert (found.then, found.now) == (21, 9 + SCORNERS + 9)
    assert (found.newly, found.no_longer) == (SCORNERS + 9, 12)
    newly = {one.account for one in found.authors if one.newly}
    no_longer = {one.account: one for one in found.authors if one.no_longer}
    assert len(newly) == SCORNERS + 1
    assert len(no_longer) == 4
    stalker = no_longer[f"bluesky:{STALKER}"]
    assert (stalker.no_longer, stalker.still, stalker.lost) == (9, 9, {"insulte": 9})


def test_whom_i_follow_comes_first(past):
    first, *others = replay(past, SCORN).authors
    assert (first.account, first.standing, first.newly) == (f"bluesky:{FRIEND}", Standing.FOLLOWED, 9)
    assert {one.standing for one in others} == {Standing.STRANGER}
    changes = [one.newly + one.no_longer for one in others]
    assert changes == sorted(changes, reverse=True)


def test_each_rule_says_how_many_people_it_hits_and_how_many_of_them_i_follow(past):
    found = replay(past, THREATS + SCORN)
    assert [one.rule for one in found.rules] == ["menace", "moquerie", "insulte"]
    scorn = found.found("moquerie")
    assert (scorn.mentions, scorn.people, scorn.close, scorn.newly) == (SCORNERS + 9, SCORNERS + 1, 1, SCORNERS + 9)
    gone = found.found("insulte")
    assert (gone.mentions, gone.people, gone.no_longer) == (0, 0, 12)


def test_the_days_add_up_and_are_those_of_my_clock(past):
    found = replay(past, THREATS + SCORN)
    for name in ("mentions", "then", "now", "newly", "no_longer"):
        assert sum(getattr(day, name) for day in found.days) == getattr(found, name), name
    assert [day.day for day in found.days] == sorted({day.day for day in found.days})
    assert found.days[0].day == BEGIN.date()


def test_a_span_tries_what_happened_within_it(past):
    found = replay(past, THREATS + INSULTS, since=past.now - timedelta(days=2))
    assert 0 < found.mentions <= 25
    with past.store.reading() as connection:
        assert stored.count(connection, "camille", past.now - timedelta(days=2)) == found.mentions


def test_only_the_latest_are_tried_where_there_are_too_many(past):
    latest = replay(past, SCORN, most=120)
    assert latest.mentions == 120
    assert latest.days[-1] == replay(past, SCORN).days[-1]


def test_what_was_written_to_somebody_else_is_never_tried(past):
    found = replay(past, SCORN, person="dominique")
    assert found.mentions == 8
    assert {one.account for one in found.authors} == {f"bluesky:did:plc:visiteur{n}" for n in range(20, 180, 20)}
    assert all("visiteur" not in one.account for one in replay(past, SCORN).authors)


def test_what_was_erased_is_counted_and_the_rest_is_tried(past):
    with past.store.writing() as connection:
        ids = connection.scalars(text("SELECT exhibit FROM mention WHERE person = 'camille' ORDER BY exhibit LIMIT 5"))
        gone, altered, missing, *_ = ids.all()
        connection.execute(text("DELETE FROM exhibit_key WHERE id = :id"), {"id": gone})
        connection.execute(text("UPDATE exhibit SET digest = 'x' WHERE id = :id"), {"id": altered})
        connection.execute(text("DELETE FROM exhibit WHERE id = :id"), {"id": missing})
    found = replay(past, SCORN)
    assert (found.mentions, found.erased, found.unreadable) == (237, 1, 2)


def test_what_was_known_of_an_author_is_what_was_stored_then(past):
    past.follow("camille", STALKER)
    stranger = '[[rule]]\nname = "r"\nreason = "spam"\nseverity = "low"\nall = [{ words = ["retrouverai"] }, { relationship = "stranger" }]\n'
    assert replay(past, stranger).now == 9


@pytest.mark.parametrize("rule", ['then = ["alert"]', 'then = [{ report = "draft" }]', 'then = ["mute", "hold"]', ""])
def test_a_rule_that_asks_a_human_notices_and_hits_nobody(past_in_a_file, rule):
    found = replay(past_in_a_file, SCORN.partition("then")[0] + rule)
    assert (found.now, found.hit_now) == (SCORNERS + 9, 0)


def test_a_rule_that_begins_to_act_hits_newly_those_whom_it_only_noticed(past_in_a_file):
    past = past_in_a_file
    past.write_rules(SCORN.partition("then")[0])
    past.settings = (
        type(past.settings)
        .model_validate(past.settings)
        .model_copy(update={"rules": policy(SCORN.partition("then")[0]).rules})
    )
    past.bring(("camille", f"did:plc:autre{n}", "Ridicule") for n in range(5))
    found = replay(past, SCORN, since=past.now - timedelta(hours=9))
    assert (found.mentions, found.then, found.hit_then, found.hit_now, found.newly) == (5, 5, 0, 5, 5)


def test_a_policy_that_is_off_finds_nothing(past_in_a_file):
    tried = policy(SCORN, Mode.OFF)
    found = Replay(past_in_a_file.store, compiled({"camille": tried})).of("camille", tried, "UTC")
    assert (found.now, found.no_longer) == (0, 21)


def test_progress_tells_of_every_mention(past_in_a_file):
    told = []
    tried = policy(SCORN)
    Replay(past_in_a_file.store, compiled({"camille": tried}), told.append).of("camille", tried, "UTC")
    assert sum(told) == 240


def test_pages_lose_and_repeat_nothing(past, monkeypatch):
    whole = replay(past, SCORN)
    for size in (1, 7, 240):
        monkeypatch.setattr(stored, "PAGE", size)
        assert replay(past, SCORN) == whole


def test_memory_does_not_grow_with_what_was_written(past_in_a_file, monkeypatch):
    past = past_in_a_file
    monkeypatch.setattr(stored, "PAGE", 50)

    def peak():
        tracemalloc.start()
        replay(past, SCORN)
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    replay(past, SCORN)
    few = peak()
    past.bring(("camille", f"did:plc:passant{n}", KIND) for n in range(1500))
    assert peak() < 1.5 * few
