"""One digest instead of a flood."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.alerts.flood import AT_ONCE, AT_ONCE_URGENT, WINDOW, Told, told
from bot.model.reason import Severity
from tests.alerts.samples import AT

HIGH, URGENT = Severity.HIGH, Severity.URGENT


def play(arrivals):
    """How each of (seconds, severity) is told, one after the other."""
    left, how = [], []
    for seconds, severity in arrivals:
        new = (AT + timedelta(seconds=seconds), severity)
        how.append(told(left, new))
        if how[-1] is Told.NOW:
            left.append(new)
    return how


def test_the_first_five_leave_at_once_and_the_sixth_waits():
    assert play([(n, HIGH) for n in range(7)]) == [Told.NOW] * 5 + [Told.GATHERED] * 2


def test_what_is_urgent_still_leaves_at_once_while_the_rest_is_gathered():
    assert play([(n, HIGH) for n in range(6)] + [(7, URGENT), (8, HIGH)])[5:] == [
        Told.GATHERED,
        Told.NOW,
        Told.GATHERED,
    ]


def test_even_what_is_urgent_is_gathered_after_twenty():
    assert play([(n, URGENT) for n in range(22)]) == [Told.NOW] * 20 + [Told.GATHERED] * 2


def test_ten_minutes_later_alerts_leave_at_once_again():
    assert play([(n, HIGH) for n in range(6)] + [(600, HIGH), (600, HIGH)])[5:] == [
        Told.GATHERED,
        Told.NOW,
        Told.GATHERED,
    ]


@given(st.lists(st.tuples(st.integers(0, 3000), st.sampled_from(Severity)), max_size=80).map(sorted))
def test_no_ten_minutes_ever_bring_me_more_than_twenty_alerts(arrivals):
    now = [seconds for (seconds, _), how in zip(arrivals, play(arrivals), strict=True) if how is Told.NOW]
    for start in now:
        inside = [seconds for seconds in now if start <= seconds < start + WINDOW.total_seconds()]
        assert len(inside) <= AT_ONCE_URGENT


@given(st.lists(st.tuples(st.integers(0, 3000), st.sampled_from(Severity)), max_size=AT_ONCE))
def test_five_alerts_are_never_a_flood(arrivals):
    assert set(play(sorted(arrivals))) <= {Told.NOW}


@given(st.lists(st.tuples(st.datetimes(AT.replace(tzinfo=None)), st.sampled_from(Severity)), max_size=30), st.randoms())
def test_the_order_in_which_they_are_remembered_does_not_matter(left, random):
    known = [(at.replace(tzinfo=AT.tzinfo), severity) for at, severity in left]
    shuffled = random.sample(known, len(known))
    assert told(known, (AT, HIGH)) == told(shuffled, (AT, HIGH))
