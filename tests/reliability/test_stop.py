"""The shield stops when it is told to, whatever happens at that moment."""

import asyncio

import pytest

from bot.delivery import Deliveries
from bot.outbox.ledger import Ledger
from tests.reliability.within import Within, now

STEPS = range(8)
"""Turns of the event loop between a wake and the stop: somewhere among them both come at once."""


@pytest.mark.parametrize("steps", STEPS)
async def test_a_stop_that_comes_with_a_new_delivery_is_heeded(steps, tmp_path):
    within = Within(f"sqlite:///{tmp_path / 'rempart.db'}")
    deliveries = Deliveries(Ledger(within.store, within.shields), {}, {}, now)
    running = asyncio.create_task(deliveries.run())
    await asyncio.sleep(0.3)
    deliveries.wake.set()
    for _ in range(steps):
        await asyncio.sleep(0)
    running.cancel()
    done, _ = await asyncio.wait([running], timeout=5)
    within.store.close()
    assert done, "it goes on as if nobody had told it to stop"
