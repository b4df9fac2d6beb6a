"""Several lists come to one, whoever is asked first."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from bot.blocklists.change import Cause, Policy, Type
from bot.blocklists.entity import actor, domain
from bot.blocklists.formats.terse import Terse
from bot.blocklists.merge import Plan, Threshold, Weighed, merge
from bot.blocklists.obfuscated import hidden
from bot.model.reason import Reason, Severity
from tests.blocklists.lists import CHANGES, NOON, recommended


def together(lists, **how):
    return {one.change.entity.key: one for one in merge(lists, **how)}


def weighed(*lists, priority=(0, 0, 0)):
    return [Weighed(f"list {number}", some, priority[number]) for number, some in enumerate(lists)]


MUTE = recommended("a.test", Policy.FILTER, comment="spam, noise", filters=("reject_media",), obfuscate=True)
BLOCK = recommended("a.test", comment="noise, threats", filters=("reject_reports",), private="seen by two")
NOTHING = recommended("a.test", Policy.ACCEPT)


def test_by_the_severest_plan_whatever_one_list_asks_for_is_asked_for():
    found = together(weighed([MUTE], [BLOCK], [NOTHING]))["a.test"].change
    assert (found.policy, found.comment) == (Policy.REJECT, "spam, noise, threats")
    assert (found.filters, found.obfuscate, found.private) == (("reject_media", "reject_reports"), True, "seen by two")


def test_by_the_mildest_plan_only_what_all_ask_for_is_asked_for():
    found = together(weighed([MUTE], [BLOCK]), plan=Plan.MILDEST)["a.test"].change
    assert (found.policy, found.filters, found.obfuscate) == (Policy.FILTER, (), False)
    assert together(weighed([MUTE], [BLOCK], [NOTHING]), plan=Plan.MILDEST)["a.test"].change.policy is Policy.ACCEPT


def test_an_entry_belongs_to_the_list_of_the_highest_priority_and_names_all_it_comes_from():
    found = together(weighed([MUTE], [BLOCK], [NOTHING], priority=(1, 5, 3)))["a.test"]
    assert found.lists == ("list 1", "list 2", "list 0")
    assert (found.change.cause, found.change.cause_ref) == (Cause.LIST, "list 1")
    assert found.change.comment == "noise, threats, spam"


def test_of_two_lists_that_differ_the_one_of_the_higher_priority_is_heard():
    for priority, policy in (((5, 0, 0), Policy.FILTER), ((0, 5, 0), Policy.REJECT), ((0, 0, 5), Policy.ACCEPT)):
        found = together(weighed([MUTE], [BLOCK], [NOTHING], priority=priority))["a.test"]
        assert (found.change.policy, len(found.lists)) == (policy, 3)
    assert together(weighed([MUTE], [BLOCK], [NOTHING], priority=(5, 5, 9)))["a.test"].change.policy is Policy.ACCEPT
    assert together(weighed([MUTE], [BLOCK], [], priority=(5, 5, 9)))["a.test"].change.policy is Policy.REJECT


@pytest.mark.parametrize("uri", ["https://loin.test/users/Facheux", "https://loin.test/@facheux"])
def test_an_account_is_one_whether_it_is_named_by_its_uri_or_by_its_address(uri):
    by_uri = replace(BLOCK, entity=actor(uri))
    found = together(weighed([recommended("facheux@loin.test")], [by_uri]), threshold=Threshold(count=2))
    assert [*found] == ["facheux@loin.test"]
    other = replace(BLOCK, entity=actor("https://ailleurs.test/users/facheux"))
    assert together(weighed([recommended("facheux@loin.test")], [other]), threshold=Threshold(count=2)) == {}


@pytest.mark.parametrize(
    ("threshold", "there"),
    [
        (Threshold(), "abc"),
        (Threshold(count=2), "ab"),
        (Threshold(count=3), "a"),
        (Threshold(count=4), ""),
        (Threshold(percent=34), "ab"),
        (Threshold(percent=66), "ab"),
        (Threshold(percent=67), "a"),
        (Threshold(percent=100), "a"),
    ],
)
def test_who_stands_in_too_few_lists_is_left_in_peace(threshold, there):
    a, b, c = (recommended(f"{name}.test") for name in "abc")
    found = together(weighed([a, b, c], [a, b], [a]), threshold=threshold)
    assert "".join(sorted(key[0] for key in found)) == there


def test_who_is_named_twice_in_one_list_counts_once_and_the_later_word_holds():
    lists = weighed([BLOCK, MUTE], [recommended("b.test")])
    assert together(lists, threshold=Threshold(count=2)) == {}
    assert together(lists)["a.test"].change.policy is Policy.FILTER


def test_what_is_taken_back_advised_or_under_stars_counts_for_nothing():
    back, advice = (replace(BLOCK, type=one) for one in (Type.RETRACTION, Type.ADVISORY))
    stars = replace(BLOCK, entity=hidden("ex***le.test"))
    assert together(weighed([back], [advice], [stars])) == {}


def test_what_we_know_no_meaning_of_yields_to_what_we_do():
    odd = replace(BLOCK, policy=None, stated="obliterate")
    assert together(weighed([odd], [MUTE]))["a.test"].change.policy is Policy.FILTER
    assert together(weighed([odd], [MUTE]), plan=Plan.MILDEST)["a.test"].change.policy is Policy.FILTER
    alone = together(weighed([odd], [odd]))["a.test"].change
    assert (alone.policy, alone.stated) == (None, "obliterate")


def test_reasons_and_ends_are_weighed_too():
    soon = replace(BLOCK, expires_at=NOON, severity=Severity.HIGH, reasons=(Reason.HATE,), labels=("x",))
    late = replace(BLOCK, expires_at=NOON + timedelta(9), severity=Severity.LOW, reasons=(Reason.SPAM,), labels=("x",))
    hard = together(weighed([soon], [late]))["a.test"].change
    mild = together(weighed([soon], [late]), plan=Plan.MILDEST)["a.test"].change
    assert (hard.expires_at, hard.severity, hard.labels) == (late.expires_at, Severity.HIGH, ("x",))
    assert (mild.expires_at, mild.severity, set(mild.reasons)) == (NOON, Severity.LOW, {Reason.HATE, Reason.SPAM})
    assert together(weighed([soon], [BLOCK]))["a.test"].change.expires_at is None
    assert together(weighed([soon], [BLOCK]), plan=Plan.MILDEST)["a.test"].change.expires_at == NOON


@given(
    st.lists(st.tuples(st.lists(CHANGES, max_size=4), st.integers(0, 2)), min_size=1, max_size=4),
    st.sampled_from(Plan),
    st.integers(1, 3),
    st.randoms(),
)
def test_it_makes_no_difference_in_what_order_lists_are_given(lists, plan, count, chance):
    named = [Weighed(f"list {number}", some, priority) for number, (some, priority) in enumerate(lists)]
    shuffled = list(named)
    chance.shuffle(shuffled)
    how = {"plan": plan, "threshold": Threshold(count=count)}
    assert together(named, **how) == together(shuffled, **how)


def test_nothing_comes_of_no_lists():
    assert together([]) == {}
    assert together(weighed([], [])) == {}


FILE = b"""domain,severity,public_comment,reject_media
a.test,silence,"spam, noise",true
B.test,suspend,,
nonsense,suspend,,
ap.invalid,suspend,,
ex***le.test,suspend,,
c.test,obliterate,,
"d.test","suspend","over
two lines",false
"""


@pytest.mark.parametrize("end", [0, 1])
def test_a_file_that_is_read_tersely_says_the_same_as_one_that_is_read_line_by_line(end):
    from bot.blocklists.formats import FORMATS, Listed

    file = FILE.replace(b"B.test", b"b.test") if end else FILE
    changes = [one.change for one in FORMATS["fediblockhole"].parse([file], NOON) if isinstance(one, Listed)]
    terse = Terse(NOON)
    slow = together([Weighed("x", changes), Weighed("y", changes)])
    fast = together([Weighed("x", terse.read([file])), Weighed("y", terse.read([file[:50], file[50:]]))])
    assert list(fast) == list(slow) == ["a.test", "b.test", "c.test", "d.test"]
    assert fast == slow
    assert fast["a.test"].change.entity == domain("a.test")
