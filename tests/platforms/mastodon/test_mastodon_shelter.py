"""In a raid strangers are set aside, nothing of theirs is lost, and my own settings come back as they were."""

import pytest

from bot.errors import Refused
from bot.model.action import CloseThread, FilterStrangers


def policy(me):
    return me.world.policies.get(me.person.id, {})


async def test_strangers_are_set_aside_and_still_seen_by_the_poll(shield):
    me = await shield()
    order = me.order(FilterStrangers(), "figure")
    await me.platform.perform(order)
    assert policy(me)["for_not_following"] == "filter"
    listening = me.listen(me.poll)
    await listening.until(lambda: listening.cursor is not None)
    me.do("post", by="harasser", text="@figure là aussi")
    assert me.world.inbox(me.person.id, filtered=False) == []
    await listening.until(lambda: "@figure là aussi" in me.texts(listening))


async def test_afterwards_all_my_settings_are_exactly_as_before(shield):
    me = await shield()
    me.do("policy", of="figure", for_private_mentions="filter", for_new_accounts="drop", for_not_following="accept")
    before = dict(policy(me))
    order = me.order(FilterStrangers(), "figure")
    prior = await me.platform.prior(order)
    assert not prior.in_force
    await me.platform.perform(order)
    await me.platform.perform(order)
    assert (await me.platform.prior(order)).in_force
    await me.platform.revert(order, prior, "")
    await me.platform.revert(order, prior, "")
    assert {key: policy(me)[key] for key in before} == before


@pytest.mark.parametrize("mine", ["filter", "drop"])
async def test_what_i_set_myself_is_neither_raised_nor_lowered(shield, mine):
    me = await shield()
    me.do("policy", of="figure", for_not_following=mine)
    order = me.order(FilterStrangers(), "figure")
    prior = await me.platform.prior(order)
    assert prior.in_force
    await me.platform.perform(order)
    await me.platform.revert(order, prior, "")
    assert policy(me)["for_not_following"] == mine


async def test_what_i_change_while_it_lasts_stays_as_i_changed_it(shield):
    me = await shield()
    me.do("policy", of="figure", for_not_following="accept")
    order = me.order(FilterStrangers(), "figure")
    prior = await me.platform.prior(order)
    await me.platform.perform(order)
    me.do("policy", of="figure", for_not_following="drop")
    await me.platform.revert(order, prior, "")
    assert policy(me)["for_not_following"] == "drop"


async def test_a_server_without_a_policy_says_so(shield):
    me = await shield("gotosocial")
    with pytest.raises(Refused, match="no notification policy"):
        await me.platform.perform(me.order(FilterStrangers(), "figure"))


async def test_mastodon_has_no_thread_to_close(shield):
    me = await shield()
    with pytest.raises(Refused, match="close_thread"):
        await me.platform.prior(me.order(CloseThread(), "figure"))
