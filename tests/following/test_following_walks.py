"""Whatever happens in whatever order: what a list did is undone when I leave, and what I did by hand stays as I left it."""

import random
from datetime import timedelta
from types import SimpleNamespace

import pytest

from bot.blocklists.deed import Deed
from bot.blocklists.follower import Choice
from bot.errors import Gone, Unanswered
from bot.following.following import Following
from bot.platforms.port import Standing
from tests.following.conftest import Listed, Square
from tests.following.test_following_killed import Killed, Mortal

NAMES = ("a", "b", "c", "d")
DONE = {Deed.MUTE: "muted", Deed.BLOCK: "blocked"}


class Me:
    """My account, as my server knows it."""

    def __init__(self, chance):
        self.chance = chance
        self.muted = set()
        self.blocked = set()
        self.follows = set()


class MyHand:
    """Carries lists out on it; now and then an answer does not arrive."""

    key = "mastodon:un.test/1"

    def __init__(self, me):
        self.me = me

    async def find(self, entity):
        if entity.key.startswith("d"):
            raise Gone("nobody")
        return entity.key[0]

    async def standings(self, targets):
        me = self.me
        return {
            one: Standing(following=one in me.follows, muted=one in me.muted, blocked=one in me.blocked)
            for one in targets
        }

    async def do(self, deed, target):
        assert target not in self.me.follows
        getattr(self.me, DONE[deed]).add(target)
        self._lose()

    async def undo(self, deed, target):
        getattr(self.me, DONE[deed]).discard(target)
        self._lose()

    async def close(self):
        pass

    def _lose(self):
        if self.me.chance.random() < 0.1:
            raise Unanswered("lost")


class MyDoors:
    def __init__(self, me):
        self.me = me

    def open(self, one):
        return MyHand(self.me)

    async def end(self, one):
        pass


class Here:
    """What stands in for the server's world in the square."""

    def __init__(self):
        self.ahead = timedelta()
        self.host = "un.test"
        self.people = {}
        self.apps = {}

    def join(self, name):
        self.people[name] = SimpleNamespace(username=name, id="1", token="t")
        return self.people[name]


class Place(Square):
    """The square with my account in memory, so that many lives can be lived."""

    def __init__(self, store, seed):
        self.chance = random.Random(seed)
        self.me = Me(self.chance)
        self.store = store
        self.world = Here()
        self.list = Listed(store, f"x{seed}")
        self.world.host = f"s{seed}.test"
        self.engine = self.fresh()

    def fresh(self):
        return Following(self.store, MyDoors(self.me), self.now)

    async def settle(self):
        """Work until all is done, however often an answer is lost or the machine stops."""
        for _ in range(60):
            if self.chance.random() < 0.3:
                doors = MyDoors(self.me)
                dying = Following(Mortal(self.store, self.chance.randrange(12)), doors, self.now)
                try:
                    await dying.round()
                except Killed:
                    self.engine = self.fresh()
            worked = await self.engine.round()
            self.later(minutes=7)
            if not worked and not self.engine._resting:
                return
            if not worked:
                self.later(hours=7)
                self.engine._resting.clear()


@pytest.mark.parametrize("seed", range(12))
async def test_a_life_with_two_lists_ends_as_my_own_hand_left_it(store, seed):
    place = Place(store, seed)
    chance, me = place.chance, place.me
    listed = [place.list, Listed(store, f"y{seed}")]
    choices = [Choice(), Choice(deed=chance.choice([Deed.MUTE, Deed.BLOCK]))]
    joined = [place.join("zoe", choice, one) for choice, one in zip(choices, listed, strict=True)]
    mine, let_go = set(), set()
    for _ in range(25):
        name = chance.choice(NAMES[:3])
        full = f"{name}@autre.test"
        match chance.randrange(7):
            case 0 | 1:
                chance.choice(listed).say(full)
            case 2:
                chance.choice(listed).retract(full)
            case 3 if name not in me.muted and name not in me.blocked and name not in let_go:
                me.muted.add(name)
                mine.add(name)
            case 4 if name in me.muted | me.blocked:
                if name not in mine:
                    let_go.add(name)
                mine.discard(name)
                me.muted.discard(name)
                me.blocked.discard(name)
            case 5 if name not in me.blocked:
                me.follows ^= {name}
            case _:
                place.later(days=2)
        await place.settle()
        assert mine <= me.muted
        assert not let_go & (me.muted | me.blocked), (name, let_go)
    for one in joined:
        place.leave(one)
        await place.settle()
    assert (me.muted, me.blocked) == (mine, set())
