"""A server that leads in circles, or never comes to an end, keeps neither a mute nor an import from coming to theirs."""

import json
import socket
import threading
import time
from contextlib import suppress
from datetime import timedelta

import pytest

from bot.errors import Unanswered
from bot.model.action import Mute
from bot.platforms.mastodon import capture, guard, rest
from bot.platforms.mastodon.options import Options
from bot.platforms.mastodon.rest import Rest
from bot.platforms.mastodon.throttle import Cost, Throttle
from bot.platforms.watching import Sought
from tests.platforms.mastodon.conftest import now


def circle(me, path, pages, times):
    """Answers with these pages over and over, each with the next as what comes before it."""
    for number in range(times):
        page, after = pages[number % len(pages)], pages[(number + 1) % len(pages)]
        link = f'<{me.double.base}{path}?max_id={after[-1]["id"]}>; rel="next"'
        me.double.faults.append({"path": path, "kind": "body", "text": json.dumps(page), "headers": {"Link": link}})


def notifications(*ids):
    return [{"id": one, "type": "follow", "created_at": "2026-11-20T12:00:00.000Z"} for one in ids]


async def brought(me):
    since = now().replace(year=2026, month=1, day=1)
    return [one async for one in me.platform.past("m", since, "")]


async def test_what_goes_in_a_circle_before_a_mute_ends_at_its_last_page(shield, monkeypatch):
    monkeypatch.setattr(capture, "PAGES", 20)
    me = await shield("gotosocial")
    me.do("post", by="harasser", text="@figure one")
    circle(me, "/api/v1/notifications", [notifications("9"), notifications("7")], 100)
    held = [one async for one in me.platform.capture(me.order(Mute()))]
    assert me.world.calls["GET /api/v1/notifications"] == 20
    [cut] = [one for one in held if one.what == "cut"]
    assert json.loads(cut.raw) == {"left_out": {"notification pages": 1}}
    assert [one.what for one in held if one.what == "post"] == ["post"], "the other lists are read all the same"


def flood(me):
    for number in range(24):
        me.do("post", by="harasser", text=f"@figure encore {number} " + "x" * 30_000)


async def test_posts_made_so_large_that_no_page_holds_them_keep_nobody_from_being_muted_or_found(shield, monkeypatch):
    monkeypatch.setattr(rest, "MAX_BODY", 2**19)
    me = await shield()
    flood(me)
    held = [one async for one in me.platform.capture(me.order(Mute()))]
    raw = b"".join(one.raw for one in held if one.what == "notification")
    assert all(f"encore {number} ".encode() in raw for number in range(24))
    assert len([one for one in held if one.what == "post"]) == 24
    assert len([one for one in await brought(me) if one.raw]) == 24
    found = await me.platform.written_by(me.world.called("harasser").id, "", now() - timedelta(hours=1))
    assert len(found.arrivals) == 24


async def test_nor_does_the_poll_go_blind_for_them(shield, monkeypatch):
    monkeypatch.setattr(rest, "MAX_BODY", 2**19)
    me = await shield()
    poll = me.listen(me.poll)
    await poll.until(lambda: poll.cursor is not None)
    flood(me)
    await poll.until(lambda: len(me.texts(poll)) == 24)


async def test_a_thread_made_too_large_is_left_out_and_that_is_said(shield, monkeypatch):
    monkeypatch.setattr(rest, "MAX_BODY", 2**16)
    me = await shield()
    status = me.do("post", by="harasser", text="@figure one")
    for _ in range(3):
        me.do("post", by="harasser", text="@figure " + "x" * 20_000, reply_to=status)
    held = [one async for one in me.platform.follow_up(me.order(Mute(), status=status))]
    assert json.loads(held[-1].raw) == {"left_out": {"thread": 1}}
    assert {"profile", "post"} <= {one.what for one in held}
    sought = Sought(uri="", native=status, author=me.world.called("harasser").id)
    assert await me.platform.around(sought) == ()


async def test_a_past_that_goes_in_a_circle_is_brought_once(shield):
    me = await shield("gotosocial")
    circle(me, "/api/v1/notifications", [notifications("9", "8"), notifications("7", "6")], 100)
    assert [one.cursor for one in await brought(me) if one.cursor] == ["8", "6"]


async def test_one_that_cannot_be_read_does_not_hide_the_past_before_it(shield):
    me = await shield("gotosocial")
    for number in range(45):
        me.do("post", by="friend", text=f"@figure bonjour {number}")
    me.double.faults.append({"path": "/api/v1/notifications", "kind": "body", "text": broken_at_its_end(me)})
    arrivals = await brought(me)
    raw = b"".join(one.raw for one in arrivals)
    assert all(f"bonjour {number}<".encode() in raw.replace(b"\\u003c", b"<") for number in (0, 1, 2, 43, 44))


def broken_at_its_end(me):
    """The newest page, its last notification of a form that nobody reads."""
    from tests.doubles import mastodon_shapes as shapes

    newest = me.world.inbox(me.person.id)[:40]
    told = [shapes.notification(me.world, one) for one in newest]
    return json.dumps([*told[:-1], {"id": {"a": 1}}, told[-1]][:40])


DRIPS = {
    "a head": b"HTTP/1.1 200 OK\r\nx-slow: ",
    "a body": b"HTTP/1.1 200 OK\r\ncontent-length: 999999\r\n\r\n",
    "pieces": b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nfffff\r\n",
}


@pytest.fixture
def dripping(monkeypatch):
    """A server that begins to answer, and goes on byte by byte for days."""
    monkeypatch.setattr(guard, "refuse_private", lambda _: None)
    listening = socket.create_server(("127.0.0.1", 0))

    def drip(begins):
        to, _ = listening.accept()
        with to, suppress(OSError):
            to.recv(65_536)
            to.sendall(begins)
            while True:
                to.sendall(b"x")
                time.sleep(0.01)

    def begin(begins):
        threading.Thread(target=drip, args=(begins,), daemon=True).start()
        return f"http://127.0.0.1:{listening.getsockname()[1]}"

    yield begin
    listening.close()


@pytest.mark.parametrize("begins", DRIPS.values(), ids=DRIPS)
async def test_who_answers_a_byte_at_a_time_is_cut_off(dripping, begins):
    options = Options(server=dripping(begins), allow_loopback=True, request_timeout=0.1)
    asking = Rest(options, "", Throttle(), now)
    asking._session.mount("http://", guard.GuardedAdapter())
    with pytest.raises(Unanswered):
        await asking.neutral("offer", Cost.READ, "/")
    await asking.close()
