"""What a mute or a block would hide is kept first, on the real network; pictures are the bytes that the post names."""

import asyncio
import io
from datetime import timedelta

import pytest
from PIL import Image

from bot.model.action import Block, Mute
from bot.platforms.bluesky.surroundings import ITEMS
from tests.network.bluesky_world import World, record, strong
from tests.platforms.bluesky.parts import now
from tests.platforms.contract import eventually

pytestmark = pytest.mark.network


@pytest.fixture
async def idle(atnet, jetstream):
    made = World(atnet, jetstream)
    yield made
    await made.end()


async def taken(world, action, uri, **more):
    return [one async for one in world.platform.capture(world.order(action, uri, **more))]


async def following(world, uri):
    return [one async for one in world.platform.follow_up(world.order(Mute(), uri))]


def kinds(items):
    return {one.what for one in items}


async def notified(world, text):
    async def listed():
        items = await taken(world, Mute(), "at://x")
        return [one for one in items if one.what == "notification" and text.encode() in one.raw]

    return await eventually(listed)


async def test_earlier_mentions_are_kept_before_a_mute(idle):
    for number in range(3):
        await idle.post(f"encore {number} fois")
    await notified(idle, "encore 2 fois")
    items = await taken(idle, Mute(), "at://x")
    raw = b"".join(one.raw for one in items)
    assert all(f"encore {number} fois".encode() in raw for number in range(3))


async def test_posts_made_so_large_that_no_page_holds_them_are_kept_before_a_mute_and_seen_by_the_watch(idle):
    """Ten million bytes of one answer are read; a page of a hundred of these is more."""
    for number in range(90):
        await idle.write(idle.troll, record(idle, f"grand {number:02} fois", pad="x" * 120_000))
    await asyncio.to_thread(idle.net.settle)
    items = await taken(idle, Mute(), "at://x")
    raw = b"".join(one.raw for one in items if one.what == "notification")
    assert all(f"grand {number:02} fois".encode() in raw for number in range(90))
    found = await idle.platform.written_by(idle.their_did, "", now() - timedelta(minutes=9))
    assert len(found.arrivals) == 90
    past = [one async for one in idle.platform.past("past", now() - timedelta(days=1), "")]
    assert len([one for one in past if one.raw]) == 90


async def test_their_quotes_of_my_post_are_kept(idle):
    mine = await asyncio.to_thread(idle.camille.send_post, "à citer")
    embed = {"$type": "app.bsky.embed.record", "record": strong(mine)}
    quote = await idle.write(idle.troll, record(idle, "voyez", facets=[], embed=embed))

    async def quoted():
        items = await taken(idle, Mute(), quote.uri, quoted=(mine.uri,))
        return [one for one in items if one.what == "post" and b"voyez" in one.raw]

    assert await eventually(quoted)


async def test_before_a_block_what_it_hides_from_my_own_eyes_is_kept_too(idle):
    made = await idle.post("avant le blocage")
    await notified(idle, "avant le blocage")
    assert {"notification", "post", "thread", "profile"} <= kinds(await taken(idle, Block(), made.uri))


def picture():
    image = Image.effect_noise((80, 60), 90)
    into = io.BytesIO()
    image.save(into, "PNG")
    return into.getvalue()


@pytest.mark.filterwarnings("ignore:Use 'content")  # the library's own way to upload
async def test_after_a_mute_its_thread_with_my_answer_and_the_very_bytes_of_a_picture_are_kept(idle):
    raw = picture()
    blob = (await asyncio.to_thread(idle.troll.upload_blob, raw)).blob
    image = {"alt": "", "image": blob.model_dump(by_alias=True, exclude_none=True)}
    embed = {"$type": "app.bsky.embed.images", "images": [image]}
    made = await idle.write(idle.troll, record(idle, "regardez", embed=embed))
    reply = {"root": strong(made), "parent": strong(made)}
    await asyncio.to_thread(idle.net.settle)
    await idle.write(idle.camille, record(idle, "laissez-moi", facets=[], reply=reply))

    async def answered():
        items = await following(idle, made.uri)
        return items if any(one.what == "thread" and b"laissez-moi" in one.raw for one in items) else []

    items = await eventually(answered)
    assert {"post", "thread", "profile"} <= kinds(items)
    assert len(items) <= ITEMS
    [kept] = [one for one in items if one.what == "medium" and one.raw == raw]
    assert len(kept.dhash) == 16
