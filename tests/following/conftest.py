"""A list of Camille's, people at one server who follow it, and the engine that carries it out for them."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from bot.blocklists.blocklist import Blocklist, Origin
from bot.blocklists.change import Change, Policy, Type
from bot.blocklists.entity import actor, domain
from bot.blocklists.follower import Choice, Consent, Phase, State
from bot.blocklists.identifier import GENESIS, names
from bot.evidence.master import MasterKey
from bot.following.doors import TokenDoors
from bot.following.enlisting import enlist, leave, token_name
from bot.following.following import Following
from bot.model.account import Account
from bot.model.reason import Reason, Severity
from bot.platforms.mastodon.doorway import Pass
from bot.platforms.mastodon.oauth import Client
from bot.platforms.mastodon.options import Options
from bot.store import effects, followers, lists, write
from bot.store.database import PassingStore
from bot.store.migrate import migrate
from tests.doubles.mastodon import Double

START = datetime(2026, 11, 23, 9, tzinfo=UTC)


def said(entity, kind=Type.RECOMMENDATION, **more):
    given = {"policy": Policy.REJECT, "severity": Severity.HIGH, "reasons": (Reason.HATE,)} | more
    return {"type": kind, "entity": entity, **(given if kind is Type.RECOMMENDATION else {})}


def named(who):
    """As it stands in a list of others: an address stays one."""
    return actor(who) if "@" in who or ":" in who else domain(who)


class Listed:
    """One of Camille's lists."""

    def __init__(self, store, slug="camille"):
        self.store = store
        self.list = Blocklist(
            id=f"l-{slug}", person="camille", origin=Origin.OWN, slug=slug, title="Camille", by="camille", at=START
        )
        self._name = names()
        self.version = 0
        with store.writing() as connection:
            lists.put(connection, self.list)

    def say(self, *some):
        """A new version with these changes: `user@host`, a domain, or what `said` makes."""
        self.version += 1
        made = [one if isinstance(one, dict) else said(named(one)) for one in some]
        changes = [Change(id=self._name(START), at=START, **one) for one in made]
        with self.store.writing() as connection:
            lists.append(connection, self.list, self.version, changes)
        return changes

    def retract(self, *names):
        return self.say(*(said(named(one), Type.RETRACTION) for one in names))


class Square:
    """A server with people, lists, and the engine; time is the server's, and passes only when told."""

    def __init__(self, store, double):
        self.store = store
        self.double = double
        self.world = double.world
        self.list = Listed(store)
        self.engine = self.fresh()

    def now(self):
        return START + self.world.ahead

    def fresh(self):
        """The engine as it is after a restart."""
        options = lambda home: Options(server=f"http://{home}", allow_loopback=True, request_timeout=5.0)  # noqa: E731
        return Following(self.store, TokenDoors(self.store, options, {}, self.now), self.now)

    def later(self, **how_long):
        self.world.ahead += timedelta(**how_long)

    def harassers(self, *names):
        return [self.world.join(name, "autre.test").id for name in names]

    def join(self, name, choice=None, listed=None):
        """Somebody at the server begins to follow a list."""
        listed = listed or self.list
        known = [one for one in self.world.people.values() if one.username == name]
        person = known[0] if known else self.world.join(name)
        handle = f"{name}@{self.world.host}"
        account = Account(platform="mastodon", id=person.id, home=self.world.host, handle=handle)
        with self.store.writing() as connection:
            consent = Consent(text="1", at=self.now())
            one = enlist(connection, listed.list, account, choice or Choice(), consent, self.now())
            given = Pass(token=person.token, client=Client(client_id="c", client_secret="s"))
            write.put(connection, self.store.master, token_name(one), msgspec.json.encode(given))
        self.world.apps["c"] = {"client_id": "c", "client_secret": "s"}
        return one

    def leave(self, one):
        with self.store.writing() as connection:
            leave(connection, self.again(one), self.now())

    def again(self, one):
        with self.store.reading() as connection:
            return followers.by_id(connection, one.id)

    async def work(self, rounds=60):
        """Until there is nothing to do now."""
        for _ in range(rounds):
            if not await self.engine.round():
                return
        raise AssertionError("there is no end of it")

    def stands(self, one):
        """How each entry stands: by key, the state, and why if there is a why."""
        with self.store.reading() as connection:
            every = effects.standing(connection, one.id, list(State), 10_000)
        return {effect.entity.key: f"{effect.state} {effect.why}".strip() for effect in every}

    def muted(self, name):
        me = self.world.called(name).id
        return {self.world.people[whom].username for by, whom in self.world.mutes if by == me}

    def blocked(self, name):
        me = self.world.called(name).id
        return {self.world.people[whom].username for by, whom in self.world.blocks if by == me}

    def deeds(self):
        """Requests that changed something."""
        return sum(count for name, count in self.world.calls.items() if name.startswith(("POST", "DELETE")))


@pytest.fixture
def store(tmp_path):
    store = PassingStore(f"sqlite:///{tmp_path / 'rempart.db'}", MasterKey(bytes(32)))
    migrate(store)
    yield store
    store.close()


@pytest.fixture
async def square(store, monkeypatch):
    double = Double()
    monkeypatch.setattr(type(double.world), "now", lambda world: START + world.ahead)
    await double.start()
    yield Square(store, double)
    await double.stop()


__all__ = ["GENESIS", "Listed", "Phase", "Square", "said"]
