"""What is done on the real network is done once, seen there, and undone exactly."""

import asyncio

import pytest
from atproto import models

from bot.errors import Refused
from bot.model.action import Block, DetachQuote, Dismiss, HideReply, Mute, Report
from bot.model.reason import Reason
from tests.network.bluesky_world import World, listed, record, strong
from tests.platforms.contract import eventually

pytestmark = pytest.mark.network


@pytest.fixture
async def idle(atnet, jetstream):
    """A world whose sources are not read."""
    made = World(atnet, jetstream)
    yield made
    await made.end()


async def scopes(world):
    viewer = await world.viewer()
    return bool(viewer.muted), bool(viewer.muted_only_reposts), bool(viewer.muted_only_quoteposts)


async def test_my_narrow_mute_is_widened_and_given_back_as_it_was(idle):
    data = models.AppBskyGraphMuteActor.Data(actor=idle.their_did, only_reposts=True)
    await asyncio.to_thread(idle.camille.app.bsky.graph.mute_actor, data)

    async def narrow():
        return (await scopes(idle)) == (False, True, False)

    async def wide():
        return (await scopes(idle)) == (True, False, False)

    await eventually(narrow)
    order = idle.order(Mute(), "x")
    prior = await idle.platform.prior(order)
    assert (prior.in_force, prior.detail) == (False, {"onlyReposts": "true"})
    await idle.platform.perform(order)
    await eventually(wide)
    await idle.platform.revert(order, prior, "")
    await eventually(narrow)


async def test_my_own_block_is_seen_and_left_alone(idle):
    block = models.AppBskyGraphBlock.Record(subject=idle.their_did, created_at=idle.camille.get_current_time_iso())
    made = await asyncio.to_thread(idle.camille.app.bsky.graph.block.create, idle.did, block)
    await eventually(idle.blocked)
    order = idle.order(Block(), "x")
    prior = await idle.platform.prior(order)
    assert prior.in_force
    assert prior.detail == {"record": made.uri}
    await idle.platform.perform(order)
    await idle.platform.revert(order, prior, "")
    await asyncio.to_thread(idle.net.settle)
    assert await idle.blocked()


async def thread(world, replies=1):
    root = await asyncio.to_thread(world.camille.send_post, "mon fil")
    answers = [
        await world.write(world.troll, record(world, f"n° {n}", reply={"root": strong(root), "parent": strong(root)}))
        for n in range(replies)
    ]
    return root, answers


async def test_a_hidden_reply_is_hidden_for_all_and_shown_again(idle):
    root, (reply,) = await thread(idle)
    order = idle.order(HideReply(), reply.uri, root=root.uri)
    prior = await idle.platform.prior(order)
    assert not prior.in_force
    await idle.platform.perform(order)
    await idle.platform.perform(order)
    (gate,) = await listed(idle, "app.bsky.feed.threadgate")
    assert gate["hiddenReplies"] == [reply.uri]
    assert "allow" not in gate, "who may reply is the person's to say"

    async def seen():
        posts = await asyncio.to_thread(idle.troll.get_posts, [root.uri])
        shown = posts.posts[0].threadgate
        return shown and shown.record and shown.record.hidden_replies == [reply.uri]

    await eventually(seen)
    assert (await idle.platform.prior(order)).in_force
    await idle.platform.revert(order, prior, "")
    assert await listed(idle, "app.bsky.feed.threadgate") == []
    await idle.platform.revert(order, prior, "")


async def test_many_replies_are_hidden_in_few_writes(idle):
    root, replies = await thread(idle, 12)
    orders = [idle.order(HideReply(), reply.uri, root=root.uri) for reply in replies]
    await asyncio.gather(*map(idle.platform.perform, orders))
    (gate,) = await listed(idle, "app.bsky.feed.threadgate")
    assert set(gate["hiddenReplies"]) == {reply.uri for reply in replies}
    points = sum(int(n) for n in str(idle.safe.kept[f"bluesky/{idle.did}/points"]).split(":")[1::2] if n.isdigit())
    assert points <= 8, "two or three writes, not twelve"


async def test_my_own_thread_gate_keeps_all_it_said(idle):
    root, replies = await thread(idle, 2)
    mine = {
        "$type": "app.bsky.feed.threadgate",
        "post": root.uri,
        "createdAt": "2026-11-20T00:00:00.000Z",
        "allow": [{"$type": "app.bsky.feed.threadgate#followingRule"}],
        "hiddenReplies": [replies[0].uri],
        "ofMyOwn": {"kept": True},
    }
    data = {"repo": idle.did, "collection": "app.bsky.feed.threadgate", "rkey": root.uri.rsplit("/", 1)[1]}
    await asyncio.to_thread(idle.camille.com.atproto.repo.put_record, data | {"record": mine, "validate": False})
    order = idle.order(HideReply(), replies[1].uri, root=root.uri)
    prior = await idle.platform.prior(order)
    await idle.platform.perform(order)
    (gate,) = await listed(idle, "app.bsky.feed.threadgate")
    assert gate == mine | {"hiddenReplies": [replies[0].uri, replies[1].uri]}
    await idle.platform.revert(order, prior, "")
    assert await listed(idle, "app.bsky.feed.threadgate") == [mine]


async def test_what_i_hid_by_hand_after_the_bot_stays_hidden(idle):
    root, replies = await thread(idle, 2)
    order = idle.order(HideReply(), replies[0].uri, root=root.uri)
    prior = await idle.platform.prior(order)
    await idle.platform.perform(order)
    (gate,) = await listed(idle, "app.bsky.feed.threadgate")
    data = {"repo": idle.did, "collection": "app.bsky.feed.threadgate", "rkey": root.uri.rsplit("/", 1)[1]}
    by_hand = gate | {"hiddenReplies": [*gate["hiddenReplies"], replies[1].uri]}
    await asyncio.to_thread(idle.camille.com.atproto.repo.put_record, data | {"record": by_hand})
    await idle.platform.revert(order, prior, "")
    (gate,) = await listed(idle, "app.bsky.feed.threadgate")
    assert gate["hiddenReplies"] == [replies[1].uri]


async def test_a_reply_in_somebody_elses_thread_cannot_be_hidden_and_that_is_said(idle):
    root = await asyncio.to_thread(idle.troll.send_post, "leur fil")
    with pytest.raises(Refused, match="not the person's own"):
        await idle.platform.perform(idle.order(HideReply(), "at://x", root=root.uri))


async def test_a_quote_is_detached_and_attached_again(idle):
    mine = await asyncio.to_thread(idle.camille.send_post, "à citer")
    embed = {"$type": "app.bsky.embed.record", "record": strong(mine)}
    quote = await idle.write(idle.troll, record(idle, facets=[], embed=embed))
    order = idle.order(DetachQuote(), quote.uri, quoted=(mine.uri,))

    async def shown_as():
        posts = await asyncio.to_thread(idle.troll.get_posts, [quote.uri])
        return posts.posts[0].embed.record.py_type.rpartition("#")[2] if posts.posts else ""

    async def detached():
        return (await shown_as()) == "viewDetached"

    async def attached():
        return (await shown_as()) == "viewRecord"

    await eventually(attached)
    prior = await idle.platform.prior(order)
    await idle.platform.perform(order)
    await idle.platform.perform(order)
    await eventually(detached)
    await idle.platform.revert(order, prior, "")
    await eventually(attached)
    assert await listed(idle, "app.bsky.feed.postgate") == []


@pytest.mark.parametrize("reason", list(Reason))
async def test_a_report_reaches_the_moderators_with_its_reason(idle, reason):
    from bot.platforms.bluesky.report import NAMES, OZONE

    made = await idle.post("à signaler")
    await asyncio.to_thread(idle.net.settle)
    order = idle.order(Report(comment="vu par un robot"), made.uri, revision=made.cid, reason=reason)
    assert (await idle.platform.perform(order)).isdigit()
    moderator = idle.net.moderator().with_proxy("atproto_labeler", idle.net.ozone_did)
    asked = models.ToolsOzoneModerationQueryEvents.Params(
        subject=made.uri, types=["tools.ozone.moderation.defs#modEventReport"]
    )
    (event,) = (await asyncio.to_thread(moderator.tools.ozone.moderation.query_events, asked)).events
    assert event.created_by == idle.did
    assert event.event.comment == "vu par un robot"
    assert event.event.report_type == f"{OZONE}{NAMES[reason][0]}"
    assert event.mod_tool.name.startswith("rempart/")


async def test_a_dismissal_is_refused_because_bluesky_knows_none(idle):
    with pytest.raises(Refused, match="Bluesky knows no dismissal"):
        await idle.platform.perform(idle.order(Dismiss(), "x"))


async def test_repeating_a_block_writes_one_record(idle):
    order = idle.order(Block(), "x")
    first = await idle.platform.perform(order)
    assert first == await idle.platform.perform(order)
    assert len(await listed(idle, "app.bsky.graph.block")) == 1
