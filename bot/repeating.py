"""What goes on round after round beside the shield."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog

log = structlog.get_logger(__name__)


async def repeat(once: Callable[[], Awaitable[None]], seconds: float, trouble: str) -> None:
    """Do it, wait, and do it again, until cancelled; a round that fails is not the last, and does not end the shield.

    `trouble` says in the log what did not happen.
    """
    while True:
        try:
            await once()
        except Exception:  # whatever it is, a database that is away for one, the next round may go well
            log.exception(trouble)
        await asyncio.sleep(seconds)
