"""Pictures of every room, as a newcomer sees it: `scripts/screenshots` writes them into docs/."""

import sys
import tempfile
from contextlib import ExitStack
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from bot.config import Person
from bot.web.rooms import PAGES
from tests.browser import chromium
from tests.web.chromium.month import Month, served
from tests.web.chromium.test_first_run import LINK, process

LOOKS = (("desk", 1100, "light", "fr"), ("phone", 360, "dark", "en"))
"""What the pictures are called by, how wide they are, and in what light and language."""
HEIGHT = 900
BEHIND = {
    "mention": ("/review", 'main a[href^="/review/"]:not([href*="batch"])'),
    "case": ("/cases", 'main a[href^="/cases/"]'),
    "link": ("/links", 'main a[href^="/links/"]'),
    "undo": ("/trail", 'main a[href^="/trail/undo"]'),
}
"""Pages that are reached from a room: (the room, what leads there)."""
COLOURS = 64
"""Of a picture: all that pages have, in a third of the bytes."""


def rooms():
    """(name, path) of each page of the menu."""
    return [(page.menu, page.path) for page in PAGES if page.menu and issubclass(Person, page.whose)]


def keep(page, file):
    """What is shown, small."""
    taken = Image.open(BytesIO(page.screenshot(animations="disabled")))
    taken.convert("RGB").quantize(COLOURS).save(file, optimize=True)
    print(file)


def take(browser, month, folder, look):
    """One picture of each room, and of what is behind it."""
    name, width, scheme, _ = look
    site = served(month)
    context = browser.new_context(base_url=site.url, viewport={"width": width, "height": HEIGHT}, color_scheme=scheme)
    page = site.come_in(context.new_page())
    for room, path in rooms():
        page.goto(path)
        keep(page, folder / f"{room}-{name}.png")
    for behind, (path, door) in BEHIND.items():
        page.goto(path)
        page.locator(door).first.click()
        page.wait_for_load_state()
        keep(page, folder / f"{behind}-{name}.png")
    page.goto("/cases")
    page.locator(BEHIND["case"][1]).first.click()
    page.locator('main form[action="/dossiers"] button').first.click()
    page.wait_for_url("**/dossiers/*")
    page.goto(f"{page.url.partition('?')[0]}/export")
    keep(page, folder / f"dossier-{name}.png")
    context.close()
    site.server.should_exit = site.server.force_exit = True
    site.thread.join()
    site.listening.close()


def begin(browser, folder, look):
    """The first run, up to where somebody says where they are harassed, and what the shield will be let do there."""
    name, width, scheme, language = look
    context = browser.new_context(viewport={"width": width, "height": HEIGHT}, color_scheme=scheme)
    page = context.new_page()
    with (
        tempfile.TemporaryDirectory() as made,
        process("bot", "init", "--config", f"{made}/config.toml", "--pages") as one,
    ):
        page.goto(next(found[0] for line in one.stdout if (found := LINK.search(line))))
        page.locator("main button").first.click()
        page.get_by_role("button", name={"fr": "Français", "en": "English"}[language]).click()
        keep(page, folder / f"first-run-{name}.png")
    context.close()


def main(folder):
    folder.mkdir(exist_ok=True)
    with ExitStack() as stack:
        made = [Path(stack.enter_context(tempfile.TemporaryDirectory())) for _ in LOOKS]
        months = [Month(one, look[-1]) for one, look in zip(made, LOOKS, strict=True)]  # before a loop of the browser's
        for month in months:
            stack.callback(month.close)
            stack.enter_context(month.store.only_runner())
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        stack.callback(browser.close)
        for month, look in zip(months, LOOKS, strict=True):
            take(browser, month, folder, look)
            begin(browser, folder, look)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
