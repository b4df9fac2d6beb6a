"""A version of somebody's list that looks wrong changes nothing, and I am told why in numbers."""

import pytest

from bot.blocklists.change import Policy, Type
from bot.blocklists.entity import CANARY, actor, domain
from bot.blocklists.formats.words import about, recommendation
from bot.blocklists.guard import SHOWN, Guard, Proof, Trouble, examine
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


def test_only_a_surge_leaves_the_rest_of_the_version_standing():
    refused = {one for one in Trouble if one is not Trouble.SURGED}
    grown = examine(entries(100), entries(300, 100), RULES)
    assert {one.trouble: one.refuses for one in grown} == {Trouble.SHRANK: True, Trouble.GREW: True}
    assert [one.refuses for one in examine(entries(100), entries(130), RULES)] == [False]
    assert len(refused) == len(Trouble) - 1


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
