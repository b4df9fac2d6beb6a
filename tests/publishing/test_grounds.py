"""What holds somebody back: when in doubt, a human says it again."""

from datetime import UTC, datetime

import pytest

from bot.blocklists.entity import Kind
from bot.model.account import Account
from bot.model.facts import Relation
from bot.publishing.grounds import About, Ground, grounds, is_minor

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def account(**known):
    return Account(platform="bluesky", id="did:plc:x", **known)


@pytest.mark.parametrize(
    ("bio", "minor"),
    [
        ("15 ans, collégienne", True),
        ("16 yo · she/her", True),
        ("mineur(e), lycéen", True),
        ("lycéenne à Rennes", True),
        ("je suis mineure", True),
        ("i'm a minor", True),
        ("née en 2011", True),
        ("born in 2010", True),
        ("１６ ans", True),
        ("Age: 14", True),
        ("45 ans, père de famille", False),
        ("né en 1985", False),
        ("Minors DNI", False),
        ("il y a 116 ans", False),
        ("", False),
    ],
)
def test_who_says_to_be_under_18_is_held_back(bio, minor):
    assert is_minor(account(bio=bio), NOON) is minor


@pytest.mark.parametrize(
    ("followers", "floor", "found"),
    [(3, 20, Ground.SMALL), (20, 20, None), (None, 20, Ground.UNKNOWN), (None, 0, None), (0, 0, None)],
)
def test_few_followers_hold_back_and_unknown_is_not_zero(followers, floor, found):
    about = About(kind=Kind.ACTOR, account=account(followers=followers), relation=Relation())
    assert grounds(about, floor, NOON) == (() if found is None else (found,))


def test_what_only_another_list_says_is_not_passed_on_by_itself():
    about = About(
        kind=Kind.ACTOR, account=account(followers=500), relation=Relation(), conditions=frozenset({"listed"})
    )
    assert grounds(about, 20, NOON) == (Ground.LISTED,)


def test_whom_i_am_close_to_is_held_back_whatever_else_is_known():
    about = About(
        kind=Kind.ACTOR,
        account=account(followers=500),
        relation=Relation(following=True, trusted=True, delegate=True),
    )
    assert grounds(about, 20, NOON) == (Ground.FOLLOWED, Ground.TRUSTED, Ground.DELEGATE)


def test_of_whom_nothing_is_known_waits_once():
    assert grounds(About(kind=Kind.ACTOR), 20, NOON) == (Ground.UNKNOWN,)
    assert grounds(About(kind=Kind.DOMAIN), 20, NOON) == (Ground.DOMAIN,)
