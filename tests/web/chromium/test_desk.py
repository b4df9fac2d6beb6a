"""The desk in a real browser: by keyboard alone, on a phone too, and what hurts stays behind a veil and a blur."""

import re

import pytest
from playwright.sync_api import expect

from bot.model.seat import Grant
from bot.web.desking import place
from tests.community.making import filed
from tests.web import ouest
from tests.web.chromium.test_tour import faults as wrong
from tests.web.ouest import HUGO

HERE = f"/desk/{place(HUGO)}"
PAGES = (
    "/board",
    "/waves",
    "/desk",
    HERE,
    f"{HERE}/measure?what=suspend",
    f"{HERE}/kin",
    "/desk/domain?name=nord.test",
    "/statements",
    "/desk/appeals",
    "/desk/shared",
    "/periods",
)


@pytest.fixture
def seat(world):
    """Alix's place at Ouest's desk, on which Hugo lies above others."""
    ouest.found(world)
    filed(world.store, 3)
    ouest.wrote(world, "Espèce de pourriture")
    ouest.reported(world)
    ouest.crowd(world)
    ouest.shared(world)
    return ouest.seat(world, "Alix", also=frozenset({Grant.MEASURE, Grant.KIN}))


def docket(page):
    return page.locator(f'[id="m-{place(HUGO)}"]')


def test_by_keyboard_alone_i_take_settle_and_take_back(seat, served, page, faults):
    said = faults.of(page)
    served.come_in(said, seat)
    page.goto("/desk")
    page.keyboard.press("j")
    expect(docket(page)).to_be_focused()
    page.keyboard.press("t")
    page.wait_for_url("**said=desk_take**")
    page.keyboard.press("u")
    page.wait_for_url("**said=desk_undo**")
    page.keyboard.press("k")
    page.keyboard.press("s")
    page.wait_for_url("**said=desk_settle**")
    assert docket(page).count() == 0
    page.goto(HERE)
    page.keyboard.press("u")
    page.wait_for_url("**said=desk_reopen**")
    page.goto(HERE)
    page.keyboard.press("?")
    expect(page.locator("kbd").first).to_be_visible()
    page.keyboard.press("l")
    page.wait_for_url("**/measure")
    assert faults.found == []


def test_by_keyboard_i_tick_several_or_all_and_settle_them_together(seat, served, page, faults):
    served.come_in(faults.of(page), seat)
    page.goto("/desk")
    ticks = page.locator("[name=of]")
    for key in "jxjx":
        page.keyboard.press(key)
    assert [one.is_checked() for one in ticks.all()] == [True, True, False, False]
    page.get_by_label("Tout cocher").check()
    assert all(one.is_checked() for one in ticks.all())
    docket(page).get_by_role("checkbox").uncheck()
    page.locator("#several").get_by_role("button").last.click()
    page.wait_for_url("**said=desk_several**")
    expect(page.get_by_role("status")).to_contain_text("3 sont réglés")
    assert page.locator("[data-held]").count() == docket(page).count() == 1
    assert faults.found == []


def test_what_they_wrote_is_blurred_until_i_go_to_it(seat, served, page, faults):
    served.come_in(faults.of(page), seat)
    page.goto(HERE)
    assert "pourriture" not in page.content()
    page.locator("#evidence + * ~ ul, #evidence ~ ul").get_by_role("button").first.click()
    text = page.locator(".words .text")
    expect(text).to_have_css("filter", re.compile("blur"))
    page.locator(".words").focus()
    expect(text).to_have_css("filter", "none")
    assert faults.found == []


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1200, "light")])
def test_everybody_can_use_the_desk(seat, served, contexts, width, scheme):
    page = contexts(base_url=served.url, viewport={"width": width, "height": 800}, color_scheme=scheme).new_page()
    served.come_in(page, seat)
    found = {}
    for path in PAGES:
        page.goto(path)
        found[path] = list(wrong(page, width))
    assert {path: faults for path, faults in found.items() if faults} == {}
