"""Where strangers are served: so many at once and so many waiting, so that there is always room for who came in."""

from collections.abc import Callable
from typing import Final, ParamSpec, TypeVar

from anyio import CapacityLimiter, to_thread
from starlette.exceptions import HTTPException

LATER: Final = {"Retry-After": "5"}
"""Seconds after which who was turned away may come again."""
Asked = ParamSpec("Asked")
Answered = TypeVar("Answered")


class Porch:
    """Threads for strangers alone: the server's others are never theirs, nor all its connections."""

    def __init__(self, at_once: int, waiting: int) -> None:
        """So many are served at a time, and so many wait for it."""
        self._room = CapacityLimiter(at_once)
        self._most = waiting

    @property
    def waiting(self) -> int:
        """How many wait."""
        return self._room.statistics().tasks_waiting

    async def serve(self, call: Callable[Asked, Answered], *asked: Asked.args, **named: Asked.kwargs) -> Answered:
        """What a call gives, made in a thread. 503 where too many wait."""
        if self.waiting >= self._most:
            raise HTTPException(503, headers=LATER)
        return await to_thread.run_sync(lambda: call(*asked, **named), limiter=self._room)
