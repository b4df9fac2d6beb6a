"""What goes wrong beside the shield is tried again, and takes nothing down."""

import asyncio

import pytest
from sqlalchemy.exc import OperationalError

from bot.repeating import repeat


async def test_a_round_that_fails_is_not_the_last():
    rounds, enough = [], asyncio.Event()

    async def once():
        rounds.append(len(rounds))
        if len(rounds) < 3:
            raise OperationalError("select", {}, OSError("the disk is full"))
        enough.set()

    async with asyncio.timeout(5), asyncio.TaskGroup() as shield:
        task = shield.create_task(repeat(once, 0.0, "nothing done"))
        await enough.wait()
        task.cancel()
    assert len(rounds) >= 3
    assert task.cancelled()


async def test_who_is_told_to_end_ends():
    task = asyncio.create_task(repeat(lambda: asyncio.sleep(60), 0.0, "nothing done"))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
