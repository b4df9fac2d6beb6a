"""Reads Jetstream once for all protected accounts: the first source, which mutes and blocks do not blind."""

import asyncio
from collections.abc import Callable
from datetime import datetime

import aiohttp
import structlog

from bot.errors import Malformed, Refused, TryLater
from bot.model.arrival import Arrival, Sign
from bot.model.mention import Via
from bot.platforms.bluesky import frames
from bot.platforms.bluesky.beside import Ushers
from bot.platforms.bluesky.clock import Clock
from bot.platforms.bluesky.line import Dialler, Line, Unpackable, forgotten, heed
from bot.platforms.bluesky.options import Options
from bot.platforms.bluesky.people import BLUESKY
from bot.platforms.bluesky.place import Place, place
from bot.platforms.bluesky.profiles import Profiles
from bot.platforms.bluesky.sieve import Found, may_be_change, may_be_control, sieve
from bot.platforms.port import Emit

NAME = "bluesky/jetstream"
ADVANCE_SECONDS = 3.0
"""So often the cursor moves while nothing concerns us."""
FORGOTTEN = 3_600_000_000
"""Microseconds: a stream that goes on so much later than it was asked to has forgotten what was between. Hosts look
back for 36 hours at most, some for less, and do not always say so."""
KNOWN_MOST = 200_000
"""Authors whose deletions and changes are looked for."""


class Jetstream:
    """The stream, by whichever host answers. One `read` is one connection."""

    name = NAME

    def __init__(
        self, options: Options, http: Callable[[], aiohttp.ClientSession], profiles: Profiles, clock: Clock
    ) -> None:
        self._options = options
        self._http = http
        self._profiles = profiles
        self._clock = clock
        self._dialler = Dialler(options)
        self._host = 0
        self._known = dict.fromkeys(options.known)
        self._timeless = False
        self.unreadable = 0
        """Frames that were no JSON and named nobody protected."""

    async def read(self, cursor: str | None, emit: Emit) -> None:
        """Bring what came after `cursor`, from now on if there is none. Returns when the server closes, however it
        does so; raises TryLater when the host fails, and takes the next one then."""
        hosts = self._options.hosts
        if not hosts:
            raise Refused("No Jetstream server is configured.")
        host = hosts[self._host % len(hosts)]
        where = place(cursor)
        if self._timeless:
            where = Place(us=where.us)
        try:
            async with await self._dialler.dial(self._http(), host, where) as line, Ushers(self._profiles, emit) as out:
                self._timeless = False
                structlog.get_logger().info("jetstream.open", host=host, wire=line.way.wire)
                await _Reading(self, line, out, where).follow()
        except Unpackable:
            self._dialler.distrust(host)
            raise
        except TryLater:
            self._host += 1
            raise
        except (aiohttp.ClientError, OSError) as trouble:
            self._host += 1
            raise TryLater(f"Jetstream {host} broke off ({type(trouble).__name__}).") from trouble

    @property
    def options(self) -> Options:
        """How it is read."""
        return self._options

    def now(self) -> datetime:
        """Our own time, where the server's is not known."""
        return self._clock()

    def knows(self, did: str) -> bool:
        """Whether it is an author whom we have seen address a protected account."""
        return did in self._known

    def remember(self, did: str) -> None:
        """An author to be known from now on."""
        self._known[did] = None
        if len(self._known) > KNOWN_MOST:
            del self._known[next(iter(self._known))]

    def changed(self, did: str) -> None:
        """The account has another handle, or state."""
        self._profiles.forget(did)

    def lose_sequence(self) -> None:
        """The host has forgotten our sequence: go on by time."""
        self._timeless = True


class _Reading:
    """One connection, frame by frame."""

    def __init__(self, source: Jetstream, line: Line, out: Ushers, asked: Place) -> None:
        self._source = source
        self._asked = asked
        self._first = 0
        self._line = line
        self._out = out
        self._shielded: Found = sieve(source.options.shielded)
        self._loop = asyncio.get_running_loop()
        self._due = self._loop.time()
        self._last = b""

    async def follow(self) -> None:
        """Read until the connection ends. Raises TryLater where nothing comes for too long."""
        silence = self._source.options.silence
        try:
            async with asyncio.timeout(silence) as limit:
                async for raw in self._line.frames():
                    limit.reschedule(self._loop.time() + silence)
                    await self._take(raw)
        except TimeoutError as trouble:
            raise TryLater(f"Jetstream {self._line.host} said nothing for {silence:g} s.") from trouble

    async def _take(self, raw: bytes) -> None:
        """Nearly all frames end here, unread."""
        if self._shielded(raw) or may_be_change(raw) or may_be_control(raw):
            await self._look(raw)
        elif self._loop.time() >= self._due:
            await self._advance(raw)

    async def _look(self, raw: bytes) -> None:
        try:
            happening = frames.read(raw)
        except Malformed:
            await self._unreadable(raw)
            return
        if happening.kind in {"error", "info"}:
            self._told(happening)
            return
        concerned = self._shielded(raw)
        if happening.kind in {"identity", "account"}:
            self._source.changed(happening.did)
        if not concerned and not self._source.knows(happening.did):
            if self._loop.time() >= self._due:
                await self._advance(raw)
            return
        author = happening.did if happening.did not in self._source.options.shielded else ""
        if concerned and author and happening.kind == "commit":
            self._source.remember(author)
        await self._hand_on(raw, happening, author if happening.kind == "commit" else "")

    async def _hand_on(self, raw: bytes, happening: frames.Happening, author: str) -> None:
        at = frames.at(happening.us) if happening.us else self._source.now()
        cursor = Place(host=self._line.host, us=happening.us, seq=happening.seq).written() if happening.us else None
        self._first = self._first or happening.us
        sign = None if raw else Sign(until=at, since=self._since())
        arrival = Arrival(source=NAME, platform=BLUESKY, via=Via.STREAM, at=at, raw=raw, cursor=cursor, sign=sign)
        await self._out.hand_on(arrival, author)

    def _since(self) -> datetime | None:
        """From when on this connection has brought everything; None where it goes on from the one before."""
        if self._asked.us and self._first - self._asked.us <= FORGOTTEN:
            return None
        return frames.at(self._first)

    async def _advance(self, raw: bytes) -> None:
        """Only the cursor moves."""
        self._due = self._loop.time() + ADVANCE_SECONDS
        try:
            happening = frames.read(raw)
        except Malformed:
            self._source.unreadable += 1
            return
        if happening.us:
            await self._hand_on(b"", happening, "")

    async def _unreadable(self, raw: bytes) -> None:
        """Named a protected account and cannot be read: the pipeline sets it aside. The cursor stays."""
        if not self._shielded(raw):
            self._source.unreadable += 1
            return
        at = self._source.now()
        await self._out.hand_on(Arrival(source=NAME, platform=BLUESKY, via=Via.STREAM, at=at, raw=raw), "")

    def _told(self, happening: frames.Happening) -> None:
        if forgotten(happening):
            self._source.lose_sequence()
        heed(happening, self._line.host)
