"""What is written to me reaches the shield: live, after a gap, filtered, edited, on every kind of server."""

import msgspec
import pytest

from bot.model.arrival import Deleted
from bot.model.mention import Kind, Via
from bot.platforms.mastodon.normalise import normalise

STREAMING = pytest.mark.parametrize("flavour", ["mastodon", "gotosocial"])


@STREAMING
async def test_a_mention_arrives_live_word_for_word(shield, flavour):
    me = await shield(flavour)
    stream = await me.streaming()
    status = me.do("post", by="harasser", text="@figure tu vas voir <3")
    await stream.until(lambda: me.mentions(stream))
    [mention] = me.mentions(stream)
    assert mention.text == "@figure tu vas voir <3"
    assert (mention.native, mention.via, mention.kind) == (status, Via.STREAM, Kind.MENTION)
    assert mention.author.handle == f"harasser@{me.options.home}"
    assert mention.to == me.account.key


@STREAMING
async def test_what_was_there_before_the_shield_is_not_brought(shield, flavour):
    me = await shield(flavour)
    me.do("post", by="harasser", text="@figure old")
    stream = await me.streaming()
    poll = me.listen(me.poll)
    await poll.until(lambda: poll.cursor)
    me.do("post", by="harasser", text="@figure new")
    await stream.until(lambda: me.mentions(stream))
    await poll.until(lambda: me.mentions(poll))
    assert me.texts(stream) == ["@figure new"]
    assert set(me.texts(poll)) == {"@figure new"}


@STREAMING
async def test_the_very_first_mention_i_ever_get_is_brought(shield, flavour):
    me = await shield(flavour)
    stream = await me.streaming()
    await stream.stop()
    me.do("post", by="harasser", text="@figure first ever")
    again = await me.streaming(stream.cursor)
    await again.until(lambda: me.mentions(again))
    assert me.texts(again) == ["@figure first ever"]


@pytest.mark.parametrize("flavour", ["mastodon", "gotosocial", "snac"])
async def test_what_came_while_we_were_down_is_found_page_by_page_in_order(shield, flavour):
    me = await shield(flavour)
    me.do("post", by="harasser", text="@figure before")
    poll = me.listen(me.poll)
    await poll.until(lambda: poll.cursor)
    await poll.stop()
    for number in range(95):
        me.do("post", by="harasser", text=f"@figure {number}")
    again = me.listen(me.poll, poll.cursor)
    await again.until(lambda: len(me.mentions(again)) >= 95)
    texts = list(dict.fromkeys(me.texts(again)))
    assert texts[:95] == [f"@figure {number}" for number in range(95)]
    assert "@figure before" not in texts or flavour == "snac"


async def test_a_mute_that_deleted_the_notification_of_our_cursor_loses_nothing(shield):
    me = await shield()
    me.do("post", by="friend", text="@figure start")
    stream = await me.streaming()
    me.do("post", by="harasser", text="@figure one")
    await stream.until(lambda: me.mentions(stream))
    await stream.stop()
    me.do("mute", by="figure", whom="harasser")
    me.do("post", by="friend", text="@figure courage")
    again = await me.streaming(stream.cursor)
    await again.until(lambda: me.mentions(again))
    assert me.texts(again) == ["@figure courage"]


async def test_a_mention_between_the_open_stream_and_the_catch_up_is_not_lost(shield):
    me = await shield()
    me.do("post", by="friend", text="@figure start")
    stream = await me.streaming()
    await stream.stop()
    await me.hung_up()
    me.do("post", by="harasser", text="@figure while down")
    me.do("fault", path="/api/v2/notifications", kind="latency", seconds=1.2)
    again = me.listen(me.stream, stream.cursor)
    await again.until(lambda: me.double.streams > 0)
    me.do("post", by="harasser", text="@figure live")
    await again.until(lambda: "@figure live" in me.texts(again))
    live = next(one for one in again.arrivals if one.via is Via.STREAM)
    assert live.cursor is None, "a live mention must not move the cursor past what is not yet caught up"
    await again.until(lambda: "@figure while down" in me.texts(again))


async def test_filtered_mentions_are_never_streamed_and_found_by_polling(shield):
    me = await shield()
    me.do("policy", of="figure", for_not_following="filter")
    stream, poll = await me.streaming(), me.listen(me.poll)
    await poll.until(lambda: poll.cursor)
    me.do("post", by="harasser", text="@figure from a stranger")
    await poll.until(lambda: me.mentions(poll))
    assert me.texts(poll)[0] == "@figure from a stranger"
    assert me.texts(stream) == []


async def test_the_mention_found_by_polling_is_the_one_the_stream_brought(shield):
    me = await shield()
    stream, poll = await me.streaming(), me.listen(me.poll)
    await poll.until(lambda: poll.cursor)
    me.do("post", by="harasser", text="@figure once", spoiler="attention")
    await stream.until(lambda: me.mentions(stream))
    await poll.until(lambda: me.mentions(poll))
    live, polled = me.mentions(stream)[0], me.mentions(poll)[0]
    assert live == msgspec.structs.replace(polled, via=Via.STREAM)
    assert live.text == "attention\n@figure once"


async def test_an_edit_raises_no_event_and_is_found_all_the_same(shield):
    me = await shield()
    poll = me.listen(me.poll)
    await poll.until(lambda: poll.cursor)
    status = me.do("post", by="harasser", text="@figure bonjour")
    await poll.until(lambda: me.mentions(poll))
    me.do("edit", id=status, text="@figure je sais où tu habites")
    await poll.until(lambda: len(me.mentions(poll)) > 1)
    first, second = me.mentions(poll)
    assert first.uri == second.uri
    assert (first.edited, second.edited) == (False, True)
    assert first.revision != second.revision


async def test_an_edit_made_while_we_were_down_is_found(shield):
    me = await shield()
    poll = me.listen(me.poll)
    await poll.until(lambda: poll.cursor)
    status = me.do("post", by="harasser", text="@figure bonjour")
    await poll.until(lambda: me.mentions(poll))
    await poll.stop()
    me.do("edit", id=status, text="@figure pire")
    again = me.listen(me.poll, poll.cursor)
    await again.until(lambda: "@figure pire" in me.texts(again))


async def test_a_deleted_post_that_we_saw_is_told_by_its_address(shield):
    me = await shield("gotosocial")
    stream = await me.streaming()
    status = me.do("post", by="harasser", text="@figure vite effacé")
    await stream.until(lambda: me.mentions(stream))
    uri = me.mentions(stream)[0].uri
    me.do("delete", id=status)
    await stream.until(lambda: len([one for one in stream.arrivals if one.raw]) > 1)
    assert [event for event in normalise(stream.arrivals[-1], me.protected) if isinstance(event, Deleted)] == [
        Deleted(platform="mastodon", uri=uri, at=stream.arrivals[-1].at)
    ]


async def test_a_deletion_of_what_we_never_saw_says_nothing(shield):
    me = await shield()
    stream = await me.streaming()
    me.double._tell(me.person.id, "delete", "117020000000009999")
    me.do("post", by="friend", text="@figure after")
    await stream.until(lambda: me.mentions(stream))
    assert len([one for one in stream.arrivals if one.raw]) == 1


@STREAMING
async def test_an_unknown_event_or_an_empty_one_does_not_end_the_stream(shield, flavour):
    me = await shield(flavour)
    stream = await me.streaming()
    for event, payload in (
        ("filters_changed", ""),
        ("notifications_merged", "1"),
        ("brand.new", "{"),
        ("update", "{}"),
    ):
        me.double._tell(me.person.id, event, payload)
    me.do("post", by="harasser", text="@figure still there")
    await stream.until(lambda: me.mentions(stream))
    assert me.texts(stream) == ["@figure still there"]
