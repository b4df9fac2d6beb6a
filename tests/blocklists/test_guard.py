"""A version of somebody's list that looks wrong changes nothing, and I am told why in numbers."""

import pytest
from msgspec.structs import replace

from bot.blocklists.change import Policy, Type
from bot.blocklists.entity import CANARY, actor, domain
from bot.blocklists.formats.words import about, recommendation
from bot.blocklists.guard import SHOWN, Agreed, Finding, Guard, Proof, Trouble, examine
from bot.model.reason import Severity
from tests.blocklists.lists import NOON, recommended, snapshot

RULES = Guard(shrink=20, grow=50, surge=20, slack=10)
MARK = about(recommendation(NOON, Policy.REJECT), CANARY)


def entries(count, start=0):
    return snapshot(*(recommended(f"h{number}.test") for number in range(start, start + count)))


def troubles(before, after, **more):
    return [one.trouble for one in examine(before, after, RULES, **more)]


def test_a_version_that_changes_little_is_taken():
    assert examine(entries(100), entries(100), RULES, Proof.GOOD, [actor("friend@elsewhere.test")]) == ()


@pytest.mark.parametrize(("left", "found"), [(80, []), (79, [Trouble.SHRANK])])
def test_a_version_that_shrinks_too_much_is_refused(left, found):
    assert troubles(entries(100), entries(left)) == found


@pytest.mark.parametrize(
    ("now", "found"), [(120, []), (121, [Trouble.SURGED]), (150, [Trouble.SURGED]), (151, [Trouble.GREW])]
)
def test_a_surge_is_quarantined_and_more_is_refused(now, found):
    assert troubles(entries(100), entries(now)) == found


def test_what_only_adds_too_much_may_still_take_off():
    growth = {Trouble.SURGED, Trouble.GREW, Trouble.HITS_FOLLOWED}
    assert {one for one in Trouble if Finding(trouble=one).is_growth} == growth


def raised(count, **how):
    return snapshot(*(recommended(f"h{number}.test", **how) for number in range(count)))


@pytest.mark.parametrize(
    ("mild", "grave"),
    [
        ({"policy": Policy.FILTER}, {"policy": Policy.REJECT}),
        ({"severity": Severity.LOW}, {"severity": Severity.URGENT}),
        ({"severity": Severity.HIGH, "policy": Policy.FILTER}, {"severity": Severity.HIGH, "policy": Policy.DROP}),
    ],
)
def test_a_version_that_names_the_same_and_asks_for_more_has_grown(mild, grave):
    assert troubles(raised(100, **mild), raised(100, **grave)) == [Trouble.GREW]
    assert troubles(raised(100, **grave), raised(100, **mild)) == []


def test_so_has_one_that_recommends_against_those_whom_it_let_be():
    assert troubles(raised(100, policy=Policy.ACCEPT), raised(100)) == [Trouble.GREW]


def test_who_comes_to_be_severe_enough_for_anything_counts_among_those_who_are():
    rules = Guard(least=Severity.HIGH)
    mild = raised(1000, severity=Severity.LOW)
    grave = {one: replace(change, severity=Severity.HIGH) for one, change in mild.items()}
    before = mild | dict([*grave.items()][:20])
    assert examine(before, before | dict([*grave.items()][:60]), Guard()) == ()
    (found,) = examine(before, before | dict([*grave.items()][:60]), rules)
    assert (found.trouble, found.before, found.count) == (Trouble.GREW, 20, 40)


def test_small_steps_are_measured_against_what_a_person_accepted():
    steps = [entries(count) for count in (100, 110, 121)]
    assert troubles(steps[1], steps[2]) == []
    (found,) = examine(steps[1], steps[2], RULES, agreed=Agreed(3, steps[0]))
    assert (found.trouble, found.since, found.before, found.count) == (Trouble.SURGED, 3, 100, 21)
    (found,) = examine(entries(85), entries(75), RULES, agreed=Agreed(3, steps[0]))
    assert (found.trouble, found.since, found.count) == (Trouble.SHRANK, 3, 25)


def test_a_jump_is_told_by_the_version_before_whatever_the_steps_came_to():
    (found,) = examine(entries(100), entries(160), RULES, agreed=Agreed(3, entries(90)))
    assert (found.trouble, found.since, found.before) == (Trouble.GREW, 0, 100)


@pytest.mark.parametrize("written", ["https://sweet.test/users/Friend", "https://sweet.test/@friend"])
def test_somebody_i_follow_is_known_by_the_address_of_their_profile_too(written):
    now = entries(20) | snapshot(replace(recommended("facheux@sweet.test"), entity=actor(written)))
    assert troubles(entries(20), now, followed=[actor("friend@sweet.test")]) == [Trouble.HITS_FOLLOWED]


def test_a_list_of_which_everything_was_exchanged_does_not_pass_for_its_length():
    assert troubles(entries(100), entries(100, 50)) == [Trouble.SHRANK, Trouble.SURGED]


def test_a_short_list_may_change_by_halves():
    assert troubles(entries(4), entries(2)) == []
    assert troubles(entries(4), entries(14)) == []
    assert troubles(entries(4), entries(15)) == [Trouble.GREW]


def test_an_empty_version_is_refused_however_short_the_list_was():
    assert troubles(entries(1), {}) == [Trouble.EMPTIED]
    back = recommended("h0.test").__class__
    gone = back(id="", type=Type.RETRACTION, at=NOON, entity=domain("h0.test"))
    assert troubles(entries(1), snapshot(gone)) == [Trouble.EMPTIED]


def test_a_first_version_neither_shrinks_nor_grows():
    assert troubles({}, entries(1000)) == []
    assert troubles({}, {}) == []


def test_a_version_without_the_canary_that_was_there_is_refused():
    marked = snapshot(MARK) | entries(20)
    assert troubles(marked, marked) == []
    assert troubles(entries(20), entries(20)) == []
    assert troubles(entries(20), marked) == []
    assert troubles(marked, entries(20)) == [Trouble.LOST_CANARY]


@pytest.mark.parametrize(
    ("proof", "found"),
    [
        (Proof.UNASKED, []),
        (Proof.GOOD, []),
        (Proof.LACKING, [Trouble.UNSIGNED]),
        (Proof.FAILED, [Trouble.WRONGLY_SIGNED]),
    ],
)
def test_a_version_that_lacks_its_signature_or_fails_it_is_refused(proof, found):
    assert troubles(entries(20), entries(20), proof=proof) == found


BY_ADDRESS = ("https://home.sweet.test/users/friend", "https://Home.sweet.test/@Friend")


@pytest.mark.parametrize("listed", ["friend@home.sweet.test", "home.sweet.test", "sweet.test", *BY_ADDRESS])
def test_a_version_that_hits_somebody_i_follow_is_refused(listed):
    friend = actor("friend@home.sweet.test")
    now = entries(20) | snapshot(recommended(listed))
    assert troubles(entries(20), now, followed=[friend, actor("other@calm.test")]) == [Trouble.HITS_FOLLOWED]
    (found,) = examine(entries(20), now, RULES, followed=[friend])
    assert (found.count, found.entities) == (1, (friend,))
    assert troubles(now, now, followed=[friend]) == []  # a human let it pass before


@pytest.mark.parametrize("listed", ["friend@elsewhere.test", "eet.test", "very.home.sweet.test"])
def test_a_name_that_is_only_like_that_of_somebody_i_follow_hits_nobody(listed):
    now = entries(20) | snapshot(recommended(listed))
    assert troubles(entries(20), now, followed=[actor("friend@home.sweet.test")]) == []


def test_what_is_only_accepted_or_advised_hits_nobody():
    now = entries(20) | snapshot(recommended("sweet.test", Policy.ACCEPT))
    assert troubles(entries(20), now, followed=[actor("friend@sweet.test")]) == []


def test_each_finding_carries_the_numbers_that_tell_it():
    (found,) = examine(entries(200), entries(100), RULES)
    assert (found.before, found.count, found.percent, found.most) == (200, 100, 50, 20)
    assert len(found.entities) == SHOWN
