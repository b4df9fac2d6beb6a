"""Nobody keeps me out of my pages, puts me into theirs, or learns my links from the log."""

from datetime import timedelta

import pytest
from starlette.requests import Request
from structlog.testing import capture_logs

from bot.people.admission import IDLE
from bot.web.news import EACH, News
from tests.web.conftest import BASE


@pytest.fixture
def encrypted(world):
    """My pages, reached over https."""
    web = world.house.config.web.model_copy(update={"public_url": "https://rempart.test"})
    world.house.config = world.house.config.model_copy(update={"web": web})
    return world


def test_who_tries_links_keeps_nobody_out_who_has_a_right_one(world):
    link = f"/enter/{world.house.admission.link(world.seat('Léa'), world.now)}"
    stranger, lea = world.browser(), world.browser()  # one address for both, as behind a proxy
    assert [stranger.get(f"/enter/{number}").status_code for number in range(11)][-1] == 429
    assert lea.get(link).status_code == 200
    assert lea.raw(link, {}).status_code == 303


def test_over_https_a_cookie_that_a_neighbouring_site_could_set_leads_nowhere(encrypted):
    admission = encrypted.house.admission
    theirs = admission.enter(admission.link(encrypted.seat("Mallory"), encrypted.now), "Firefox", encrypted.now)
    mine = encrypted.browser()
    assert mine.get("/", cookie=f"rempart={theirs}").headers["location"] == "/enter"
    assert mine.get("/news", cookie=f"rempart={theirs}").status_code == 401
    assert mine.get("/", cookie=f"__Host-rempart={theirs}").status_code == 200


def test_a_page_that_breaks_tells_the_log_no_link(world, monkeypatch):
    def broken(*_):
        raise RuntimeError("no such table")

    monkeypatch.setattr(world.house.admission, "expected", broken)
    browser = world.browser()
    browser.client = type(browser.client)(world.app, base_url=BASE, raise_server_exceptions=False)
    with capture_logs() as told:
        assert browser.get("/enter/SECRET-TOKEN").status_code == 500
    assert [one["path"] for one in told if one["event"] == "page broken"] == ["/enter"]
    assert "SECRET" not in str(told)


def test_a_page_that_lies_open_keeps_no_session_from_ending(world):
    camille, began = world.holder(), world.now
    for hours in range(1, 12):
        world.house.now = lambda hours=hours: began + timedelta(hours=hours)
        assert camille.get("/", **{"hx-request": "true"}).status_code == 200
    world.house.now = lambda: began + IDLE + timedelta(minutes=2)
    assert camille.get("/", **{"hx-request": "true"}).headers["location"] == "/enter"


@pytest.mark.parametrize(
    "asked", ["version=" + "9" * 5000, "version=99999999999999999999", "rule=x&until=0001-01-01T00:00:00%2B00:00"]
)
def test_an_address_that_nobody_wrote_breaks_no_page(world, asked):
    assert world.holder().get(f"/trail/undo?{asked}").status_code in {200, 404}


def test_nobody_hides_a_proposal_among_others(world):
    lea, camille = world.guest("Léa", also=frozenset({"export"})), world.holder()
    answers = [lea.post("/people/exports", "/people").status_code for _ in range(7)]
    assert answers == [303] * 5 + [409] * 2
    assert camille.post("/people/exports", "/people").status_code == 303


async def test_one_browser_leaves_the_others_their_news(world):
    admission, seats = world.house.admission, [world.seat("Mallory"), world.seat("Léa")]
    tokens = [admission.enter(admission.link(seat, world.now), "Firefox", world.now) for seat in seats]
    news = News(world.house)

    async def still_there():
        return {"type": "http.request"}

    async def listening(token, count):
        """How many of so many streams that were asked for at one time tell anything."""
        headers = [(b"cookie", f"rempart={token}".encode())]
        scope = {"type": "http", "method": "GET", "path": "/news", "headers": headers}
        answers = [await news.listen(Request(scope, still_there)) for _ in range(count)]
        streams = [one.body_iterator for one in answers]
        return streams, [first async for first in firsts(streams)]

    async def firsts(streams):
        for one in streams:
            first = await anext(one, "")
            if first:
                yield first

    theirs, told = await listening(tokens[0], EACH + 5)
    assert len(told) == EACH
    mine, told = await listening(tokens[1], 1)
    assert len(told) == 1
    for one in (*theirs, *mine):
        await one.aclose()


@pytest.mark.parametrize("address", ["/review/%00.1", "/cases/%00", "/trail?who=%00", "/enter/%00"])
def test_an_address_with_a_sign_that_no_database_takes_is_no_address(world, address):
    assert world.holder().get(address).status_code == 400
