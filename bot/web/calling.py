"""One short call at a community's server, for what it alone can say: its desk is opened, asked once, closed again."""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import Future
from contextlib import suppress
from datetime import datetime
from threading import BoundedSemaphore, Lock, Thread
from typing import TYPE_CHECKING, Final, TypeVar

from bot.config import Config
from bot.errors import ConfigError, Gone, PlatformError, TryLater, Unauthorized
from bot.model.noun import learn
from bot.store.database import Store
from bot.store.safe import StoredSafe

if TYPE_CHECKING:
    from bot.platforms.desk import Desk
    from bot.shield.desks import Opening

T = TypeVar("T")
Question = Callable[["Desk"], Awaitable[T]]
ANSWER: Final = 10.0
"""Seconds that a server has to say all that it is asked."""
PATIENCE: Final = 15.0
"""Seconds that somebody waits at their page, with what we do ourselves."""
LINES: Final = 3
"""Calls at once; each is a thread, which a server that never ends its answer holds for longer than anybody waits."""


class Calling:
    """The calls of this process."""

    def __init__(self, store: Store, config: Callable[[], Config], now: Callable[[], datetime]) -> None:
        self._store = store
        self._config = config
        self._now = now
        self._lines = BoundedSemaphore(LINES)
        self._loading = Lock()

    def ask(self, community: str, question: Question[T]) -> T:
        """What the desk answers. Raises PlatformError where its server says no, or nothing in time, and ConfigError
        where its secret cannot be read here.
        """
        if not self._lines.acquire(blocking=False):
            raise TryLater("too many ask at once")
        answer: Future[T] = Future()
        Thread(target=self._call, args=(community, question, answer), name="call", daemon=True).start()
        try:
            return answer.result(PATIENCE)
        except TimeoutError:
            raise TryLater("no answer came in time") from None

    def _call(self, community: str, question: Question[T], answer: Future[T]) -> None:
        try:
            answer.set_result(asyncio.run(self._sit(community, question)))
        except Exception as error:  # noqa: BLE001 - it is raised where somebody waits for it
            answer.set_exception(error)
        finally:
            self._lines.release()

    async def _sit(self, community: str, question: Question[T]) -> T:
        opening = self._opening()
        async with asyncio.timeout(ANSWER):
            desk = await opening.desk(community)
            try:
                return await question(desk)
            finally:
                with suppress(PlatformError):
                    await desk.close()

    def _opening(self) -> "Opening":
        """What opens desks, loaded at the first call: pages that ask nothing have none of it in memory."""
        with self._loading:
            from bot.shield.desks import Opening  # noqa: PLC0415 - as above

            learn()
        return Opening(self._config(), self._store, StoredSafe(self._store), self._now)


def why(error: PlatformError | ConfigError) -> str:
    """Which sentence says why nothing was heard, `web.calling.*`."""
    match error:
        case ConfigError():
            return "unread"
        case TryLater():
            return "silent"
        case Unauthorized():
            return "token"
        case Gone():
            return "gone"
        case _:
            return "denied"
