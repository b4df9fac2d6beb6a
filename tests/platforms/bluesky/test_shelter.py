"""In a raid my thread is closed to strangers, and their replies are hidden; afterwards my gates are as I made them."""

import pytest

from bot.errors import Refused
from bot.model.action import CloseQuotes, CloseThread, FilterStrangers, HideReplies
from tests.platforms.bluesky.parts import TROLL
from tests.platforms.bluesky.test_gates import ROOT, Repository, bluesky, pds
from tests.platforms.bluesky.test_refusals import order

__all__ = ["bluesky", "pds"]
THREAD, POST = "app.bsky.feed.threadgate", "app.bsky.feed.postgate"
FOLLOWED = [{"$type": f"{THREAD}#followingRule"}, {"$type": f"{THREAD}#mentionRule"}]
NOBODY = [{"$type": f"{POST}#disableRule"}]
AT = {"$type": THREAD, "post": ROOT, "createdAt": "2026-01-01T00:00:00Z"}


def sheltering(action):
    return order(action, root=ROOT, uri=ROOT)


def replies(first, last):
    return tuple(f"at://{TROLL}/app.bsky.feed.post/{number}" for number in range(first, last))


@pytest.mark.parametrize(
    ("action", "key", "closed"), [(CloseThread(), "allow", FOLLOWED), (CloseQuotes(), "embeddingRules", NOBODY)]
)
@pytest.mark.parametrize("mine", [None, AT | {"hiddenReplies": ["at://by-hand/1"]}, AT | {"note": "mine"}])
async def test_an_open_post_is_closed_and_then_exactly_as_before(pds, bluesky, action, key, closed, mine):
    repository = Repository(pds, mine and dict(mine))
    prior = await bluesky.prior(sheltering(action))
    assert not prior.in_force
    await bluesky.perform(sheltering(action))
    await bluesky.perform(sheltering(action))
    assert repository.value[key] == closed
    assert (await bluesky.prior(sheltering(action))).in_force
    await bluesky.revert(sheltering(action), prior, "")
    await bluesky.revert(sheltering(action), prior, "")
    assert repository.value == mine


@pytest.mark.parametrize("mine", [[], [{"$type": f"{THREAD}#listRule", "list": "at://x/l/1"}]])
async def test_a_thread_that_i_closed_myself_stays_as_i_closed_it(pds, bluesky, mine):
    repository = Repository(pds, AT | {"allow": mine})
    prior = await bluesky.prior(sheltering(CloseThread()))
    assert prior.in_force
    await bluesky.perform(sheltering(CloseThread()))
    await bluesky.revert(sheltering(CloseThread()), prior, "")
    assert repository.value == AT | {"allow": mine}


async def test_what_i_change_while_it_lasts_stays(pds, bluesky):
    repository = Repository(pds)
    prior = await bluesky.prior(sheltering(CloseThread()))
    await bluesky.perform(sheltering(CloseThread()))
    repository.value["allow"] = []
    await bluesky.revert(sheltering(CloseThread()), prior, "")
    assert repository.value["allow"] == []


async def test_many_replies_are_hidden_with_one_write_and_only_those_come_back(pds, bluesky):
    by_hand = [f"at://{TROLL}/app.bsky.feed.post/3", "at://by-hand/1"]
    repository = Repository(pds, AT | {"hiddenReplies": by_hand})
    hiding = sheltering(HideReplies(replies=replies(0, 200)))
    prior = await bluesky.prior(hiding)
    await bluesky.perform(hiding)
    assert (repository.puts, len(repository.value["hiddenReplies"])) == (1, 201)
    repository.value["hiddenReplies"].append("at://by-hand/later")
    await bluesky.revert(hiding, prior, "")
    assert repository.value == AT | {"hiddenReplies": [*by_hand, "at://by-hand/later"]}


async def test_what_a_gate_cannot_take_is_left_out_from_the_end(pds, bluesky):
    repository = Repository(pds, AT | {"hiddenReplies": [f"at://x/{number}" for number in range(250)]})
    await bluesky.perform(sheltering(HideReplies(replies=replies(0, 100))))
    assert repository.value["hiddenReplies"][250:] == list(replies(0, 50))
    with pytest.raises(Refused, match="full"):
        await bluesky.perform(sheltering(HideReplies(replies=replies(100, 120))))


async def test_bluesky_has_no_policy_for_strangers(pds, bluesky):
    with pytest.raises(Refused):
        await bluesky.prior(sheltering(FilterStrangers()))
