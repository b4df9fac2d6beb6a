"""Hands arrivals on in their order, each with what is known of its author put beside it."""

import asyncio
from types import TracebackType
from typing import Self

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

    async def __aenter__(self) -> Self:
        """Begin."""
        self._work = asyncio.ensure_future(self._run())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End, handing on what waits; raise what handing on raised."""
        if self._work is None:
            return
        try:
            if not isinstance(error, asyncio.CancelledError):
                if not self._work.done():
                    await self._offer(None)
                await self._work
        finally:
            self._work.cancel()
            await asyncio.gather(self._work, return_exceptions=True)

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
