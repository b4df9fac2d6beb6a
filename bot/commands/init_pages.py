"""`rempart init --pages`: the same questions on pages of this machine, and, with --run, the shield that they raise."""

import asyncio
import threading
from contextlib import suppress
from os import _exit
from pathlib import Path
from time import monotonic
from typing import Final

import aiohttp

from bot import app
from bot.commands.beside import together
from bot.commands.opened import operator
from bot.commands.output import say
from bot.commands.run import PATIENCE, greeting, until_told
from bot.commands.words import words
from bot.config import Config, ConfigFile
from bot.errors import TryLater
from bot.firstrun.beginning import FirstRun
from bot.firstrun.pages.door import Door
from bot.firstrun.pages.site import serve, site
from bot.firstrun.pages.sitting import HOST, Sitting, Start
from bot.log import start_log
from bot.shield.reload import Reloads
from bot.web.serving import listen

WITHIN: Final = 30.0
"""Seconds in which the pages of a shield that goes up should answer."""
GLANCE: Final = 0.2


class Shield:
    """The shield that the pages raise, in this process."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._reloads: Reloads | None = None
        self._task: asyncio.Task[None] | None = None

    def ask(self) -> None:
        """Have it take up a changed configuration."""
        if self._reloads is not None:
            self._reloads.ask()

    async def start(self, config: Config) -> None:
        """Raise it; it is up once its pages answer. Raises ConfigError, TryLater."""
        if self._task is None or self._task.done():
            listen(config.web.host, config.web.port, "[web] listen").close()  # who else is there would answer for us
            self._task = self._begin()
        ends = monotonic() + WITHIN
        while not await _ready(config):
            if self._task.done():
                await self._task
            if monotonic() > ends:
                raise TryLater("the pages do not answer yet")
            await asyncio.sleep(GLANCE)

    async def over(self) -> None:
        """Until it ends, if it was raised."""
        if self._task is not None:
            await self._task

    async def stop(self) -> None:
        """Let it end in order."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    def _begin(self) -> asyncio.Task[None]:
        file = ConfigFile(self.file)
        settings = file.read()
        start_log(settings.log.level, settings.log.form)
        for line in greeting(settings, self.file.name):
            say(line)
        self._reloads = Reloads(settings, file)
        return asyncio.ensure_future(together(app.run(settings, self._reloads), self.file))


async def _ready(config: Config) -> bool:
    """Whether its pages say that it is up."""
    with suppress(aiohttp.ClientError, TimeoutError):
        wait = aiohttp.ClientTimeout(total=2)
        address = f"http://{config.web.listen}/readyz"
        async with aiohttp.ClientSession(timeout=wait) as browser, browser.get(address) as answer:
            return answer.status == 200  # noqa: PLR2004 - all is well
    return False


def show(run: FirstRun) -> None:
    """Ask on pages until everything is written, and was looked at."""
    asyncio.run(until_told(_asked(run, None), lambda: None))


def show_and_run(run: FirstRun) -> None:
    """The same, and then the shield, until it is told to stop."""
    shield = Shield(run.file)
    last = threading.Timer(PATIENCE, _exit, (0,))
    last.daemon = True
    try:
        asyncio.run(until_told(_raised(run, shield), last.start, shield.ask))
    finally:
        last.cancel()


async def _raised(run: FirstRun, shield: Shield) -> None:
    try:
        await _asked(run, shield.start)
        await shield.over()
    finally:
        await shield.stop()


async def _asked(run: FirstRun, start: Start | None) -> None:
    with listen(HOST, 0, "--pages") as listening:
        port = listening.getsockname()[1]
        sitting = Sitting(run, port, operator(None), start)
        door = Door(sitting)
        say(words(run.draft.language or "fr").say("init.pages", url=door.link))
        await serve(sitting, site(sitting, door, port), listening)
