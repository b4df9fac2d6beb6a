"""Camille follows lists of others, from a server on this machine."""

from datetime import UTC, datetime, timedelta

import pytest
import pytest_asyncio
from aiohttp import web

from bot.blocklists.subscription import Outcome, Taking, Terms
from bot.errors import Refused
from bot.evidence.master import MasterKey
from bot.model.account import Account, Protected
from bot.model.shield import Contact, Shield
from bot.store import lists, relations, subscriptions
from bot.store.database import Store
from bot.store.migrate import migrate
from bot.subscribing.fetching import Fetching
from bot.subscribing.groups import Groups
from bot.subscribing.keeping import Keeping, latest_of
from bot.subscribing.modlists import Modlists
from bot.subscribing.rounds import Rounds
from bot.subscribing.subscribing import Subscribing
from bot.subscribing.web import Web
from tests.subscribing.publisher import Publisher

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
HERE = "127.0.0.1"
ACCOUNT = Account(platform="mastodon", id="7", handle="camille@chez.test", home="chez.test")
SHIELD = Shield(protected=Protected(name="camille", accounts=(ACCOUNT,)), contacts=(Contact(name="camille/phone"),))


def only_here(address):
    """This very machine, under its first name only: all else is inside, as far as we care."""
    if address != HERE:
        raise Refused("inside")


class Follower:
    """Camille, her lists, and what she was told."""

    def __init__(self, store, publisher):
        self.store = store
        self.publisher = publisher
        self.now = NOON
        self.keeping = Keeping(store)
        self.subscribing = Subscribing(store, "camille")
        fetching = Fetching(only_here, frozenset({"http"}), patience=0.4, most=100_000)
        web_ = Web(fetching, lambda: self.now)
        self.sources = {"http": web_, "at": Modlists([]), "lists": Groups(store)}
        self.rounds = Rounds(store, {"camille": SHIELD}, self.sources, lambda: self.now, lambda: None)

    def follow(self, path, slug="ouest", taking=Taking.ITSELF, **terms):
        source = path if ":" in path else self.publisher.base + path
        return self.subscribing.subscribe(source, slug, Terms(taking=taking, **terms), "camille", self.now)

    async def later(self, **how_long):
        """Let time pass, and what is due then be read."""
        self.now += timedelta(**(how_long or {"hours": 12}))
        await self.rounds.round()

    async def first(self, path, slug="ouest", **terms):
        """Follow a list, look at what it says and accept it."""
        whose = self.follow(path, slug, **terms)
        await self.rounds.round()
        self.accept(slug)
        return whose

    def accept(self, slug="ouest"):
        whose = self.subscribing.called(slug)
        self.keeping.accept(whose, self.latest(slug).digest, "camille", self.now)
        self.keeping.take(whose)

    def of(self, slug="ouest"):
        whose = self.subscribing.called(slug)
        with self.store.reading() as connection:
            return whose, subscriptions.of_list(connection, whose.id), latest_of(connection, whose.id)

    def latest(self, slug="ouest"):
        return self.of(slug)[2]

    def trouble(self, slug="ouest"):
        return self.of(slug)[1].trouble

    def standing(self, slug="ouest"):
        return self.latest(slug).standing

    def waits(self, slug="ouest"):
        return self.standing(slug) is Outcome.HELD

    def holds(self, slug="ouest"):
        """Whom the list names, as far as it does anything."""
        whose = self.subscribing.called(slug)
        with self.store.reading() as connection:
            return {one.entity.key for one in lists.snapshot(connection, whose.id) if one.applies}

    def told(self):
        """The titles of what was sent to her, and the bodies."""
        from bot.store import outbox

        with self.store.reading() as connection:
            return outbox.alerts_since(connection, "camille", NOON - timedelta(days=1), ["notice"])

    def follows(self, account, handle=None):
        with self.store.writing() as connection:
            relations.relate(connection, "camille", account, following=True, handle=handle)


@pytest_asyncio.fixture
async def publisher():
    made = Publisher()
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", made.answer)
    runner = web.AppRunner(app, shutdown_timeout=0)
    await runner.setup()
    site = web.TCPSite(runner, HERE, 0)
    await site.start()
    made.base = f"http://{HERE}:{site._server.sockets[0].getsockname()[1]}"
    yield made
    await runner.cleanup()


@pytest.fixture
def store(tmp_path):
    store = Store(f"sqlite:///{tmp_path / 'rempart.db'}", MasterKey(bytes(32)))
    migrate(store)
    yield store
    store.close()


@pytest.fixture
def camille(store, publisher):
    return Follower(store, publisher)
