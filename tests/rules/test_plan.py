"""What is ordered, and what waits for a human instead."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.model.account import Account
from bot.model.action import Block, Mute, Report, Sending, kind_of
from bot.model.decision import Decision, Hold, Match, Mode
from bot.model.facts import Facts, Relation
from bot.model.mention import Kind, Mention
from bot.model.reason import Reason, Severity
from bot.model.shield import Budget
from bot.rules.plan import Allowance, plan

NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)


def facts(**relation):
    mention = Mention(
        person="camille",
        to="bluesky:did:plc:camille",
        uri="at://a/1",
        revision="c",
        kind=Kind.MENTION,
        author=Account(platform="bluesky", id="did:plc:a"),
        text="…",
        received_at=NOON,
    )
    return Facts(mention=mention, relation=Relation(**relation))


def match(*actions, severity=Severity.HIGH, mode=Mode.ACT, review=False, rule="r"):
    return Match(rule=rule, reason=Reason.HATE, severity=severity, mode=mode, actions=actions, review=review)


def planned(*matches, budget=None, spent=(), spared="", paused=False, **relation):
    allowance = Allowance(budget or Budget(), spent)
    decision = Decision(matches=matches, decided_at=NOON, spared=spared)
    made = plan(facts(**relation), decision, allowance, paused=paused, make_id=iter(map(str, range(99))))
    return [(kind_of(one.order.action), one.hold) for one in made]


def test_what_rules_propose_is_ordered_once_for_the_worst_of_them():
    low, high = match(Mute(duration=None), severity=Severity.LOW), match(Mute(), Block())
    assert planned(low, high) == [("mute", None), ("block", None)]


@pytest.mark.parametrize("why", ["followed", "trusted", "delegate"])
def test_nothing_is_ordered_against_people_i_follow_or_trust(why):
    assert planned(match(Mute(), Block()), spared=why) == []


def test_in_observe_everything_is_held():
    assert planned(match(Mute(), mode=Mode.OBSERVE)) == [("mute", Hold.OBSERVE)]


def test_a_rule_that_acts_is_not_stopped_by_one_that_observes():
    assert planned(match(Mute(), mode=Mode.OBSERVE, severity=Severity.URGENT), match(Mute())) == [("mute", None)]


def test_a_rule_that_asks_for_my_opinion_does_not_stop_the_mute_of_a_threat():
    asking = match(Block(), review=True, rule="asking")
    assert planned(match(Mute(), severity=Severity.URGENT), asking) == [("mute", None), ("block", Hold.REVIEW)]


def test_a_draft_waits_for_me_and_what_i_send_by_rule_does_not():
    assert planned(match(Report())) == [("report", Hold.DRAFT)]
    assert planned(match(Report(sending=Sending.SEND))) == [("report", None)]


def test_whom_i_forgave_is_not_muted_again_by_itself():
    assert planned(match(Mute()), lifted=True) == [("mute", Hold.LIFTED)]


def test_somebody_already_muted_is_not_muted_again():
    assert planned(match(Mute(), Report(sending=Sending.SEND)), muted=True) == [("report", None)]


def test_while_i_paused_it_nothing_is_done():
    assert planned(match(Mute()), paused=True) == [("mute", Hold.PAUSED)]


def test_past_the_budget_actions_wait_but_urgent_ones_have_a_reserve():
    small = Budget(hour=1, day=10, reserve_hour=1, reserve_day=10)
    assert planned(match(Mute(), Block()), budget=small) == [("mute", None), ("block", Hold.BUDGET)]
    urgent = match(Mute(), Block(), severity=Severity.URGENT)
    assert planned(urgent, budget=small, spent=[(NOON, Severity.HIGH)]) == [("mute", None), ("block", Hold.BUDGET)]


def test_urgent_actions_beyond_their_reserve_use_what_is_left_of_the_ordinary_budget():
    small = Budget(hour=1, day=10, reserve_hour=1, reserve_day=10)
    urgent = match(Mute(), Block(), Report(sending=Sending.SEND), severity=Severity.URGENT)
    assert planned(urgent, budget=small) == [("mute", None), ("block", None), ("report", Hold.BUDGET)]


@pytest.mark.parametrize(("minutes", "hold"), [(-60, None), (-59, Hold.BUDGET), (59, Hold.BUDGET), (60, None)])
def test_the_budget_counts_what_happened_within_the_hour_whenever_it_arrived(minutes, hold):
    small = Budget(hour=1, day=10)
    spent = [(NOON + timedelta(minutes=minutes), Severity.HIGH)]
    assert planned(match(Mute()), budget=small, spent=spent) == [("mute", hold)]


def test_i_am_told_which_limit_is_reached():
    allowance = Allowance(Budget(hour=2, day=2), [(NOON - timedelta(hours=2), Severity.HIGH), (NOON, Severity.HIGH)])
    assert (allowance.reached(NOON).per, allowance.reached(NOON).ordinary) == ("day", 2)
    assert Allowance(Budget(hour=1), [(NOON, Severity.HIGH)]).reached(NOON).per == "hour"
