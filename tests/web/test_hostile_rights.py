"""What somebody may not know of they cannot settle either; and no word or name stands anywhere before it is asked for."""

import re
from collections import deque
from urllib.parse import urlencode

import pytest

from bot.model.delivery import Status, Task
from bot.model.seat import Grant
from bot.store import outbox
from bot.store.rows import place
from tests.web.conftest import CSRF
from tests.web.waiting import AUTHORS, WORDS, play_this

HREF = re.compile(r'(?:href|hx-get|data-news)="(/[^"#]*)')
INTIMATE = "at://did:plc:intime/app.bsky.feed.post/1"
ALL = frozenset({Grant.TRAIL, Grant.RULES})


@pytest.fixture(autouse=True)
def waiting(monkeypatch):
    play_this(monkeypatch)


def held(world):
    """What waits because of a direct message."""
    with world.store.reading() as connection:
        about = outbox.about(connection, INTIMATE, "camille")
    return [one.id for one in about if one.task is Task.ACT and one.status is Status.HELD]


@pytest.mark.parametrize("do", ["approve", "reject"])
def test_what_waits_because_of_a_direct_is_settled_only_by_who_may_see_directs(world, do):
    lea, camille = world.guest("Léa", also=ALL), world.holder()
    wanted = held(world)
    assert wanted
    for one in wanted:
        assert lea.post("/review", do=do, of=one).status_code == 409
    assert held(world) == wanted
    assert camille.post("/review", do=do, of=wanted[0]).status_code == 303
    assert held(world) == wanted[1:]


def slowly(world, browser, path, do, **fields):
    """Send a form whose last bytes come after `do` was done."""
    csrf = CSRF.search(browser.get("/").text)[1]

    def body():
        yield urlencode({"csrf": csrf, **fields}).encode()
        do()
        yield b"&last=1"

    kind = {"content-type": "application/x-www-form-urlencoded"}
    return browser.client.post(path, content=body(), headers=kind)


def test_a_form_that_was_begun_before_its_sender_was_revoked_does_nothing(world):
    lea = world.seat("Léa")
    browser = world.browser().enter(world.house.admission.link(lea, world.now))
    shown = f"/review/{place('at://did:plc:corbeau/app.bsky.feed.post/1')}.1"
    assert "Lilas" in slowly(world, browser, shown, lambda: None).text
    answer = slowly(world, browser, shown, lambda: world.house.admission.revoke(lea, "camille", world.now))
    assert (answer.status_code, answer.headers.get("location")) == (303, "/enter")


def test_speaking_another_language_brings_no_right_back(world):
    before = world.seat("Léa", also=ALL)
    world.house.admission.grant(before, frozenset(), "camille", world.now)
    world.house.admission.revoke(before, "camille", world.now)
    world.house.admission.speak(before, "en")  # as it was when the request came
    (after,) = [one for one in world.house.admission.every("camille") if one.id == before.id]
    assert (after.language, after.also, after.holds(world.now)) == ("en", frozenset(), False)


def test_no_page_that_a_link_leads_to_holds_a_word_or_a_name(world):
    camille = world.holder()
    ahead, seen = deque(["/", "/links", "/long"]), {}
    while ahead and len(seen) < 150:
        path = ahead.popleft().replace("&amp;", "&")
        if path in seen or path.startswith("/static"):
            continue
        seen[path] = camille.get(path).text
        ahead += HREF.findall(seen[path])
    assert {"/review", "/cases", "/rules", "/trail", "/people"} <= set(seen)
    told = re.compile(rf"\b({'|'.join(map(re.escape, (*WORDS, *AUTHORS)))})\b")
    bad = {path: told.search(text)[0] for path, text in seen.items() if told.search(text)}
    assert bad == {}
