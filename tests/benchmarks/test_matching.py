"""What finding ten thousand words and five hundred patterns costs, beside one alternation of them all in `re`.

Ours reads texts that were folded before, which tests/benchmarks/ measures elsewhere; the alternation reads them as
written, without regard to case, as a textbook would have it.
"""

import random
import re
import time
from pathlib import Path

import pytest

from bot.signals.patterns import Patterns, Sought
from bot.signals.text import readings
from bot.signals.words import Words

pytestmark = pytest.mark.benchmark
LETTERS = "abcdefghijlmnoprstuv"
TERMS, PATTERNS = 10_000, 500
POSTS, TRIES = 2_000, 7
FEW = 8
"""Posts that the alternation is given: it takes milliseconds each."""

SENTENCES = [
    line
    for language in ("fr", "en")
    for line in (Path(__file__).parents[1] / "signals" / f"innocent_{language}.txt").read_text("utf-8").splitlines()
]


def words(count, seed):
    made = random.Random(seed)
    return ["".join(made.choices(LETTERS, k=made.randint(4, 9))) for _ in range(count)]


def terms():
    """Words, and phrases of two and three."""
    said = iter(words(TERMS * 3, 11))
    return [" ".join(next(said) for _ in range(1 + place % 3)) for place in range(TERMS)]


def patterns():
    said = iter(words(PATTERNS * 4, 13))
    return [
        rf"\b{next(said)} (?:te|vous|la) (?:\w+ )?(?:{next(said)}|{next(said)}|{next(said)})\b" for _ in range(PATTERNS)
    ]


def posts(sought):
    """Of three innocent sentences each; one in fifty says something that is sought."""
    made = random.Random(5)
    found = [" ".join(made.choices(SENTENCES, k=3)) for _ in range(POSTS)]
    for place in range(0, POSTS, 50):
        found[place] += f" {made.choice(sought)}"
    return found


def cost(work, given):
    """Microseconds of processor time a post."""
    begun = time.process_time()
    work(given)
    return (time.process_time() - begun) / len(given) * 1e6


def test_ten_thousand_words_and_five_hundred_patterns_cost_microseconds(record_property):
    sought, shapes = terms(), patterns()
    given = posts(sought)
    folded = [readings(text) for text in given]
    matcher, patterned = Words(sought), Patterns(shapes)
    naive = re.compile("|".join([*(rf"\b{re.escape(term)}\b" for term in sought), *shapes]), re.IGNORECASE)

    def ours(places):
        said = [matcher.places(folded[place]) for place in places]
        return said, patterned.find([Sought(given[place], folded[place]) for place in places])

    def theirs(places):
        return [match.span() for place in places for match in naive.finditer(given[place])]

    assert any(ours(range(0, POSTS, 50))[0])
    tries = [(cost(ours, range(POSTS)), cost(theirs, range(1, FEW + 1))) for _ in range(TRIES)]
    mine, textbook = map(min, zip(*tries, strict=True))
    record_property("a post", f"{mine:.1f} µs; one alternation {textbook:.0f} µs: × {textbook / mine:.0f}")
    assert textbook > 500 * mine
