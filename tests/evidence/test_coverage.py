"""When we could see, as arithmetic: what no source says is never claimed, and what one says is never lost."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bot.evidence.coverage import Interval, Span, gaps, grown, share, shares, thinned, union
from bot.model.arrival import Sign
from bot.model.mention import Via

START = datetime(2026, 1, 1, tzinfo=UTC)
WHOLE = (0, 200)


def at(minute):
    return START + timedelta(minutes=minute)


def minutes(spans):
    """The minutes that begin within these."""
    return {
        minute
        for one in spans
        for minute in range(
            int((one.since - START).total_seconds() // 60), int((one.until - START).total_seconds() // 60)
        )
    }


moments = st.integers(*WHOLE).map(at)
intervals = st.builds(
    lambda pair, by: Interval(since=min(pair), until=max(pair), by=by),
    st.tuples(moments, moments),
    st.sampled_from(Via),
)
signs = st.tuples(
    st.builds(
        lambda until, back: Sign(until=until, since=None if back is None else until - timedelta(minutes=back)),
        moments,
        st.none() | st.integers(0, 40),
    ),
    st.sampled_from(Via),
)


@given(st.lists(intervals, max_size=12))
def test_together_they_are_all_that_each_is(many):
    spans = union(many)
    assert minutes(spans) == minutes(many)
    assert all(one.until < other.since for one, other in pairwise(spans))


@given(st.lists(intervals, max_size=12))
def test_every_moment_was_either_seen_or_stands_in_a_gap(many):
    seen, missed = minutes(many), minutes(gaps(many, at(0), at(200)))
    assert seen | missed == set(range(200))
    assert not seen & missed
    assert abs(share(many, at(0), at(200)) - len(seen) / 200) < 1e-9


@given(st.lists(intervals, max_size=12), st.integers(1, 30))
def test_the_parts_of_a_day_make_the_day(many, parts):
    cells = shares(many, at(0), at(200), parts)
    first = min((one.since for one in many), default=at(200))
    known = [cell for cell in cells if cell is not None]
    assert all(0 <= cell <= 1 for cell in known)
    assert len(cells) == parts
    if first == at(0):
        assert abs(sum(known) / parts - share(many, at(0), at(200))) < 1e-9


def ledger(told):
    """The rows of one source after these signs of life, and all that they say."""
    rows: dict[datetime, Interval] = {}
    last, said = None, []
    for sign, by in told:
        begin = sign.since or (last.until if last else sign.until)
        said.append(Span(since=min(begin, sign.until), until=sign.until))
        last = grown(last, sign, by)
        rows[last.since] = last
    return list(rows.values()), said


@given(st.lists(signs, max_size=20))
def test_nothing_is_claimed_that_no_sign_of_life_says(told):
    rows, said = ledger(told)
    assert minutes(rows) <= minutes(said)


@given(st.lists(signs, min_size=1, max_size=20))
def test_signs_that_come_twice_change_nothing(told):
    once, _ = ledger(told)
    twice, _ = ledger([one for sign in told for one in (sign, sign)])
    assert minutes(union(once)) == minutes(union(twice))


@given(st.permutations([Sign(until=at(minute)) for minute in (0, 10, 20, 30)]))
def test_signs_in_any_order_claim_at_most_what_they_claim_in_theirs(told):
    rows, _ = ledger([(sign, Via.STREAM) for sign in told])
    assert minutes(rows) <= set(range(30))
    assert max(one.until for one in rows) == at(30)


def test_an_outage_after_which_the_source_goes_on_where_it_was_is_no_gap():
    rows, _ = ledger([(Sign(until=at(0)), Via.POLL), (Sign(until=at(10)), Via.POLL), (Sign(until=at(190)), Via.POLL)])
    assert [(one.since, one.until) for one in rows] == [(at(0), at(190))]


def test_an_outage_of_which_the_source_has_forgotten_a_part_is_one():
    rows, _ = ledger(
        [
            (Sign(until=at(0)), Via.STREAM),
            (Sign(until=at(10)), Via.STREAM),
            (Sign(until=at(190), since=at(100)), Via.STREAM),
        ]
    )
    assert gaps(rows, at(0), at(190)) == [Span(since=at(10), until=at(100))]


def test_what_one_source_missed_another_saw():
    stream = [Interval(since=at(0), until=at(20), by=Via.STREAM), Interval(since=at(90), until=at(100), by=Via.STREAM)]
    poll = [Interval(since=at(10), until=at(70), by=Via.POLL)]
    assert gaps([*stream, *poll], at(0), at(100)) == [Span(since=at(70), until=at(90))]


@given(st.lists(intervals, max_size=40), st.integers(1, 40))
def test_fewer_rows_never_claim_more(many, most):
    fewer = thinned(many, most)
    assert len(fewer) <= most
    assert minutes(fewer) <= minutes(many)
