"""A list of others that I mute by at Bluesky: begun when I say so, given back when I say so, nothing new while I pause."""

from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from bot.blocklists.adoption import Adoption, Stance, Step
from bot.evidence.master import MasterKey
from bot.people.review import UNTIL_RESUMED, Review
from bot.store import adoptions
from bot.store.database import Store
from bot.store.migrate import migrate
from bot.subscribing.adopting import Adopting
from tests.publishing.board import Platform

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
OURS, THEIRS = "at://did:plc:a/app.bsky.graph.list/1", "at://did:plc:b/app.bsky.graph.list/2"


@pytest.fixture
def store(tmp_path):
    store = Store(f"sqlite:///{tmp_path / 'rempart.db'}", MasterKey(bytes(32)))
    migrate(store)
    yield store
    store.close()


async def test_while_i_pause_no_list_is_begun_and_one_that_i_leave_is_given_back(store):
    platform = Platform()
    adopting = Adopting(store, [("camille", platform)], lambda: NOON)
    left = Adoption(person="camille", address=OURS, deed="mute", prior={platform.key: Stance()}, step=Step.GOING)
    platform.adopted.add(OURS)
    with store.writing() as connection:
        adoptions.put(connection, left)
        adoptions.put(connection, replace(left, address=THEIRS, prior={}, step=Step.COMING))
    Review(store).pause("camille", UNTIL_RESUMED, "camille", NOON)
    await adopting.round()
    assert platform.adopted == set()
    Review(store).pause("camille", None, "camille", NOON)
    await adopting.round()
    assert platform.adopted == {THEIRS}
