"""Whoever takes a docket has its reports at the server too, until they leave it to others; a labeler has no such thing."""

from datetime import timedelta

import pytest

from bot.model.docket import Docket
from bot.model.measure import Limit
from bot.model.reason import Severity
from bot.moderating.asking import Asking
from bot.moderating.taking import let_go, take
from bot.store import dockets, flags, outbox, relations
from tests.community.making import OUEST, flag, shield
from tests.moderating.desk import at_work, now


class Desk:
    """What lies on the desk about the account `harasser`, reported twice at the server."""

    def __init__(self, work):
        self.work = work
        self.reports = [work.report(), work.report()]
        self.anne, self.bachir = work.seats
        self.docket = self.about(f"mastodon:{work.home}/{work.world.called('harasser').id}")

    def about(self, subject):
        one = Docket(person=OUEST, subject=subject, severity=Severity.MEDIUM, first_at=now(), last_at=now())
        with self.work.store.writing() as connection:
            dockets.put(connection, one)
        return one

    def reported(self, docket, *ids):
        with self.work.store.writing() as connection:
            for number, id_ in enumerate(ids):
                one = flags.filed(flag(number, id=id_), f"{number:024x}", now())._replace(subject=docket.subject)
                flags.keep(connection, OUEST, [one])

    def take(self, seat, docket=None):
        return take(self.work.store, shield(), seat, docket or self.docket, now())

    def let_go(self, seat):
        return let_go(self.work.store, seat, self.docket, now())

    async def done(self):
        await self.work.deliveries().run_due()

    def assigned(self):
        """At the server."""
        return [one.get("assigned") for one in self.work.world.reports]

    def orders(self, docket=None):
        with self.work.store.reading() as connection:
            found = outbox.on_subject(connection, OUEST, (docket or self.docket).subject)
        return sorted((one.does, one.task.value, one.status.value) for one in found if one.task != "follow_up")


@pytest.fixture
async def desk(tmp_path):
    async with at_work(f"sqlite:///{tmp_path / 'ouest.db'}") as work:
        one = Desk(work)
        one.reported(one.docket, *one.reports)
        yield one


async def test_what_i_take_is_mine_at_the_server_and_nobodys_once_i_leave_it(desk):
    desk.take(desk.bachir)
    assert desk.assigned() == [None, None]
    await desk.done()
    assert desk.assigned() == [desk.work.me.id] * 2
    desk.let_go(desk.bachir)
    await desk.done()
    assert desk.assigned() == [None, None]
    desk.take(desk.anne)
    await desk.done()
    assert desk.assigned() == [desk.work.me.id] * 2


async def test_what_i_leave_at_once_never_reaches_the_server(desk):
    desk.take(desk.bachir)
    desk.let_go(desk.bachir)
    await desk.done()
    assert desk.orders() == [("assign", "act", "cancelled")]
    assert desk.assigned() == [None, None]


async def test_other_measures_stay_when_i_leave_it_to_others(desk):
    desk.take(desk.bachir)
    Asking(desk.work.store, shield(), desk.bachir, now()).order(desk.docket, Limit())
    await desk.done()
    desk.let_go(desk.bachir)
    await desk.done()
    assert ("limit", "act", "done") in desk.orders()
    assert desk.work.world.called("harasser").id in desk.work.world.admin.silenced


async def test_what_nobody_reported_is_taken_here_alone(desk):
    quiet = desk.about(f"mastodon:{desk.work.home}/{desk.work.world.called('pest').id}")
    assert desk.take(desk.bachir, quiet).taken_by == desk.bachir.id
    assert desk.orders(quiet) == []


async def test_of_a_labeler_nothing_is_asked_that_it_does_not_have(desk):
    there = desk.about("bluesky:did:plc:hugo")
    desk.reported(there, "77")
    assert desk.take(desk.bachir, there).taken_by == desk.bachir.id
    assert desk.orders(there) == []


async def test_a_server_that_has_no_such_thing_is_asked_once_a_day(desk):
    desk.work.world.scopes = ("read",)
    desk.take(desk.bachir)
    await desk.done()
    assert desk.orders() == [("assign", "act", "refused")]
    desk.let_go(desk.bachir)
    desk.take(desk.anne)
    assert desk.orders() == [("assign", "act", "refused")]
    take(desk.work.store, shield(), desk.anne, desk.docket, now() + timedelta(days=2))
    assert desk.orders() == [("assign", "act", "planned"), ("assign", "act", "refused")]


async def test_an_account_that_is_trusted_is_taken_all_the_same(desk):
    with desk.work.store.writing() as connection:
        relations.relate(connection, OUEST, desk.docket.subject, trusted=True)
    assert desk.take(desk.bachir).taken_by == desk.bachir.id
    assert desk.orders() == []
