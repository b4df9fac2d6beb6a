"""When a stream is missing, silent, refused or cut, nothing written to me is lost and the right person is told."""

import asyncio

import pytest

from bot.errors import Refused, TryLater, Unauthorized

STREAMING = pytest.mark.parametrize("flavour", ["mastodon", "gotosocial"])


async def test_a_server_without_a_stream_is_polled(shield):
    me = await shield("snac")
    stream = me.listen(me.stream)
    assert isinstance(await stream.ended(), Refused)
    poll = me.listen(me.poll)
    await poll.until(lambda: poll.cursor)
    me.do("post", by="harasser", text="@figure bonsoir", visibility="direct")
    await poll.until(lambda: me.mentions(poll))
    [mention] = me.mentions(poll)[:1]
    assert mention.text == "@figure bonsoir"
    assert mention.others == ()


async def test_a_stream_that_falls_silent_is_given_up_so_that_it_is_opened_again(shield):
    me = await shield(idle=0.15)
    me.double.heartbeat = 5.0
    stream = me.listen(me.stream)
    error = await stream.ended()
    assert isinstance(error, TryLater)
    assert "silent" in str(error)


async def test_heartbeats_keep_a_quiet_stream_open(shield):
    me = await shield(idle=0.3)
    me.double.heartbeat = 0.05
    stream = await me.streaming()
    await asyncio.sleep(0.7)
    assert not stream.task.done()


@STREAMING
async def test_a_server_that_closes_the_stream_ends_the_reading_without_an_error(shield, flavour):
    me = await shield(flavour)
    stream = await me.streaming()
    me.do("drop_streams")
    assert await stream.ended() is None


async def test_a_revoked_token_is_told_at_once_though_the_open_stream_goes_on(shield):
    me = await shield("gotosocial")
    stream, poll = await me.streaming(), me.listen(me.poll)
    await poll.until(lambda: poll.cursor)
    me.do("revoke", of="figure")
    assert isinstance(await poll.ended(), Unauthorized)
    me.do("post", by="harasser", text="@figure encore")
    await stream.until(lambda: me.mentions(stream))
    await stream.stop()
    again = me.listen(me.stream, stream.cursor)
    assert isinstance(await again.ended(), Unauthorized)


@pytest.mark.parametrize(
    ("status", "error"), [(401, Unauthorized), (403, Unauthorized), (503, TryLater), (502, TryLater), (429, TryLater)]
)
async def test_a_refused_stream_says_whose_turn_it_is(shield, status, error):
    me = await shield()
    me.do("fault", path="/api/v1/streaming", kind="status", status=status, count=9)
    assert type(await me.listen(me.stream).ended()) is error


async def test_a_stream_that_delivers_nothing_is_made_good_by_the_poll(shield):
    me = await shield()
    stream, poll = await me.streaming(), me.listen(me.poll)
    await poll.until(lambda: poll.cursor)
    me.do("silence", on=True)
    me.do("post", by="harasser", text="@figure unheard")
    await poll.until(lambda: me.mentions(poll))
    assert me.texts(stream) == []


async def test_a_notification_that_cannot_be_read_is_passed_on_to_be_set_aside(shield):
    me = await shield()
    stream = await me.streaming()
    me.double._tell(me.person.id, "notification", '{"id": "7", "type": "mention", ')
    await stream.until(lambda: any(one.raw for one in stream.arrivals))
    assert stream.arrivals[-1].raw == b'{"id": "7", "type": "mention", '


@pytest.mark.parametrize("kind", ["html", "ratelimit", "status"])
async def test_a_server_in_trouble_is_asked_again_later(shield, kind):
    me = await shield()
    me.do("fault", path="/api/v2/notifications", kind=kind)
    poll = me.listen(me.poll)
    error = await poll.ended()
    assert isinstance(error, TryLater)
    assert (error.after == 3.0) == (kind == "ratelimit")
