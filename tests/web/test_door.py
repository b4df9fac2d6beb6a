"""Who is let in, and who is not: no page shows anything to somebody who has no business there."""

import re
from datetime import timedelta

import pytest
from starlette.routing import Mount, Route

from bot.model.seat import GIVEN, Grant, Role
from bot.people.admission import IDLE, INVITATION, LINK, LONGEST
from bot.web.headers import FIXED, MOST
from bot.web.rooms import PAGES, PUBLIC, routes
from tests.web.conftest import BASE, CSRF, Browser

HOSTILE = ['"><script>x</script>', "\u202edrowssap\u202c", "x" * 60_000, "\x00\x01", "../../etc/passwd", "{{7*7}}"]
FILLED = "0" * 16
"""What stands for the variable part of a path."""


def address(page):
    return re.sub(r"\{\w+(:\w+)?\}", FILLED, page.path)


PATHS = sorted({address(page) for page in PAGES})


def test_every_page_is_behind_the_door_but_a_short_named_list(world):
    named = {one.path for one in routes(world.house) if isinstance(one, Route | Mount)}
    assert named - {page.path for page in PAGES} - {"/news"} == set(PUBLIC)


@pytest.mark.parametrize("path", [*PATHS, "/news"])
def test_who_has_no_session_sees_nothing_and_does_nothing(world, path):
    before = world.entries()
    stranger = world.browser()
    for answer in (stranger.get(path), stranger.raw(path, {"csrf": FILLED})):
        assert answer.status_code in {303, 401, 405}, path
        assert answer.headers.get("location", "/enter") == "/enter"
        assert "camille" not in answer.text
    assert world.entries() == before


@pytest.mark.parametrize("cookie", [*HOSTILE[:2], "x" * 8000, FILLED])
def test_a_made_up_session_opens_nothing(world, cookie):
    stranger = world.browser()
    answer = stranger.get("/", cookie=f"rempart={cookie}".encode("utf-8", "replace"))
    assert (answer.status_code, answer.headers["location"]) == (303, "/enter")


@pytest.mark.parametrize("page", [page for page in PAGES if page.act], ids=lambda page: page.path)
def test_a_form_that_is_not_this_sessions_does_nothing(world, page):
    holder, other = world.holder(), world.guest("Dominique")
    theirs = CSRF.search(other.get("/").text)[1]
    before = world.entries()
    for fields in ({"nothing": ""}, {"csrf": ""}, {"csrf": theirs}, {"csrf": "é"}):
        assert holder.raw(address(page), fields).status_code == 403
    assert world.entries() == before


@pytest.mark.parametrize(
    "sent", [{"origin": "https://elsewhere.test"}, {"sec-fetch-site": "cross-site"}, {"origin": "null"}]
)
def test_no_other_site_sends_a_form_in_my_name(world, sent):
    holder = world.holder()
    token = CSRF.search(holder.get("/").text)[1]
    assert holder.raw("/", {"csrf": token, "pause": "1h"}, **sent).status_code == 403
    assert holder.raw("/", {"csrf": token, "pause": "1h"}, origin=BASE).status_code == 303


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.path)
@pytest.mark.parametrize("role", [role for role in Role if role is not Role.HOLDER])
def test_everybody_sees_what_their_seat_gives_and_no_more(world, page, role):
    guest = world.guest("Dominique", role)
    allowed = page.needs in GIVEN[role]
    if page.look:
        assert (guest.get(address(page)).status_code == 403) is not allowed
    if page.act:
        refused = guest.post(address(page), nothing="").status_code == 403
        assert refused is not ((page.acting or page.needs) in GIVEN[role])


def test_a_link_leads_in_once_and_a_look_at_it_does_not_use_it_up(world):
    seat = world.seat("Dominique")
    token = world.house.admission.link(seat, world.now)
    first, second = world.browser(), world.browser()
    for _ in range(2):  # a preview of the message that it was sent in
        assert first.get(f"/enter/{token}").status_code == 200
    first.enter(token)
    assert first.get("/").status_code == 200
    assert second.raw(f"/enter/{token}", {}).status_code == 404
    assert second.get(f"/enter/{token}").status_code == 404


def test_a_link_and_a_session_end_with_their_time(world):
    house, now = world.house, world.now
    token = house.admission.link(world.seat("Dominique"), now - LINK - timedelta(seconds=1))
    assert world.browser().raw(f"/enter/{token}", {}).status_code == 404
    assert LINK < INVITATION
    guest = world.guest("Sacha")
    for later, status in ((IDLE - timedelta(minutes=5), 200), (2 * IDLE - timedelta(minutes=10), 200), (3 * IDLE, 303)):
        house.now = lambda later=later: now + later
        assert guest.get("/").status_code == status, later
    assert IDLE < LONGEST


def test_a_seat_that_was_revoked_or_ended_lets_nobody_in_any_more(world):
    admission = world.house.admission
    guest, seat = world.guest("Dominique"), admission.every("camille")[-1]
    unused = admission.link(seat, world.now)
    admission.revoke(seat, "camille", world.now)
    assert guest.get("/").status_code == 303
    assert world.browser().raw(f"/enter/{unused}", {}).status_code == 404
    brief = world.guest("Sacha", until=world.now + timedelta(days=1))
    assert brief.get("/").status_code == 200
    world.house.now = lambda: world.now + timedelta(days=1)
    assert brief.get("/").status_code == 303


def test_who_leaves_is_out_and_the_cookie_is_taken_back(world):
    holder = world.holder()
    answer = holder.post("/leave")
    assert (answer.status_code, answer.headers["location"]) == (303, "/enter")
    assert holder.get("/").status_code == 303


def test_the_cookie_is_for_this_site_alone_and_no_script_reads_it(world):
    world.house.config = world.house.config.model_copy(
        update={"web": world.house.config.web.model_copy(update={"public_url": "https://rempart.test"})}
    )
    for url, name in (("https://rempart.test", "__Host-rempart="), (None, "rempart=")):
        web = world.house.config.web.model_copy(update={"public_url": url})
        world.house.config = world.house.config.model_copy(update={"web": web})
        token = world.house.admission.link(world.seat(name), world.now)
        cookie = world.browser().raw(f"/enter/{token}", {}).headers["set-cookie"]
        assert cookie.startswith(name)
        assert {"HttpOnly", "SameSite=lax", "Path=/"} <= set(cookie.split("; "))
        assert ("Secure" in cookie) is (url is not None)
        assert "Domain" not in cookie


def test_who_tries_links_is_asked_to_wait_and_others_are_not_kept_out(world):
    stranger, holder = world.browser(), world.holder()
    answers = [stranger.get(f"/enter/{number}").status_code for number in range(12)]
    assert (answers[:10], answers[10:]) == ([404] * 10, [429, 429])
    assert stranger.raw("/enter/0", {}).headers["retry-after"] == "60"
    assert holder.get("/").status_code == 200


def test_every_answer_says_what_browsers_may_do_with_it(world):
    holder, stranger = world.holder(), world.browser()
    for answer in (
        holder.get("/"),
        holder.get("/nowhere"),
        stranger.get("/"),
        stranger.get("/enter"),
        stranger.get("/static/rempart.css"),
    ):
        assert {name: answer.headers[name] for name in FIXED} == FIXED
    policy = FIXED["content-security-policy"]
    assert "unsafe" not in policy
    assert policy.startswith("default-src 'none'")
    assert holder.get("/").headers["cache-control"] == "no-store"


@pytest.mark.parametrize("path", PATHS)
def test_nothing_is_inline(world, path):
    text = world.holder().get(path).text
    assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:|<script(?![^>]* src=)", text)


@pytest.mark.parametrize("hostile", HOSTILE, ids=range(len(HOSTILE)))
def test_what_strangers_put_into_addresses_and_headers_is_never_shown(world, hostile):
    holder = world.holder()
    asked = [
        holder.get("/", **{"accept-language": hostile.encode("utf-8", "replace")[:8000]}),
        holder.client.get("/", params={"said": hostile[:8000], "page": hostile[:8000]}),
        holder.post("/", pause=hostile),
        world.browser().client.get("/enter/x", params={"next": hostile[:8000]}),
    ]
    for answer in asked:
        assert answer.status_code < 500
        assert "<script>x" not in answer.text
        assert "49" not in answer.headers.get("location", "")


@pytest.mark.parametrize("where", ["//elsewhere.test", "https://elsewhere.test", "/\\elsewhere.test"])
def test_no_page_sends_anybody_elsewhere(world, where):
    holder = world.holder()
    for name in ("next", "to", "back", "url"):
        assert holder.client.get("/", params={name: where}).status_code == 200
    token = world.house.admission.link(world.seat(where), world.now)
    stranger = Browser(world.app)
    answer = stranger.client.post(f"/enter/{token}?next={where}", data={"next": where})
    assert answer.headers["location"] == "/"


def test_another_name_that_leads_here_is_not_answered(world):
    assert world.browser().get("/enter", host="evil.test:8470").status_code == 421
    assert world.browser().get("/enter", host="localhost:1").status_code == 421


def test_what_is_too_much_is_not_read(world):
    holder = world.holder()
    token = CSRF.search(holder.get("/").text)[1]
    assert holder.raw("/", {"csrf": token, "pause": "x" * MOST}).status_code == 413
    assert holder.raw("/", {"csrf": token, **{f"f{number}": "" for number in range(3000)}}).status_code == 400
    files = {"csrf": (None, token), "file": ("a.txt", b"x")}
    assert holder.client.post("/", files=files).status_code == 400


def test_who_came_in_and_who_was_invited_stand_in_the_trail(world):
    world.guest("Dominique")
    events = [entry.event for entry in world.chain()]
    assert events[-2:] == ["seat:made", "session:opened"]
    assert world.verified()


def test_tokens_stand_nowhere_in_the_database(world):
    token = world.house.admission.link(world.seat("Dominique"), world.now)
    guest = world.browser().enter(token)
    session = guest.client.cookies["rempart"]
    kept = b"".join(path.read_bytes() for path in world.scene.folder.glob("rempart.db*"))
    assert token.encode() not in kept
    assert session.encode() not in kept


def test_grants_beside_a_role_are_those_that_may_be_given(world):
    guest = world.guest("Dominique", also=frozenset({Grant.TRAIL}))
    assert guest.get("/").status_code == 200
    with pytest.raises(Exception, match="granted"):
        world.seat("Sacha", also=frozenset({Grant.PEOPLE}))
    with pytest.raises(Exception, match="already"):
        world.seat("Dominique")
