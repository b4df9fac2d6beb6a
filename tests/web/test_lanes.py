"""However long it went on, the picture of it stays one that can be read, and nothing in it is lost."""

from datetime import date, timedelta

import pytest

from bot.model.course import GESTURE, Day
from bot.web.lanes import BEGAN, HEIGHT, STEPS, WIDTH, Track, drawn

TODAY = (date(2026, 11, 22) - BEGAN).days


def day(ago, *counts, hours=1):
    return Day(TODAY - ago, (*counts, *(0,) * (6 - len(counts))), hours)


@pytest.mark.parametrize("length", [0, 1, 61, 62, 400, 2000, 9000])
def test_all_that_was_done_is_in_it_in_columns_that_can_be_told_apart(length):
    days = [day(ago, 1, 1, 1, 1, 1, 1) for ago in range(0, length + 1, max(1, length // 390))]
    picture = drawn([Track("him", days)], TODAY)
    steps = [column.step for column in picture.lanes[0].columns]
    assert sum(one.light + one.medium + one.grave for one in steps) == 6 * len(days)
    assert sum(one.grave for one in steps) == 2 * len(days)
    assert len(steps) <= STEPS
    assert all(0 <= column.x < WIDTH for column in picture.lanes[0].columns)
    assert (picture.first, picture.last) == (BEGAN + timedelta(days=days[-1].day), date(2026, 11, 22))


def test_columns_stand_on_the_ground_and_are_as_tall_as_what_is_in_them():
    lanes = drawn([Track("him", [day(3, 0, 0, 0, 0, 4)]), Track("again", [day(1, 0, 0, 0, 1)])], TODAY).lanes
    tall, small = (lane.columns[0].parts for lane in lanes)
    assert [(one.weight, one.y, one.height) for one in tall] == [("grave", 0.0, HEIGHT)]
    assert [(one.weight, one.y, one.height) for one in small] == [("medium", HEIGHT / 2, HEIGHT / 2)]


def test_all_lanes_have_one_axis():
    first, second = drawn([Track("him", [day(50, 1), day(2, 1)]), Track("again", [day(2, 1)])], TODAY).lanes
    assert first.columns[-1].x == second.columns[0].x
    assert first.columns[-1].step.first == second.columns[0].step.first


def test_a_mute_a_link_and_a_gesture_stand_on_their_days_though_nothing_was_written():
    track = Track("him", [day(9, hours=GESTURE)], measures=[TODAY - 8, TODAY - 8], links=[TODAY - 7])
    steps = [column.step for column in drawn([track], TODAY).lanes[0].columns]
    assert [(one.gestures, one.measures, one.links) for one in steps] == [(1, 0, 0), (0, 2, 0), (0, 0, 1)]
    assert not any(column.parts for column in drawn([track], TODAY).lanes[0].columns)


def test_a_ban_is_as_long_as_it_lasts_within_the_picture():
    bans = [(TODAY - 500, TODAY - 5), (TODAY - 1, TODAY + 300), (TODAY + 9, TODAY + 10)]
    picture = drawn([Track("him", [day(9, 1), day(3, 1), day(0, 1)], bans=bans)], TODAY)
    assert picture.lanes[0].bands == ((0.0, 5 * WIDTH / 10), (8 * WIDTH / 10, 2 * WIDTH / 10))
    assert [column.step.barred for column in picture.lanes[0].columns] == [True, False, True]


def test_where_nothing_was_done_there_is_nothing_to_see():
    assert drawn([Track("him")], TODAY).lanes[0].columns == ()
    assert drawn([], TODAY).lanes == ()
