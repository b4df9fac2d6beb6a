"""Whatever happens in whatever order: what a list did is undone when I leave, and what I did by hand stays as I left it."""

import random
from datetime import timedelta
from types import SimpleNamespace

import pytest

from bot.blocklists.deed import Deed
from bot.blocklists.entity import actor
from bot.blocklists.follower import Choice, State
from bot.errors import Gone, Unanswered
from bot.following.enlisting import choose
from bot.following.following import Following
from bot.model.reason import Severity
from bot.platforms.port import Standing
from bot.store import effects
from tests.following.conftest import Listed, Phase, Square, said
from tests.following.test_following_killed import Killed, Mortal

NAMES = ("a", "b", "c", "d")
DEEDS = (Deed.MUTE, Deed.BLOCK)
FLOORS = (Severity.NONE, Severity.MEDIUM)
DONE = {Deed.MUTE: "muted", Deed.BLOCK: "blocked"}


class Me:
    """My account, as my server knows it."""

    def __init__(self, chance):
        self.chance = chance
        self.muted = set()
        self.blocked = set()
        self.follows = set()
        self.hidden = set()
        """Whom my server suspended for now."""


class MyHand:
    """Carries lists out on it; now and then an answer does not arrive."""

    key = "mastodon:un.test/1"

    def __init__(self, me):
        self.me = me

    async def find(self, entity):
        if entity.key.startswith("d"):
            raise Gone("nobody")
        return entity.usual.key[0]

    async def standings(self, targets):
        me = self.me
        return {
            one: Standing(following=one in me.follows, muted=one in me.muted, blocked=one in me.blocked)
            for one in targets
            if one not in me.hidden
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


class Life:
    """What happens to me, who follow two lists, and what I do by hand."""

    def __init__(self, place, seed):
        self.place, self.me, self.chance = place, place.me, place.chance
        self.listed = [place.list, Listed(place.store, f"y{seed}")]
        choices = [Choice(), Choice(deed=self.chance.choice(DEEDS))]
        self.joined = [place.join("zoe", *each) for each in zip(choices, self.listed, strict=True)]
        self.mine, self.let_go = set(), set()
        """Whom I muted myself, and whom I took back from a list."""

    def happens(self, name):
        happening = (self.said, self.said, self.retracted, self.mute, self.free, self.follow, self.hide, self.choose)
        self.chance.choice([*happening, self.said_for_a_while, lambda _: self.place.later(days=2)])(name)

    def named(self, name):
        return self.chance.choice([f"{name}@autre.test", f"https://autre.test/users/{name}"])

    def said(self, name):
        self.chance.choice(self.listed).say(self.named(name))

    def said_for_a_while(self, name):
        over = self.place.now() + timedelta(days=self.chance.choice([1, 30]))
        severity = self.chance.choice([Severity.LOW, Severity.HIGH])
        self.chance.choice(self.listed).say(said(actor(self.named(name)), severity=severity, expires_at=over))

    def retracted(self, name):
        self.chance.choice(self.listed).retract(self.named(name))

    def choose(self, _name):
        one, deed, floor = (self.chance.choice(some) for some in (self.joined, DEEDS, FLOORS))
        with self.place.store.writing() as connection:
            choose(connection, self.place.again(one), Choice(deed=deed, floor=floor), self.place.now())

    def mute(self, name):
        if name not in self.me.muted | self.me.blocked | self.let_go and not self.begun(name):
            self.me.muted.add(name)
            self.mine.add(name)

    def free(self, name):
        if name in self.me.muted | self.me.blocked and not self.begun(name):
            if name not in self.mine:
                self.let_go.add(name)
            self.mine.discard(name)
            self.me.muted.discard(name)
            self.me.blocked.discard(name)

    def follow(self, name):
        if name not in self.me.blocked:
            self.me.follows ^= {name}

    def hide(self, name):
        self.me.hidden ^= {name}

    def begun(self, name):
        """Whether a deed is on its way, of which nobody knows whether it was done."""
        with self.place.store.reading() as connection:
            began = [effects.standing(connection, one.id, [State.ATTEMPTING], 99) for one in self.joined]
        return name in {each.target for some in began for each in some}


@pytest.mark.parametrize("seed", range(12))
async def test_a_life_with_two_lists_ends_as_my_own_hand_left_it(store, seed):
    place = Place(store, seed)
    life, me = Life(place, seed), place.me
    for _ in range(30):
        name = place.chance.choice(NAMES[:3])
        life.happens(name)
        await place.settle()
        assert life.mine <= me.muted
        assert not life.let_go & (me.muted | me.blocked), (name, life.let_go)
    place.later(days=2)
    await place.settle()
    assert not (me.follows - me.hidden) & (me.muted | me.blocked) - life.mine
    for one in life.joined:
        place.leave(one)
        await place.settle()
        place.later(hours=7)  # whom a stop made forget that the server rested, waits longer
        await place.settle()
    assert all(place.again(one).phase is Phase.LEFT for one in life.joined)
    assert (me.muted, me.blocked) == (life.mine, set())
