"""Who an author is, asked in groups and kept for a while; never waited for longer than the shield may."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterable

import msgspec
import structlog

from bot.errors import PlatformError
from bot.platforms.bluesky.people import Beside, Profile

GROUP = 25
"""`getProfiles` takes so many."""
FRESH = 900.0
"""Seconds a profile is believed."""
MOST = 20_000
"""Accounts that are remembered: 20–40 MB at the very most."""
PATIENCE = 0.25
"""Seconds an arrival waits for its author."""
_PAUSE = 5.0
"""Seconds without a question after one failed."""

Ask = Callable[[tuple[str, ...]], Awaitable[bytes]]
"""The raw answer of `getProfiles` to at most GROUP DIDs."""
Age = Callable[[str], Awaitable[str]]
"""When a DID was registered, RFC 3339; empty if nobody tells."""


class _Page(msgspec.Struct, frozen=True):
    profiles: tuple[msgspec.Raw, ...] = ()


class Profiles:
    """What is known of authors."""

    def __init__(self, ask: Ask, age: Age) -> None:
        self._ask = ask
        self._age = age
        self._views: OrderedDict[str, tuple[float, msgspec.Raw]] = OrderedDict()
        self._ages: OrderedDict[str, str] = OrderedDict()
        self._asking: dict[str, asyncio.Task[None]] = {}
        self._quiet_until = {"ask": 0.0, "age": 0.0}

    def beside(self, did: str) -> bytes:
        """What is known now, as JSON; empty if nothing."""
        view, created = self._views.get(did), self._ages.get(did, "")
        if view is None:
            return msgspec.json.encode(Beside(created=created)) if created else b""
        return msgspec.json.encode(Beside(author=view[1], created=created))

    def forget(self, did: str) -> None:
        """The account changed: what was known of it is old."""
        self._views.pop(did, None)

    async def meet(self, dids: Iterable[str]) -> None:
        """Come to know them, as far as it goes within PATIENCE; what comes later is there for the next time."""
        now = asyncio.get_running_loop().time()
        wanted = tuple(dict.fromkeys(dids))
        stale = [did for did in wanted if did not in self._views or self._views[did][0] < now - FRESH]
        for start in range(0, len(stale), GROUP):
            self._begin("ask", stale[start : start + GROUP], self._fetch_views)
        self._begin("age", [did for did in wanted if did not in self._ages], self._fetch_ages)
        tasks = {task for name, task in self._asking.items() if name.partition(" ")[2] in wanted}
        if tasks:
            await asyncio.wait(tasks, timeout=PATIENCE)

    async def close(self) -> None:
        """Stop asking."""
        tasks = set(self._asking.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _begin(self, what: str, dids: list[str], fetch: Callable[[tuple[str, ...]], Awaitable[None]]) -> None:
        fresh = tuple(did for did in dids if f"{what} {did}" not in self._asking)
        if not fresh or asyncio.get_running_loop().time() < self._quiet_until[what]:
            return
        task = asyncio.ensure_future(self._guarded(what, fresh, fetch))
        self._asking.update({f"{what} {did}": task for did in fresh})

    async def _guarded(
        self, what: str, dids: tuple[str, ...], fetch: Callable[[tuple[str, ...]], Awaitable[None]]
    ) -> None:
        try:
            await fetch(dids)
        except (PlatformError, msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as trouble:
            self._quiet_until[what] = asyncio.get_running_loop().time() + _PAUSE
            structlog.get_logger().info("bluesky.authors_unknown", what=what, trouble=type(trouble).__name__)
        finally:
            for did in dids:
                self._asking.pop(f"{what} {did}", None)

    async def _fetch_views(self, dids: tuple[str, ...]) -> None:
        page = msgspec.json.decode(await self._ask(dids), type=_Page)
        now = asyncio.get_running_loop().time()
        for view in page.profiles:
            self._views[msgspec.json.decode(view, type=Profile).did] = (now, view.copy())
        while len(self._views) > MOST:
            self._views.popitem(last=False)

    async def _fetch_ages(self, dids: tuple[str, ...]) -> None:
        for start in range(0, len(dids), 5):
            some = dids[start : start + 5]
            self._ages.update(zip(some, await asyncio.gather(*map(self._age, some)), strict=True))
        while len(self._ages) > MOST:
            self._ages.popitem(last=False)
