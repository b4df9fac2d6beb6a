"""On the real network: what was posted is proven by its server, from the first second, and stays proven when it is gone."""

import asyncio
import base64
import json
import signal
import urllib.request

import msgspec
import pytest

from bot.evidence.cbor import decode
from bot.evidence.examine import examine
from bot.evidence.origin import ORIGIN, REPOSITORY, Outcome, gather, parsed
from bot.evidence.proof import Claim, Limit, Standing
from bot.platforms.port import Captured
from bot.store import read
from tests.evidence.repositories import flipped
from tests.network.bluesky_world import World
from tests.network.shielded import Shielded, Sink
from tests.network.test_shield import post

pytestmark = pytest.mark.network


@pytest.fixture
async def world(atnet, jetstream):
    made = World(atnet, jetstream)
    yield made
    await made.end()


async def proof_of(world, made):
    return [item async for item in world.platform.origin(made.uri, made.cid)]


async def test_what_was_posted_is_proven_and_one_byte_flipped_is_found(world):
    made = await world.post("je sais où tu habites")
    items = await proof_of(world, made)
    proof = examine(items)
    assert proof.verified, proof.flaws
    assert (proof.standing, proof.cid) == (Standing.PRESENT, made.cid)
    assert "je sais où tu habites" in decode(proof.content)["text"]
    assert Claim.KEY_BY_LOG in proof.claims
    archive = next(item for item in items if item.what == REPOSITORY)
    for place in range(len(archive.raw)):
        altered = msgspec.structs.replace(archive, raw=flipped(archive.raw, place, place % 8))
        assert not examine([altered if item is archive else item for item in items]).verified, place


async def test_among_many_posts_each_is_proven_and_one_that_never_was_is_proven_away(world):
    made = [await world.post(f"message {n}") for n in range(25)]
    for one in made[::6]:
        assert examine(await proof_of(world, one)).verified
    never = made[0].uri[:-3] + "zzz"
    proof = examine([item async for item in world.platform.origin(never, "")])
    assert proof.verified
    assert proof.standing is Standing.ABSENT


async def test_the_platform_shows_it_to_anybody_once_it_has_it(world):
    made = await world.post("bonjour")
    await asyncio.to_thread(world.net.settle)
    assert Claim.SHOWN in examine(await proof_of(world, made)).claims
    hidden = await world.write(world.troll, {"text": "x" * 4000, "createdAt": "2026-01-01T00:00:00Z"})
    await asyncio.to_thread(world.net.settle)
    proof = examine(await proof_of(world, hidden))
    assert proof.verified
    assert Limit.SHOWN_TO_NOBODY in proof.limits  # what fails its lexicon is on the stream and nowhere else


async def test_an_edit_and_a_deletion_are_shown_for_what_they_are(world):
    made = await world.write(world.troll, {"text": "avant", "createdAt": "2026-01-01T00:00:00Z"})
    before = await proof_of(world, made)
    await world.write(world.troll, {"text": "après", "createdAt": "2026-01-01T00:00:00Z"}, made.uri.rsplit("/", 1)[1])
    edited = examine(await proof_of(world, made))
    assert edited.verified
    assert Limit.OTHER_VERSION in edited.limits
    await asyncio.to_thread(world.troll.delete_post, made.uri)
    gone = examine(await proof_of(world, made))
    assert gone.verified
    assert (gone.standing, Limit.NOT_BEFORE in gone.limits) == (Standing.ABSENT, True)
    assert decode(examine(before).content)["text"] == "avant"


async def test_a_new_name_makes_the_log_longer_and_the_proof_no_weaker(world):
    made = await world.post("bonjour")
    handle = {"handle": f"autre-{world.troll.me.handle}"}
    await asyncio.to_thread(world.troll.com.atproto.identity.update_handle, handle)
    items = await proof_of(world, made)
    assert len(json.loads(next(item.raw for item in items if item.what == "plc log"))) == 2
    assert examine(items).verified


async def test_an_account_that_is_gone_leaves_the_evidence_whole(world):
    made = await world.post("bonjour")
    before = await proof_of(world, made)
    await asyncio.to_thread(world.troll.com.atproto.server.deactivate_account, {})
    after = await proof_of(world, made)
    asked = {one.what: one for one in parsed(next(item.raw for item in after if item.what == ORIGIN)).asked}
    assert asked[REPOSITORY].outcome is Outcome.GONE
    assert Limit.GONE in examine(after).limits
    assert b"RepoDeactivated" in b"".join(item.raw for item in after)
    assert examine(before).verified


async def test_a_server_that_is_away_is_written_down(world):
    made = await world.post("bonjour")
    await asyncio.to_thread(world.net.ctl, "stop-pds")
    try:
        items = await proof_of(world, made)
    finally:
        await asyncio.to_thread(world.net.ctl, "start-pds")
    assert Limit.UNREACHED in examine(items).limits


def delete_account(atnet, did):
    """As the server's own administrator does it."""
    admin = base64.b64encode(b"admin:admin-pass").decode()
    headers = {"Authorization": f"Basic {admin}", "Content-Type": "application/json"}
    url = f"{atnet.pds}/xrpc/com.atproto.admin.deleteAccount"
    request = urllib.request.Request(url, json.dumps({"did": did}).encode(), headers, method="POST")
    with urllib.request.urlopen(request, timeout=10):
        pass


async def test_an_account_that_was_deleted_leaves_it_whole_too(world):
    made = await world.post("bonjour")
    before = await proof_of(world, made)
    await asyncio.to_thread(delete_account, world.net, world.their_did)
    after = await proof_of(world, made)
    assert Limit.GONE in examine(after).limits
    assert examine(before).verified


# ------------------------------------------------------------------ with the whole shield


@pytest.fixture
def shielded(atnet, jetstream, tmp_path):
    sink = Sink()
    one = Shielded(atnet, tmp_path, atnet.account("camille"), jetstream, sink)
    one.start()
    yield one
    one.stop(signal.SIGKILL)
    sink.server.shutdown()
    sink.server.server_close()


def proofs(shielded):
    """What the proofs in custody say."""
    with shielded.store() as store, store.reading() as connection:
        lines = [one.payload for one in read.chain(connection, "camille") if one.event == "captured"]
        kept = [
            msgspec.msgpack.decode(read.content(connection, store.master, str(line["exhibit"])), type=Captured)
            for line in lines
            if "mention" in line
        ]
    return [examine(group) for group in gather(kept)]


def events(shielded):
    """What kinds of entries the chain has."""
    with shielded.store() as store, store.reading() as connection:
        return {one.event for one in read.chain(connection, "camille")}


def test_who_threatens_me_and_deletes_it_and_their_account_has_it_proven_against_them(shielded, atnet):
    troll = atnet.account("troll")
    atnet.settle()
    made = post(troll, shielded.camille)
    took = shielded.within(lambda: any(proof.verified for proof in proofs(shielded)))
    assert took < 10
    troll.delete_post(made.uri)
    delete_account(atnet, troll.me.did)
    (proof,) = [one for one in proofs(shielded) if one.uri == made.uri]
    assert proof.verified
    assert proof.cid == made.cid
    shielded.command("verify")
    assert "elle tient" in shielded.command("why", made.uri)


def test_what_is_deleted_within_a_second_is_kept_and_what_was_left_of_it_is_proven(shielded, atnet):
    troll = atnet.account("troll")
    atnet.settle()
    made = post(troll, shielded.camille)
    troll.delete_post(made.uri)
    shielded.within(lambda: proofs(shielded))
    (proof,) = proofs(shielded)
    assert proof.verified
    assert proof.standing in {Standing.PRESENT, Standing.ABSENT}  # whichever we were in time for
    assert shielded.evidence(made.uri).facts.mention.text
    shielded.within(lambda: any("deleted" in event for event in events(shielded)))
