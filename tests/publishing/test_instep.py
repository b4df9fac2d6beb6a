"""What becomes of my list at Bluesky stands in my trail: made, filled, altered by a hand, gone; and nobody's name."""

from datetime import timedelta

import pytest

from bot.blocklists.entity import actor
from bot.platforms.modlist import Item
from bot.publishing import closing, undoing
from bot.publishing.instep import InStep
from bot.store import placements, read
from tests.publishing.test_closing import close
from tests.publishing.test_publishing import AGAIN, THREAT, propose_words

ACCOUNT = "bluesky:did:plc:camille"


class Shelf:
    """An account at a platform that keeps one list; the real one is tried on its own network."""

    key = ACCOUNT

    def __init__(self):
        self.card = None
        self.there = {}

    def modlist(self, id_):
        return self

    async def stands(self):
        return self.card is not None

    async def present(self, card):
        self.card = card
        return "at://did:plc:camille/app.bsky.graph.list/1"

    async def items(self):
        for subject, ours in self.there.items():
            yield Item(subject=subject, ours=ours)

    def fitting(self, going, coming):
        return going, coming

    async def write(self, going, coming, at):
        self.there = {one: ours for one, ours in self.there.items() if one not in going} | dict.fromkeys(coming, True)

    async def withdraw(self):
        self.card, self.there = None, {}

    async def foreign(self, address): ...

    def entries(self, address): ...

    async def stance(self, address): ...

    async def adopt(self, address, deed): ...

    async def abandon(self, address, deed, prior): ...


class Kept:
    """My list, and its like over there."""

    def __init__(self, publisher):
        self.publisher, self.shelf = publisher, Shelf()
        self.instep = InStep(publisher.store, [("camille", self.shelf)], lambda: publisher.now, self.hear)

    async def hear(self, person, trouble): ...

    async def news(self, **later):
        """The entries that the next round adds, without those that say who did what here."""
        self.publisher.now += timedelta(**({"minutes": 2} | later))
        with self.publisher.store.reading() as connection:
            before = len(list(read.chain(connection, "camille")))
        await self.instep.round()
        with self.publisher.store.reading() as connection:
            return [(one.event, one.payload) for one in list(read.chain(connection, "camille"))[before:]]

    async def told(self, **later):
        return [(event, line.get("count")) for event, line in await self.news(**later)]


@pytest.fixture
async def kept(publisher):
    publisher.make(bluesky=ACCOUNT)
    publisher.by_rules()
    publisher.publish()
    return Kept(publisher)


async def test_what_the_shield_does_over_there_stands_in_my_trail_by_digests_alone(kept):
    news = await kept.news()
    assert [(event, line.get("count")) for event, line in news] == [("list:placed", None), ("list:put-in", 2)]
    assert all(line["list"] == "protegee" and len(line.get("digest", line.get("card"))) == 64 for _, line in news)
    assert "did:plc" not in repr(news)
    undoing.retract(kept.publisher.store, "camille", "protegee", [actor(THREAT)], "camille", kept.publisher.now)
    assert await kept.told() == [("list:taken-out", 1)]
    assert await kept.told() == []
    assert set(kept.shelf.there) == {AGAIN}


async def test_what_i_say_of_it_anew_stands_there_too(kept):
    await kept.news()
    one = propose_words(kept.publisher, {"title": "Tous"})
    kept.publisher.now += timedelta(days=1)
    kept.publisher.agreeing.do(one, kept.publisher.now)
    assert await kept.told() == [("list:presented", None)]
    assert kept.shelf.card.name == "Tous"


async def test_what_another_hand_did_there_is_noticed_and_stands_there_too(kept):
    await kept.news()
    del kept.shelf.there[THREAT]
    kept.shelf.there["did:plc:voisine"] = False
    assert await kept.told(days=2) == [("list:hand-out", 1), ("list:hand-in", 1)]
    assert await kept.told(days=2) == []
    await kept.shelf.withdraw()
    assert await kept.told(days=2) == [("list:missing", None)]
    assert await kept.told(days=2) == []


async def test_a_list_that_i_close_is_emptied_there_and_taken_away(kept):
    await kept.news()
    assert closing.reach(kept.publisher.store, "camille", "protegee")[1:] == (2, 0, 2, True)
    close(kept.publisher)
    assert not closing.reach(kept.publisher.store, "camille", "protegee").over
    assert await kept.told() == [("list:taken-out", 2), ("list:withdrawn", None)]
    assert closing.reach(kept.publisher.store, "camille", "protegee").over
    assert (kept.shelf.card, kept.shelf.there) == (None, {})
    with kept.publisher.store.reading() as connection:
        assert placements.every(connection, "camille") == {}


async def test_whom_i_put_there_by_hand_stays_there_when_it_is_closed(kept):
    await kept.news()
    kept.shelf.there["did:plc:voisine"] = False
    close(kept.publisher)
    assert await kept.told() == [("list:hand-in", 1), ("list:taken-out", 2), ("list:left-there", None)]
    assert set(kept.shelf.there) == {"did:plc:voisine"}


async def test_whom_i_take_off_goes_there_too_after_my_handle_changed(publisher):
    publisher.make(bluesky="camille.test")
    publisher.by_rules()
    publisher.publish()
    kept = Kept(publisher)
    assert await kept.told() == [], "an account that is not known has no list made"
    kept.instep.names = {("camille", "camille.test"): ACCOUNT}
    await kept.news()
    kept.instep.names = {("camille", "camille.exemple.test"): ACCOUNT}
    undoing.retract(publisher.store, "camille", "protegee", [actor(THREAT)], "camille", publisher.now)
    assert await kept.told() == [("list:taken-out", 1)]
    assert set(kept.shelf.there) == {AGAIN}
