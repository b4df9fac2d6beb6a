"""That something changed, told to open pages as it happens: a number, and never what."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from bot.model.seat import Seat
from bot.store import pauses, works, write
from bot.store.database import Store
from bot.web.guard import cookie
from bot.web.house import House

EVERY: Final = 2.0
"""Seconds between two looks."""
AT_ONCE: Final = 40
"""Streams at most: a browser opens one for each page that it shows."""
EACH: Final = 10
"""Of one seat, so that nobody leaves the others without."""


class News:
    """The streams."""

    def __init__(self, house: House) -> None:
        self.house = house
        self._open: Counter[str] = Counter()
        """Streams by seat."""

    async def listen(self, request: Request) -> Response:
        """A stream for whoever has a session."""
        seated = await run_in_threadpool(self.house.admission.known, cookie(request, self.house), self.house.now())
        if seated is None:
            return Response(status_code=401)
        if self._full(seated.seat):
            return Response(status_code=503, headers={"Retry-After": "30"})
        return StreamingResponse(self._stream(request, seated.seat), media_type="text/event-stream")

    def _full(self, seat: Seat) -> bool:
        return self._open.total() >= AT_ONCE or self._open[seat.id] >= EACH

    async def _stream(self, request: Request, seat: Seat) -> AsyncIterator[str]:
        if self._full(seat):  # many came at one time
            return
        self._open[seat.id] += 1
        try:
            last: tuple[object, ...] | None = None
            while not await request.is_disconnected():
                if not await run_in_threadpool(
                    self.house.admission.known, cookie(request, self.house), self.house.now()
                ):
                    return  # the session ended meanwhile
                now = await run_in_threadpool(_state, self.house.store, seat.person)
                yield ": still here\n\n" if now == last else f"event: news\ndata: {now[0]}\n\n"
                last = now
                await asyncio.sleep(EVERY)
        finally:
            self._open[seat.id] -= 1


def _state(store: Store, person: str) -> tuple[object, ...]:
    """What is another when something changed that a page shows."""
    with store.reading() as connection:
        going_on = tuple(works.running(connection, person))
        return write.head(connection, person).number, pauses.paused_until(connection, person), store.runs(), going_on
