"""The small picture of what somebody did: a bar a day, higher the worse, and nothing older than two months."""

from datetime import UTC, datetime, timedelta

from bot.model import course
from bot.model.conduct import Level
from bot.model.course import EMPTY
from bot.model.noun import micros
from bot.web.path import DAYS, WIDE, path

NOW = datetime(2026, 3, 1, 22, 30, tzinfo=UTC)


def wrote(*acts):
    packed = EMPTY
    for days, level in sorted(acts, reverse=True):
        hour = course.hour_of(micros(NOW - timedelta(days=days)), 3600)
        packed = course.written(packed, hour, level, "mention")
    return packed


def test_each_day_has_a_bar_as_high_as_its_worst():
    shown = path(wrote((0, Level.LOW), (0, Level.URGENT), (3, Level.UNWANTED)), NOW, "Europe/Paris")
    assert [bar.x for bar in shown.bars] == [(DAYS - 4) * WIDE, (DAYS - 1) * WIDE]
    assert [bar.level for bar in shown.bars] == ["unwanted", "urgent"]
    assert shown.bars[0].height < shown.bars[1].height
    assert (shown.days, shown.grave) == (2, 1)


def test_what_is_long_ago_is_not_in_it():
    assert path(wrote((DAYS, Level.URGENT)), NOW, "Europe/Paris").bars == ()
    assert path(wrote((DAYS - 1, Level.URGENT)), NOW, "Europe/Paris").bars[0].x == 0


def test_today_is_that_of_the_persons_clock():
    late = path(wrote((0, Level.HIGH)), NOW, "Europe/Paris")
    next_day = path(wrote((0, Level.HIGH)), NOW + timedelta(hours=1), "Europe/Paris")
    assert next_day.bars[0].x == late.bars[0].x - WIDE
