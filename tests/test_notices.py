"""What I am told of my shield: each trouble once, and another of the same kind too."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from bot.alerts.blindness import Blind, StreamSilent, Unseen
from bot.alerts.modlist import ByHand, Ended
from bot.alerts.notice import NotTakenUp, StreamLost, TokenRefused, Unarmed
from bot.alerts.reach import ChannelDead
from bot.evidence.master import MasterKey
from bot.model.account import Protected
from bot.model.shield import Contact, Shield
from bot.store import outbox
from bot.store.database import Store
from bot.store.migrate import migrate
from bot.telling.tell import notices

AT = datetime(2026, 2, 1, 12, 5, tzinfo=UTC)
SHIELD = Shield(protected=Protected(name="camille"), contacts=(Contact(name="camille/phone"),))
PAIRS = [
    (TokenRefused(platform="bluesky", account="camille.test"), TokenRefused(platform="mastodon", account="camille")),
    (ChannelDead(name="phone", failures=5), ChannelDead(name="mail", failures=5)),
    (ByHand(list="camille", removed=1, added=0), ByHand(list="camille", removed=0, added=1)),
    (Ended(list="camille"), Ended(list="amis")),
    (
        StreamLost(platform="bluesky", account="a.test", since=AT),
        StreamLost(platform="mastodon", account="a.test", since=AT),
    ),
    (
        StreamLost(platform="bluesky", account="a.test", since=AT),
        StreamLost(platform="bluesky", account="b.test", since=AT),
    ),
    (
        StreamSilent(platform="bluesky", account="a.test", since=AT),
        StreamSilent(platform="bluesky", account="b.test", since=AT),
    ),
    (Blind(platform="bluesky", account="a.test", since=AT), Blind(platform="bluesky", account="b.test", since=AT)),
    (
        Unseen(platform="bluesky", account="a.test", since=AT, until=AT),
        Unseen(platform="bluesky", account="b.test", since=AT, until=AT),
    ),
    (Unarmed(rules=("un mot",)), Unarmed(rules=("un mot", "un autre"))),
    (NotTakenUp(file="config.toml", lines=(17,)), NotTakenUp(file="config.toml", lines=(18,))),
]


@pytest.fixture
def store(database_url):
    store = Store(database_url, MasterKey.new())
    migrate(store)
    yield store
    store.close()


@pytest.mark.parametrize(("one", "other"), PAIRS, ids=lambda trouble: type(trouble).__name__)
def test_i_am_told_of_two_troubles_of_a_kind_within_the_hour_and_of_each_once(store, one, other):
    def told(trouble, minutes):
        at = AT + timedelta(minutes=minutes)
        with store.writing() as connection:
            planned = notices(connection, SHIELD, trouble, at)
            outbox.plan(connection, planned)
        assert all(re.fullmatch(r"[0-9A-Za-z-]{1,64}", alert.what.id) for alert in planned)
        return len(planned)

    assert [told(one, 0), told(one, 5), told(other, 10), told(other, 15), told(one, 61)] == [1, 0, 1, 0, 1]
