"""By when something must be done: leap years, short months, time zones, and the hour at which a day ends."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.law.clocks import Happened, last_day, running
from bot.law.data import Clock, From, french
from bot.model.reason import Reason

INSULT, HATE = Reason.HARASSMENT_TARGETED, Reason.HATE


def clock(**length):
    return Clock(runs_from=From.FACT, warn=(7,), fr="x", en="x", source="x", read="2026-11", **length)


@pytest.mark.parametrize(
    ("start", "length", "last"),
    [
        (date(2026, 1, 10), {"months": 3}, date(2026, 4, 10)),
        (date(2026, 11, 30), {"months": 3}, date(2027, 2, 28)),
        (date(2027, 11, 30), {"months": 3}, date(2028, 2, 29)),
        (date(2026, 1, 31), {"months": 3}, date(2026, 4, 30)),
        (date(2026, 10, 31), {"months": 3}, date(2027, 1, 31)),
        (date(2026, 12, 31), {"months": 3}, date(2027, 3, 31)),
        (date(2024, 2, 29), {"years": 1}, date(2025, 2, 28)),
        (date(2024, 2, 29), {"years": 6}, date(2030, 2, 28)),
        (date(2022, 2, 28), {"years": 6}, date(2028, 2, 28)),
        (date(2026, 12, 15), {"days": 30}, date(2027, 1, 14)),
        (date(2028, 2, 1), {"days": 30}, date(2028, 3, 2)),
    ],
)
def test_the_last_day_is_the_day_of_the_same_number_or_the_last_of_a_short_month(start, length, last):
    assert last_day(start, clock(**length)) == last


@pytest.mark.parametrize(
    ("at", "zone", "last", "until"),
    [
        # half past midnight in Paris, still the day before in UTC
        (datetime(2026, 1, 9, 23, 30, tzinfo=UTC), "Europe/Paris", date(2026, 4, 10), datetime(2026, 4, 10, 22, tzinfo=UTC)),
        # begun in winter time, ended in summer time, and the other way round
        (datetime(2026, 1, 15, 12, tzinfo=UTC), "Europe/Paris", date(2026, 4, 15), datetime(2026, 4, 15, 22, tzinfo=UTC)),
        (datetime(2026, 8, 15, 12, tzinfo=UTC), "Europe/Paris", date(2026, 11, 15), datetime(2026, 11, 15, 23, tzinfo=UTC)),
        (datetime(2026, 1, 9, 23, 30, tzinfo=UTC), "America/Martinique", date(2026, 4, 9), datetime(2026, 4, 10, 4, tzinfo=UTC)),
        (datetime(2026, 1, 9, 13, 30, tzinfo=UTC), "Pacific/Noumea", date(2026, 4, 10), datetime(2026, 4, 10, 13, tzinfo=UTC)),
    ],
)  # fmt: skip
def test_a_day_begins_and_ends_where_she_lives(at, zone, last, until):
    (run,) = running({"insult": clock(months=3)}, [Happened(1, at)], zone)
    assert (run.last, run.until) == (last, until)


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(0, 6), st.integers(0, 11))
def test_a_day_later_never_ends_earlier(start, years, months):
    length = clock(years=years, months=months)
    assert last_day(start, length) <= last_day(start + timedelta(days=1), length)
    assert last_day(start, length) >= start


def test_each_insult_has_its_own_clock_and_the_offence_counts_from_the_last_fact():
    facts = [
        Happened(1, datetime(2026, 1, 10, 12, tzinfo=UTC), (INSULT,), "mastodon"),
        Happened(2, datetime(2026, 3, 1, 12, tzinfo=UTC), (HATE,), "bluesky"),
        Happened(3, datetime(2026, 5, 1, 12, tzinfo=UTC)),  # a letter
    ]
    found = {(run.clock, run.fact): run.last for run in running(french().clock, facts, "Europe/Paris")}
    assert found == {
        ("insult", 1): date(2026, 4, 10),
        ("host_data", 1): date(2027, 1, 10),
        ("insult", 2): date(2026, 6, 1),  # rather too early, where it is not found to be discriminatory
        ("insult_discriminatory", 2): date(2027, 3, 1),
        ("host_data", 2): date(2027, 3, 1),
        ("offence", 3): date(2032, 5, 1),
    }


def test_what_mastodon_purges_is_counted_from_when_it_was_seen_to_be_gone():
    gone = datetime(2026, 2, 1, 12, tzinfo=UTC)
    facts = [
        Happened(n, datetime(2026, 1, 1, tzinfo=UTC), platform=p, gone=gone)
        for n, p in ((1, "mastodon"), (2, "bluesky"))
    ]
    assert [(run.fact, run.last) for run in running(french().clock, facts, "UTC") if run.clock == "purge"] == [
        (1, date(2026, 3, 3))
    ]


def test_days_that_are_left_are_whole_and_negative_once_it_is_too_late():
    (run,) = running({"insult": clock(months=3)}, [Happened(1, datetime(2026, 1, 10, tzinfo=UTC))], "UTC")
    assert run.left(datetime(2026, 4, 10, tzinfo=UTC)) == 1
    assert run.left(datetime(2026, 4, 10, 23, tzinfo=UTC)) == 0
    assert run.left(datetime(2026, 4, 11, 1, tzinfo=UTC)) == -1
