"""A first run beside a Mastodon and a Bluesky server on this machine, and a mailbox that channels come to."""

import re
from datetime import UTC, datetime
from functools import partial

import aiohttp
import pytest
from aiohttp import web

from bot.firstrun.beginning import FirstRun
from tests.doubles.mastodon import Double


@pytest.fixture
async def server():
    double = Double()
    double.world.join("figure")
    await double.start()
    yield double
    await double.stop()


@pytest.fixture
def begun(tmp_path):
    """A first run in French of which the packs are chosen; called again, it is taken up."""

    def begin():
        return FirstRun(tmp_path / "config.toml", partial(datetime.now, UTC), loopback=True)

    run = begin()
    run.speak("fr")
    run.name("camille", "Europe/Paris")
    run.pick(("essentials",))
    return begin


@pytest.fixture
async def inbox():
    """What arrives, and the Apprise address that it arrives at."""
    came = []

    async def take(request):
        came.append((await request.json())["message"])
        return web.Response()

    app = web.Application()
    app.router.add_post("/", take)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield came, f"json://127.0.0.1:{runner.addresses[0][1]}/"
    await runner.cleanup()


async def browse(url, who="figure"):
    """What the person's browser shows: (status, text), wherever the server sends it on to."""
    async with aiohttp.ClientSession() as browser, browser.get(f"{url}&as={who}") as page:
        return page.status, re.sub("<[^>]+>", "", await page.text())
