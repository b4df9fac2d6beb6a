"""One message is no course of conduct; weeks of them are, and nobody is taken for a stalker by what is kind."""

from itertools import permutations
from random import Random

import pytest

from bot.model import course
from bot.model.conduct import Level, Stage
from bot.model.course import EMPTY, LATER, NEVER, Day
from bot.model.reason import Severity
from bot.rules.escalate import Past, assess, weight

SOON, MONTH, YEAR = 20_000, 20_030, 20_365


def wrote(day, level, times=1, hours=1 << 20):
    return Day(day, tuple(times if one == level else 0 for one in Level), hours)


def days(*acts):
    return Past(days=tuple(wrote(day, level) for day, level in acts))


def stage(*acts):
    return assess(days(*acts)).stage


def test_one_insult_is_no_case_however_bad_it_is():
    assert stage((SOON, Level.URGENT)) is Stage.NONE


def test_insults_on_two_days_are_to_be_watched():
    assert stage((SOON, Level.MEDIUM), (SOON + 5, Level.MEDIUM)) is Stage.WATCH


def test_four_days_of_insults_within_a_month_are_a_course_of_conduct():
    assert stage(*((SOON + 7 * n, Level.MEDIUM) for n in range(4))) is Stage.COURSE_OF_CONDUCT


def test_a_threat_within_a_course_of_conduct_is_danger():
    assert stage((SOON, Level.MEDIUM), (SOON + 5, Level.HIGH), (SOON + 9, Level.URGENT)) is Stage.DANGER


def test_two_threats_a_week_apart_are_danger():
    assert stage((SOON, Level.URGENT), (SOON + 7, Level.URGENT)) is Stage.DANGER


def test_many_insults_on_one_day_are_not_yet_a_course_of_conduct():
    past = Past(days=(wrote(SOON, Level.MEDIUM, times=200),))
    assert assess(past).stage is Stage.NONE


def test_mild_insistence_adds_up_over_weeks():
    mild = [(SOON + 3 * n, Level.UNWANTED) for n in range(14)]
    assert stage(*mild[:3]) is Stage.NONE
    assert stage(*mild[:8]) is Stage.WATCH
    assert stage(*mild) is Stage.COURSE_OF_CONDUCT


def test_insistence_alone_is_never_danger():
    assert stage(*((SOON + n, Level.UNWANTED) for n in range(200))) is Stage.COURSE_OF_CONDUCT


def test_six_questions_within_a_week_are_no_case():
    assert stage(*((SOON + n, Level.UNWANTED) for n in range(6))) is Stage.NONE


def test_a_year_of_kindness_is_no_case():
    assert assess(days(*((SOON + n, Level.NOTHING) for n in range(365)))).days == 0


def test_harmless_words_count_once_somebody_insists():
    insists = [(SOON + 3 * n, Level.UNWANTED) for n in range(6)]
    harmless = [(SOON + 20 + 3 * n, Level.NOTHING) for n in range(4)]
    assert assess(days(*insists, *harmless)).score > assess(days(*insists)).score


def test_what_is_long_ago_weighs_less():
    standing = days((SOON, Level.MEDIUM), (SOON + 3, Level.MEDIUM))
    assert assess(standing, SOON + 93).score == pytest.approx(assess(standing).score / 2)


def test_a_stage_is_left_only_after_a_long_silence():
    past = days((SOON, Level.URGENT), (SOON + 7, Level.URGENT))
    assert assess(past, SOON + 100).stage is Stage.DANGER
    assert assess(past, SOON + 200).stage is Stage.COURSE_OF_CONDUCT
    assert assess(past, SOON + 2000).stage is Stage.NONE


def test_silence_alone_does_not_clear_somebody_who_did_much():
    past = days(*((SOON + 3 * n, Level.URGENT) for n in range(30)))
    assert assess(past, SOON + 90 + 180).stage is Stage.DANGER


def test_who_comes_back_after_months_goes_on_where_they_were():
    past = days((SOON, Level.HIGH), (SOON + 2, Level.HIGH), (SOON + 120, Level.LOW))
    standing = assess(past)
    assert standing.stage is Stage.COURSE_OF_CONDUCT
    assert standing.silence == 118


def test_going_on_after_a_mute_weighs_more_than_going_on():
    acts = ((SOON, Level.MEDIUM), (SOON + 1, Level.LOW), (SOON + 2, Level.LOW))
    muted = Past(days=days(*acts).days, answered=SOON * 24 + 20)
    assert assess(muted).score > assess(days(*acts)).score
    assert assess(muted).after == 2


def test_the_act_for_which_they_were_muted_is_not_after_it():
    past = Past(days=(wrote(SOON, Level.MEDIUM),), answered=SOON * 24 + 20)
    assert assess(past).after == 0


def test_whoever_is_muted_for_all_of_it_goes_on_after_the_day_it_became_a_course():
    acts = [(SOON + 7 * n, Level.MEDIUM) for n in range(5)]
    standing = assess(Past(days=days(*acts).days, answered=LATER))
    assert standing.answered == (SOON + 21) * 24 + 23
    assert standing.after == 1


def test_writing_in_spite_of_a_ban_counts_whatever_is_written():
    spans = (((SOON + 30) * 24, (SOON + 400) * 24),)
    acts = days((SOON, Level.HIGH), (SOON + 40, Level.NOTHING), (SOON + 41, Level.NOTHING))
    assert assess(acts).barred == 0
    banned = assess(acts._replace(barred=spans))
    assert banned.barred == 2
    assert banned.stage > assess(acts).stage


def test_a_worse_day_than_all_before_weighs_more():
    rising = days((SOON, Level.LOW), (SOON + 1, Level.MEDIUM), (SOON + 2, Level.HIGH))
    falling = days((SOON, Level.HIGH), (SOON + 1, Level.MEDIUM), (SOON + 2, Level.LOW))
    assert assess(rising).rose == 2
    assert assess(rising).score > assess(falling).score


def test_several_accounts_on_one_day_are_one_day():
    one, other = wrote(SOON, Level.MEDIUM), wrote(SOON, Level.MEDIUM, hours=1 << 3)
    assert assess(Past(days=(one, other))).days == 1


def test_every_severity_has_its_weight():
    assert [weight(one) for one in Severity] == [Level.NOTHING, *list(Level)[2:]]


ACTS = [
    (hour, level, kind, thread)
    for hour, (level, kind, thread) in enumerate(
        [
            (Level.NOTHING, "mention", b""),
            (Level.LOW, "reply", b"abcd"),
            (Level.URGENT, "direct", b""),
            (Level.UNWANTED, "reply", b"efgh"),
            (Level.LOW, "quote", b"abcd"),
        ],
        SOON * 24 + 22,
    )
]


def kept(acts):
    packed = EMPTY
    for hour, level, kind, thread in acts:
        packed = course.written(packed, hour, level, kind, thread)
    return packed


def test_the_order_of_arrival_leaves_the_same_bytes():
    assert len({kept(some) for some in permutations(ACTS)}) == 1


def test_what_is_kept_can_be_read():
    known = course.unpacked(kept(ACTS))
    assert known.kinds == (1, 2, 1, 1)
    assert known.worst is Level.URGENT
    assert known.threads == 2
    assert [(one.day, one.counts) for one in known.days] == [
        (SOON, (1, 0, 1, 0, 0, 0)),
        (SOON + 1, (0, 1, 1, 0, 0, 1)),
    ]


def test_an_edit_counts_once_and_at_its_worst_whichever_version_comes_first():
    mild, worse = (SOON * 24 + 3, Level.LOW), ((SOON + 2) * 24 + 5, Level.HIGH)

    def both(first, second):
        packed = course.written(EMPTY, *first, "reply")
        return course.changed(packed, *second, first)

    one, other = course.unpacked(both(mild, worse)), course.unpacked(both(worse, mild))
    assert one.days == other.days
    assert sum(sum(day.counts) for day in one.days) == 1
    assert one.worst is Level.HIGH


def test_whichever_mute_is_noted_first_the_earliest_stands():
    hours = [NEVER + 5, NEVER + 3, LATER]
    found = set()
    for some in permutations(hours):
        packed = EMPTY
        for hour in some:
            packed = course.answered(packed, hour)
        found.add(course.unpacked(packed).answered)
    assert found == {3}


def test_a_row_stays_small_however_long_it_goes_on():
    acts = [(24 * day, Level.LOW, "reply", Random(day).randbytes(4)) for day in range(3000)]
    packed = kept(acts)
    assert len(packed) < 6000
    shuffled = Random(3).sample(acts, len(acts))
    assert kept(shuffled) == packed
    assert len(kept(acts[:1])) < 35


def test_a_mute_that_a_human_took_back_counts_for_nothing():
    packed = course.answered(kept(ACTS), SOON * 24 + 22)
    assert course.unpacked(course.pardoned(packed)) == course.unpacked(kept(ACTS))
