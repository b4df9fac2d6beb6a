"""Reads what accounts of cases do without a word: a second, narrow stream of their likes, shares and follows.

Jetstream can be asked for authors, not for whom something is about. Nobody else's are asked for: of them it is none of
our business.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Final

import aiohttp

from bot.errors import Malformed, TryLater
from bot.model.arrival import Arrival
from bot.model.mention import Via
from bot.model.noun import micros
from bot.platforms.bluesky import frames
from bot.platforms.bluesky.clock import Clock
from bot.platforms.bluesky.gesture import GESTURES
from bot.platforms.bluesky.line import Dialler, Line, Wanted, forgotten, heed
from bot.platforms.bluesky.options import Options
from bot.platforms.bluesky.people import BLUESKY
from bot.platforms.bluesky.place import Place, place
from bot.platforms.bluesky.sieve import Found, may_be_control, sieve
from bot.platforms.port import Emit

NAME: Final = "bluesky/gestures"
MOST: Final = 100
"""Accounts that are asked for, those of the worst cases first: they stand in the address of the request, and servers
take 8,000 bytes of one."""
SPELL: Final = 300.0
"""Seconds that one connection lasts: so few accounts may be silent for days, so silence proves nothing, and the
accounts may be others by then."""
BACK: Final = timedelta(minutes=5)
"""From so much before its end a spell is gone on from: our clock is not the server's, and what came already is known.
"""


class Gestures:
    """The stream of those accounts. One `read` is one connection, or a wait while there are no such accounts."""

    name = NAME

    def __init__(
        self,
        options: Options,
        http: Callable[[], aiohttp.ClientSession],
        accounts: Callable[[], Awaitable[tuple[str, ...]]],
        clock: Clock,
    ) -> None:
        """`accounts` tells the DIDs of the accounts of cases, those of the worst first."""
        self._options = options
        self._http = http
        self._accounts = accounts
        self._clock = clock
        self._shielded: Found = sieve(options.shielded)
        self._host = 0
        self._afresh = False
        self._seen = 0

    async def read(self, cursor: str | None, emit: Emit) -> None:
        """As `Source`; begins live where the server has forgotten the cursor."""
        accounts = (await self._accounts())[:MOST]
        if not accounts:
            await asyncio.sleep(SPELL)
            return
        where = Place() if self._afresh else place(cursor)
        host = self._options.hosts[self._host % len(self._options.hosts)]
        dialler = Dialler(self._options, Wanted(collections=tuple(GESTURES), dids=accounts))
        try:
            async with await dialler.dial(self._http(), host, where) as line:
                self._afresh = False
                await self._follow(line, emit)
        except TryLater:
            self._host += 1
            raise
        except (aiohttp.ClientError, OSError) as trouble:
            self._host += 1
            raise TryLater(f"Jetstream {host} broke off ({type(trouble).__name__}).") from trouble
        at = self._clock() - BACK
        await emit(self._arrival(b"", at, Place(us=max(self._seen, micros(at)))))

    async def _follow(self, line: Line, emit: Emit) -> None:
        try:
            async with asyncio.timeout(SPELL):
                async for raw in line.frames():
                    if self._shielded(raw) or may_be_control(raw):
                        await self._take(raw, line.host, emit)
        except TimeoutError:
            return

    async def _take(self, raw: bytes, host: str, emit: Emit) -> None:
        try:
            happening = frames.read(raw)
        except Malformed:
            return  # nothing is lost that was said
        if happening.kind in {"error", "info"}:
            self._afresh = forgotten(happening)
            heed(happening, host)
        elif happening.kind == "commit" and happening.us > self._seen:
            self._seen = happening.us
            where = Place(host=host, us=happening.us, seq=happening.seq)
            await emit(self._arrival(raw, frames.at(happening.us), where))

    def _arrival(self, raw: bytes, at: datetime, where: Place) -> Arrival:
        return Arrival(source=NAME, platform=BLUESKY, via=Via.STREAM, at=at, raw=raw, cursor=where.written())
