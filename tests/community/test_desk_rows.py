"""What stands at the desk of a community, as rows: reports, what is open about whom, and what members take."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from bot.evidence.master import MasterKey
from bot.model.docket import Standing
from bot.model.flag import Flagged
from bot.model.reason import Severity
from bot.store import dockets, flags, tolls
from bot.store.database import Store
from bot.store.migrate import migrate
from bot.store.tolls import Toll
from tests.community import making
from tests.community.making import BEGIN, OUEST


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    made = Store(database_url, MasterKey.new())
    migrate(made)
    yield made
    made.close()


def test_reports_are_kept_as_they_stand_and_counted_by_who_made_them(store: Store) -> None:
    hugo = making.stranger("hugo").key
    with store.writing() as connection:
        for number, one in enumerate(making.flags(3), 1):
            making.keep(connection, one, f"{number:024x}")
        making.keep(connection, making.flag(4, reporter=making.member("m1").key), "04" * 12, mine="d4")
        making.keep(connection, making.flag(3, open=False), "03" * 12, told_at=BEGIN + timedelta(hours=1))
        making.keep(connection, making.flag(9, subject=making.stranger("lucie")), "09" * 12)
        found = flags.sums(connection, OUEST, [hugo, "nobody"])
        assert found == {
            hugo: flags.Sum(
                flags=3,
                reporters=2,
                taken=False,
                first_at=BEGIN + timedelta(minutes=1),
                last_at=BEGIN + timedelta(minutes=4),
                closed_at=BEGIN + timedelta(hours=1),
            )
        }
        assert flags.reporters(connection, OUEST, [hugo]) == {
            hugo: Flagged(by=2, first_at=BEGIN + timedelta(minutes=1))
        }
        assert [one.id for one in flags.of(connection, OUEST, hugo)] == ["4", "3", "2", "1"]
        assert [one.id for one in flags.of(connection, OUEST, hugo, False)] == ["3"]
        assert flags.known(connection, OUEST, ["4", "5"])["4"].mine == "d4"


def test_the_desk_shows_the_worst_first_page_after_page(store: Store) -> None:
    with store.writing() as connection:
        for number in range(1, 8):
            severity = Severity.HIGH if number % 2 else Severity.LOW
            dockets.put(connection, making.docket(number, severity=severity, reporters=number % 3))
        dockets.put(connection, making.docket(8, standing=Standing.SETTLED))
        seen, after = [], None
        while some := dockets.page(connection, OUEST, Standing.OPEN, after, 2):
            seen += some
            after = dockets.rank(some[-1]), some[-1].subject
        assert [one.subject.rpartition("/")[2] for one in seen] == ["h5", "h7", "h1", "h3", "h2", "h4", "h6"]
        assert dockets.counts(connection, OUEST) == {Standing.OPEN: 7, Standing.SETTLED: 1}


def test_a_human_who_takes_it_changes_nothing_of_what_was_found(store: Store) -> None:
    one = making.docket(1)
    with store.writing() as connection:
        dockets.join(connection, [dockets.Joined(one, BEGIN, b"12345678")])
        taken = making.docket(1, standing=Standing.TAKEN, taken_by="seat", taken_at=BEGIN)
        dockets.put(connection, taken)
        assert dockets.docket(connection, OUEST, one.subject) == taken
        assert dockets.joined(connection, OUEST, [one.subject])[one.subject][1:] == (BEGIN, b"12345678")


def test_what_members_take_adds_up_by_day(store: Store) -> None:
    lea, max_ = making.member("lea").key, making.member("max").key
    today = tolls.day(BEGIN)
    with store.writing() as connection:
        for _ in range(2):
            tolls.add(connection, OUEST, {(lea, today): Toll(5, 2, 1), (max_, today): Toll(9, 3, 0)})
        tolls.add(connection, OUEST, {(lea, today - 1): Toll(4, 4, 0), (lea, today - 9): Toll(90, 90, 90)})
        assert tolls.most(connection, OUEST, today - 1, 5) == [(lea, Toll(14, 8, 2)), (max_, Toll(18, 6, 0))]
