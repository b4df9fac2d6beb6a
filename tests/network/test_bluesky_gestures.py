"""On the real network: a like, a share and a follow by somebody of a case are seen, and nobody else's are asked for."""

import asyncio

import aiohttp
import pytest

from bot.platforms.bluesky import Options, Wire, normalise
from bot.platforms.bluesky.gestures import Gestures
from tests.platforms.bluesky.parts import now, people
from tests.platforms.contract import eventually

pytestmark = pytest.mark.network


@pytest.mark.parametrize("wire", [Wire.V1, Wire.V2])
async def test_what_the_troll_does_without_a_word_is_seen_and_what_my_friends_do_is_not(atnet, jetstream, wire):
    camille, troll, friend = [await asyncio.to_thread(atnet.account, name) for name in ("camille", "troll", "friend")]
    mine = await asyncio.to_thread(camille.send_post, "bonjour")
    options = Options(jetstream=(jetstream.url,), shielded=frozenset({camille.me.did}), wire=wire)
    seen = []

    async def emit(arrival):
        seen.extend((one.account, one.what) for one in normalise(arrival, people(camille.me.did)))

    async def accounts():
        return (troll.me.did,)

    async with aiohttp.ClientSession() as http:
        source = Gestures(options, lambda: http, accounts, now)
        reading = asyncio.create_task(source.read(None, emit))
        await asyncio.sleep(2)
        for author in (friend, troll):
            await asyncio.to_thread(author.like, mine.uri, mine.cid)
            await asyncio.to_thread(author.repost, mine.uri, mine.cid)
            await asyncio.to_thread(author.follow, camille.me.did)

        async def all_of_it():
            return len(seen) == 3

        await eventually(all_of_it)
        reading.cancel()
    assert seen == [(f"bluesky:{troll.me.did}", what) for what in ("like", "share", "follow")]
