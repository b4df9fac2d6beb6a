"""The composition root: from a configuration to the running shield."""

import asyncio
from collections.abc import Coroutine
from contextlib import ExitStack
from typing import Any

import structlog

from bot import versions
from bot.backtest.ready import policies_of
from bot.backups import mastering
from bot.config import Config, load_or_make_master_key
from bot.errors import PlatformError
from bot.evidence.master import MasterKey
from bot.live import compose
from bot.model.noun import learn
from bot.opening import identify_all, open_all
from bot.platforms.port import Platform
from bot.reload import Reloads
from bot.running import Running, now, reached
from bot.settling import live_small
from bot.store import authors, read, write
from bot.store.database import Store
from bot.store.migrate import migrate
from bot.store.runner import Right

log = structlog.get_logger(__name__)

AGAIN = 30.0
"""Seconds between two tries to reach accounts that could not be identified at the start."""
CONFIRM = 10.0
"""Seconds between two looks at whether the right to run is still ours: a database server that restarts forgets it."""
KNOWN = 10_000
"""Authors on record, the latest, whose deletions and changes of handle are listened for."""


def open_store(config: Config) -> Store:
    """The configured database, brought to this release's schema."""
    store = _store(config)
    migrate(store)
    store.master = mastering.opened(store, config.master_key)
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


async def open_platforms(config: Config, store: Store) -> tuple[list[Platform], list[PlatformError]]:
    """All accounts that can be logged in to, and what was wrong with the others."""
    safe = StoredSafe(store)
    found, troubles = await identify_all(config, safe, now)
    return [one.platform for one in open_all(found, safe, config, now)], troubles


async def run(config: Config, reloads: Reloads | None = None) -> None:
    """Run the shield until cancelled; `reloads` brings what its configuration becomes meanwhile.

    Raises ConfigError where another one runs on the same database.
    """
    live_small()
    reloads = reloads or Reloads(config)
    with ExitStack() as stack:
        store = _store(config)
        stack.callback(store.close)
        right = stack.enter_context(store.only_runner())
        migrate(store)  # only now: nobody else is at work on the tables
        store.master = mastering.opened(store, config.master_key)
        mastering.settle(store, config.master_key, config.backup_keys, now())
        while True:
            found, troubles = await identify_all(reloads.config, StoredSafe(store), now)
            for trouble in troubles:
                log.error("account not reached", trouble=str(trouble))
            opened = open_all(found, StoredSafe(store), reloads.config, now, _authors(store))
            learn()
            live = await asyncio.to_thread(compose, reloads.config, reached(opened), store, now())
            await asyncio.to_thread(versions.note, store, policies_of(reloads.config), now())
            shield = Running(live, store, opened, tuple(map(str, troubles)))
            more, alone = _more(reloads.config, store, len(found)), _alone(store, right)
            await _first(shield.run(), more, alone, reloads.run(shield))


def _authors(store: Store) -> frozenset[str]:
    with store.reading() as connection:
        return frozenset(authors.latest(connection, KNOWN))


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
