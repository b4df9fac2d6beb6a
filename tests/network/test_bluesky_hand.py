"""A Bluesky account carries a list out on the real network, as every hand does."""

import asyncio

import pytest
from atproto import models

from bot.blocklists.entity import actor
from tests.network.list_keeper import platform, stranger
from tests.platforms.bluesky.parts import OpenSafe
from tests.platforms.hands import *  # noqa: F403

pytestmark = pytest.mark.network


class Held:
    """See tests/platforms/hands.py."""

    domains = False

    def __init__(self, net):
        self.client, self.troll = net.account("suiveuse"), net.account("troll")
        self.did, self.handle = self.troll.me.did, self.troll.me.handle
        self.platform = platform(net, self.client, OpenSafe())
        self.hand = self.platform.hand()
        self.nobody = actor("https://bsky.app/profile/personne.test")
        self.entities = [
            actor(self.did),
            actor(f"https://bsky.app/profile/{self.did}"),
            actor(f"https://bsky.app/profile/{self.handle}"),
            actor(f"@{self.handle}@bsky.brid.gy"),
        ]

    @staticmethod
    def strangers(count):
        return [stranger(number) for number in range(count)]

    async def viewer(self):
        return (await asyncio.to_thread(self.client.get_profile, self.did)).viewer

    async def muted(self):
        return bool((await self.viewer()).muted)

    async def blocked(self):
        return bool((await self.viewer()).blocking)

    async def follows(self):
        await asyncio.to_thread(self.client.follow, self.did)

    async def mutes(self):
        await asyncio.to_thread(self.client.mute, self.did)


@pytest.fixture
async def held(atnet):
    made = await asyncio.to_thread(Held, atnet)
    yield made
    await made.platform.close()


async def test_an_account_of_another_world_is_no_account_here(held):
    from bot.errors import Gone

    for other in ("troll@mal.test", "https://mal.test/users/troll", "did:web:mal.test"):
        with pytest.raises(Gone):
            await held.hand.find(actor(other))


async def test_my_own_block_outlives_what_a_list_did_and_undid(held):
    from bot.platforms.hand import Deed

    block = models.AppBskyGraphBlock.Record(subject=held.did, created_at=held.client.get_current_time_iso())
    await asyncio.to_thread(held.client.app.bsky.graph.block.create, held.client.me.did, block)
    await held.hand.do(Deed.BLOCK, held.did)
    await held.hand.undo(Deed.BLOCK, held.did)
    left = await asyncio.to_thread(
        held.client.com.atproto.repo.list_records,
        {"repo": held.client.me.did, "collection": "app.bsky.graph.block"},
    )
    assert [one.value.subject for one in left.records] == [held.did]
