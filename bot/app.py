"""The composition root: from a configuration to the running shield."""

import asyncio
from collections.abc import Coroutine, Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import structlog

from bot.backtest.ready import policies_of
from bot.backups import mastering
from bot.config import Config, load_or_make_master_key
from bot.errors import PlatformError
from bot.evidence.master import MasterKey
from bot.model.noun import learn
from bot.platforms.port import Platform
from bot.settling import live_small
from bot.shield import versions
from bot.shield.live import compose
from bot.shield.opening import Found, Opened, identify_all, open_all, shared
from bot.shield.reload import Reloads
from bot.shield.running import Running, now, reached
from bot.store import authors
from bot.store.database import Store
from bot.store.migrate import migrate
from bot.store.runner import Right
from bot.store.safe import StoredSafe

if TYPE_CHECKING:
    from bot.shield.deskwork import DeskWork

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


async def open_platforms(config: Config, store: Store) -> tuple[list[Platform], list[PlatformError]]:
    """All accounts that can be logged in to, and what was wrong with the others."""
    safe = StoredSafe(store)
    found, troubles = await identify_all(config, safe, now)
    opened = open_all(found, shared(found), safe, config, now)
    if config.communities:
        from bot.shield import desks  # noqa: PLC0415 - takes memory that a shield of persons can do without

        of_communities, unreached = await desks.opened(config, store, safe, now)
        opened, troubles = opened + of_communities, troubles + unreached
    return [one.platform for one in opened], troubles


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
            desks = await _desks(reloads.config, store)
            opened, unreached = await _opened(found, desks, reloads.config, store)
            troubles += unreached
            for trouble in troubles:
                log.error("account not reached", trouble=str(trouble))
            learn()
            live = await asyncio.to_thread(compose, reloads.config, reached(opened), store, now())
            await asyncio.to_thread(versions.note, store, policies_of(reloads.config), now())
            shield = Running(live, store, opened, tuple(map(str, troubles)))
            if desks is not None:
                shield.serve(desks)
            beside = _more(reloads.config, store, len(troubles)), _alone(store, right), _tending(desks, shield)
            await _first(shield.run(), *beside, reloads.run(shield))


async def _desks(config: Config, store: Store) -> "DeskWork | None":
    """What goes on for communities; None where there is none, and nothing of it takes memory."""
    if not config.communities:
        return None
    from bot.shield.deskwork import DeskWork  # noqa: PLC0415 - see above

    desks = DeskWork(config, store, StoredSafe(store), now)
    await desks.enrol()
    return desks


async def _opened(
    found: Sequence[Found], desks: "DeskWork | None", config: Config, store: Store
) -> tuple[list[Opened], list[PlatformError]]:
    """All accounts and desks, and what was wrong with desks that could not be reached. The desks come last: what reads
    the one stream of Bluesky for them reads it for the persons too."""
    stream = shared(found, desks.members if desks else frozenset(), _authors(store))
    people = open_all(found, stream, StoredSafe(store), config, now)
    opened, troubles = await desks.open(stream) if desks else ([], [])
    return people + opened, troubles


async def _tending(desks: "DeskWork | None", shield: Running) -> None:
    if desks is None:
        await asyncio.get_running_loop().create_future()
    else:
        await desks.run(lambda: shield.live.shields, shield.deliveries.wake.set)


def _authors(store: Store) -> frozenset[str]:
    with store.reading() as connection:
        return frozenset(authors.latest(connection, KNOWN))


async def _alone(store: Store, right: Right) -> None:
    """Make sure, again and again, that no other shield runs on the database. ConfigError once one does."""
    while True:
        await asyncio.sleep(CONFIRM)
        await store.run_durably(right.confirm)


async def _more(config: Config, store: Store, lacking: int) -> None:
    """Wait until fewer accounts cannot be reached than before; for ever where all can."""
    while lacking:
        await asyncio.sleep(AGAIN)
        _, troubles = await identify_all(config, StoredSafe(store), now)
        if config.communities:
            from bot.shield.desks import Opening  # noqa: PLC0415 - see above

            troubles += await Opening(config, store, StoredSafe(store), now).unreached()
        if len(troubles) < lacking:
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
