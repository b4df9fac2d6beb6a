"""What I wrote in my own gates survives, whoever writes at the same time."""

import asyncio
import json

import pytest

from bot.errors import Refused, TryLater
from bot.model.action import DetachQuote, HideReply
from bot.platforms.bluesky.gates import ATTEMPTS
from bot.platforms.bluesky.perform import block_key
from tests.platforms.bluesky.doubles import Pds, platform, refused, running
from tests.platforms.bluesky.parts import CAMILLE, TROLL
from tests.platforms.bluesky.test_refusals import order

ROOT = f"at://{CAMILLE}/app.bsky.feed.post/3lroot"


class Repository:
    """One record, with swaps as a PDS does them, and a rival who writes between our reading and our writing."""

    def __init__(self, pds, value=None):
        self.value, self.number, self.rivals, self.puts = value, 0, [], 0
        pds.answers["com.atproto.repo.getRecord"] = self.get
        pds.answers["com.atproto.repo.putRecord"] = self.put
        pds.answers["com.atproto.repo.deleteRecord"] = self.delete

    @property
    def cid(self):
        return f"cid{self.number}" if self.value is not None else None

    def get(self, _request):
        if self.value is None:
            return refused(400, "RecordNotFound")
        return 200, {}, json.dumps({"uri": "at://x", "cid": self.cid, "value": self.value})

    async def put(self, request):
        body = await request.json()
        await asyncio.sleep(0.01)
        if self.rivals:
            self.value, self.number = self.rivals.pop(0), self.number + 1
        if body["swapRecord"] != self.cid:
            return refused(400, "InvalidSwap")
        self.value, self.number, self.puts = body["record"], self.number + 1, self.puts + 1
        return 200, {}, json.dumps({"uri": f"at://{CAMILLE}/{body['collection']}/{body['rkey']}", "cid": self.cid})

    async def delete(self, request):
        if (await request.json()).get("swapRecord", self.cid) != self.cid:
            return refused(400, "InvalidSwap")
        self.value = None
        return 200, {}, "{}"


@pytest.fixture
async def pds():
    async with running(Pds()) as server:
        yield server


@pytest.fixture
async def bluesky(pds):
    made = platform(pds)
    yield made
    await made.close()


def reply(name):
    return order(HideReply(), uri=f"at://{TROLL}/app.bsky.feed.post/{name}", root=ROOT)


async def test_what_i_hide_at_the_same_moment_is_not_lost(pds, bluesky):
    repository = Repository(pds)
    repository.rivals = [{"post": ROOT, "hiddenReplies": ["at://by-hand/1"], "allow": []}]
    await bluesky.perform(reply("a"))
    assert repository.value == {"post": ROOT, "allow": [], "hiddenReplies": ["at://by-hand/1", reply("a").uri]}


async def test_a_gate_that_never_holds_still_is_left_for_later(pds, bluesky):
    repository = Repository(pds, {"post": ROOT})
    repository.rivals = [{"post": ROOT, "n": n} for n in range(ATTEMPTS)]
    with pytest.raises(TryLater):
        await bluesky.perform(reply("a"))
    await bluesky.perform(reply("a"))
    assert repository.value["hiddenReplies"] == [reply("a").uri]


async def test_a_failed_write_of_many_is_not_taken_for_done(pds, bluesky):
    repository = Repository(pds, {"post": ROOT})
    repository.rivals = [{"post": ROOT, "n": n} for n in range(ATTEMPTS)]
    outcomes = await asyncio.gather(*(bluesky.perform(reply(n)) for n in "abc"), return_exceptions=True)
    done = {reply(n).uri for n, outcome in zip("abc", outcomes, strict=True) if isinstance(outcome, str)}
    assert set(repository.value["hiddenReplies"]) == done
    assert len(done) < 3


@pytest.mark.parametrize(
    ("action", "key", "most"), [(HideReply(), "hiddenReplies", 300), (DetachQuote(), "detachedEmbeddingUris", 50)]
)
async def test_a_full_gate_is_refused_and_left_as_it_is(pds, bluesky, action, key, most):
    full = {"post": ROOT, key: [f"at://x/{n}" for n in range(most)]}
    repository = Repository(pds, full)
    with pytest.raises(Refused, match="full"):
        await bluesky.perform(order(action, root=ROOT, quoted=(ROOT,)))
    assert repository.value == full


async def test_undoing_keeps_an_empty_list_that_was_mine(pds, bluesky):
    mine = {"post": ROOT, "hiddenReplies": []}
    repository = Repository(pds, mine)
    prior = await bluesky.prior(reply("a"))
    await bluesky.perform(reply("a"))
    await bluesky.revert(reply("a"), prior, "")
    assert repository.value == mine


async def test_undoing_keeps_what_i_added_to_a_gate_the_bot_made(pds, bluesky):
    repository = Repository(pds)
    prior = await bluesky.prior(reply("a"))
    await bluesky.perform(reply("a"))
    repository.value = repository.value | {"allow": []}
    await bluesky.revert(reply("a"), prior, "")
    assert repository.value is not None
    assert repository.value["allow"] == []
    assert "hiddenReplies" not in repository.value


async def test_a_post_that_quotes_none_of_mine_has_nothing_to_detach(bluesky):
    with pytest.raises(Refused, match="nothing to detach"):
        await bluesky.perform(order(DetachQuote(), quoted=(f"at://{TROLL}/app.bsky.feed.post/3l",)))


async def test_a_post_that_is_no_reply_has_nothing_to_hide_under(bluesky):
    with pytest.raises(Refused, match="not a reply"):
        await bluesky.perform(order(HideReply()))


def test_a_block_is_written_under_a_key_of_its_subject():
    key = block_key(TROLL)
    assert key == block_key(TROLL) != block_key(CAMILLE)
    assert len(key) == 13
    assert key[0] in "234567abcdefghij"
    assert set(key) <= set("234567abcdefghijklmnopqrstuvwxyz")
