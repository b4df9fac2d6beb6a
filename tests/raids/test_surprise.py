"""How unusual an hour is."""

from math import comb, exp, factorial

import pytest

from bot.signals.surprise import HOUR, PRIOR, Baseline, Hour, tail

WEEK = 168


def summed(count: int, mean: float, shape: int) -> float:
    """By the book, for whole shapes."""
    p = shape / (mean + shape)
    return 1 - sum(comb(k + shape - 1, k) * p**shape * (1 - p) ** k for k in range(count))


@pytest.mark.parametrize("shape", [1, 3, 20])
@pytest.mark.parametrize("mean", [0.1, 2.5, 30.0])
@pytest.mark.parametrize("count", [0, 1, 4, 12, 40])
def test_the_tail_is_exact(count: int, mean: float, shape: int) -> None:
    assert tail(count, mean, shape) == pytest.approx(summed(count, mean, shape), rel=1e-6, abs=1e-9)


def test_where_much_was_learnt_it_is_the_law_of_poisson() -> None:
    poisson = 1 - sum(exp(-5) * 5**k / factorial(k) for k in range(15))
    assert tail(15, 5, 1e7) == pytest.approx(poisson, rel=1e-3)


def test_very_many_are_very_unlikely_and_take_no_time() -> None:
    assert tail(1_000_000, 3, 1) < 1e-300
    assert tail(0, 3, 1) == 1


def test_friday_evening_is_compared_with_friday_evenings() -> None:
    week = {hour: Hour(40 if hour % WEEK == 18 else 1, 40, 4) for hour in range(100 * WEEK, 108 * WEEK)}
    usual = Baseline(week)
    now = 108 * WEEK * HOUR
    evening = usual.usual(now + 18 * HOUR, now + 19 * HOUR, now)
    night = usual.usual(now + 3 * HOUR, now + 4 * HOUR, now)
    assert evening.expected > 20 * night.expected


def test_a_raid_is_not_learnt_from_and_nothing_known_is_six_new_faces_a_day() -> None:
    week = {hour: Hour(1, 1, 0) for hour in range(100 * WEEK, 108 * WEEK)}
    raided = week | dict.fromkeys(range(105 * WEEK, 105 * WEEK + 10), Hour(1000, 1000, 900))
    now = 108 * WEEK * HOUR
    spared = Baseline(raided, [(105 * WEEK * HOUR, (105 * WEEK + 9) * HOUR)])
    for hour in range(10):
        span = now + hour * HOUR, now + (hour + 1) * HOUR, now
        assert spared.usual(*span).expected == pytest.approx(Baseline(week).usual(*span).expected, rel=0.3)
    assert Baseline({}).usual(0, 24 * HOUR, 0).expected == pytest.approx(24 * PRIOR * 0.1)
