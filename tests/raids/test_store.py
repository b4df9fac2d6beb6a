"""What is kept of crowds, on either database, and what goes when somebody is erased."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from bot.evidence.master import MasterKey
from bot.model.raid import Raid
from bot.raids.crowd import Crowd
from bot.signals.surprise import Hour
from bot.signals.visits import HOSTILE, PACKED, digest, unpacked
from bot.store import crowds, raids
from bot.store.database import Store
from bot.store.migrate import migrate
from bot.store.raids import Kindness

NOW = datetime(2026, 5, 4, 18, tzinfo=UTC)
START = int(NOW.timestamp())
DAY = timedelta(days=1)
ROOT = "at://did:plc:camille/app.bsky.feed.post/mine"
RAID = Raid(
    person="camille",
    number=1,
    since=NOW,
    until=NOW + timedelta(hours=1),
    rest=3600,
    authors=20,
    hostile=15,
    supporters=3,
    mentions=25,
    root=ROOT,
    alert="a",
)


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    made = Store(database_url, MasterKey.new())
    migrate(made)
    yield made
    made.close()


def visits(count: int, first: int = 0) -> bytes:
    return b"".join(
        PACKED.pack(START + place, first + place, 0, digest(ROOT), 0, HOSTILE * (place % 2), 0)
        for place in range(count)
    )


def test_visits_are_kept_in_blocks_found_by_their_time_and_let_go_when_they_are_old(store: Store) -> None:
    with store.writing() as connection:
        for part in (visits(100), visits(50, first=100)):
            crowds.keep(connection, "camille", part, NOW, NOW - DAY)
        assert len(unpacked(crowds.lately(connection, "camille", START, START + 200))) == 150
        assert crowds.hurting(connection, "camille", START, START + 200) == 75
        assert crowds.lately(connection, "camille", START + 9000, START + 9900) == b""
        assert crowds.lately(connection, "robin", START, START + 200) == b""
        crowds.keep(connection, "camille", visits(100), NOW + 3 * DAY, NOW + 2 * DAY)
        assert len(unpacked(crowds.lately(connection, "camille", START, START + 200))) < 150


def test_what_comes_days_later_leaves_a_raid_as_large_as_it_was_though_it_is_kept_beside_the_last_of_it(
    store: Store,
) -> None:
    with store.writing() as connection:
        crowds.keep(connection, "camille", visits(180), NOW, NOW - DAY)
        evening = Crowd(connection, "camille", b"")
        evening.look(START + 179)
        evening.keep(NOW)
        (raid,) = raids.every(connection, "camille")
        assert (raid.authors, raid.hostile) == (179, 90)
        later = NOW + 5 * DAY
        crowds.keep(connection, "camille", PACKED.pack(START + 5 * 86_400, 1000, 0, 0, 0, HOSTILE, 0), later, NOW)
        after = Crowd(connection, "camille", b"")
        after.look(START + 5 * 86_400)
        after.keep(later)
        assert raids.every(connection, "camille") == [raid]


def test_hours_add_up(store: Store) -> None:
    with store.writing() as connection:
        for _ in range(3):
            crowds.add(connection, "camille", {7: Hour(1, 2, 1), 9: Hour(1, 1, 0)})
        assert crowds.hours(connection, "camille", 8, 10) == {7: Hour(3, 6, 3), 9: Hour(3, 3, 0)}  # and the first ever


def test_a_raid_is_remembered_with_its_posts_until_they_are_erased(store: Store) -> None:
    with store.writing() as connection:
        crowds.name(connection, "camille", {digest(ROOT): ROOT}, NOW)
        raids.put(connection, [RAID])
        raids.put(connection, [replace(RAID, authors=30)])
        assert raids.every(connection, "camille") == [replace(RAID, authors=30)] == raids.ongoing(connection)
        assert raids.seen(connection, RAID, 600_000_000) == []
        crowds.keep(connection, "camille", visits(100), NOW + 30 * DAY, NOW + 22 * DAY)
        assert raids.every(connection, "camille")[0].root == ROOT, "a raid's post is remembered with it"
        crowds.forget(connection, "camille", {1, 3}, [ROOT])
        assert raids.every(connection, "camille")[0].root is None
        assert crowds.hurting(connection, "camille", START, START + 200) == 48
        raids.put(connection, [replace(RAID, ended_at=NOW)])
        assert raids.ongoing(connection) == []


def test_support_is_told_once_and_goes_with_its_post(store: Store) -> None:
    one = Kindness("camille", "at://a/1", "bluesky:a", "thanks", NOW)
    with store.writing() as connection:
        raids.thank(connection, [one, one])
        raids.thanked(connection, "camille")
        assert raids.untold(connection, "camille") == []
        raids.forget(connection, "camille", ["at://a/1"])
