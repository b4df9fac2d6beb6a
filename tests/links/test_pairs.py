"""The pairs on which likeness is measured: enough of them, hard enough, and none changed since before the tuning."""

from collections import Counter

from tests.links import pairs

FIXED = "f650364d3db47cb2a38b60932bad83ee75d2f95f279b86f8ac0e30061a68dd90"
"""Of all pairs, as they were committed before any weight was tuned. It may only change with new pairs beside the old."""


def test_the_pairs_are_those_of_before_the_tuning():
    assert pairs.digest() == FIXED


def test_there_are_two_hundred_pairs_and_sixty_of_people_who_only_look_alike():
    every = list(pairs.pairs())
    assert len(every) >= 200
    assert sum(pair["hard"] for pair in every) >= 60


def test_half_of_every_kind_in_every_language_is_kept_aside():
    halves = Counter((pair["kind"], pair["language"], pair["half"]) for pair in pairs.pairs())
    assert set(halves.values()) == {pairs.EACH // 4}


def test_the_halves_share_no_sentence_but_what_anybody_pastes():
    said = {
        half: {
            post["text"]
            for pair in pairs.pairs()
            if pair["half"] == half
            for side in ("known", "new")
            for post in pair[side]["posts"]
        }
        for half in ("tuning", "held-out")
    }
    assert not said["tuning"] & said["held-out"]
