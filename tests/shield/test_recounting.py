"""Who upgrades from a release that counted no conduct loses nothing of it: what was kept is counted anew, once."""

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import text

from bot.evidence.master import MasterKey
from bot.handling.relations import synchronised
from bot.model.alert import Alert
from bot.model.shield import Contact
from bot.pipeline import Pipeline
from bot.platforms.simulated.normalise import normalise
from bot.shield.recounting import Recounting
from bot.simulation.result import believed, cases
from bot.store import outbox, write
from bot.store.database import Store
from bot.store.migrate import migrate
from tests.scenarios.test_whatever_comes import END, ME, SHIELD, arrivals, engine

TOLD = msgspec.structs.replace(SHIELD, contacts=(Contact(name="camille/phone", language="fr"),))
COUNTED = ("casefile", "member", "portrait", "portrait_key", "face", "link")


class Shielded:
    """Somebody whose winter is kept; as an earlier release kept it, once `forget` was called."""

    def __init__(self, folder: Path) -> None:
        self.store = Store(f"sqlite:///{folder}/rempart.db", MasterKey(bytes(32)))
        migrate(self.store)
        with self.store.writing() as connection:
            write.advance(connection, {synchronised(ME.key): "0"}, END)
        self.pipeline = Pipeline(self.store, {"camille": TOLD}, {"bluesky": normalise}, engine(), lambda: END)
        self.pipeline.handle(arrivals())
        self.change("UPDATE delivery SET status = 'done'")

    def change(self, *statements: str) -> None:
        with self.store.writing() as connection:
            for statement in statements:
                connection.execute(text(statement))

    def forget(self) -> None:
        """What was counted; what was written stays."""
        self.change(
            "UPDATE mention SET level = -1",
            "UPDATE author SET course = x'', posts = x''",
            *map("DELETE FROM {}".format, COUNTED),
        )

    def recounting(self) -> Recounting:
        return Recounting(self.store, lambda: self.pipeline.law, lambda: END)

    def known(self) -> tuple[list[str], list[str]]:
        return sorted(map(str, cases(self.store))), sorted(map(str, believed(self.store)))

    def alerts(self) -> list[Alert]:
        with self.store.reading() as connection:
            every = outbox.deliveries(connection, text("task = 'alert'"))
        return [one.what for one in every if isinstance(one.what, Alert)]


@pytest.fixture(scope="module")
def shielded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shielded]:
    one = Shielded(tmp_path_factory.mktemp("upgraded"))
    yield one
    one.store.close()


def test_what_was_kept_comes_to_the_same_cases_and_links_however_often_i_am_stopped(shielded: Shielded) -> None:
    expected = shielded.known()
    shielded.forget()
    assert shielded.known() != expected
    steps = []
    while count := shielded.recounting().step():  # each time as if started anew
        steps.append(count)
    assert len(steps) > 2
    assert shielded.known() == expected


def test_nothing_is_counted_twice_nor_what_came_since(shielded: Shielded) -> None:
    expected = shielded.known()
    assert shielded.recounting().left() == 0
    assert shielded.recounting().step() == 0
    assert shielded.known() == expected


def test_one_that_cannot_be_counted_does_not_keep_the_others_from_it(shielded: Shielded, monkeypatch) -> None:
    shielded.forget()
    one = shielded.recounting()
    whole = one._count

    def broken(connection, person, found):
        if any("indiscret" in each.row.uri for each in found):
            raise ValueError("it breaks")
        return whole(connection, person, found)

    monkeypatch.setattr(one, "_count", broken)
    while one.step():
        pass
    found, _ = shielded.known()
    assert any("changeant" in each for each in found)
    assert one.left() == 0


def test_i_am_told_once_of_the_worst_case_and_of_no_past_message(shielded: Shielded) -> None:
    assert len(shielded.alerts()) > 3
    shielded.forget()
    shielded.change("DELETE FROM delivery WHERE task <> 'act'")
    while shielded.recounting().step():
        pass
    (told,) = shielded.alerts()
    assert told.about == ()
