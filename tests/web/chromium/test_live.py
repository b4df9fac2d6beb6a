"""A page that is open is brought up to date when something happens, and takes nothing out of the hands of who is at it."""

import re

import pytest
from playwright.sync_api import expect

from tests.web.test_review import decide, key
from tests.web.waiting import play_this

LISTEN = """
window.EventSource = class extends EventSource {
  constructor(...given) {
    super(...given);
    this.addEventListener("news", () => { document.body.dataset.heard = "heard " + (document.body.dataset.heard ?? ""); });
    this.addEventListener("error", () => { if (this.readyState === EventSource.CLOSED) document.body.dataset.deaf = "yes"; });
  }
};
"""
HELD = "#today .figures b"
SHELF = ".shelves a[aria-current] b"


@pytest.fixture(autouse=True)
def waiting(monkeypatch):
    play_this(monkeypatch)


@pytest.fixture
def friend(world):
    """Somebody who decides elsewhere meanwhile."""
    return world.guest("Dominique")


@pytest.fixture
def holder(served, page, faults):
    page.add_init_script(LISTEN)
    return served.come_in(faults.of(page))


def heard(page, times):
    """Until it was told so often that something is new; the first time, as it begins to listen."""
    expect(page.locator("body")).to_have_attribute("data-heard", re.compile("heard " * times))


def shown(page, where, number):
    expect(page.locator(where).first).to_have_text(str(number))


def test_today_follows_what_happens(holder, friend, faults):
    heard(holder, 1)
    before = int(holder.locator(HELD).first.inner_text())
    decide(friend, "harmless", "corbeau")
    shown(holder, HELD, before - 1)
    assert faults.found == []


def test_what_i_opened_stays_open_and_is_brought_up_to_date_after(holder, friend):
    heard(holder, 1)
    before = int(holder.locator(HELD).first.inner_text())
    holder.locator(".shield summary").click()
    decide(friend, "harmless", "corbeau")
    heard(holder, 2)
    assert holder.get_by_role("button", name="Une heure").is_visible()
    assert holder.locator(HELD).first.inner_text() == str(before)
    holder.locator(".shield summary").click()
    holder.locator("body").click(position={"x": 2, "y": 2})
    shown(holder, HELD, before - 1)


def test_what_i_am_typing_stays_while_it_is_counted_what_waits(holder, friend, faults):
    holder.goto("/review")
    heard(holder, 1)
    before = int(holder.locator(SHELF).inner_text())
    one = holder.locator(f'[id="m-{key("rancunier")}"]')
    one.focus()
    holder.keyboard.press("s")
    one.locator(".words").wait_for()
    one.get_by_text("Signaler", exact=True).click()
    one.locator("textarea").fill("Il recommence, et")
    decide(friend, "harmless", "corbeau")
    shown(holder, SHELF, before - 1)
    holder.keyboard.type(" encore.")
    assert one.locator("textarea").input_value() == "Il recommence, et encore."
    assert faults.found == []


def test_who_is_out_hears_nothing_more(world, served, contexts):
    seat = world.seat("Alix")
    page = contexts(base_url=served.url).new_page()
    page.add_init_script(LISTEN)
    served.come_in(page, seat)
    heard(page, 1)
    world.house.admission.revoke(seat, "camille", world.now)
    expect(page.locator("body")).to_have_attribute("data-deaf", "yes")
    page.reload()
    assert page.url == f"{served.url}/enter"
