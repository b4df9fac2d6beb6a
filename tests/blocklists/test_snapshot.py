"""What a list says now does not depend on the way it came."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from bot.blocklists.change import Change, Policy, Type
from bot.blocklists.entity import domain
from bot.blocklists.identifier import GENESIS, names
from bot.blocklists.snapshot import difference, fold, standing

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
HOSTS = ("a.test", "b.test", "c.test")
LINES = st.lists(
    st.tuples(st.sampled_from(HOSTS), st.sampled_from([Type.RECOMMENDATION, Type.RETRACTION])), max_size=20
)


def _log(lines: list[tuple[str, Type]]) -> list[Change]:
    name = names()
    return [
        Change(id=name(NOON), type=type_, at=NOON, entity=domain(host), policy=Policy.REJECT) for host, type_ in lines
    ]


@given(LINES, st.randoms())
def test_a_log_that_comes_twice_and_in_disorder_says_the_same(lines, chance):
    log = _log(lines)
    shuffled = [*log, *log]
    chance.shuffle(shuffled)
    assert fold(shuffled) == fold(log)


@given(LINES, LINES)
def test_what_was_added_and_what_is_gone_make_the_one_list_the_other(before, after):
    old, new = fold(_log(before)), fold(_log(after))
    found = difference(old, new)
    there = {change.entity for change in found.gone}
    assert {entity for entity in standing(old) if entity not in there} | {one.entity for one in found.added} == set(
        standing(new)
    )


@given(st.lists(st.integers(-5_000, 5_000), min_size=1, max_size=200))
def test_each_name_comes_after_the_one_before_even_where_the_clock_goes_back(steps):
    from datetime import timedelta

    name, at, before = names(), NOON, GENESIS
    for step in steps:
        at += timedelta(microseconds=step)
        fresh = name(at)
        assert fresh.lower() > before.lower()
        before = fresh


def test_a_restarted_maker_of_names_goes_on_after_the_last():
    last = names()(NOON)
    assert names(last)(datetime(2020, 1, 1, tzinfo=UTC)) > last
