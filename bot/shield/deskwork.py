"""What goes on for communities while the shield runs: who is watched over, what ends soon, what goes once they left."""

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final, Never, cast

import structlog

from bot.community.batch import Communal
from bot.config import Config, MastodonDesk
from bot.errors import PlatformError
from bot.model.noun import learn
from bot.model.shield import Shield
from bot.moderating.leaving import forget
from bot.moderating.purging import purges
from bot.moderating.tended import hook, rights
from bot.pipeline import Pipeline
from bot.platforms.desk import Desk
from bot.platforms.port import Safe
from bot.shield.desks import Opening, Rolls, members, normalisers
from bot.shield.opening import Opened, Shared
from bot.store import outbox
from bot.store.database import Store

log = structlog.get_logger(__name__)

HOUR: Final = 3600.0
PATIENCE: Final = 5.0
"""Seconds that the shield waits at its start for handles: a dead server must not keep it down."""
LOOK: Final = 1.0
"""Seconds between two looks at whether others on Bluesky are watched over than the stream brings."""


class DeskWork:
    """The communities of one run of the shield."""

    def __init__(self, config: Config, store: Store, safe: Safe, now: Callable[[], datetime]) -> None:
        self._config = config
        self._store = store
        self._now = now
        self._opening = Opening(config, store, safe, now)
        self.rolls: Rolls = self._opening.rolls()
        self.members = frozenset[str]()
        """The DIDs of those on Bluesky of whom the stream is told."""
        self._desks: dict[str, Desk] = {}

    async def enrol(self) -> None:
        """Read who is watched over. Whom a server does not name in time is asked for beside, once the shield runs."""
        reading = [asyncio.create_task(roll.refresh()) for roll in self.rolls.values()]
        read, late = await asyncio.wait(reading, timeout=PATIENCE)
        for one in late:
            one.cancel()
        for one in read:
            one.result()
        self.members = members(self._config, self.rolls)

    async def open(self, stream: Shared) -> tuple[list[Opened], list[PlatformError]]:
        """The desks, and what was wrong with those that could not be reached."""
        opened, troubles = await self._opening.desks(self.rolls, stream)
        self._desks = {one.person: cast("Desk", one.platform) for one in opened}
        learn()
        return opened, troubles

    def furnish(self, pipeline: Pipeline) -> None:
        """Let what comes to desks be read and judged."""
        pipeline.batch = Communal
        pipeline.normalisers = {**pipeline.normalisers, **normalisers(self._config, self.rolls)}

    def adopt(self, config: Config) -> None:
        """Go by this configuration: whom it watches over holds within a second."""
        self._config = config
        for one in config.communities:
            if one.name in self.rolls:
                self.rolls[one.name].take(one)

    async def run(self, shields: Callable[[], Mapping[str, Shield]], planned: Callable[[], None]) -> None:
        """Keep the rolls, and tell what ends soon; `shields` are those of now, `planned` wakes who performs deliveries.

        Ends when somebody on Bluesky is watched over of whom the stream is not told: it is to be opened anew.
        """
        keeping = [asyncio.create_task(roll.keep()) for roll in self.rolls.values()]
        keeping.append(asyncio.create_task(self._telling(shields, planned)))
        try:
            while not members(self._config, self.rolls) - self.members:
                await asyncio.wait(keeping, timeout=LOOK, return_when=asyncio.FIRST_EXCEPTION)
                for one in keeping:
                    if one.done():
                        one.result()
        finally:
            for one in keeping:
                one.cancel()

    async def _telling(self, shields: Callable[[], Mapping[str, Shield]], planned: Callable[[], None]) -> Never:
        since = self._now()
        while True:
            for name, roll in self.rolls.items():
                await self._store.run_durably(self._purges, shields()[name], self._now())
                await self._tend(shields()[name], since)
                await self._let_go(name, roll.keys)
            planned()
            await asyncio.sleep(HOUR)

    async def _tend(self, shield: Shield, since: datetime) -> None:
        """Look whether the desk has what it had."""
        try:
            if shield.name in self._desks:
                await rights(self._store, shield, self._desks[shield.name], self._now())
            desks = (one.desk for one in self._config.communities if one.name == shield.name)
            if any(isinstance(one, MastodonDesk) and one.webhook is not None for one in desks):
                await self._store.run_durably(hook, self._store, shield, since, self._now())
        except Exception:  # a desk that cannot be asked just now is asked in an hour; the shield goes on
            log.exception("not known whether the desk has what it had", community=shield.name)

    async def _let_go(self, name: str, known: Mapping[str, str]) -> None:
        """Of what is kept of posts to those who left."""
        try:
            await asyncio.to_thread(forget, self._store, self._config.backup_keys, name, known, self._now())
        except Exception:  # the next hour tries again; the shield goes on
            log.exception("what was written to members who left is not let go of yet", community=name)

    def _purges(self, shield: Shield, now: datetime) -> None:
        with self._store.writing() as connection:
            outbox.plan(connection, purges(connection, shield, now))
