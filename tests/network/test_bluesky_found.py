"""What is written to a person on the real network is found by two ways, and is the same by both."""

import asyncio
import json
from datetime import UTC, datetime, timedelta

import pytest

from bot.model.action import Mute
from bot.model.mention import Kind, Via
from tests.network.bluesky_world import World, record, strong
from tests.platforms.bluesky.parts import mention_facet, now
from tests.platforms.contract import eventually

pytestmark = pytest.mark.network


@pytest.fixture
async def world(atnet, jetstream):
    made = World(atnet, jetstream)
    await made.begin()
    yield made
    await made.end()


@pytest.fixture
async def idle(atnet, jetstream):
    """A world whose sources are not read."""
    made = World(atnet, jetstream)
    yield made
    await made.end()


async def both_ways(world, uri):
    """The mention as the stream and as the notifications brought it."""

    async def found():
        streamed, polled = world.mentions(uri, Via.STREAM), world.mentions(uri, Via.POLL)
        return (streamed[-1], polled[-1]) if streamed and polled else None

    return await eventually(found)


def same(streamed, polled):
    key = (
        "uri",
        "revision",
        "kind",
        "text",
        "root",
        "parent",
        "quoted",
        "claimed_at",
        "others",
        "links",
        "media",
        "lang",
    )
    return all(getattr(streamed, name) == getattr(polled, name) for name in key)


async def test_a_mention_is_the_same_by_stream_and_by_notification(world):
    made = await world.post("bonjour", langs=["fr"])
    streamed, polled = await both_ways(world, made.uri)
    assert same(streamed, polled)
    assert (streamed.revision, streamed.kind, streamed.lang) == (made.cid, Kind.MENTION, "fr")
    assert polled.author.handle == world.troll.me.handle
    assert streamed.author.handle in {"", polled.author.handle}, "empty where the view was slower than patience"
    assert abs(streamed.received_at - polled.received_at) < timedelta(seconds=5)


async def test_the_age_of_an_account_is_the_registrys(world):

    async def known():
        streamed, _ = await both_ways(world, (await world.post()).uri)
        return streamed if streamed.author.created_at and streamed.author.handle else None

    streamed = await eventually(known)  # the first may have had to go on without
    assert streamed.author.handle == world.troll.me.handle
    assert timedelta() < now() - streamed.author.created_at < timedelta(minutes=10)


async def test_a_reply_and_a_quote_are_the_same_by_both_ways(world):
    mine = await asyncio.to_thread(world.camille.send_post, "une question")
    reply = await world.write(world.troll, record(world, reply={"root": strong(mine), "parent": strong(mine)}))
    quote = await world.write(
        world.troll, record(world, facets=[], embed={"$type": "app.bsky.embed.record", "record": strong(mine)})
    )
    streamed, polled = await both_ways(world, reply.uri)
    assert same(streamed, polled)
    assert (streamed.kind, streamed.root) == (Kind.REPLY, mine.uri)
    streamed, polled = await both_ways(world, quote.uri)
    assert same(streamed, polled)
    assert (streamed.kind, streamed.quoted) == (Kind.QUOTE, (mine.uri,))


async def test_a_back_dated_mention_is_found_and_dated_by_the_servers(world):
    made = await world.write(world.troll, record(world, createdAt="1970-01-01T00:00:00.000Z"))
    streamed, polled = await both_ways(world, made.uri)
    assert same(streamed, polled)
    for one in (streamed, polled):
        assert one.claimed_at == datetime(1970, 1, 1, tzinfo=UTC)
        assert now() - one.received_at < timedelta(minutes=15)


async def test_an_edited_post_is_a_version_of_its_own(world):
    made = await world.write(world.troll, record(world, "avant"))
    await both_ways(world, made.uri)
    changed = await world.write(world.troll, record(world, "après"), rkey=made.uri.rsplit("/", 1)[1])
    assert changed.cid != made.cid

    async def later():
        return [one for one in world.mentions(made.uri, Via.STREAM) if one.revision == changed.cid]

    (found,) = await eventually(later)
    assert found.edited
    assert found.text == "après"


HOSTILE = {
    "bad date": {"createdAt": "2026-11-21 00:00:00"},
    "year 9999999": {"createdAt": "9999999-01-01T00:00:00Z"},
    "far future": {"createdAt": "2999-01-01T00:00:00Z"},
    "text missing": {"text": None},
    "unknown embed": {"embed": {"$type": "com.evil.embed", "x": 1}},
    "embed without type": {"embed": {"x": 1}},
    "facet out of range": {"out_of_range": True},
    "labels": {"labels": {"$type": "com.evil.labels", "values": 5}},
    "long language": {"langs": ["fr-" + "x" * 50]},
    "names of ours": {"model_config": 1, "__class__": "x", "text_": "t"},
    "sixty deep": {"evil": json.loads('{"a":' * 60 + "1" + "}" * 60)},
    "bidi": {"text": "@camille \u202eevil\u202c\u200b"},
    "NUL": {"text": "@camille a\u0000b"},
}


async def test_what_an_attacker_can_write_is_found_and_hides_nothing_else(world):
    """One such record makes the SDK refuse the whole page of notifications."""
    made = {}
    for name, oddity in HOSTILE.items():
        if name == "facet out of range":
            odd = record(world, facets=[mention_facet(world.did, 0, 99_999)])
        else:
            odd = {key: value for key, value in (record(world) | oddity).items() if value is not None}
        made[name] = await world.write(world.troll, odd)
    last = await world.post("le dernier")
    streamed, polled = await both_ways(world, last.uri)
    assert same(streamed, polled)
    for name, one in made.items():
        assert world.mentions(one.uri, Via.STREAM), name
        for shown in world.mentions(one.uri, Via.POLL):
            assert same(world.mentions(one.uri, Via.STREAM)[-1], shown), name
    assert world.mentions(made["NUL"].uri)[-1].text == "@camille a\ufffdb"


async def test_a_muted_harasser_goes_on_being_seen(world):
    await world.platform.perform(world.order(Mute(), (await world.post()).uri))
    await eventually(world.muted)
    made = await world.post("encore")

    async def seen():
        return world.mentions(made.uri, Via.STREAM)

    assert await eventually(seen)


async def test_what_was_posted_while_nobody_read_is_found_afterwards(world):
    first = await world.post("avant")
    await both_ways(world, first.uri)
    cursors = {one.source: one.cursor for one in world.got if one.cursor}
    await world.end()
    made = await world.post("pendant")
    world.platform = world.open()
    got = []

    async def emit(arrival):
        got.append(arrival)

    reading = [asyncio.ensure_future(source.read(cursors[source.name], emit)) for source in world.platform.sources()]
    world.got = got
    streamed, polled = await both_ways(world, made.uri)
    for one in reading:
        one.cancel()
    await asyncio.wait(reading)
    assert same(streamed, polled)


async def test_the_first_look_at_my_notifications_brings_nothing_old(idle):
    old = await idle.post("d'avant")
    await asyncio.to_thread(idle.net.settle)
    await idle.begin()
    new = await idle.post("d'après")

    async def seen():
        return idle.mentions(new.uri, Via.POLL)

    await eventually(seen)
    assert not idle.mentions(old.uri, Via.POLL)


async def test_posts_are_all_that_is_read_of_the_stream(world):
    await asyncio.to_thread(world.troll.follow, world.did)
    made = await world.post("un message")
    await both_ways(world, made.uri)
    streamed = [one.raw for one in world.got if one.via is Via.STREAM]
    assert not any(b"app.bsky.graph.follow" in raw for raw in streamed)
