"""Bluesky on the real network: what is found, what is done there, and that it is undone exactly."""

import asyncio
import json
import time
from datetime import UTC, datetime, timedelta

import pytest
from atproto import models

from bot.errors import Refused, TryLater, Unauthorized
from bot.model.action import Block, DetachQuote, Dismiss, HideReply, Mute, Report
from bot.model.mention import Kind, Via
from bot.model.reason import Reason
from bot.platforms.bluesky import identify
from tests.network.bluesky_world import World
from tests.network.servers import PASSWORD
from tests.platforms.bluesky.parts import Watch, mention_facet, now, token
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


def strong(made):
    return {"uri": made.uri, "cid": made.cid}


def record(world, text="@camille bonjour", **more):
    created = datetime.now(UTC).isoformat().replace("+00:00", "Z")
    return {"text": text, "createdAt": created, "facets": [mention_facet(world.did)]} | more


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
        return streamed if streamed.author.created_at else None

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


async def test_abuse_is_muted_within_a_second(world, record_property):
    taken = []
    for _ in range(10):
        made = await world.post("une insulte")
        began = time.monotonic()  # the post's own request has been answered
        while not world.mentions(made.uri):  # noqa: ASYNC110 - what is measured
            await asyncio.sleep(0.002)
        order = world.order(Mute(), made.uri, revision=made.cid)
        prior = await world.platform.prior(order)
        await world.platform.standing(order)
        async for _ in world.platform.capture(order):
            pass
        await world.platform.perform(order)
        taken.append(time.monotonic() - began)
        await world.platform.revert(order, prior, "")
    record_property("seconds", [round(one, 3) for one in sorted(taken)])
    print("post → mute, seconds:", [round(one, 3) for one in sorted(taken)])
    assert max(taken) <= 1.0, "the slowest of ten, so p95 too"


# ---------------------------------------------------------------- actions


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


async def listed(world, collection):
    found = await asyncio.to_thread(
        world.camille.com.atproto.repo.list_records, {"repo": world.did, "collection": collection}
    )
    return [
        one.value.to_dict() if hasattr(one.value, "to_dict") else one.value.model_dump(by_alias=True, exclude_none=True)
        for one in found.records
    ]


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


# ---------------------------------------------------------------- sessions


async def test_a_restart_needs_no_new_login(idle):
    account = await identify(idle.account.handle, idle.password, safe=idle.safe, clock=now, service=idle.net.pds)
    assert account.id == idle.did
    logins = [name for name in idle.safe.kept if name.endswith("/logins")]
    counted = {name: idle.safe.kept[name] for name in logins}
    await idle.platform.relations()
    again = idle.open()
    await again.relations()
    assert account == await identify(
        idle.account.handle, idle.password, safe=idle.safe, clock=now, service=idle.net.pds
    )
    await again.close()
    assert {name: value for name, value in idle.safe.kept.items() if name.endswith("/logins")} == counted


async def worn(world, seconds, **more):
    """The session that is kept now bears another access token."""
    from bot.platforms.bluesky.sdk import Session

    await world.platform.relations()
    await world.platform.close()
    login = world.platform._login
    tokens = await login.tokens()
    audience = await asyncio.to_thread(lambda: world.camille.com.atproto.server.describe_server().did)
    changed = Session(
        tokens.handle,
        tokens.did,
        token(world.did, seconds, audience=audience, **more),
        tokens.refresh_jwt,
        tokens.pds_endpoint,
    )
    login._keep(None, changed)
    return world.open()


async def test_a_session_that_is_about_to_end_is_renewed_and_kept(idle):
    platform = await worn(idle, 60)
    kept = dict(idle.safe.kept)
    await platform.relations()
    await platform.close()
    changed = {name for name in idle.safe.kept if idle.safe.kept[name] != kept.get(name)}
    assert {name.rpartition("/")[2] for name in changed} == {"session"}


async def test_a_session_that_the_server_does_not_know_is_followed_by_one_new_login(idle):
    platform = await worn(idle, 7200, secret=b"another")
    kept = dict(idle.safe.kept)
    await platform.relations()
    await platform.close()
    changed = {name.rpartition("/")[2] for name in idle.safe.kept if idle.safe.kept[name] != kept.get(name)}
    assert changed == {"session", "logins"}


async def test_a_revoked_app_password_is_told_to_its_holder(idle):
    platform = await worn(idle, -5)
    await asyncio.to_thread(idle.camille.com.atproto.server.revoke_app_password, {"name": "rempart"})
    with pytest.raises(Unauthorized, match="app password"):
        await platform.relations()
    await platform.close()


async def test_a_new_password_is_used_at_once(idle):
    await idle.platform.relations()
    wrong = idle.open("not the password")
    with pytest.raises(Unauthorized):
        await wrong.relations()
    await wrong.close()


async def test_what_the_password_may_do_is_shown(idle):
    plain = await idle.platform.probe(frozenset({"mute", "dismiss"}))
    assert (plain.scopes, plain.lacking, plain.superfluous) == (("com.atproto.appPass",), (), ())
    assert plain.server.startswith("PDS")
    assert len(plain.cannot) == 1
    assert "dismiss" in plain.cannot[0]
    everything = idle.open(PASSWORD, jetstream=("ws://127.0.0.1:9",))
    probe = await everything.probe(frozenset())
    assert "account management" in probe.superfluous
    assert "Jetstream" in probe.cannot[0]
    await everything.close()


async def test_write_points_run_out_before_the_servers_do(idle):
    watch = Watch(now())
    platform = idle.open(clock=watch)
    platform._performer._repository._points._limits = ((3600, 4),)
    await platform.perform(idle.order(Block(), "x"))
    other = await asyncio.to_thread(idle.net.account, "other")
    order = idle.order(Block(), "x", subject_id=other.me.did)
    with pytest.raises(TryLater) as held:
        await platform.perform(order)
    assert 3600 <= held.value.after <= 3900
    watch.forward(seconds=held.value.after + 1)
    await platform.perform(order)
    await platform.close()


async def test_repeating_a_block_writes_one_record(idle):
    order = idle.order(Block(), "x")
    first = await idle.platform.perform(order)
    assert first == await idle.platform.perform(order)
    assert len(await listed(idle, "app.bsky.graph.block")) == 1


async def test_posts_are_all_that_is_read_of_the_stream(world):
    await asyncio.to_thread(world.troll.follow, world.did)
    made = await world.post("un message")
    await both_ways(world, made.uri)
    streamed = [one.raw for one in world.got if one.via is Via.STREAM]
    assert not any(b"app.bsky.graph.follow" in raw for raw in streamed)
