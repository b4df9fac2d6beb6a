"""Where strangers are served: so many at once and so many waiting, so that there is always room for who came in."""

from collections import Counter
from collections.abc import Callable
from typing import Final, ParamSpec, TypeVar

from anyio import CapacityLimiter, to_thread
from starlette.exceptions import HTTPException
from starlette.requests import Request

from bot.web.throttle import address

LATER: Final = {"Retry-After": "5"}
"""Seconds after which who was turned away may come again."""
Asked = ParamSpec("Asked")
Answered = TypeVar("Answered")


class Porch:
    """Threads for strangers alone: the server's others are never theirs, nor all its connections."""

    def __init__(self, at_once: int, waiting: int, each: int) -> None:
        """So many are served at a time, so many wait for it, and so many of both may come from one address."""
        self._room = CapacityLimiter(at_once)
        self._most = waiting
        self._each = each
        self._inside: Counter[str] = Counter()

    @property
    def waiting(self) -> int:
        """How many wait."""
        return self._room.statistics().tasks_waiting

    async def serve(
        self, request: Request, call: Callable[Asked, Answered], *asked: Asked.args, **named: Asked.kwargs
    ) -> Answered:
        """What a call gives, made in a thread. 503 where too many wait, or are there from one address."""
        who = address(request)
        if self.waiting >= self._most or self._inside[who] >= self._each:
            raise HTTPException(503, headers=LATER)
        self._inside[who] += 1
        try:
            return await to_thread.run_sync(lambda: call(*asked, **named), limiter=self._room)
        finally:
            self._inside[who] -= 1
            self._inside += Counter()  # who is gone is forgotten
