"""The composition root: from a configuration to the running shield."""

import asyncio
import gc
from collections.abc import Coroutine, Mapping, Sequence
from contextlib import AsyncExitStack, ExitStack
from datetime import UTC, datetime
from typing import Any

import structlog

from bot.alerts.apprise import AppriseChannel
from bot.alerts.notice import StreamLost, TokenRefused
from bot.alerts.port import Channel
from bot.config import Config, Person, lexicon, load_or_make_master_key
from bot.delivery import Deliveries
from bot.errors import PlatformError, Unauthorized
from bot.evidence.master import MasterKey
from bot.heartbeat import Heart
from bot.intake import Intake
from bot.jobs import Jobs
from bot.ledger import Ledger
from bot.model.account import Account, Protected
from bot.model.shield import Shield
from bot.opening import Opened, identify_all, normalisers, open_all
from bot.pipeline import Pipeline
from bot.platforms.port import Platform, Source
from bot.rules.compile import compile_policies
from bot.store import outbox, read, write
from bot.store.database import Store
from bot.store.migrate import migrate
from bot.store.runner import Right
from bot.tell import notices

log = structlog.get_logger(__name__)

AGAIN = 30.0
"""Seconds between two tries to reach accounts that could not be identified at the start."""
CONFIRM = 10.0
"""Seconds between two looks at whether the right to run is still ours: a database server that restarts forgets it."""
KNOWN = 10_000
"""Authors on record, the latest, whose deletions and changes of handle are listened for."""
FIRST_LOOK = 3.0
"""Seconds that the shield waits at its start to learn whom everybody follows; then it goes on learning beside."""


def now() -> datetime:
    """The present moment, UTC."""
    return datetime.now(UTC)


def open_store(config: Config) -> Store:
    """The configured database, brought to this release's schema."""
    store = _store(config)
    migrate(store)
    return store


def _store(config: Config) -> Store:
    return Store(config.database.reveal(), MasterKey(load_or_make_master_key(config.master_key)))


class StoredSafe:
    """Where platforms keep sessions and counts: in the store, encrypted."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def get(self, name: str) -> bytes | None:
        """What was put under this name."""
        with self.store.reading() as connection:
            return read.get(connection, self.store.master, name)

    def put(self, name: str, value: bytes) -> None:
        """Keep it."""
        with self.store.writing() as connection:
            write.put(connection, self.store.master, name, value)


def shields(config: Config, accounts: Sequence[tuple[Person, Account]]) -> dict[str, Shield]:
    """What the pipeline knows of each person, by name."""
    return {
        person.name: Shield(
            protected=Protected(
                name=person.name,
                language=person.language,
                zone=person.zone,
                accounts=tuple(account for owner, account in accounts if owner.name == person.name),
            ),
            contacts=person.contacts(),
            budget=person.budget.budget(),
            trusted=frozenset(person.trusted),
            delegates=frozenset(name for delegate in person.delegates for name in delegate.accounts),
        )
        for person in config.people
    }


def channels(config: Config) -> dict[str, Channel]:
    """What alerts are sent on, by the names of the contacts."""
    return {
        contact.name: AppriseChannel(contact.name, table.url.reveal(), contact.above)
        for person in config.people
        for contact, table in zip(person.contacts(), person.alerts, strict=True)
    }


async def open_platforms(config: Config, store: Store) -> tuple[list[Platform], list[PlatformError]]:
    """All accounts that can be logged in to, and what was wrong with the others."""
    safe = StoredSafe(store)
    found, troubles = await identify_all(config, safe, now)
    return [one.platform for one in open_all(found, safe, config, now)], troubles


async def run(config: Config) -> None:
    """Run the shield until cancelled. Raises ConfigError where another one runs on the same database."""
    with ExitStack() as stack:
        store = _store(config)
        stack.callback(store.close)
        right = stack.enter_context(store.only_runner())
        migrate(store)  # only now: nobody else is at work on the tables
        while True:
            found, troubles = await identify_all(config, StoredSafe(store), now)
            for trouble in troubles:
                log.error("account not reached", trouble=str(trouble))
            opened = open_all(found, StoredSafe(store), config, now, _authors(store))
            work = Running(config, store, opened, tuple(map(str, troubles))).run()
            await _first(work, _more(config, store, len(found)), _alone(store, right))


def _authors(store: Store) -> frozenset[str]:
    with store.reading() as connection:
        return frozenset(read.authors(connection, KNOWN))


async def _alone(store: Store, right: Right) -> None:
    """Make sure, again and again, that no other shield runs on the database. ConfigError once one does."""
    while True:
        await asyncio.sleep(CONFIRM)
        await store.run_durably(right.confirm)


async def _more(config: Config, store: Store, reached: int) -> None:
    """Wait until more accounts can be reached than before; for ever where all are."""
    while reached < sum(len(person.accounts) for person in config.people):
        await asyncio.sleep(AGAIN)
        found, _ = await identify_all(config, StoredSafe(store), now)
        if len(found) > reached:
            return
    await asyncio.get_running_loop().create_future()


async def _first(*works: Coroutine[Any, Any, None]) -> None:
    """Work on all until one ends, then end the others; an error of one is raised."""
    tasks = [asyncio.ensure_future(work) for work in works]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    for task in done:
        task.result()


class Running:
    """The shield at work on the accounts that could be reached."""

    def __init__(self, config: Config, store: Store, opened: Sequence[Opened], unreached: tuple[str, ...] = ()) -> None:
        people = {person.name: person for person in config.people}
        self.store = store
        self.opened = opened
        self.shields = shields(config, [(people[one.person], one.account) for one in opened])
        self.channels = channels(config)
        engine = compile_policies({person.name: config.policy(person) for person in config.people}, lexicon=lexicon())
        platforms = {one.account.key: one.platform for one in opened}
        self.deliveries = Deliveries(Ledger(store, self.shields), platforms, self.channels, now)
        self.pipeline = Pipeline(store, self.shields, normalisers(), engine, now)
        self.jobs = Jobs(
            store, self.shields, [(one.person, one.platform) for one in opened], now, self.deliveries.wake.set
        )
        self.intake = Intake(
            store,
            self.pipeline,
            list(_sources(platforms).values()),
            on_judged=self.deliveries.wake.set,
            on_refused=self._refused,
        )
        self.heart = Heart(store, _served(opened), self.intake.look, now, unreached)

    async def run(self) -> None:
        """Work until cancelled."""
        async with AsyncExitStack() as stack:
            for one in self.opened:
                stack.push_async_callback(one.platform.close)
            await self.deliveries.recover()
            first = asyncio.create_task(self.jobs.relations())
            stack.callback(first.cancel)
            await asyncio.wait([first], timeout=FIRST_LOOK)  # a dead server must not keep the shield down
            stack.callback(self.jobs.schedule().shutdown, wait=False)
            gc.freeze()  # what is loaded by now stays: the collector need not look at it again and again
            log.info("shield up", people=len(self.shields), accounts=len(self.opened), sources=len(self.intake.sources))
            async with asyncio.TaskGroup() as group:
                group.create_task(self.intake.run(), name="intake")
                group.create_task(self.deliveries.run(), name="deliveries")
                group.create_task(self.heart.run(), name="heart")

    async def _refused(self, source: Source, trouble: PlatformError) -> None:
        """Tell the holder of an account whose token is refused, or from which nothing comes by any way."""
        for one in self.opened:
            names = [each.name for each in one.platform.sources()]
            lost = all(self.intake.states[name].startswith("stopped") for name in names)
            if source.name in names and (lost or isinstance(trouble, Unauthorized)):
                await self.store.run_durably(self._tell, one, trouble)
                self.deliveries.wake.set()

    def _tell(self, one: Opened, trouble: PlatformError) -> None:
        at = now()
        lost = StreamLost(platform=one.account.platform, since=at)
        refused = TokenRefused(platform=one.account.platform, account=one.account.handle)
        with self.store.writing() as connection:
            said = refused if isinstance(trouble, Unauthorized) else lost
            outbox.plan(connection, notices(connection, self.shields[one.person], said, at))


def _served(opened: Sequence[Opened]) -> dict[str, tuple[str, ...]]:
    """Whom each source serves, by its name."""
    served: dict[str, dict[str, None]] = {}
    for one in opened:
        for source in one.platform.sources():
            served.setdefault(source.name, {})[one.person] = None
    return {source: tuple(people) for source, people in served.items()}


def _sources(platforms: Mapping[str, Platform]) -> dict[str, Source]:
    """Every source once, by name: a stream that serves several accounts is read once."""
    return {source.name: source for platform in platforms.values() for source in platform.sources()}
