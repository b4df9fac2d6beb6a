"""On the real network: closed for as long as a raid lasts, with replies hidden together, and then exactly as before."""

import asyncio

import pytest

from bot.model.action import CloseQuotes, CloseThread, HideReplies
from tests.network.bluesky_world import World, listed
from tests.network.test_bluesky_actions import thread
from tests.platforms.contract import eventually

pytestmark = pytest.mark.network
THREAD, POST = "app.bsky.feed.threadgate", "app.bsky.feed.postgate"


@pytest.fixture
async def idle(atnet, jetstream):
    """A world whose sources are not read."""
    made = World(atnet, jetstream)
    yield made
    await made.end()


async def test_my_thread_is_closed_to_strangers_and_then_open_as_before(idle):
    root, _ = await thread(idle)
    order = idle.order(CloseThread(), root.uri, root=root.uri)
    prior = await idle.platform.prior(order)
    assert not prior.in_force
    await idle.platform.perform(order)
    await idle.platform.perform(order)

    async def closed():
        posts = await asyncio.to_thread(idle.troll.get_posts, [root.uri])
        return posts.posts[0].viewer and posts.posts[0].viewer.reply_disabled

    await eventually(closed)
    assert (await idle.platform.prior(order)).in_force
    await idle.platform.revert(order, prior, "")
    await idle.platform.revert(order, prior, "")
    assert await listed(idle, THREAD) == []


async def test_my_post_cannot_be_quoted_and_then_can_as_before(idle):
    root, _ = await thread(idle)
    order = idle.order(CloseQuotes(), root.uri, root=root.uri)
    prior = await idle.platform.prior(order)
    await idle.platform.perform(order)

    async def closed():
        posts = await asyncio.to_thread(idle.troll.get_posts, [root.uri])
        return posts.posts[0].viewer and posts.posts[0].viewer.embedding_disabled

    await eventually(closed)
    await idle.platform.revert(order, prior, "")
    assert await listed(idle, POST) == []


async def test_closed_and_hidden_together_nothing_of_ours_is_left(idle):
    root, replies = await thread(idle, 5)
    closing = idle.order(CloseThread(), root.uri, root=root.uri)
    hiding = idle.order(HideReplies(replies=tuple(reply.uri for reply in replies)), root.uri, root=root.uri)
    met = []
    for order in (closing, hiding):
        met.append(await idle.platform.prior(order))
        await idle.platform.perform(order)
    (gate,) = await listed(idle, THREAD)
    assert set(gate["hiddenReplies"]) == {reply.uri for reply in replies}
    for order, prior in ((hiding, met[1]), (closing, met[0])):
        await idle.platform.revert(order, prior, "")
    assert await listed(idle, THREAD) == []
