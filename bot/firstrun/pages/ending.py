"""The end of the first run: everything once more, then it is written, and the shield may go up."""

import asyncio
from typing import Final

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.config import Config, load
from bot.errors import ConfigError, PlatformError
from bot.firstrun.pages.leaf import Leaf, path
from bot.firstrun.pages.sitting import END, Sitting
from bot.firstrun.settled import holder_link, vouch_for
from bot.firstrun.told import told
from bot.web.form import EMPTY, Form

WRITTEN: Final = path("written")


async def _write(sitting: Sitting, _: Form) -> str:
    await asyncio.to_thread(_put_there, sitting)
    return WRITTEN


def _put_there(sitting: Sitting) -> None:
    config = sitting.run.write()
    sitting.wrote = True
    vouch_for(config, sitting.by, sitting.run.clock())


async def written(sitting: Sitting, request: Request) -> Response:
    """What was written, and what comes next."""
    if not sitting.written:
        return RedirectResponse("/", status_code=303)
    if sitting.start is None:
        sitting.over.set()
    return sitting.page(request, "begin/written.html", file=sitting.run.file, sitting=sitting)


async def raise_shield(sitting: Sitting, request: Request) -> Response:
    """Raise the shield, and wait until its pages answer."""
    if sitting.written and sitting.start and not sitting.link:
        try:
            config = await asyncio.to_thread(load, sitting.run.file)
            link = await asyncio.to_thread(_link, sitting, config)
            await sitting.start(config)
            sitting.link = link
            sitting.over.set()
        except (ConfigError, PlatformError) as error:
            sitting.tell(EMPTY, told(error, sitting.said(request)))
    return RedirectResponse(WRITTEN, status_code=303)


def _link(sitting: Sitting, config: Config) -> str:
    return holder_link(config, sitting.by, sitting.run.clock())


LEAVES: Final = (Leaf("end", END, act=_write),)
