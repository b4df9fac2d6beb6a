"""A week before a server deletes what a suspended account wrote, the community is told; once, and of none it lifted."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from bot.model.delivery import Status
from bot.model.measure import Suspend
from bot.moderating.purging import purges
from bot.store import outbox
from tests.community.making import shield
from tests.moderating.desk import at_work, now

DAY = timedelta(days=1)


@pytest.fixture
async def work(tmp_path):
    async with at_work(f"sqlite:///{tmp_path / 'ouest.db'}") as one:
        yield one


def told(work, days: float) -> list[str]:
    at = now() + days * DAY
    with work.store.writing() as connection:
        made = purges(connection, shield(), at)
        outbox.plan(connection, made)
    return [one.what.title for one in made]


async def test_it_is_told_once_on_the_twenty_third_day(work):
    await work.do(Suspend())
    await work.do(Suspend(), "pest", 2)
    assert told(work, 22) == []
    [title] = told(work, 23)
    assert "2" in title
    assert told(work, 24) == []


async def test_of_what_was_lifted_nothing_is_said(work):
    done = await work.do(Suspend())
    with work.store.writing() as connection:
        outbox.settle(connection, replace(done, status=Status.UNDONE))
    assert told(work, 25) == []


async def test_after_the_thirtieth_day_there_is_nothing_left_to_ask_for(work):
    await work.do(Suspend())
    assert told(work, 31) == []


async def test_of_what_comes_near_just_after_a_notice_the_next_tells(work):
    await work.do(Suspend())
    assert told(work, 23)
    await work.do(Suspend(), "pest", 2)
    assert told(work, 23 + 1 / 48) == []
    assert told(work, 23 + 1 / 12)
