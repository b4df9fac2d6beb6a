"""My evidence says so when the clock of the machine was set back, and nothing that was due waits for it."""

import asyncio
from collections import deque
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from bot.coverage.hands import Hands, note_back, since_before
from bot.coverage.vigil import Vigil
from bot.evidence.chain import verify
from bot.model.delivery import Status
from bot.platforms.hour import Hour
from bot.shield.heartbeat import Heart
from bot.store import outbox, read, times
from tests.reliability.within import Within

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


class Time:
    """A wall clock that can be set, and time that only passes."""

    def __init__(self):
        self.wall, self.passed = NOON, 0.0

    def go(self, seconds, wall=None):
        self.passed += seconds
        self.wall += timedelta(seconds=seconds if wall is None else wall)

    def hands(self):
        return Hands(lambda: self.wall, lambda: self.passed)


@pytest.fixture
def me(tmp_path):
    one = Within(f"sqlite:///{tmp_path}/rempart.db")
    yield one
    one.store.close()


def entries(me):
    with me.store.reading() as connection:
        return list(read.chain(connection, "camille"))


def planned(me):
    with me.store.reading() as connection:
        return outbox.with_status(connection, Status.PLANNED)


def test_a_process_that_is_left_waiting_anywhere_does_not_take_its_clock_for_wrong():
    time, waits = Time(), deque[float]()

    def after(reading):
        """What was read, after which the machine does other things for a while."""
        time.go(waits.popleft() if waits else 0)
        return reading

    hands = Hands(lambda: after(time.wall), lambda: after(time.passed))
    for pause in range(3):
        waits.extend(9.0 if turn == pause else 0.0 for turn in range(3))
        assert hands.look() == timedelta()
        assert hands.look() == timedelta()


def test_a_clock_that_goes_on_as_time_does_is_believed():
    time = Time()
    hands = time.hands()
    for seconds in (1, 10, 3600):
        time.go(seconds)
        assert hands.look() == timedelta()
    time.go(10, wall=9)  # put right little by little
    assert hands.look() == timedelta()
    time.go(10, wall=3600)  # the machine slept, or the clock was set forward
    assert hands.look() == timedelta()


def test_a_clock_that_is_set_back_is_noticed_once():
    time = Time()
    hands = time.hands()
    time.go(10, wall=-3590)
    assert hands.look() == HOUR
    time.go(10)
    assert hands.look() == timedelta()
    hands.hold([])
    assert hands.behind == HOUR


def test_the_servers_say_how_far_it_is_behind():
    hands = Time().hands()
    assert hands.hold([timedelta(), timedelta(minutes=30)]) == timedelta(), "one server may be wrong"
    assert hands.hold([timedelta(minutes=20), timedelta(minutes=30)]) == timedelta(minutes=20)
    assert hands.hold([timedelta(minutes=20)]) == timedelta(), "it is told already"
    assert hands.behind == timedelta(minutes=20)
    assert hands.hold([timedelta()]) == timedelta()
    assert hands.behind == timedelta()


def test_a_server_tells_its_time_with_each_answer():
    hour = Hour(lambda: NOON)
    assert hour.ahead is None
    for odd in ("", "noon", "Thu, 99 Jan 2026 12:00:00 GMT"):
        hour.heard(odd)
    assert (hour.ahead, hour.now()) == (None, NOON)
    hour.heard("Thu, 01 Jan 2026 11:50:00 GMT")
    assert (hour.ahead, hour.now()) == (timedelta(minutes=-10), NOON - timedelta(minutes=10))
    hour.heard("Thu, 01 Jan 2026 12:10:00 GMT")
    assert (hour.ahead, hour.now()) == (timedelta(minutes=10), NOON), "no more is claimed to be seen than we know"
    hour.heard("Thu, 01 Jan 2026 12:00:01 GMT")
    assert hour.ahead == timedelta()


def test_my_chain_says_that_the_clock_went_back_and_still_holds(me):
    note_back(me.store, me.shields, timedelta(0), "itself", NOON)
    note_back(me.store, me.shields, HOUR, "itself", NOON - HOUR)
    before, back = entries(me)
    assert before.at > back.at, "both say what the clock said"
    assert (back.event, back.payload) == (
        "clock:back",
        {"before": "2026-01-01T12:00:00Z", "against": "itself", "seconds": 3600},
    )
    assert list(verify(entries(me))) == []


def test_a_clock_that_went_back_while_the_shield_was_down_is_noticed_at_the_start(me):
    note_back(me.store, me.shields, timedelta(0), "itself", NOON)
    since_before(me.store, me.shields, NOON + timedelta(seconds=1))
    assert len(entries(me)) == 1
    since_before(me.store, me.shields, NOON - HOUR)
    assert entries(me)[-1].payload["against"] == "chain"
    assert "ClockBack" in planned(me)[-1].id


def test_what_was_due_does_not_wait_until_the_clock_is_where_it_was(me):
    note_back(me.store, me.shields, timedelta(0), "itself", NOON)
    with me.store.writing() as connection:
        times.hasten(connection, NOON - HOUR, NOON)
    assert {one.due_at for one in planned(me)} == {NOON - HOUR}


async def test_the_shield_watches_its_clock(me):
    time, woken = Time(), []
    platform = SimpleNamespace(ahead=lambda: None)
    vigil = Vigil(me.store, me.shields, [("camille", platform)], lambda: None, lambda: time.wall, lambda: time.passed)
    vigil.on_back = lambda: woken.append("schedule")
    time.go(5, wall=-600)
    await vigil.clock()
    await vigil.clock()
    assert [entry.event for entry in entries(me)] == ["clock:back"]
    assert woken == ["schedule"]


async def test_a_clock_that_was_set_back_does_not_silence_the_sign_of_life(me, monkeypatch):
    monkeypatch.setattr("bot.shield.heartbeat.GLANCE", 0.01)
    time = Time()
    heart = Heart(me.store, {}, lambda _: ("reading", None), lambda: time.wall)
    task = asyncio.create_task(heart.run())
    for wall in (NOON, NOON - HOUR):
        time.wall = wall
        await asyncio.sleep(0.3)
        with me.store.reading() as connection:
            beat = read.get(connection, me.store.master, "heartbeat")
        assert wall.strftime("%H:%M").encode() in (beat or b"")
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def test_a_watch_over_the_shield_that_breaks_is_told_and_not_the_last(me, monkeypatch):
    monkeypatch.setattr("bot.coverage.vigil.GLANCE", 0.01)
    monkeypatch.setattr("bot.coverage.vigil.ROUND", 1)
    time, platform = Time(), SimpleNamespace(ahead=lambda: None, sources=tuple, key="mastodon:1@social.test")
    vigil = Vigil(me.store, me.shields, [("camille", platform)], lambda: None, lambda: time.wall, lambda: time.passed)
    for where in ("since_before", "round_of_gaps", "Hands.look"):
        with monkeypatch.context() as broken:
            broken.delattr(f"bot.coverage.vigil.{where}")
            task = asyncio.create_task(vigil.run())
            await asyncio.sleep(0.3)
            assert vigil.failing == (where != "since_before")
        await asyncio.sleep(0.3)
        assert (task.done(), vigil.failing) == (False, False)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_a_sign_of_life_that_cannot_be_written_ends_nothing(me, monkeypatch):
    monkeypatch.setattr("bot.shield.heartbeat.GLANCE", 0.01)
    heart = Heart(me.store, {}, lambda _: ("reading", None), lambda: NOON)
    with monkeypatch.context() as broken:
        broken.delattr("bot.store.write.put")
        task = asyncio.create_task(heart.run())
        await asyncio.sleep(0.2)
    await asyncio.sleep(0.2)
    assert not task.done()
    task.cancel()
    with me.store.reading() as connection:
        assert read.get(connection, me.store.master, "heartbeat")
