"""The past is kept with its cases and raids, and rings for none of it: what is over alarms nobody."""

from collections.abc import Iterator

import msgspec
import pytest
from sqlalchemy import text

from bot.evidence.master import MasterKey
from bot.importing import Noting
from bot.model.noun import EPOCH
from bot.model.shield import Contact
from bot.platforms.simulated.normalise import normalise
from bot.raids.settling import settle
from bot.simulation.result import cases, waves
from bot.store import outbox, read
from bot.store.database import Store
from bot.store.migrate import migrate
from tests.scenarios.test_whatever_comes import END, SHIELD, arrivals, engine

RUNG = msgspec.structs.replace(SHIELD, contacts=(Contact(name="camille/phone", language="fr"),))


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Noting]:
    """A winter, brought in in spring."""
    store = Store(f"sqlite:///{tmp_path_factory.mktemp('past')}/rempart.db", MasterKey(bytes(32)))
    migrate(store)
    pipeline = Noting(store, {"camille": RUNG}, {"bluesky": normalise}, engine(), lambda: END)
    past = [msgspec.structs.replace(one, source="import:x") for one in arrivals()]
    for start in range(0, len(past), 20):
        pipeline.handle(past[start : start + 20])
    yield pipeline
    store.close()


def test_its_cases_and_its_raid_are_there(kept: Noting) -> None:
    assert len(cases(kept.store)) > 3
    assert len(waves(kept.store)) == 1
    with kept.store.reading() as connection:
        said = {entry.event for entry in read.chain(connection, "camille")}
    assert {"case:stage", "raid:began"} <= said


def test_nothing_is_planned_and_nobody_is_alerted_not_even_when_the_raid_is_found_to_be_over(kept: Noting) -> None:
    with kept.store.writing() as connection:
        assert outbox.deliveries(connection, text("1 = 1")) == []
        assert settle(connection, kept.store.master, RUNG, END, kept.judging.ids) == []
        assert "raid:ended" in {entry.event for entry in read.chain(connection, "camille")}


def test_a_raid_that_goes_on_while_the_past_is_brought_in_is_told_as_any_other(tmp_path) -> None:
    store = Store(f"sqlite:///{tmp_path}/rempart.db", MasterKey(bytes(32)))
    migrate(store)
    past = [one for one in arrivals() if b"meute" in one.raw]
    now = past[-1].at
    pipeline = Noting(store, {"camille": RUNG}, {"bluesky": normalise}, engine(), lambda: now)
    pipeline.handle(past)
    with store.reading() as connection:
        (told,) = outbox.deliveries(connection, text("1 = 1"))
    assert told.due_at > EPOCH
    store.close()
