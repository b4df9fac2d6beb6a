"""What hurts most is found however it is disguised: every strong term of the lexicon, in eight kinds of disguise."""

from collections import Counter
from collections.abc import Iterator

import pytest

from bot.config.lexicons import lexicon
from bot.signals.lexicon import Entry
from bot.signals.reading import Reader
from tests.signals.disguises import BY_KIND, disguises

STRONG = [entry for entry in lexicon().entries if entry.strength == 3]
ENOUGH = 0.9


@pytest.fixture(scope="module")
def reader():
    return Reader((), (), lexicon())


def variants(entry: Entry, kind: str) -> Iterator[str]:
    """The term in this disguise; of a phrase its longest word, as people do who want the rest to be read."""
    word = max(entry.term.split(" "), key=len)
    for variant in BY_KIND[kind](word):
        yield entry.term.replace(word, variant, 1)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_kind_of_disguise_is_seen_through(reader, language, record_property):
    shares = {}
    for kind in BY_KIND:
        tried = Counter(
            entry in reader.read(variant, language).lexicon
            for entry in STRONG
            if entry.language == language
            for variant in variants(entry, kind)
        )
        shares[kind] = round(tried[True] / tried.total(), 3)
    record_property("found by kind", shares)
    assert min(shares.values()) >= ENOUGH, shares


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_strong_term_has_sixteen_disguises_and_nearly_all_are_seen_through(reader, language, record_property):
    few, shares = [], []
    for entry in STRONG:
        if entry.language == language:
            made = disguises(entry.term)
            if len(made) < 16:
                few.append(entry.term)
            shares.append(sum(entry in reader.read(one, language).lexicon for one in made) / len(made))
    record_property(f"of {len(shares)} terms, whole phrases disguised", round(sum(shares) / len(shares), 3))
    assert few == []
    assert sum(shares) / len(shares) >= ENOUGH


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_form_is_found_when_it_is_simply_said(reader, language):
    missed = [
        form
        for entry in lexicon().entries
        if entry.language == language
        for form in entry.said()
        if entry not in reader.read(form, language).lexicon
    ]
    assert missed == []
