"""A pattern can leave places for whatever word of the lexicon, and finds the word where it was written."""

import pytest

from bot.signals.lexicon import Category, Entry, Lexicon
from bot.signals.patterns import compile_pattern
from bot.signals.reading import Reader

LEXICON = Lexicon(
    (
        Entry(term="buse", category=Category.INSULT, strength=2, language="fr", forms="buses"),
        Entry(term="grosse buse", category=Category.GENDERED, strength=3, language="fr"),
        Entry(term="cruche", category=Category.INSULT, strength=1, language="fr", innocent="cruche a eau"),
        Entry(term="buse", category=Category.DEHUMANISING, strength=2, language="fr"),
    )
)


def found(pattern, text):
    compile_pattern(pattern)
    return Reader((), (pattern,), LEXICON).read(text).patterns.get(pattern, ())


@pytest.mark.parametrize(
    ("pattern", "text", "said"),
    [
        (r"\btu es une <insult>", "Ma foi, tu es une buse !", "tu es une buse"),
        (r"\btu es une <insult 2>", "tu es une b.u.s.e", "tu es une b.u.s.e"),
        (r"\btu es une <gendered 3>", "Tu es une grosse buse", "Tu es une grosse buse"),
        (r"\bgrosse <insult>", "Tu es une grosse buse", "grosse buse"),
        (r"<insult|gendered> et <insult>", "buse et cruche", "buse et cruche"),
        (r"\btu es une <dehumanising>", "Tu es une buse", "Tu es une buse"),
        (r"^<insult>$", "Cruche", "Cruche"),
        (r"\btu es (?:une )?<insult>", "Tu es une cruche", "Tu es une cruche"),
    ],
)
def test_a_slot_takes_any_word_of_its_category(pattern, text, said):
    assert [text[start:end] for start, end in found(pattern, text)] == [said]


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (r"\btu es une <insult 2>", "Tu es une cruche"),
        (r"\btu es une <racist>", "Tu es une buse"),
        (r"\btu es une <insult>", "Tu es une cruche à eau"),
        (r"\btu es une <insult>", "Tu es une femme, et voilà une buse"),
    ],
)
def test_and_no_other(pattern, text):
    assert found(pattern, text) == ()


def test_a_pattern_without_slots_still_reads_the_words_themselves():
    assert found(r"\btu es une grosse buse\b", "Tu es une grosse buse") == ((0, 21),)


def test_a_slot_for_what_the_lexicon_does_not_know_says_what_to_write():
    with pytest.raises(ValueError, match=r"<insults 2>, and insults is no category; write one of insult, gendered"):
        compile_pattern("tu es <insults 2>")
