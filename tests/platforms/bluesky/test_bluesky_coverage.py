"""On Bluesky: a stream that goes on where it was has seen it all; one that has forgotten something says so."""

import asyncio
from datetime import timedelta

import pytest

from bot.platforms.bluesky import jetstream as stream
from bot.platforms.bluesky import notifications as module
from bot.platforms.bluesky.frames import at
from bot.platforms.bluesky.place import Place, place
from tests.platforms.bluesky.doubles import Pds, platform, running
from tests.platforms.bluesky.parts import NADIA, NOON, Watch
from tests.platforms.bluesky.reader import connected, say
from tests.platforms.bluesky.test_notifications import LIST, Inbox


def signs(arrivals):
    return [one.sign for one in arrivals if one.sign is not None]


@pytest.fixture
def brisk(monkeypatch):
    monkeypatch.setattr(stream, "ADVANCE_SECONDS", 0.02)


async def chatter(jetstream, enough):
    """Others talk, until it is enough."""
    async with asyncio.timeout(5):
        while not enough():
            say(jetstream, "unrelated", to=NADIA)
            await asyncio.sleep(0.03)


@pytest.mark.usefixtures("brisk")
async def test_each_frame_of_the_network_says_how_far_i_am_seen(empty_jetstream, reading):
    reader = reading(empty_jetstream.url)
    await connected(empty_jetstream)
    await chatter(empty_jetstream, lambda: len(signs(reader.arrivals)) > 2)
    say(empty_jetstream, "for me")
    await reader.until(lambda: reader.texts)
    found = signs(reader.arrivals)
    assert [one.until for one in found] == sorted(one.until for one in found)
    assert {one.since for one in found} == {found[0].since}, "from its first frame on, and not before"
    assert found[0].since == found[0].until
    assert all(one.sign is None for one in reader.arrivals if one.raw)


@pytest.mark.usefixtures("brisk")
async def test_a_stream_that_goes_on_where_it_was_leaves_nothing_out(empty_jetstream, reading):
    reader = reading(empty_jetstream.url)
    await connected(empty_jetstream)
    await chatter(empty_jetstream, lambda: signs(reader.arrivals))
    empty_jetstream.drop()
    before = len(reader.arrivals)
    await chatter(empty_jetstream, lambda: signs(reader.arrivals[before:]))
    assert {one.since for one in signs(reader.arrivals[before:])} == {None}


@pytest.mark.usefixtures("brisk")
async def test_a_stream_that_has_forgotten_where_i_was_says_from_when_on_it_sees(empty_jetstream, reading):
    reader = reading(empty_jetstream.url)
    await connected(empty_jetstream)
    await chatter(empty_jetstream, lambda: signs(reader.arrivals))
    seen = place(reader.cursor)
    long_ago = at(seen.us) - timedelta(hours=40)
    reader.cursor = Place(us=seen.us - 40 * 3_600_000_000).written()
    empty_jetstream.drop()
    before = len(reader.arrivals)
    await chatter(empty_jetstream, lambda: signs(reader.arrivals[before:]))
    (since,) = {one.since for one in signs(reader.arrivals[before:])}
    assert since is not None
    assert since - long_ago > timedelta(hours=39)


async def test_a_look_at_the_notifications_reaches_back_to_the_one_before(monkeypatch):
    monkeypatch.setattr(module, "PAGES", 2)
    async with running(Pds()) as pds:
        inbox, watch = Inbox(), Watch()
        pds.answers[LIST] = inbox.answer
        made = platform(pds, clock=watch)
        (source,) = made.sources()
        got = []

        async def emit(arrival):
            got.append(arrival)

        seen = await source.look(None, emit)
        seen = await source.look(seen, emit)
        assert {one.since for one in signs(got)} == {None}
        watch.forward(hours=3)
        for number in range(250):
            inbox.add(f"m{number}", NOON + timedelta(hours=1, seconds=number))
        await source.look(seen, emit)
        assert signs(got)[-1].since is not None, "more than two pages: what was before them is not seen by it"
        await made.close()
