"""A tour of every page as a newcomer takes it: nothing is broken, nothing is too small, everybody can use it."""

import re
from collections import deque

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.web.chromium.month import Month, served

WIDTHS = {"phone": 360, "desk": 1200}
LOOKS = [("fr", "phone", "light"), ("en", "desk", "dark")]
GRAVE = {"serious", "critical"}
MOST = 40
"""Pages of one tour; addresses that differ in an id alone are one page."""
SMALL = 24
"""Pixels of the least side of what is clicked, but for links within a sentence (WCAG 2.2, 2.5.8)."""
TARGETS = """
() => [...document.querySelectorAll('button, summary, select, input:not([type=hidden]), nav a, a.button')]
  .filter(one => one.checkVisibility())
  .map(one => [one.outerHTML.slice(0, 90), one.getBoundingClientRect()])
  .filter(([_, box]) => box.width && (box.width < SMALL || box.height < SMALL)).map(([said, _]) => said)
""".replace("SMALL", str(SMALL))


@pytest.fixture(scope="module", params=["fr", "en"])
def month(request, tmp_path_factory):
    one = Month(tmp_path_factory.mktemp("month"), request.param)
    with one.store.only_runner():
        yield one
    one.close()


def sort(path):
    """What sort of page it is: its path without ids and without what is asked."""
    return re.sub(r"/(?=[^/]*\d)[^/]+", "/*", path.partition("?")[0])


def links(page, url):
    """Where one can go from here."""
    found = page.eval_on_selector_all("a[href]", "all => all.map(one => one.href)")
    return [one.removeprefix(url).partition("#")[0] for one in found if one.startswith(f"{url}/")]


def faults(page, width):
    """What is wrong with the page that is shown."""
    wide = page.evaluate("document.documentElement.scrollWidth")
    cut = page.evaluate("[...document.querySelectorAll('header nav')].some(one => one.scrollWidth > one.clientWidth)")
    grave = [one for one in Axe().run(page).response["violations"] if one["impact"] in GRAVE]
    yield from ([f"{wide} px wide"] if wide > width else [])
    yield from (["the menu is cut off"] if cut else [])
    yield from (f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in grave)
    yield from (f"too small: {said}" for said in page.evaluate(TARGETS))


def test_every_page_can_be_used_by_everybody(month, contexts):
    language = month.demo.language
    site, wrong, seen = served(month), {}, set()
    _, device, scheme = next(look for look in LOOKS if look[0] == language)
    width = WIDTHS[device]
    page = contexts(base_url=site.url, viewport={"width": width, "height": 800}, color_scheme=scheme).new_page()
    said = []
    page.on("console", lambda message: said.append(f"{page.url}: {message.text}"))
    page.on("pageerror", lambda error: said.append(f"{page.url}: {error}"))
    try:
        site.come_in(page)
        ahead = deque(["/"])
        while ahead and len(seen) < MOST:
            path = ahead.popleft()
            if sort(path) in seen:
                continue
            seen.add(sort(path))
            answer = page.goto(path)
            if "html" not in answer.headers.get("content-type", ""):
                continue
            assert page.locator("html").get_attribute("lang") == language
            wrong |= (
                {path: found}
                if (found := [f"status {answer.status}"] * (answer.status >= 400) + [*faults(page, width)])
                else {}
            )
            ahead.extend(links(page, site.url))
    finally:
        site.server.should_exit = site.server.force_exit = True
        site.thread.join()
        site.listening.close()
    assert wrong == {}
    assert said == []
    rooms = set(page_paths())
    assert rooms <= seen


def page_paths():
    """The rooms of a person's menu; those of a community are looked at in test_desk."""
    from bot.config import Person
    from bot.web.rooms import PAGES

    return [page.path for page in PAGES if page.menu and issubclass(Person, page.whose)]
