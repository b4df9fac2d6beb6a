"""The source of what the server sent by itself, which the pages took in."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Final

from bot.model.letter import Taken, source_of
from bot.model.mention import Via
from bot.platforms.mastodon.desk.bringing import Bringing
from bot.platforms.mastodon.pages import Place
from bot.platforms.port import Emit

GLANCE: Final = 0.5
"""Seconds between two looks."""
Waiting = Callable[[int], Awaitable[Sequence[Taken]]]
"""The letters after a number that wait, some at a time, in their order."""


class Letters:
    """Brings each letter once: its number is the cursor, which is kept with what came of it."""

    def __init__(self, bringing: Bringing, waiting: Waiting) -> None:
        self.name = source_of(bringing.community)
        self._bringing = bringing
        self._waiting = waiting

    async def read(self, cursor: str | None, emit: Emit) -> None:
        """Bring what waits, until cancelled."""
        after = int(cursor or 0)
        while True:
            letters = await self._waiting(after)
            for one in letters:
                after = one.number
                place = Place(id=str(one.number))
                await emit(
                    self._bringing.arrival(self.name, Via.STREAM, one.kept, whole=one.whole, at=one.at, cursor=place)
                )
            if not letters:
                await asyncio.sleep(GLANCE)
