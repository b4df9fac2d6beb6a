"""Requests wait when they must, never send my token elsewhere, and leave my own app its share of the server's limit."""

import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from bot.errors import Gone, Refused, Slower, TryLater, Unanswered, Unauthorized
from bot.model.action import Mute
from bot.platforms.mastodon.answer import Answer, Conflict, Forbidden, NotOffered, judge, wait
from bot.platforms.mastodon.options import Options
from bot.platforms.mastodon.platform import Mastodon
from bot.platforms.mastodon.rest import MAX_BODY
from bot.platforms.mastodon.throttle import Cost, Throttle
from bot.platforms.mastodon.wire import streaming_base
from tests.doubles.mastodon import Double
from tests.platforms.mastodon.conftest import now

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
SOON = NOON + timedelta(seconds=90)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "7"}, 7),
        ({"retry-after": format_datetime(SOON, usegmt=True)}, 90),
        ({"x-ratelimit-reset": "2026-11-21T12:01:30.859192Z"}, 90.859192),
        ({"x-ratelimit-reset": str(int(SOON.timestamp()))}, 90),
        ({"x-ratelimit-reset": "2026-11-21T13:01:30Z", "date": "Sat, 21 Nov 2026 13:00:00 GMT"}, 90),
        ({"retry-after": "7", "x-ratelimit-reset": "2026-11-21T13:01:30Z"}, 7),
        ({"x-ratelimit-reset": "2026-11-21T11:00:00Z"}, 0),
        ({"retry-after": "999999999"}, 3600),
        ({"x-ratelimit-reset": "soon"}, None),
        ({}, None),
    ],
)
def test_the_wait_is_read_from_whatever_header_a_server_uses(headers, seconds):
    assert wait(headers, NOON) == seconds


@pytest.mark.parametrize(
    ("status", "body", "error"),
    [
        (401, b"{}", Unauthorized),
        (403, b"{}", Forbidden),
        (404, b'{"error":"Record not found"}', Gone),
        (404, b"<h1>404 Not Found</h1>", NotOffered),
        (404, b"", NotOffered),
        (410, b"{}", Gone),
        (418, b"", Refused),
        (422, b"{}", Conflict),
        (429, b"{}", Slower),
        (500, b"{}", Unanswered),
        (502, b"{}", Unanswered),
        (501, b"{}", NotOffered),
        (503, b"<html>", TryLater),
        (302, b"", NotOffered),
        (200, b"<html>welcome</html>", Unanswered),
        (200, b"", Unanswered),
    ],
)
def test_each_answer_says_whose_turn_it_is(status, body, error):
    with pytest.raises(error) as failed:
        judge("mute", Answer(status=status, body=body), NOON)
    assert type(failed.value) is error
    assert "mute" in str(failed.value)
    assert "welcome" not in str(failed.value)


def test_our_share_of_the_limit_is_never_exceeded_and_acting_goes_before_reading():
    throttle, spent = Throttle(), {Cost.PAGE: 0, Cost.READ: 0, Cost.ACT: 0}
    for cost in (Cost.PAGE, Cost.READ, Cost.ACT):
        for _ in range(1000):
            try:
                throttle.take(cost, NOON)
            except TryLater:
                break
            spent[cost] += 1
    assert spent == {Cost.PAGE: 135, Cost.READ: 0, Cost.ACT: 45}
    throttle.take(Cost.ACT, NOON + timedelta(seconds=2))


def test_over_a_day_paging_stays_below_the_share_whatever_we_want():
    throttle, pages = Throttle(), 0
    for second in range(0, 86_400, 5):
        try:
            throttle.take(Cost.PAGE, NOON + timedelta(seconds=second))
        except TryLater:
            continue
        pages += 1
    assert pages <= 180 * (86_400 / 900 + 1)


def test_a_server_that_says_little_is_left_is_believed_but_acting_goes_on():
    throttle = Throttle()
    throttle.heard(300, 20, 60.0, NOON)
    with pytest.raises(TryLater) as later:
        throttle.take(Cost.READ, NOON)
    assert later.value.after == 60.0
    throttle.take(Cost.ACT, NOON)
    throttle.heard(300, 250, 60.0, NOON)
    throttle.take(Cost.READ, NOON)


async def test_a_limit_spent_by_my_own_app_holds_our_reading_back(shield):
    me = await shield()
    headers = {"X-RateLimit-Limit": "300", "X-RateLimit-Remaining": "3", "Retry-After": "3"}
    headers["X-RateLimit-Reset"] = (now() + timedelta(seconds=100)).isoformat()
    me.do("fault", path="/api/v1/mutes", kind="ratelimit", headers=headers)
    with pytest.raises(TryLater):
        await me.platform.relations()
    with pytest.raises(TryLater) as later:
        await me.platform.relations()
    assert 90 < later.value.after < 102
    await me.platform.perform(me.order(Mute()))


@pytest.mark.parametrize("kind", ["html", "status", "ratelimit", "latency", "drop"])
async def test_one_failing_call_is_one_request(shield, kind):
    me = await shield(request_timeout=0.3)
    me.do("fault", path="/api/v1/accounts", kind=kind, count=50, status=503)
    began = time.perf_counter()
    with pytest.raises(TryLater):
        await me.platform.perform(me.order(Mute()))
    assert me.world.calls["POST /api/v1/accounts/:id/mute"] == 1
    assert time.perf_counter() - began < 3


async def test_a_success_with_an_odd_limit_header_stays_a_success(shield):
    me = await shield()
    text, status = '{"id": "r1"}', 200
    me.do("fault", path="/api/v1/reports", kind="body", text=text, status=status, headers={"X-RateLimit-Reset": "?"})
    from bot.model.action import Report

    assert await me.platform.perform(me.order(Report())) == "r1"


async def test_the_token_follows_no_redirect_to_another_host(shield):
    me, thief = await shield(), Double()
    await thief.start()
    try:
        me.do("fault", path="/api/v1/accounts", kind="redirect", to=f"{thief.base}/api/v1/accounts/1")
        with pytest.raises(Refused, match="another host"):
            await me.platform.standing(me.order(Mute()))
        me.do("fault", path="/api/v1/streaming", kind="redirect", to=f"{thief.base}/api/v1/streaming/user")
        me.listen(me.stream)
    finally:
        await thief.stop()
    assert thief.world.calls == {}


async def test_an_endless_answer_is_cut_off(shield):
    me = await shield()
    me.do("fault", path="/api/v1/accounts", kind="body", text="[" + " " * (MAX_BODY + 1))
    with pytest.raises(TryLater, match="larger"):
        await me.platform.standing(me.order(Mute()))


async def test_a_token_that_is_the_name_of_a_file_is_a_token_all_the_same(shield, tmp_path, monkeypatch):
    me = await shield()
    monkeypatch.chdir(tmp_path)
    (tmp_path / me.person.token).write_text("something-else\n")
    (tmp_path / ".netrc").write_text("default login a password b\n")
    monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))
    platform = Mastodon(me.account, me.person.token, now, me.options)
    assert (await platform.standing(me.order(Mute()))).muted is False
    await platform.close()


async def test_the_token_stands_in_no_address_and_no_error(shield):
    me = await shield()
    stream = await me.streaming()
    me.do("fault", path="/api/v1/accounts", kind="status", status=500)
    with pytest.raises(TryLater) as failed:
        await me.platform.standing(me.order(Mute()))
    assert me.person.token not in f"{failed.value!r} {me.platform!r} {stream.source!r} {me.options!r}"


@pytest.mark.parametrize(
    ("server", "advertised", "base"),
    [
        ("https://social.test", "wss://social.test", "https://social.test"),
        ("http://localhost:8080", "wss://localhost:8080", "http://localhost:8080"),
        ("http://localhost:3000", "ws://localhost:4000", "http://localhost:4000"),
        ("https://social.test", "wss://streaming.social.test", "https://streaming.social.test"),
        ("https://masto.social.test", "wss://streaming.social.test", "https://streaming.social.test"),
        ("https://social.test", "ws://streaming.social.test", "https://social.test"),
        ("https://social.test", "wss://thief.test", "https://social.test"),
        ("https://social.test", "wss://notsocial.test", "https://social.test"),
        ("https://social.test", "wss://169.254.169.254", "https://social.test"),
        ("https://social.test", None, "https://social.test"),
        ("https://social.test", "nonsense", "https://social.test"),
    ],
)
def test_streams_open_at_the_server_or_near_it_with_its_own_scheme(server, advertised, base):
    assert streaming_base(Options(server=server), advertised) == base
