"""Lists kept in step at a platform: what our log says is carried there, and what was done there by hand is noticed."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

import structlog
from msgspec.structs import replace

from bot.alerts.modlist import ByHand, Ended
from bot.alerts.notice import Trouble
from bot.blocklists.blocklist import Blocklist, Origin
from bot.blocklists.instep import ENDED, Placement, Seen
from bot.errors import PlatformError, Refused, TryLater
from bot.platforms.modlist import KeepsLists, Modlist
from bot.platforms.port import Platform
from bot.publishing.card import card, digest
from bot.publishing.carried import Event
from bot.publishing.placing import Placing
from bot.publishing.terms import terms
from bot.publishing.upkeep import expire
from bot.repeating import repeat
from bot.store import lists
from bot.store.database import Store

log = structlog.get_logger(__name__)

EVERY: Final = 60.0
"""Seconds between two rounds; one that finds nothing to do asks the database alone."""
LOOK: Final = timedelta(days=1)
"""After so long all that stands over there is read again."""
SOON, LATER = timedelta(minutes=1), timedelta(hours=1)
"""When it is tried again after what may pass, and after a refusal."""
Tell = Callable[[str, Trouble], Awaitable[None]]
"""Tells a person."""


class InStep:
    """All lists that stand at platforms. It looks before it writes, after a start and after a write of unknown end."""

    def __init__(
        self,
        store: Store,
        platforms: Sequence[tuple[str, Platform]],
        now: Callable[[], datetime],
        tell: Tell,
    ) -> None:
        """`platforms` with the person whose account it is."""
        self.names: Mapping[tuple[str, str], str] = {}
        """The keys of people's accounts, by person and handle."""
        self.links = ""
        """The public address of our pages."""
        self._store = store
        self._placing = Placing(store)
        self._platforms = {(person, one.key): one for person, one in platforms if isinstance(one, KeepsLists)}
        self._now = now
        self._tell = tell
        self._known: set[str] = set()
        """Lists of which it is known what stands there, since nothing else was tried after a look."""

    async def run(self) -> None:
        """Keep them in step until cancelled."""
        await repeat(self.round, EVERY, "lists not kept in step")

    async def round(self) -> None:
        """Bring each list a step further, as far as it goes now."""
        for person in {person for person, _ in self._platforms}:
            own = await self._store.run_durably(self._own, person)
            kept = await self._store.run_durably(self._placing.of, person)
            accounts = {id_: self._account(one) for id_, one in own.items()}
            for placement, whose in _due(person, own, accounts, kept, self._now()):
                platform = self._platforms.get((person, placement.account))
                if platform is not None:
                    await self._try(placement, whose, platform.modlist(placement.list))

    def _own(self, person: str) -> dict[str, Blocklist]:
        with self._store.reading() as connection:
            every = lists.every(connection, person)
        return {one.id: one for one in every if one.origin is Origin.OWN and one.version and terms(one).bluesky}

    def _account(self, one: Blocklist) -> str:
        """The key of the account in whose name it shall stand; empty where that is none that is known now."""
        meant = terms(one).bluesky
        return meant if meant.startswith("bluesky:") else self.names.get((one.person, meant), "")

    async def _try(self, one: Placement, whose: Blocklist | None, modlist: Modlist) -> None:
        """Go as far as it goes; what is in the way is noted, for those who look, and tried again."""
        try:
            await (self._keep(one, whose, modlist) if whose else self._leave(one, modlist))
        except PlatformError as trouble:
            log.warning("list not in step", list=one.list, trouble=str(trouble))
            wait = LATER if isinstance(trouble, Refused) else SOON
            if isinstance(trouble, TryLater) and trouble.after:
                wait = min(max(wait, timedelta(seconds=trouble.after)), LOOK)
            await self._store.run_durably(self._postpone, one, str(trouble), self._now() + wait)
        except Exception:  # what is wrong with one list must not keep others back, nor end the shield
            log.exception("list not understood", list=one.list)

    def _postpone(self, one: Placement, trouble: str, until: datetime) -> None:
        latest = self._placing.of(one.person).get(one.list, one)
        self._placing.put(replace(latest, trouble=trouble, due_at=until))

    async def _keep(self, one: Placement, whose: Blocklist, modlist: Modlist) -> None:
        await asyncio.to_thread(expire, self._store, one.list, self._now())
        one = await self._store.run(self._placing.plan, one)
        paused = await self._store.run(self._placing.paused, one, self._now())
        if paused and not one.uri:
            return
        shown = card(whose, self.links)
        fresh = not paused and digest(shown) != one.card
        look = one.list not in self._known or one.looked_at is None or one.looked_at + LOOK <= self._now()
        if one.uri and (fresh or look) and not await modlist.stands():
            await self._store.run(self._placing.tell, replace(one, trouble=ENDED), Event.MISSING, self._now())
            await self._tell(one.person, Ended(list=whose.slug))
            return
        if fresh:
            event = Event.PRESENTED if one.uri else Event.PLACED
            placed = replace(one, uri=await modlist.present(shown), card=digest(shown))
            one = await self._store.run(self._placing.tell, placed, event, self._now())
        if look:
            one = await self._look(one, modlist, whose.slug)
        await self._write(one, modlist)
        if one.trouble:
            await self._store.run(self._placing.put, replace(one, trouble=""))

    async def _leave(self, one: Placement, modlist: Modlist) -> None:
        """Take out whom we put in, and the list itself, unless somebody's hand put others in."""
        one = await self._look(one, modlist, "")
        theirs = await self._store.run(self._placing.leave, one)
        self._known.discard(one.list)
        await self._write(one, modlist)
        if not theirs:
            await modlist.withdraw()
        await self._store.run(self._placing.forget, one, Event.LEFT if theirs else Event.WITHDRAWN, self._now())
        self._known.discard(one.list)

    async def _look(self, one: Placement, modlist: Modlist, slug: str) -> Placement:
        """Read all that stands there; what was done by hand since is told, but not at the first look at it."""
        found: dict[str, Seen] = {}
        async for item in modlist.items():
            if item.ours or item.subject not in found:
                found[item.subject] = Seen.OURS if item.ours else Seen.THEIRS
        first = one.looked_at is None
        one, news = await self._store.run(self._placing.settle, one, found, self._now())
        self._known.add(one.list)
        if slug and not first and (news.removed or news.added):
            by_hand = ByHand(list=slug, removed=len(news.removed), added=len(news.added))
            await self._tell(one.person, by_hand)
        return one

    async def _write(self, one: Placement, modlist: Modlist) -> None:
        while True:
            going, coming = await self._store.run(self._placing.next, one, self._now())
            if not going and not coming:
                return
            first, then = modlist.fitting(len(going), len(coming))
            self._known.discard(one.list)
            await modlist.write(going[:first], coming[:then], self._now())
            await self._store.run(self._placing.done, one, going[:first], coming[:then], self._now())
            self._known.add(one.list)


def _due(
    person: str,
    own: Mapping[str, Blocklist],
    accounts: Mapping[str, str],
    kept: Mapping[str, Placement],
    now: datetime,
) -> Iterator[tuple[Placement, Blocklist | None]]:
    """Each list that something may be done about now; None beside those that shall stand there no more."""
    for id_ in {**kept, **own}:
        whose, account = own.get(id_), accounts.get(id_, "")
        one = kept.get(id_) or Placement(list=id_, person=person, account=account)
        if whose and (whose.restored_at or not (account or one.account)):  # what it shall be is not known
            continue
        stays = whose if account in {one.account, ""} else None  # a handle that nobody bears takes nothing down
        waits = now < one.due_at <= now + LOOK
        if not waits and not (stays and one.trouble == ENDED):
            yield one, stays
