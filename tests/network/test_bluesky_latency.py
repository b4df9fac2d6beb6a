"""How long it takes on the real network from an abusive post to its author's mute."""

import asyncio
import statistics
import time

import pytest

from bot.model.action import Mute
from tests.network.bluesky_world import World
from tests.platforms.contract import eventually

pytestmark = [pytest.mark.network, pytest.mark.benchmark]

POSTS = 20
LOOKS = 5.0
"""Seconds between two looks of the peer: a bot that polls notifications, as most do, and more often than most."""


async def test_a_mute_follows_abuse_sooner_than_any_bot_that_polls(atnet, jetstream, record_property):
    """From the answer to the author's own request to the answer to the mute: stream, author, state, custody, act."""
    streaming, polling = World(atnet, jetstream, poll=60), World(atnet, jetstream, poll=LOOKS)
    polling.platform = polling.open(jetstream=())
    ours, theirs = await asyncio.gather(measured(streaming, POSTS), measured(polling, 4))  # one mostly waits
    p95, median = ours[POSTS * 95 // 100 - 1], statistics.median(theirs)
    said = f"p50 {statistics.median(ours):.2f} s, p95 {p95:.2f} s; polling every {LOOKS:.0f} s: {median:.2f} s"
    record_property("post to mute", said)
    print("post → mute:", said)
    assert p95 < median


async def measured(world, posts):
    """Seconds, ascending."""
    await world.begin()
    taken = [await once(world) for _ in range(posts)]
    await world.end()
    return sorted(taken)


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
