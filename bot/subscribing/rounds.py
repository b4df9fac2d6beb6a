"""The round in which lists of others are read: jittered, slower where a server has trouble, and told after a day."""

import asyncio
import random
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Final

import structlog
from msgspec.structs import replace

from bot.alerts.lists import ListRefused, ListSilent, ListWaits
from bot.alerts.notice import Trouble
from bot.blocklists.blocklist import Blocklist
from bot.blocklists.subscription import Outcome, Subscription
from bot.model.shield import Shield
from bot.repeating import repeat
from bot.store import editions, lists, outbox, subscriptions
from bot.store.database import Store
from bot.subscribing.carrying import carry
from bot.subscribing.keeping import Keeping, Offer, settings
from bot.subscribing.modlists import scheme
from bot.subscribing.source import Read, Source, Unchanged, Unread, Why
from bot.subscribing.subscribing import NEVER
from bot.telling.tell import notices

log = structlog.get_logger(__name__)

BEAT: Final = 15.0
"""Seconds between two looks at what is due."""
EVERY: Final = timedelta(hours=6)
SOON: Final = timedelta(minutes=15)
LATE: Final = timedelta(hours=24)
TELLS: Final = timedelta(days=1)
"""For how long a list cannot be read before somebody is told."""
JITTER: Final = 0.2
PATIENCE: Final = 300.0
"""Seconds for all pages of a list: one that comes a drop at a time keeps the others waiting no longer."""
AT_ONCE: Final = 20
TOGETHER: Final = 3
"""Lists read at the same time: a server that is slow keeps few waiting, and few are held in memory."""


class Rounds:
    """Reads what is due, and carries over to the person's accounts what was chosen."""

    def __init__(
        self,
        store: Store,
        shields: Mapping[str, Shield],
        sources: Mapping[str, Source],
        now: Callable[[], datetime],
        on_planned: Callable[[], None],
    ) -> None:
        """`sources` by the scheme of the addresses that they read; `on_planned` wakes whoever performs deliveries."""
        self.shields = shields
        self._store = store
        self._sources = sources
        self._keeping = Keeping(store)
        self._now = now
        self._on_planned = on_planned

    async def run(self) -> None:
        """Work until cancelled."""
        await repeat(self.round, BEAT, "lists of others not looked at")

    async def round(self) -> None:
        """Read each list that is due, once."""
        some = asyncio.Semaphore(TOGETHER)

        async def look(one: Subscription) -> None:
            async with some:
                await self.look(one)

        await asyncio.gather(*map(look, await self._store.run(self._due)))
        await self._store.run(self._carry)

    async def look(self, one: Subscription) -> None:
        """Finish taking what was accepted, then read the list. What breaks for one does not keep others waiting."""
        whose = await self._store.run(self._whose, one.list)
        try:
            await asyncio.to_thread(self._keeping.take, whose)
            one = await asyncio.to_thread(self._fresh, one)
            if one.source.startswith("file:"):  # it comes by hand; nothing was due but what was accepted
                await asyncio.to_thread(self._rest, one)
                return
            before = partial(asyncio.to_thread, self._keeping.before, one.list)
            async with asyncio.timeout(PATIENCE):
                read = await self._source(one).read(one, before)
            offer = await asyncio.to_thread(self._keep, whose, one, read)
        except Unread as trouble:
            await asyncio.to_thread(self._troubled, whose, one, trouble.why)
        except TimeoutError:
            await asyncio.to_thread(self._troubled, whose, one, Why.SLOW)
        except Exception:  # what one server sends must not keep the others from being read
            log.exception("list not understood", list=whose.slug)
            await asyncio.to_thread(self._troubled, whose, one, Why.UNREADABLE)
        else:
            if offer is not None and offer.outcome is Outcome.ACCEPTED:
                await asyncio.to_thread(self._keeping.take, whose)

    def _source(self, one: Subscription) -> Source:
        found = self._sources.get(scheme(one.source))
        if found is None:
            raise Unread(Why.UNABLE)
        return found

    def _due(self) -> list[Subscription]:
        with self._store.reading() as connection:
            return subscriptions.due(connection, list(self.shields), self._now(), AT_ONCE)

    def _whose(self, list_: str) -> Blocklist:
        with self._store.reading() as connection:
            found = lists.by_id(connection, list_)
        if found is None:
            raise LookupError(list_)
        return found

    def _rest(self, one: Subscription) -> None:
        with self._store.writing() as connection:
            subscriptions.put(connection, replace(one, due_at=NEVER))

    def _fresh(self, one: Subscription) -> Subscription:
        with self._store.reading() as connection:
            return subscriptions.of_list(connection, one.list) or one

    def _keep(self, whose: Blocklist, one: Subscription, read: Read | Unchanged) -> Offer | None:
        now = self._now()
        offer = None if isinstance(read, Unchanged) else self._keeping.offer(whose, read, now)
        with self._store.writing() as connection:
            fresh = subscriptions.of_list(connection, one.list)
            if fresh is None:
                return None
            well = replace(fresh, checked_at=now, good_at=now, trouble="", due_at=_later(now, EVERY))
            subscriptions.put(connection, well)
        if offer is not None and offer.news:
            self._tell_of(whose, offer)
        return offer

    def _tell_of(self, whose: Blocklist, offer: Offer) -> None:
        findings = tuple(one.trouble.value for one in offer.report.findings)
        with self._store.reading() as connection:
            version = editions.latest(connection, whose.id, 0, 1)[0].version
        if offer.outcome is Outcome.HELD:
            self._tell(whose, ListWaits(list=whose.slug, version=version, findings=findings))
        elif offer.outcome is Outcome.REFUSED:
            self._tell(whose, ListRefused(list=whose.slug, version=version, findings=findings))

    def _troubled(self, whose: Blocklist, one: Subscription, why: Why) -> None:
        """It could not be read: later again, the longer it lasts the later; somebody is told once, after a day."""
        now, since = self._now(), one.good_at or whose.at
        with self._store.writing() as connection:
            fresh = subscriptions.of_list(connection, one.list)
            if fresh is None:
                return
            wait = min(max((now - since) / 4, SOON), LATE)
            subscriptions.put(connection, replace(fresh, checked_at=now, trouble=why.value, due_at=_later(now, wait)))
        log.warning("list not read", list=whose.slug, why=why.value)
        before = one.checked_at or since
        if before - since < TELLS <= now - since:
            self._tell(whose, ListSilent(list=whose.slug, since=since, why=why.value))

    def _tell(self, whose: Blocklist, trouble: Trouble) -> None:
        shield = self.shields.get(whose.person)
        if shield is None:  # a command reads it, and whoever gave it looks already
            return
        with self._store.writing() as connection:
            outbox.plan(connection, notices(connection, shield, trouble, self._now()))
        self._on_planned()

    def _carry(self) -> None:
        now = self._now()
        with self._store.reading() as connection:
            found = [
                (one, each) for one in self.shields.values() for each in subscriptions.applied(connection, one.name)
            ]
        for shield, whose in found:
            with self._store.writing() as connection:
                carry(connection, whose, settings(whose), shield.protected.accounts, now)


def _later(now: datetime, wait: timedelta) -> datetime:
    """After about so long: not all lists at one moment, nor everybody who follows one."""
    return now + wait * (1 + random.uniform(-JITTER, JITTER))  # noqa: S311 - no secret
