"""What is done for me on the server is what was meant, evidence first, and can be undone to what was before."""

from datetime import timedelta

import msgspec
import pytest

from bot.errors import Gone, Refused, TryLater, Unanswered, Unauthorized
from bot.model.action import Block, DetachQuote, Dismiss, HideReply, Mute, Prior, Report
from bot.model.reason import Reason
from bot.platforms.port import Standing

DAYS_30 = timedelta(days=30)


@pytest.mark.parametrize("flavour", ["mastodon", "gotosocial"])
async def test_a_mute_hides_notifications_on_every_server_and_ends_by_itself(shield, flavour):
    me = await shield(flavour)
    await me.platform.perform(me.order(Mute(duration=DAYS_30)))
    harasser = me.world.called("harasser")
    mute = me.world.muted(me.person.id, harasser.id)
    assert mute.notifications is True
    me.do("advance", seconds=DAYS_30.total_seconds() + 1)
    assert me.world.muted(me.person.id, harasser.id) is None


async def test_after_a_mute_nothing_of_theirs_notifies_me_nor_do_witnesses(shield):
    me = await shield()
    me.do("post", by="harasser", text="@figure before")
    await me.platform.perform(me.order(Mute()))
    me.do("post", by="harasser", text="@figure after")
    me.do("post", by="friend", text="@figure regarde ce que dit @harasser")
    assert me.world.inbox(me.person.id, filtered=True) == []
    watched = me.world.written_by(me.world.called("harasser").id, me.person.id)
    assert [one.text for one in watched] == ["@figure after", "@figure before"]


async def test_a_mute_for_ever_says_so_over_an_earlier_one(shield):
    me = await shield()
    await me.platform.perform(me.order(Mute(duration=timedelta(hours=1))))
    await me.platform.perform(me.order(Mute(duration=None)))
    assert me.world.muted(me.person.id, me.world.called("harasser").id).expires_at is None


async def test_the_state_before_a_mute_is_read_and_restored(shield):
    me = await shield()
    order = me.order(Mute(duration=DAYS_30))
    assert await me.platform.prior(order) == Prior()
    me.do("mute", by="figure", whom="harasser", notifications=False, seconds=3600)
    prior = await me.platform.prior(order)
    assert prior.in_force
    assert prior.detail["notifications"] == "false"
    await me.platform.perform(order)
    await me.platform.revert(order, prior, "")
    mute = me.world.muted(me.person.id, me.world.called("harasser").id)
    assert mute.notifications is False
    assert 3500 < (mute.expires_at - me.world.now()).total_seconds() <= 3600


async def test_undoing_a_mute_that_met_none_lifts_it_and_twice_does_no_harm(shield):
    me = await shield()
    order = me.order(Mute())
    prior = await me.platform.prior(order)
    await me.platform.perform(order)
    await me.platform.revert(order, prior, "")
    await me.platform.revert(order, prior, "")
    assert me.world.mutes == {}


async def test_the_expiry_of_a_mute_is_found_in_the_list_where_the_relationship_does_not_tell(shield):
    me = await shield("gotosocial")
    me.do("mute", by="figure", whom="harasser", seconds=3600)
    prior = await me.platform.prior(me.order(Mute()))
    assert prior.detail["expires_at"].startswith(me.world.now().strftime("%Y-"))


async def test_on_a_server_without_mutes_the_author_is_blocked_instead_and_unblocked_again(shield):
    me = await shield("snac")
    order = me.order(Mute())
    prior = await me.platform.prior(order)
    await me.platform.perform(order)
    assert (await me.platform.prior(order)).in_force
    assert len(me.world.blocks) == 1
    await me.platform.revert(order, prior, "")
    assert me.world.blocks == set()


async def test_where_nothing_may_take_its_place_a_mute_is_refused_with_what_to_do(shield):
    me = await shield("snac", without_mute="refuse")
    with pytest.raises(Refused, match="without_mute"):
        await me.platform.prior(me.order(Mute()))


async def test_a_block_is_done_and_undone_but_what_it_cut_is_written_down(shield):
    me = await shield()
    me.do("follow", by="harasser", whom="figure")
    order = me.order(Block())
    prior = await me.platform.prior(order)
    assert prior == Prior(in_force=False, detail={"followed_by": "true"})
    await me.platform.perform(order)
    assert await me.platform.standing(order) == Standing(following=False, followed_by=False, muted=False, blocked=True)
    await me.platform.revert(order, prior, "")
    assert me.world.blocks == set()


async def test_a_block_i_made_myself_is_never_lifted(shield):
    me = await shield()
    me.do("block", by="figure", whom="harasser")
    order = me.order(Block())
    prior = await me.platform.prior(order)
    await me.platform.revert(order, prior, "")
    assert len(me.world.blocks) == 1


async def test_one_notification_goes_away_and_asking_again_is_no_error(shield):
    me = await shield()
    me.do("post", by="harasser", text="@figure x")
    [notice] = me.world.inbox(me.person.id)
    order = me.order(Dismiss(), notification=notice.id)
    await me.platform.perform(order)
    await me.platform.perform(order)
    assert me.world.inbox(me.person.id) == []
    with pytest.raises(Refused, match="cannot be undone"):
        await me.platform.revert(order, Prior(), "")


async def test_a_report_carries_the_post_and_is_not_longer_than_the_server_takes(shield):
    me = await shield(rule_ids=("2",))
    status = me.do("post", by="harasser", text="@figure x")
    action = Report(comment="é" * 1500, forward=True)
    receipt = await me.platform.perform(me.order(action, status=status))
    [report] = me.world.reports
    assert report["id"] == receipt
    assert (report["status_ids"], report["category"], report["forwarded"]) == ([status], "violation", True)
    assert report["rule_ids"] == ["2"]
    assert len(report["comment"]) == 1000


async def test_spam_is_reported_as_spam_and_without_rules_the_rest_as_other(shield):
    me = await shield()
    await me.platform.perform(me.order(Report(), reason=Reason.SPAM))
    await me.platform.perform(me.order(Report()))
    assert [report["category"] for report in me.world.reports] == ["spam", "other"]


async def test_a_report_without_an_answer_is_told_apart_from_one_never_sent(shield):
    me = await shield()
    me.do("fault", path="/api/v1/reports", kind="drop_after")
    with pytest.raises(Unanswered):
        await me.platform.perform(me.order(Report()))
    assert len(me.world.reports) == 1
    await me.double.stop()
    with pytest.raises(TryLater) as failed:
        await me.platform.perform(me.order(Report()))
    assert not isinstance(failed.value, Unanswered)


async def test_a_quote_of_mine_is_taken_back_for_good(shield):
    me = await shield()
    mine = me.do("post", by="figure", text="my own words")
    quoting = me.do("post", by="harasser", text="look at her", quotes=mine)
    order = me.order(DetachQuote(), status=quoting)
    assert await me.platform.perform(order) == quoting
    assert await me.platform.perform(order) == quoting
    assert me.world.statuses[quoting].quote_state == "revoked"
    assert me.world.calls["POST /api/v1/statuses/:id/quotes/:id/revoke"] == 1
    with pytest.raises(Refused, match="cannot be undone"):
        await me.platform.revert(order, Prior(), "")


async def test_a_hidden_reply_is_refused_with_what_to_do(shield):
    me = await shield()
    with pytest.raises(Refused, match="mute the author"):
        await me.platform.perform(me.order(HideReply()))


async def test_my_follows_mutes_and_blocks_are_read_to_the_last_page(shield):
    me = await shield()
    friends = [me.do("join", username=f"friend{number}") for number in range(170)]
    for number in range(170):
        me.do("follow", by="figure", whom=f"friend{number}")
    me.do("mute", by="figure", whom="friend")
    me.do("block", by="figure", whom="harasser")
    relations = await me.platform.relations()
    home = me.options.home
    assert relations.follows == {f"mastodon:{home}/{one}" for one in friends}
    assert relations.handles[f"mastodon:{home}/{friends[3]}"] == f"friend3@{home}"
    assert relations.mutes == {f"mastodon:{home}/{me.world.called('friend').id}"}
    assert relations.blocks == {f"mastodon:{home}/{me.world.called('harasser').id}"}


async def test_relations_on_a_server_without_mutes_are_the_others(shield):
    me = await shield("snac")
    me.do("follow", by="figure", whom="friend")
    relations = await me.platform.relations()
    assert (len(relations.follows), relations.mutes, relations.blocks) == (1, frozenset(), frozenset())


async def test_relations_that_the_token_may_not_read_are_not_taken_for_none(shield):
    me = await shield()
    me.do("fault", path="/api/v1/mutes", kind="status", status=403)
    with pytest.raises(Refused):
        await me.platform.relations()


async def test_a_revoked_token_and_a_vanished_author_are_told_apart(shield):
    me = await shield()
    vanished = msgspec.structs.replace(me.order(Mute()), subject_id="117020000099999999")
    with pytest.raises(Gone):
        await me.platform.perform(vanished)
    me.do("revoke", of="figure")
    with pytest.raises(Unauthorized, match="no longer accepts the token"):
        await me.platform.perform(me.order(Mute()))


@pytest.mark.parametrize("hostile", ["../../oauth/revoke", "1/unmute?x=", "", "１２"])
async def test_an_id_that_is_none_never_becomes_part_of_a_path(shield, hostile):
    me = await shield()
    with pytest.raises(Refused):
        await me.platform.perform(msgspec.structs.replace(me.order(Mute()), subject_id=hostile))
    assert me.world.calls == {}
