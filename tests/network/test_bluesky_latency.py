"""How long it takes on the real network from an abusive post to its author's mute."""

import time

import pytest

from bot.model.action import Mute
from tests.network.bluesky_world import World
from tests.platforms.contract import eventually

pytestmark = [pytest.mark.network, pytest.mark.benchmark]

POSTS = 20


async def test_abuse_is_muted_within_a_second(atnet, jetstream, record_property):
    """From the answer to the author's own request to the answer to the mute: stream, author, state, custody, act."""
    world = World(atnet, jetstream, poll=60)
    await world.begin()
    taken = [await once(world) for _ in range(POSTS)]
    await world.end()
    shown = [round(one, 3) for one in sorted(taken)]
    record_property("seconds", shown)
    print("post → mute, seconds:", shown)
    assert sorted(taken)[POSTS * 95 // 100 - 1] <= 1.0


async def once(world):
    made = await world.post("une insulte")
    began = time.monotonic()

    async def seen():
        return world.mentions(made.uri)

    await eventually(seen)
    order = world.order(Mute(), made.uri, revision=made.cid)
    prior = await world.platform.prior(order)
    await world.platform.standing(order)
    async for _ in world.platform.capture(order):
        pass
    await world.platform.perform(order)
    took = time.monotonic() - began
    await world.platform.revert(order, prior, "")
    return took
