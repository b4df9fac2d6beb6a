"""No pattern is ruled out of a text that holds it."""

import pytest
import re2
from hypothesis import given
from hypothesis import strategies as st

from bot.signals.atoms import clauses
from bot.signals.sieve import Sieve, options


def told(pattern):
    return [{atom.decode() for atom in clause} for clause in clauses(pattern)]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("je te vois", [{"je te vois"}]),
        (r"\bje te (?:vois|suis)\b", [{"je te vois", "je te suis"}]),
        (r"dors (?:\w+ ){0,2}chez toi", [{"chez toi"}, {"dors "}]),
        ("SALOPES?", [{"salope", "salopes"}]),
        ("(?P<qui>mes|tes) +cousins?", [{"cousin", "cousins"}]),
        ("(?P<qui>mes|tes) +gens", [{"gens"}, {"mes", "tes"}]),
        ("voi[st] tout{2}", [{"vois tou", "voit tou"}]),
        ("prends (?:garde)?", [{"prends ", "prends garde"}]),
        ("une? (?:🔪|[💣⚰])", [{"une 🔪", "un 🔪", "une 💣", "un 💣", "une ⚰", "un ⚰"}]),
        (r"10\.10\?", [{"10.10?"}]),
        ("(?:attends|a.b)", []),
        ("(?:attends moi)*", []),
        ("tu|te", []),
        ("chez (?:toi|\\w+)", [{"chez "}]),
    ],
)
def test_a_pattern_tells_what_it_needs(pattern, expected):
    assert told(pattern) == expected


@pytest.mark.parametrize(
    "pattern", [r"\pLtoujours", "(?i)toujours", "[[:alpha:]]toujours", r"\Qtoujours\E", "a{,2}bcd"]
)
def test_of_what_is_written_in_an_unusual_way_nothing_is_told(pattern):
    assert clauses(pattern) == ()


def test_groups_in_groups_are_no_danger():
    assert clauses("(" * 900 + "toujours" + ")" * 900) == ()


words = st.sampled_from(
    ["toi", "Chez", "a", "é", "ſ", "K", "🔪", "\0", " ", "ok", r"\.", "[oa]", "[^o]", ".", r"\w", r"\d", "^", "$"]
)
patterns = st.recursive(
    words,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=4).map("".join),
        st.lists(inner, min_size=1, max_size=3).map(lambda ways: f"(?:{'|'.join(ways)})"),
        st.tuples(inner, st.sampled_from(["?", "*", "+", "{2}", "{0,2}", "{1,}", "??"])).map(
            lambda two: f"({two[0]}){two[1]}"
        ),
    ),
    max_leaves=8,
)


@given(
    patterns,
    st.lists(st.sampled_from([*"toiChezaéſsKkK🔪 k.o1\0", "toi", "chez", "toichez"]), max_size=12).map("".join),
)
def test_whatever_holds_may_hold(pattern, text):
    holds = re2.compile(pattern, options()).search(text.encode()) is not None
    assert [place for place, _ in next(Sieve([pattern]).found([text.encode()]))] == [0] * holds
