"""On the real Ozone: what a labeler's team is brought, and what it does there, once, and back again."""

import asyncio

import httpx
import pytest

from bot.errors import Refused, Unauthorized
from bot.evidence.examine import examine
from bot.evidence.origin import PIECES, gather
from bot.model.action import Prior, Report
from bot.model.batch import batch_of
from bot.model.flag import Flag
from bot.model.measure import Escalate, Label, Limit, Remark, Resolve, Tag, Takedown
from bot.model.mention import Kind, Mention
from bot.model.reason import Reason
from bot.platforms.bluesky.ozone.refusals import NOBODY, TRIAGE, NoRole
from tests.network.ozone_world import Bleu, message, repo, strong, together

pytestmark = pytest.mark.network
LABEL = "tools.ozone.moderation.defs#modEventLabel"


@pytest.fixture
async def bleu(atnet):
    made = await together(Bleu, atnet)
    yield made
    await made.close()


@pytest.fixture
async def triage(atnet):
    made = await together(Bleu, atnet, role="Triage")
    yield made
    await made.close()


@pytest.fixture
async def nobody(atnet):
    made = await together(Bleu, atnet, role="")
    yield made
    await made.close()


def about(bleu, events, kind):
    """Of what was read, what is about this test's own harasser."""
    did = bleu.troll.me.did
    return [one for one in events if isinstance(one, kind) and (one.subject if kind is Flag else one.author).id == did]


async def test_what_a_member_reports_reaches_the_desk_with_what_was_written(bleu):
    post = await together(bleu.post, to=bleu.lea)
    number = await together(bleu.report, strong(post))
    events = bleu.read(await bleu.queue())
    [flag] = about(bleu, events, Flag)
    assert (flag.id, flag.person, flag.posts, flag.reason) == (number, "bleu", (post.uri,), Reason.HARASSMENT_TARGETED)
    assert (flag.reporter, flag.open, flag.inside) == (f"bluesky:{bleu.lea.me.did}", True, False)
    assert flag.subject.handle == bleu.troll.me.handle
    [mention] = about(bleu, events, Mention)
    assert (mention.person, mention.to, mention.desk) == ("bleu", f"bluesky:{bleu.lea.me.did}", "desk:bleu")
    assert (mention.kind, mention.revision, mention.text) == (Kind.MENTION, post.cid, f"tais-toi @{bleu.lea.me.handle}")


async def test_a_reported_post_that_addresses_no_member_is_a_post_and_an_account_a_flag_alone(bleu):
    post = await together(bleu.post)
    await together(bleu.report, strong(post))
    await together(bleu.report, repo(bleu.troll))
    events = bleu.read(await bleu.queue())
    assert {one.posts for one in about(bleu, events, Flag)} == {(post.uri,), ()}
    [mention] = about(bleu, events, Mention)
    assert (mention.kind, mention.to) == (Kind.POST, "desk:bleu")


async def test_a_report_on_a_private_message_leaves_nothing(bleu):
    await together(bleu.report, message(bleu.troll), words="ce qu’il m’a écrit en privé")
    arrivals = await bleu.queue()
    assert not about(bleu, bleu.read(arrivals), Flag)
    brought = b"".join(one.raw + one.beside for one in arrivals)
    assert bleu.troll.me.did.encode() not in brought
    assert "en privé".encode() not in brought
    assert b"3kconvo" not in brought


async def test_the_queue_goes_on_from_where_it_was_even_where_nothing_is_new(bleu):
    [source, *_] = bleu.desk.sources()
    got = []

    async def emit(arrival):
        got.append(arrival)

    await together(bleu.report, repo(bleu.troll))
    place = await source.look(None, emit, bleu.since)
    assert await source.look(place, emit, bleu.since) == place
    seen = len(got)
    number = await together(bleu.report, repo(bleu.troll), by=bleu.moderator)
    assert await source.look(place, emit, bleu.since) != place
    assert [one.id for one in bleu.read(got[seen:])] == [number]


async def test_what_the_team_settles_in_its_own_app_is_settled_here_too_and_an_appeal_stays(bleu):
    post = await together(bleu.post)
    number = await together(bleu.report, strong(post))
    appeal = "com.atproto.moderation.defs#reasonAppeal"
    asked = await together(bleu.report, strong(post), reason=appeal, by=bleu.troll)
    await bleu.desk.perform(bleu.order(Resolve(), post))
    flags = about(bleu, bleu.read(await bleu.queue()), Flag)
    assert [(one.id, one.open, one.appeal) for one in flags] == [
        (number, True, False),
        (asked, True, True),
        (number, False, False),
    ]


async def test_a_label_is_seen_by_those_who_take_it_and_gone_once_its_batch_is_undone(bleu):
    post = await together(bleu.post)
    order = bleu.order(Label(values=("harassment",)), post)
    prior = await bleu.desk.prior(order)
    assert not prior.in_force
    assert [one async for one in bleu.desk.capture(order)] == []
    assert await bleu.desk.perform(order)
    await together(bleu.net.eventually, lambda: bleu.shown(post.uri) == {"harassment"})
    listed, shown = [one async for one in bleu.desk.follow_up(order)]
    assert b'"exp"' in listed.raw
    assert b'"harassment"' in shown.raw
    [event] = await together(bleu.events, subject=post.uri, batchId=batch_of(order), types=LABEL)
    assert event["modTool"]["meta"] == {"rule": "insultes", "batchId": batch_of(order)}
    assert event["event"]["durationInHours"] == 30 * 24
    assert (await bleu.desk.prior(order)).in_force
    await bleu.desk.revert(order, prior, "")
    await together(bleu.net.eventually, lambda: not bleu.shown(post.uri))
    assert not (await bleu.desk.prior(order)).in_force
    assert [one.what async for one in bleu.desk.follow_up(order)] == ["label"]


async def test_a_label_that_stood_before_ours_stays(bleu):
    post = await together(bleu.post)
    await bleu.desk.perform(bleu.order(Label(values=("harassment",)), post, id="theirs"))
    order = bleu.order(Label(values=("harassment", "threat")), post)
    prior = await bleu.desk.prior(order)
    await bleu.desk.perform(order)
    await bleu.desk.revert(order, prior, "")
    await together(bleu.net.eventually, lambda: bleu.shown(post.uri) == {"harassment"})


async def test_what_a_crash_interrupted_is_sent_again_and_is_one_event(bleu):
    post = await together(bleu.post)
    order = bleu.order(Label(values=("harassment",)), post)
    await bleu.desk.perform(order)
    again = bleu.open()  # the process died before it could write that it was done
    assert await again.perform(order) == ""
    assert len(await together(bleu.events, subject=post.uri, types=LABEL)) == 1
    await again.revert(order, Prior(), "")
    await again.revert(order, Prior(), "")
    assert len(await together(bleu.events, subject=post.uri, types=LABEL)) == 2


async def test_tags_notes_and_escalations_are_made_and_only_tags_come_back(bleu):
    post = await together(bleu.post)
    await together(bleu.report, strong(post))
    tag = bleu.order(Tag(add=("rempart:high",)), post, id="tag")
    prior = await bleu.desk.prior(tag)
    await bleu.desk.perform(tag)
    assert (await bleu.desk.prior(tag)).in_force
    await bleu.desk.revert(tag, prior, "")
    assert not (await bleu.desk.prior(tag)).in_force
    for action in (Remark(text="règle : insultes"), Escalate(), Resolve()):
        order = bleu.order(action, post)
        await bleu.desk.perform(order)
        with pytest.raises(Refused):
            await bleu.desk.revert(order, Prior(), "")
        assert isinstance(action, Remark) or (await bleu.desk.prior(order)).in_force
    with pytest.raises(Refused):
        await bleu.desk.perform(bleu.order(Limit(), post))
    [state] = [one async for one in bleu.desk.follow_up(bleu.order(Resolve(), post))]
    assert b"reviewClosed" in state.raw


async def test_what_is_reported_of_an_account_is_settled_with_all_it_published(bleu):
    post = await together(bleu.post)
    await together(bleu.report, strong(post))
    order = bleu.order(Resolve())
    assert not (await bleu.desk.prior(order)).in_force
    await bleu.desk.perform(order)
    assert (await bleu.desk.prior(order)).in_force
    assert not about(bleu, bleu.read(await bleu.queue()), Flag)[-1].open


async def test_an_account_is_taken_down_only_with_its_posts_in_custody_and_comes_back(bleu):
    post = await together(bleu.post, "je sais où tu habites")
    order = bleu.order(Takedown())
    taken = [one async for one in bleu.desk.capture(order)]
    assert {"profile", "post"} <= {one.what for one in taken}
    prior = await bleu.desk.prior(order)
    await bleu.desk.perform(order)
    assert (await bleu.desk.prior(order)).in_force
    await together(bleu.net.settle)
    url = f"{bleu.net.pds}/xrpc/com.atproto.sync.getRecord"
    where = {"did": bleu.troll.me.did, "collection": "app.bsky.feed.post", "rkey": post.uri.rpartition("/")[2]}
    gone = await together(httpx.get, url, params=where)
    assert gone.json()["error"] == "RepoTakendown"
    [proof] = [examine(group) for group in gather([one for one in taken if one.what in PIECES])]
    assert proof.verified, proof.flaws
    assert (proof.uri, proof.cid) == (post.uri, post.cid)
    assert "je sais où tu habites".encode() in proof.content
    await bleu.desk.perform(order)  # a second time, after a crash
    await bleu.desk.revert(order, prior, "")
    assert not (await bleu.desk.prior(order)).in_force
    assert (await together(httpx.get, url, params=where)).status_code == 200


async def test_who_only_sorts_reports_is_told_so_and_no_new_session_is_opened_for_it(triage):
    post = await together(triage.post)
    await triage.desk.probe(frozenset())
    counted = triage.logins()
    for action in (Label(values=("harassment",)), Takedown()):
        with pytest.raises(NoRole, match="triage") as refused:
            await triage.desk.perform(triage.order(action, post))
        assert str(refused.value) == TRIAGE
        assert not isinstance(refused.value, Unauthorized)
    assert triage.logins() == counted
    found = await triage.desk.probe(frozenset({"label", "resolve"}))
    assert "label" in found.cannot[0]
    assert triage.desk.can() == {"resolve", "tag", "escalate", "remark"}


async def test_who_is_not_in_the_team_is_not_told_of_a_bad_password(nobody):
    found = await nobody.desk.probe(frozenset({"label"}))
    assert found.cannot == (NOBODY,)
    assert nobody.desk.can() == frozenset()
    counted = nobody.logins()
    with pytest.raises(NoRole) as refused:
        await nobody.queue()
    assert not isinstance(refused.value, Unauthorized)
    assert nobody.logins() == counted == 1


async def test_labels_that_nobody_declared_are_named_before_they_are_given(atnet):
    bleu = await together(Bleu, atnet, labels={Reason.HATE: "hate"})
    found = await bleu.desk.probe(frozenset({"label"}))
    await bleu.close()
    [said] = found.cannot
    assert "declared" in said
    assert "hate" in said


async def test_a_desk_that_only_reports_reports_and_does_nothing_else(atnet):
    bleu = await together(Bleu, atnet, role="", hand="reports")
    other = await together(atnet.moderator)
    try:
        post = await together(bleu.post)
        assert bleu.desk.sources() == ()
        number = await bleu.desk.perform(bleu.order(Escalate(), post))
        bleu.moderator = other
        [event] = await together(bleu.events, subject=post.uri, types="tools.ozone.moderation.defs#modEventReport")
        assert (str(event["id"]), event["createdBy"]) == (number, bleu.account.id)
        assert await bleu.desk.perform(bleu.order(Report()))
        for action in (Label(values=("harassment",)), Takedown(), Resolve()):
            with pytest.raises(Refused, match="only reports"):
                await bleu.desk.perform(bleu.order(action, post))
        await bleu.desk.probe(frozenset())
        assert bleu.desk.can() == {"escalate"}
    finally:
        await bleu.close()


async def test_what_is_written_to_a_member_reaches_the_community_beside_her_own_shield(atnet, jetstream):
    bleu = await together(Bleu, atnet, hosts=(jetstream.url,))
    stream = bleu.desk.sources()[-1]
    got = []

    async def emit(arrival):
        got.append(arrival)

    reading = asyncio.ensure_future(stream.read(None, emit))
    try:
        await together(atnet.eventually, lambda: jetstream.connected)
        post = await together(bleu.post, to=bleu.lea)
        await together(atnet.eventually, lambda: any(one.platform == "bluesky" and one.raw for one in got))
    finally:
        reading.cancel()
        await asyncio.wait([reading])
        await bleu.close()
    [mention] = bleu.read(got)
    assert (mention.uri, mention.person, mention.desk) == (post.uri, "bleu", "desk:bleu")
    hers = [one for one in got if one.platform == "bluesky" and one.raw]
    assert [one.account for one in hers] == [""]
    assert all(one.cursor for one in hers)
