"""The pages beside a shield: a process of their own, so that nothing they do keeps a mention waiting."""

import asyncio
import os
import sys
from collections.abc import Coroutine
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

AGAIN: Final = 5.0
"""Seconds before pages that ended by themselves are started again."""
STOPPING: Final = 3.0
"""Seconds that they have to end in order."""
CANNOT: Final = 2
"""The exit status that says that a person must mend something: another try would end the same way."""


async def together(work: Coroutine[Any, Any, None], config: Path) -> None:
    """Do the work, with the pages beside it for as long as it lasts."""
    pages = asyncio.ensure_future(_pages(config))
    try:
        await work
    finally:
        pages.cancel()
        await asyncio.gather(pages, return_exceptions=True)


async def _pages(config: Path) -> None:
    command = (sys.executable, "-m", "bot", "web", "--config", str(config), "--beside", str(os.getpid()))
    while True:
        process = await asyncio.create_subprocess_exec(*command, stdin=asyncio.subprocess.DEVNULL)
        try:
            status = await process.wait()
        except asyncio.CancelledError:
            await _end(process)
            raise
        if status == CANNOT:
            return  # it said itself what to mend; the shield goes on without
        _say(status)
        await asyncio.sleep(AGAIN)


def _say(status: int) -> None:
    import structlog  # noqa: PLC0415 - takes long, and --help need not wait for it

    structlog.get_logger(__name__).error("pages ended", status=status, again_in=AGAIN)


async def _end(process: asyncio.subprocess.Process) -> None:
    with suppress(ProcessLookupError):
        process.terminate()
        try:
            await asyncio.wait_for(process.wait(), STOPPING)
        except TimeoutError:
            process.kill()
