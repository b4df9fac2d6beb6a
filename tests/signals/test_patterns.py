"""Patterns that people write are safe, whatever they write, and say what is wrong with them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import ConfigError
from bot.signals import patterns as module
from bot.signals import sieve
from bot.signals.patterns import Patterns, Sought, compile_pattern
from bot.signals.text import readings
from tests.timing import seconds


def hits_of(patterns, text):
    return patterns.find([Sought(text, readings(text))])[0]


def found(pattern, text):
    hits = hits_of(Patterns([pattern]), text)
    return [text[start:end] for start, end in hits.get(pattern, ())]


@pytest.mark.parametrize(
    ("pattern", "text", "written"),
    [
        ("je (vais|va) te voir", "JE… vais, té voir", "JE… vais, té voir"),
        ("été", "L'ETE arrive", "ETE"),
        ("t'es", "T’es là", "T’es"),
        (r"\d{2}h\d{2}", "à 18h30 pile", "18h30"),
        (r"https://\S+", "va sur https://x.test/a !", "https://x.test/a"),
        ("🔪", "regarde 🔪", "🔪"),
        (r"\bsalope\b", "s a l o p e", "s a l o p e"),
    ],
)
def test_a_pattern_is_found_and_shown_as_it_was_written(pattern, text, written):
    assert written in found(pattern, text)


def test_places_after_wide_characters_are_right():
    text = "😂😂 é\ud800 je te vois"
    assert found("je te vois", text) == ["je te vois"]


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("(", "missing )"),
        ("a(?=b)", "no look-around"),
        (r"(a)\1", "no back-references"),
        ("", "empty text"),
        ("a*", "empty text"),
        ("a" * 9_000, "write 8000 or fewer"),
        ("(?:a{1,100}){1,10}(?:b{1,100}){1,10}" * 40, "too large"),
        ("a{1,5000}", "cannot read"),
        ("\ud800", "cannot read"),
    ],
)
def test_a_pattern_that_cannot_be_used_says_why_and_what_to_write(pattern, said):
    with pytest.raises(ValueError, match=said.replace("(", r"\(").replace(")", r"\)")):
        compile_pattern(pattern)


EXPLODING = [r"(a+)+$", r"(a|aa)+b", r"(.*a){20}", r"(\w+\s?)+!", r"([a-z]+)*x"]


@pytest.mark.parametrize("pattern", EXPLODING)
def test_a_pattern_built_to_explode_answers_in_linear_time(pattern):
    patterns = Patterns([pattern])

    def taken(size):
        text = "ab" * size
        sought = [Sought(text, readings(text))]
        return max(seconds(lambda: patterns.find(sought)), 0.002)

    assert taken(30_000) < 40 * taken(3_000)


def test_patterns_that_run_out_of_memory_do_not_blind_us(monkeypatch):
    monkeypatch.setattr(sieve, "MEMORY", 1 << 18)
    greedy = [rf"(a|b)*a(a|b){{{count}}}c" for count in range(8, 20)]
    patterns = Patterns([*greedy, "bonjour"])
    text = "ab" * 3_000 + " bonjour"
    assert "bonjour" in hits_of(patterns, text)


def test_patterns_that_are_too_large_together_are_refused(monkeypatch):
    monkeypatch.setattr(module, "TOGETHER", 1_000)
    with pytest.raises(ConfigError, match="together are too large"):
        Patterns([rf"(a|b)*a(a|b){{{count}}}c" for count in range(8, 40)])


SHORT = [r"\b(?:tu|u)\b", r"^je\b", r"\bva$", r"\bon (?:a|y)\b", "[!?]", r"\w+ \w+ \w+", r"\b(?:e|j) s"]
"""None asks for a word long enough to be looked for."""


def plainly(patterns, text):
    sought = [Sought(text, readings(text))]
    return {one for one in patterns if Patterns([one]).find(sought)[0]}


@given(
    st.lists(st.sampled_from(["tu", "TU", "je", "va", "on", "a", "y", "s", "j", "é", "!", "🔪", "ſ", "д"]), max_size=8)
)
def test_short_words_are_found_whether_patterns_are_many_or_one(words):
    text = " ".join(words)
    assert set(hits_of(Patterns(SHORT), text)) == plainly(SHORT, text)


@given(
    st.lists(st.lists(st.sampled_from(["je", "te", "vois", "suis", "JE", "là", "va", "!", "🔪", "jeje"]), max_size=5))
)
def test_what_a_text_holds_is_the_same_whatever_is_read_beside_it(texts):
    patterns = Patterns([*SHORT, "je te vois", "là.va", "🔪"])
    said = [" ".join(words) for words in texts]
    together = patterns.find([Sought(text, readings(text)) for text in said])
    assert together == [hits_of(patterns, text) for text in said]


@pytest.mark.parametrize(("setting", "value"), [("REMEMBERED", 1 << 10), ("ALWAYS", "written in no text")])
def test_an_automaton_that_has_told_nothing_does_not_blind_us(monkeypatch, setting, value):
    monkeypatch.setattr(sieve, setting, value)
    assert set(hits_of(Patterns(SHORT), "Va, tu")) == plainly(SHORT, "Va, tu")
    assert not hits_of(Patterns(SHORT), "bonjour")


def test_short_patterns_built_to_explode_answer_in_linear_time():
    patterns = Patterns([rf"(a|b)*a(a|b){{{count}}}c" for count in range(8, 20)])

    def taken(size):
        text = "ab" * size
        return max(seconds(lambda: hits_of(patterns, text)), 0.002)

    assert taken(30_000) < 40 * taken(3_000)


WRITTEN = [r"\bje (?:te|vous) (?:vois|suis)\b", r"^je$", "vois$", r"\w+ \w+ \w+", "[!?]", "🔪|💣", "là où", "j*e s"]


@given(st.lists(st.sampled_from(["je", "te", "vois", "suis", "JE", "là", "où", "!", "🔪", "e", "jeje"]), max_size=8))
def test_what_holds_is_found_among_many(words):
    text = " ".join(words)
    assert set(hits_of(Patterns(WRITTEN), text)) == plainly(WRITTEN, text)
