"""A list over there comes to what ours says, whatever dies in between, and no hand's work is undone."""

import itertools
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.blocklists.change import Cause, Change, Policy, Type
from bot.blocklists.entity import actor, domain
from bot.blocklists.instep import Seen, State, looked, settled, subject, told

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
DID = "did:plc:troll2222222222222222222"


def change(type_=Type.RECOMMENDATION, policy=Policy.FILTER, cause=Cause.RULE):
    return Change(id="1", type=type_, at=NOON, entity=actor(DID), policy=policy, cause=cause)


LISTED, BY_HUMAN = change(), change(cause=Cause.HUMAN)
UNLISTED = [
    change(Type.RETRACTION, None),
    change(Type.TOMBSTONE, None),
    change(Type.ADVISORY),
    change(policy=Policy.ACCEPT),
    change(policy=None),
]
HELD = tuple(State)


@pytest.mark.parametrize("entity", [domain("mal.test"), actor("troll@mal.test"), actor("https://mal.test/@troll")])
def test_only_accounts_on_bluesky_can_stand_there(entity):
    assert subject(entity) == ""
    assert subject(actor(DID)) == DID


@pytest.mark.parametrize("did", ["did:key:z6Mk", "did:web:a:", "did:plc:a%"])
def test_what_the_servers_would_refuse_is_left_out_so_that_it_holds_nobody_else_up(did):
    assert subject(actor(did)) == ""


@pytest.mark.parametrize("unlisted", UNLISTED)
@pytest.mark.parametrize("state", HELD)
def test_what_is_taken_back_never_comes_and_never_stays(state, unlisted):
    assert told(state, unlisted) not in {State.COMING, State.THERE}


@pytest.mark.parametrize("by", [LISTED, BY_HUMAN])
@pytest.mark.parametrize("state", HELD)
def test_what_i_did_by_hand_is_overruled_by_no_rule_but_by_a_later_human(state, by):
    after = told(state, by)
    if state is State.THEIRS:
        assert after is State.THEIRS
    elif state is State.BARRED and by is LISTED:
        assert after is State.BARRED
    else:
        assert after in {State.COMING, State.THERE}


def test_every_look_has_an_answer_and_a_second_look_finds_nothing_new():
    for state, seen in itertools.product(State, Seen):
        once = looked(state, seen)
        assert looked(once, seen) is once


def test_what_a_hand_did_is_told_once_and_what_a_crash_did_is_not():
    states = {"out": State.THERE, "died": State.COMING, "gone": State.GOING, "same": State.THERE}
    found = {"in": Seen.THEIRS, "died": Seen.OURS, "same": Seen.OURS}
    news = settled(states, found)
    assert (news.removed, news.added) == (("out",), ("in",))
    assert news.states == {
        "out": State.BARRED,
        "in": State.THEIRS,
        "died": State.THERE,
        "gone": State.AWAY,
    }
    after = {**states, **news.states}
    again = settled(after, found)
    assert (again.states, again.removed, again.added) == ({}, (), ())


STEPS = st.lists(st.sampled_from(["list", "unlist", "write", "write, then die", "look"]), max_size=30)


@settings(max_examples=300)
@given(STEPS)
def test_however_often_it_dies_it_comes_to_what_the_list_says(steps):
    """The server's side is one bit; a write after whose death nobody knows is followed by a look, as in the round."""
    state, there, wanted, known = State.AWAY, False, False, False
    for step in [*steps, "look", "write", "look"]:
        match step:
            case "list":
                state, wanted = told(state, LISTED), True
            case "unlist":
                state, wanted = told(state, UNLISTED[0]), False
            case "look":
                state, known = looked(state, Seen.OURS if there else Seen.ABSENT), True
            case _ if known and state in {State.COMING, State.GOING}:
                fails = there is (state is State.COMING)
                there = there if fails else state is State.COMING
                known = not fails and step == "write"
                if known:
                    state = State.THERE if there else State.AWAY
    assert there is wanted
    assert state in ({State.THERE} if wanted else {State.AWAY})
