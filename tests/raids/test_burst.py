"""Who comes at once, and whether they come to harm."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.signals.surprise import HOUR
from bot.signals.visits import HOSTILE, KNOWN, PACKED, QUOTE, SUPPORT, digest
from tests.raids.crowds import MONDAY, crowd, found, used_to, visit

DAY = 24 * HOUR


def test_three_hundred_who_insult_me_within_two_hours_are_a_raid_from_the_first_to_the_last() -> None:
    (raid,) = found(crowd(300, 2 * HOUR, 0.8))
    assert (raid.since, raid.until) == (MONDAY + 24, MONDAY + 299 * 24)
    assert (raid.authors, raid.hostile, raid.root) == (299, 240, digest("mine"))


@pytest.mark.parametrize("rude", [0, 0.03, 0.1, 0.2])
@pytest.mark.parametrize("count", [40, 300, 3000])
def test_a_crowd_of_whom_few_are_rude_is_no_raid(count: int, rude: float) -> None:
    assert found(crowd(count, 2 * HOUR, rude)) == ()


def test_nine_who_quarrel_with_me_are_no_raid() -> None:
    assert found(crowd(9, HOUR, 1)) == ()


def test_somebody_to_whom_fifty_new_people_write_every_hour_is_not_raided_by_five_of_them_who_are_rude() -> None:
    usual = used_to(50)
    day = [one for hour in range(24) for one in crowd(50, HOUR, 0.1, hour * HOUR, who=f"{hour}-")]
    assert found(day, usual) == ()
    (raid,) = found([*day, *crowd(60, HOUR, 1, 12 * HOUR, who="raid")], usual)
    assert 11.8 * HOUR <= raid.since - MONDAY <= 12.2 * HOUR


def test_what_is_a_raid_to_somebody_unknown_is_an_hour_like_others_to_somebody_who_is_always_insulted() -> None:
    hour = crowd(30, HOUR, 0.5)
    assert len(found(hour)) == 1
    assert found(hour, used_to(30, 0.5)) == ()


def test_one_man_with_two_hundred_insults_in_a_crowd_of_well_wishers_is_one_man() -> None:
    man = [visit(place * 30, "him", HOSTILE) for place in range(200)]
    assert found([*man, *crowd(150, 2 * HOUR, 0)]) == ()


def test_a_slow_brigade_is_found_over_three_days_and_begins_where_it_began() -> None:
    (raid,) = found(crowd(60, 3 * DAY, 1))
    assert raid.since == MONDAY
    assert (raid.hostile, raid.rest >= 3 * HOUR) == (60, True)


def test_a_few_insults_of_the_days_before_do_not_make_the_raid_older() -> None:
    before = crowd(6, 2 * DAY, 1, who="before")
    (raid,) = found([*before, *crowd(100, HOUR, 1, 2 * DAY)])
    assert raid.since == MONDAY + 2 * DAY


def test_it_goes_on_while_some_still_come_and_what_comes_a_day_later_is_another() -> None:
    evening = crowd(100, HOUR, 1)
    tail = crowd(12, 3 * HOUR, 1, HOUR, who="tail")
    later = crowd(100, HOUR, 1, DAY)  # the same people
    first, second = found([*evening, *tail, *later])
    assert first.until - MONDAY > 3 * HOUR
    assert second.since == MONDAY + DAY
    assert second.authors == 100


def test_one_who_insults_me_in_the_days_after_a_raid_is_no_raid_though_sixty_came_before_them() -> None:
    evening = crowd(60, HOUR // 3, 1)
    stragglers = [visit(4 * HOUR + place * 6 * HOUR, f"late{place}", HOSTILE) for place in range(8)]
    (raid,) = found([*evening, *stragglers])
    assert (raid.authors, raid.until) == (60, MONDAY + 59 * 20)


def test_a_slow_brigade_after_a_quick_raid_is_a_raid_by_its_own_number() -> None:
    evening = crowd(60, HOUR // 3, 1)
    _, slow = found([*evening, *crowd(40, DAY, 1, 3 * HOUR, who="slow")])
    assert (slow.since, slow.authors) == (MONDAY + 3 * HOUR, 40)


def test_a_raid_under_one_post_is_found_in_a_day_of_joy() -> None:
    joy = crowd(2000, 6 * HOUR, 0.01, root="joy")
    (raid,) = found([*joy, *crowd(60, HOUR, 0.9, 2 * HOUR, who="raid", root="other")])
    assert (raid.root, raid.of_root) == (digest("other"), True)
    assert raid.authors == 59


def test_old_acquaintances_who_say_something_kind_are_not_counted_against_the_raid() -> None:
    known = [visit(place, f"old{place}", KNOWN) for place in range(500)]
    (raid,) = found([*known, *crowd(50, HOUR, 1)])
    assert raid.hostile == 50


def test_supporters_are_counted_apart_but_not_those_who_also_insult() -> None:
    helping = [visit(600 + place, f"s{place}", SUPPORT) for place in range(40)]
    two_faced = [visit(700, "a1", SUPPORT)]
    (raid,) = found([*crowd(100, HOUR, 1), *helping, *two_faced])
    assert raid.supporters == 40


def test_the_quote_that_sent_them_is_named() -> None:
    quote = visit(-1200, "star", QUOTE | HOSTILE, post="quote", reach=17)
    other = visit(-5000, "someone", QUOTE, post="earlier", reach=9)
    (raid,) = found([other, quote, *crowd(100, HOUR, 1)])
    assert raid.origin == digest("quote")


def test_the_post_to_which_they_turn_is_named_rather_than_one_that_more_have_seen() -> None:
    post = visit(-1200, "someone", HOSTILE, post="call", reach=10)
    star = visit(-600, "star", QUOTE, post="quote", reach=20)
    raid = [(*one[:4], "call", *one[5:]) for one in crowd(100, HOUR, 1)]
    (wave,) = found([post, star, *raid])
    assert wave.origin == digest("call")


def test_a_quote_that_comes_when_the_raid_is_on_did_not_send_it() -> None:
    (raid,) = found([*crowd(100, HOUR, 1), visit(3000, "late", QUOTE | HOSTILE, post="late", reach=20)])
    assert raid.origin == 0


days = st.lists(
    st.tuples(
        st.integers(0, 3 * DAY), st.integers(0, 60), st.sampled_from(["p", "q", "r"]), st.integers(0, 15), st.booleans()
    ),
    max_size=150,
)


@settings(max_examples=60, deadline=None)
@given(days, st.integers(0, 3), st.randoms())
def test_in_whatever_order_they_come_the_same_raids_are_found(day, raids, chance) -> None:
    visits = [
        visit(at, f"n{author}", flags, root, root, "" if flags & 1 else f"{at}", author)
        for at, author, root, flags, _ in day
    ]
    for number in range(raids):
        visits += crowd(40, HOUR, 0.8, number * 20 * HOUR, who=f"raid{number}")
    shuffled = list(visits)
    chance.shuffle(shuffled)
    assert found(visits) == found(shuffled)


def test_an_author_takes_less_than_a_hundred_bytes() -> None:
    assert PACKED.size <= 100
