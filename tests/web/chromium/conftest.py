"""The pages as a real browser shows them: Chromium, looking at a site that is served on a free port."""

import asyncio
import shutil
import socket
import threading
from pathlib import Path
from types import SimpleNamespace

import pytest
import uvicorn
from playwright.sync_api import sync_playwright

from bot.web.site import site
from tests.tally import left_out


def chromium():
    """Where the browser is, or nowhere."""
    usual = Path("/usr/bin/chromium")
    return str(usual) if usual.exists() else shutil.which("chromium")


@pytest.fixture(scope="session")
def browser():
    """One Chromium for all tests; each has a context, and so cookies, of its own."""
    path = chromium()
    if path is None:
        left_out("what needs a browser", "install chromium")
    playwright = sync_playwright().start()
    opened = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
    loop = asyncio.get_running_loop()
    asyncio._set_running_loop(None)  # Playwright's loop rests between tests, so that they may run loops of their own
    yield SimpleNamespace(new=opened.new_context, loop=loop)
    asyncio._set_running_loop(loop)
    opened.close()
    playwright.stop()


@pytest.fixture
def contexts(browser):
    """What makes contexts, as Playwright's `new_context`; they end with the test."""
    asyncio._set_running_loop(browser.loop)
    made = []

    def make(**settings):
        made.append(browser.new(**({"locale": "fr-FR"} | settings)))
        made[-1].set_default_timeout(20_000)
        return made[-1]

    yield make
    for context in made:
        context.close()
    asyncio._set_running_loop(None)


@pytest.fixture
def page(served, contexts):
    """A page of a browser that knows nobody yet."""
    return contexts(base_url=served.url).new_page()


class Served:
    """A site on a free port of this machine, answered in a thread."""

    def __init__(self, world):
        self.world = world
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port = self.listening.getsockname()[1]
        self.url = f"http://localhost:{self.port}"
        settings = uvicorn.Config(site(world.house, self.port), lifespan="off", log_config=None, access_log=False)
        self.server = uvicorn.Server(settings)
        self.thread = threading.Thread(target=self.server.run, args=([self.listening],))

    def link(self, seat=None):
        """A one-time link to a seat, the holder's if none is named."""
        admission, now = self.world.house.admission, self.world.now
        seat = seat or admission.holder("camille", "test", now)
        return f"{self.url}/enter/{admission.link(seat, now)}"

    def come_in(self, page, seat=None):
        """Use a link as people do."""
        page.goto(self.link(seat))
        page.locator("form button.main").click()
        page.wait_for_url(f"{self.url}/")
        return page


@pytest.fixture
def served(world):
    """The pages of Camille's shield, for browsers."""
    one = Served(world)
    one.thread.start()
    yield one
    one.server.should_exit = one.server.force_exit = True
    one.thread.join()
    one.listening.close()
