"""Whenever the shield is killed, the server suspends nobody of whom nothing is sealed, and what is undone is undone."""

import asyncio
import json
import signal
import sys
from pathlib import Path

import pytest

from bot.audit import audit
from bot.model.delivery import Status
from bot.model.measure import Suspend
from bot.store import outbox, proposals
from tests.doubles.mastodon_control import do
from tests.moderating.desk import AtWork, at_work
from tests.reliability.points import MODERATING

*SUSPENDING, LIFTING = MODERATING


@pytest.fixture
async def work(tmp_path):
    async with at_work(f"sqlite:///{tmp_path / 'ouest.db'}") as one:
        do(one.double, "post", by="harasser", text="des mots")
        one.report()
        one.world.admin.meets = lambda *_: one.sealed.append("post" in one.taken("o1"))
        yield one


async def die(work: AtWork, point: str, folder: Path) -> None:
    """One life that ends there, by SIGKILL, and nowhere else."""
    marker = folder / "marker"
    life = {"url": work.url, "base": work.double.base, "id": work.me.id, "token": work.me.token}
    given = json.dumps(life | {"point": point, "marker": str(marker)})
    child = await asyncio.create_subprocess_exec(sys.executable, "-m", "tests.moderating.child", given)
    assert await child.wait() == -signal.SIGKILL
    assert marker.read_text() == point


@pytest.mark.parametrize("point", SUSPENDING)
async def test_killed_it_suspends_once_and_not_before_all_is_sealed(work, tmp_path, point):
    work.plan(Suspend())
    await die(work, point, tmp_path)
    before = work.taken("o1")
    outbox_again = work.deliveries()
    await outbox_again.recover()
    await outbox_again.run_due()
    assert (work.sealed, work.delivery("o1").status) == ([True], Status.DONE)
    assert work.taken("o1")[: len(before)] == before, "and captured once"
    assert [one for one in audit(work.store) if not one.valid] == []
    await work.undo("o1")
    assert (work.world.suspended, len(work.open_reports())) == (set(), 1)


async def test_killed_while_it_is_taken_back_it_is_taken_back_whole(work, tmp_path):
    done = await work.do(Suspend())
    with work.store.writing() as connection:
        outbox.plan(connection, [work.inverse(done)])
    await die(work, LIFTING, tmp_path)
    assert work.world.suspended, "not yet"
    again = work.deliveries()
    await again.recover()
    await again.run_due()
    assert (work.world.suspended, len(work.open_reports())) == (set(), 1)
    assert work.delivery("o1-undo").status is Status.DONE


async def test_rows_that_say_yes_are_none_without_their_seal(work):
    work.plan(Suspend())
    with work.store.writing() as connection:
        proposals.unseal(connection, "p-o1")
    await work.deliveries().run_due()
    assert (work.delivery("o1").status, work.world.suspended) == (Status.REFUSED, set())
