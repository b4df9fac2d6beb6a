"""A desk that lost its rights, or of which the server's letters stay out, says so: once, and not where nothing is lost."""

from datetime import timedelta

import pytest

from bot.errors import Refused
from bot.model.measure import Limit, SuspendDomain
from bot.moderating.foreseeing import foresee
from bot.moderating.tended import hook, rights
from bot.store import flags, letters, outbox
from tests.community import making
from tests.community.making import BEGIN, OUEST, shield
from tests.doubles.mastodon_admin_world import FEDERATION, MODERATOR, REPORTS
from tests.moderating.desk import at_work, now
from tests.moderating.hand import Office
from tests.store.test_letters import letter

HOUR = timedelta(hours=1)


@pytest.fixture
async def work(tmp_path):
    async with at_work(f"sqlite:///{tmp_path / 'ouest.db'}") as one:
        yield one


@pytest.fixture
def office(tmp_path):
    made = Office(tmp_path)
    yield made
    made.store.close()


def told(store):
    with store.reading() as connection:
        every = outbox.alerts_since(connection, OUEST, BEGIN, ["notice"])
        return [
            outbox.delivery(connection, f"{id_}:notice:{OUEST}/1").what
            for id_ in dict.fromkeys(one for one, _, _ in every)
        ]


async def look(work, later=0):
    await rights(work.store, shield(), work.desk, now() + later * HOUR)
    return [one.body for one in told(work.store)]


async def test_what_the_server_refuses_that_it_allowed_is_told_once_with_what_to_do(work):
    assert await look(work) == []
    work.world.admin.roles[work.me.id] = REPORTS
    [body] = await look(work, 2)
    assert "limitation du compte" in body
    assert "clôture des signalements" not in body
    assert "rempart check --online" in body
    assert len(await look(work, 4)) == 1
    work.world.admin.roles[work.me.id] = MODERATOR | FEDERATION
    assert len(await look(work, 6)) == 1
    work.world.scopes = ("read", "admin:read")
    assert len(await look(work, 8)) == 2


async def test_a_right_that_was_never_there_is_not_told_to_be_lost_and_a_silent_server_lost_nothing(work):
    work.world.admin.roles[work.me.id] = REPORTS
    assert await look(work) == []
    await work.double.stop()
    assert await look(work, 2) == []


async def test_what_a_measure_does_can_be_asked_of_a_desk_that_was_just_opened(work):
    anne, _ = work.seats
    assert work.desk.can() == frozenset()
    assert (await foresee(work.store, work.desk, anne, work.order(Limit()).subject, Limit(), now())).final == ()
    work.world.admin.roles[work.me.id] = REPORTS
    await work.desk.probe(frozenset())
    with pytest.raises(Refused):
        await foresee(work.store, work.desk, anne, "", SuspendDomain(domain="nord.test"), now())


class Box:
    """Reports that are found by asking, and the letters that tell of them; each by its minute."""

    def __init__(self, office):
        self.store = office.store

    def found(self, minute):
        with self.store.writing() as connection:
            one = making.flag(minute)
            flags.keep(connection, OUEST, [flags.filed(one, f"{minute:024x}", one.at)])

    def came(self, minute, event="report.created"):
        with self.store.writing() as connection:
            letters.put(
                connection, self.store.master, OUEST, letter(minute, event=event, at=BEGIN + minute * HOUR / 60)
            )

    def told(self, since, until):
        hook(self.store, shield(), BEGIN + since * HOUR / 60, BEGIN + until * HOUR / 60)
        return len(told(self.store))


@pytest.fixture
def box(office):
    return Box(office)


def test_a_report_of_which_no_letter_came_is_told_once_until_letters_come_again(box):
    box.found(10)
    assert box.told(0, 30) == 0  # a letter may be late
    assert box.told(0, 71) == 1
    box.found(100)
    assert box.told(0, 300) == 1
    box.came(320)
    box.found(320)
    assert box.told(0, 500) == 1
    box.found(510)
    assert box.told(0, 700) == 2


def test_letters_that_come_late_lift_it_too(box):
    box.found(10)
    assert box.told(0, 80) == 1
    box.came(10)
    assert box.told(0, 200) == 1
    box.found(250)
    assert box.told(0, 400) == 2


def test_nothing_is_told_where_letters_come_or_of_what_was_reported_before_the_shield_ran(box):
    box.found(10)
    assert box.told(30, 200) == 0
    box.found(40)
    box.came(40)
    assert box.told(30, 200) == 0


def test_letters_about_other_things_do_not_stand_for_those_about_reports(box):
    box.found(10)
    box.came(20, "account.created")
    assert box.told(0, 100) == 1


def test_the_notice_tells_when_and_what_to_look_for(box):
    box.found(10)
    box.told(0, 100)
    [one] = told(box.store)
    assert "report.created" in one.body
    assert "rempart community hook --try" in one.body
