"""A real browser, Debian's Chromium: one for all tests of a run, with contexts, and so cookies, of each test's own."""

import asyncio
import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.tally import left_out

PATIENCE = 20_000
"""Milliseconds that a page has for what a test waits for: a few hundred on an idle machine."""


def chromium():
    """Where the browser is, or nowhere."""
    usual = Path("/usr/bin/chromium")
    return str(usual) if usual.exists() else shutil.which("chromium")


@pytest.fixture(scope="session")
def browser():
    """One Chromium for all tests; each has a context, and so cookies, of its own."""
    from playwright.sync_api import expect, sync_playwright  # takes long, and few tests need it

    path = chromium()
    if path is None:
        left_out("what needs a browser", "install chromium")
    expect.set_options(timeout=PATIENCE)
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
        made[-1].set_default_timeout(PATIENCE)
        return made[-1]

    yield make
    for context in made:
        context.close()
    asyncio._set_running_loop(None)


@pytest.fixture
def faults(contexts):
    """What a browser complains of on the pages that it was told to listen to, for a test to look at at its end."""
    found = []

    def listen(page):
        page.on("pageerror", lambda error: found.append(str(error)))
        page.on("console", lambda line: found.append(line.text) if line.type in {"error", "warning"} else None)
        return page

    return SimpleNamespace(of=listen, found=found)
