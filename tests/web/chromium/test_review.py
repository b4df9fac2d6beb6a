"""Review in a real browser: what hurts stays behind a veil and a blur, a key decides, and a key takes it back."""

import re

import pytest
from playwright.sync_api import expect

from bot.model.seat import Grant
from tests.web.test_review import acts, events, key
from tests.web.waiting import AUTHORS, WORDS, play_this

BLURRED = re.compile("blur")
RIVAL = "rancunier"


@pytest.fixture(autouse=True)
def waiting(monkeypatch):
    play_this(monkeypatch)


@pytest.fixture
def holder(served, page, faults):
    """Camille at her review."""
    served.come_in(faults.of(page))
    page.goto("/review")
    return page


def card(page, who, number=1):
    return page.locator(f'[id="m-{key(who, number)}"]')


def told(html):
    """What of that which hurts stands in a page."""
    return [word for word in (*WORDS, *AUTHORS) if word in html]


def go_to(page, who, number=1):
    """Press keys until the mention has the focus."""
    one, some = card(page, who, number), page.locator("[data-held]").count()
    for step in "k" * some + "j" * some:
        page.keyboard.press(step)
        if one.evaluate("one => one === document.activeElement"):
            return one
    raise AssertionError(who)


def test_what_was_written_is_not_in_the_page_and_blurred_until_i_go_to_it(world, holder, faults):
    assert told(holder.content()) == []
    go_to(holder, "corbeau")
    holder.keyboard.press("s")
    words = card(holder, "corbeau").locator(".words")
    words.get_by_text("rue des Lilas").wait_for()
    assert told(holder.content()) == ["Lilas", "06 39 98", "corbeau"]  # of nobody else
    text = words.locator(".text")
    expect(text).to_have_css("filter", BLURRED)
    holder.keyboard.press("s")
    assert words.evaluate("one => one === document.activeElement")
    expect(text).to_have_css("filter", "none")
    holder.keyboard.press("j")
    expect(text).to_have_css("filter", BLURRED)
    holder.reload()
    assert told(holder.content()) == []
    assert events(world).count("evidence:viewed") == 1
    assert faults.found == []


def test_by_keyboard_alone_i_decide_one_after_the_other_and_take_the_last_back(world, holder, faults):
    go_to(holder, RIVAL, 2)
    holder.keyboard.press("a")
    holder.wait_for_url("**said=review_agree**")
    assert "C’est décidé" in holder.locator(".notice").inner_text()
    assert ("mute", "planned") in acts(world, RIVAL, 2)
    go_to(holder, "corbeau")
    holder.keyboard.press("x")
    holder.wait_for_url("**said=review_harmless**")
    assert card(holder, "corbeau").count() == 0
    holder.keyboard.press("u")
    holder.wait_for_url("**said=review_undo**")
    card(holder, "corbeau").wait_for()
    assert faults.found == []


def test_keys_do_nothing_before_i_go_to_a_mention_nor_once_i_turned_them_off(world, holder):
    holder.keyboard.press("m")
    holder.locator(".keys summary").click()
    holder.get_by_role("button", name="Désactiver les touches").click()
    holder.locator("h1").click()
    holder.keyboard.press("j")
    assert not holder.evaluate("document.activeElement.hasAttribute('data-held')")
    holder.reload()
    card(holder, RIVAL).focus()
    holder.keyboard.press("m")
    holder.locator(".keys summary").click()
    assert holder.get_by_role("button", name="Activer les touches").is_visible()
    assert {status for _, status in acts(world, RIVAL)} == {"held"}


def test_private_messages_are_only_for_whom_i_let_read_them(world, served, contexts):
    for name, also in (("Dominique", frozenset()), ("Alix", frozenset({Grant.DIRECTS}))):
        guest = served.come_in(contexts(base_url=served.url).new_page(), world.seat(name, also=also))
        guest.goto("/review")
        assert card(guest, "intime").count() == len(also)
        assert ("1 message privé attend aussi" in guest.locator("main").inner_text()) is not bool(also)
        assert guest.goto(f"/review/{key('intime')}").status == (200 if also else 404)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_without_scripts_on_a_phone_i_read_decide_and_take_it_back(world, served, contexts, language):
    said = {
        "fr": ("Montrer", "Sourdine", "Défaire la dernière décision"),
        "en": ("Show", "Mute", "Undo the last decision"),
    }[language]
    phone = contexts(base_url=served.url, java_script_enabled=False, viewport={"width": 360, "height": 740})
    page = served.come_in(phone.new_page(), world.seat("Dominique", language=language))
    page.goto("/review")
    assert page.locator("html").get_attribute("lang") == language
    assert not page.locator(".keys").is_visible()
    card(page, RIVAL).get_by_role("button", name=said[0]).click()
    words = page.locator(".words")
    assert "retrouverai" in words.inner_text()
    words.focus()
    page.get_by_role("button", name=said[1], exact=True).click()
    page.wait_for_url("**said=review_mute**")
    assert ("mute", "planned") in acts(world, RIVAL)
    page.get_by_role("button", name=said[2]).click()
    page.wait_for_url("**said=review_undo**")
    assert card(page, RIVAL).is_visible()
