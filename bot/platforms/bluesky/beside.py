"""Hands arrivals on in their order, each with what is known of its author put beside it."""

import asyncio
from types import TracebackType
from typing import Any, Self

import msgspec

from bot.model.arrival import Arrival
from bot.platforms.bluesky.profiles import GROUP, Profiles
from bot.platforms.port import Emit

_WAITING = 2_000
"""Arrivals that may wait; when there are more, the stream itself is left to wait."""


class Ushers:
    """Use as a context: leaving it hands on what still waits, unless it is left by an error."""

    def __init__(self, profiles: Profiles, emit: Emit) -> None:
        self._profiles = profiles
        self._emit = emit
        self._queue: asyncio.Queue[tuple[Arrival, str] | None] = asyncio.Queue(_WAITING)
        self._work: asyncio.Task[None] | None = None
        self._reader: asyncio.Task[Any] | None = None
        self._failed = False

    async def __aenter__(self) -> Self:
        """Begin."""
        self._reader = asyncio.current_task()
        self._work = asyncio.ensure_future(self._run())
        self._work.add_done_callback(self._ended)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End, handing on what waits; raise what handing on raised."""
        if self._work is None:
            return
        reader, self._reader = self._reader, None
        try:
            if not self._work.done() and not isinstance(error, asyncio.CancelledError):
                await self._offer(None)
                await self._work
        finally:
            self._work.cancel()
            await asyncio.wait([self._work])
        if self._failed:
            if reader is not None:
                reader.uncancel()
            self._work.result()

    def _ended(self, work: asyncio.Task[None]) -> None:
        """Handing on failed: whoever reads must not wait for the next frame to learn it."""
        if self._reader is not None and not work.cancelled() and work.exception():
            self._failed = True
            self._reader.cancel()

    async def hand_on(self, arrival: Arrival, author: str) -> None:
        """Queue it; `author` is a DID, or empty where there is nobody to know. Raises what handing on raised."""
        await self._offer((arrival, author))

    async def _offer(self, item: tuple[Arrival, str] | None) -> None:
        if self._work is None:
            raise RuntimeError("Ushers are used as a context.")
        try:
            self._queue.put_nowait(item)
        except asyncio.QueueFull:
            putting = asyncio.ensure_future(self._queue.put(item))
            await asyncio.wait({putting, self._work}, return_when=asyncio.FIRST_COMPLETED)
            putting.cancel()
        if self._work.done() and not self._work.cancelled():
            self._work.result()

    async def _run(self) -> None:
        while True:
            items = [await self._queue.get()]
            while len(items) < GROUP and not self._queue.empty():
                items.append(self._queue.get_nowait())
            await self._profiles.meet(item[1] for item in items if item and item[1])
            for item in items:
                if item is None:
                    return
                arrival, author = item
                beside = self._profiles.beside(author) if author else b""
                await self._emit(msgspec.structs.replace(arrival, beside=beside))
