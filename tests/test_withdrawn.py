"""What a person decides while the shield works counts, whatever the shield was just doing."""

import asyncio

import msgspec
import pytest
import pytest_asyncio

from bot.audit import audit
from bot.model.delivery import Status, Task
from bot.people.review import Review
from bot.store import outbox, read
from tests.commands.scene import Scene


@pytest_asyncio.fixture
async def scene(tmp_path, database_url):
    scene = Scene(tmp_path, database_url, "en")
    await scene.play()
    yield scene
    scene.process.close()


def delivery(scene, id_):
    with scene.process.store.reading() as connection:
        return outbox.delivery(connection, id_)


@pytest.fixture
def approved(scene):
    """A mute that was held and is now on its way."""
    review = Review(scene.process.store)
    (held,) = (one for one in review.waiting() if one.what.rule == "insulte")
    return review.approve(held.id, "camille", scene.clock.now)


class Interrupted:
    """The simulated platform, at which a person decides something at a certain step."""

    def __init__(self, platform, step, decide):
        self.platform, self.step, self.decide = platform, step, decide

    def __getattr__(self, name):
        if name == self.step:
            self.decide()
        return getattr(self.platform, name)


def interrupt(scene, step, decide):
    platforms = scene.process.deliveries.platforms
    (key,) = platforms
    scene.process.deliveries.platforms = {key: Interrupted(platforms[key], step, decide)}


@pytest.mark.parametrize("step", ["prior", "standing", "capture"])
async def test_what_is_withdrawn_before_the_act_is_not_done(scene, approved, step):
    review = Review(scene.process.store)
    chosen = review.undo_mention(approved.what.uri, "camille")
    interrupt(scene, step, lambda: review.undo(chosen, "camille", scene.clock.now))
    await scene.process.deliveries.perform(approved)
    assert "did:plc:grincheux" not in scene.muted
    assert delivery(scene, approved.id).status is Status.CANCELLED
    assert delivery(scene, approved.id).cause == "camille"


async def test_what_is_undone_while_it_is_sent_is_restored_and_stays_undone(scene, approved):
    review = Review(scene.process.store)
    interrupt(scene, "perform", lambda: review.undo([delivery(scene, approved.id)], "camille", scene.clock.now))
    await scene.process.deliveries.perform(approved)
    assert delivery(scene, approved.id).status is Status.UNDONE
    await scene.process.deliveries.run_due()
    assert "did:plc:grincheux" not in scene.muted
    assert delivery(scene, f"{approved.id}-undo").status is Status.DONE
    assert delivery(scene, f"{approved.id}-expiry") is None
    assert all(one.valid for one in audit(scene.process.store))


async def test_an_undo_goes_by_what_stands_when_it_is_written(scene, approved):
    review = Review(scene.process.store)
    seen = [delivery(scene, approved.id)]
    await scene.process.deliveries.run_due()
    assert "did:plc:grincheux" in scene.muted
    assert [step.effect for step in review.undo(seen, "camille", scene.clock.now)] == ["revert"]
    await scene.process.deliveries.run_due()
    assert "did:plc:grincheux" not in scene.muted


async def test_a_delivery_in_hand_ends_by_itself_when_the_shield_stops(scene, approved):
    entered = asyncio.Event()
    deliveries = scene.process.deliveries
    perform = deliveries.perform

    async def slowly(one):
        entered.set()
        await asyncio.sleep(0.2)
        await perform(one)

    deliveries.perform = slowly
    task = asyncio.create_task(deliveries.run())
    await asyncio.wait_for(entered.wait(), 5)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert delivery(scene, approved.id).status is Status.DONE


def test_the_chain_names_who_decided(scene, approved):
    with scene.process.store.reading() as connection:
        last = list(read.chain(connection, "camille"))[-1]
    assert (last.event, last.payload["by"], last.payload["delivery"]) == ("delivery:approved", "camille", approved.id)
    assert approved.task is Task.ACT
    assert msgspec.structs.replace(approved, cause="camille") == approved
