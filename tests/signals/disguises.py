"""Eight kinds of disguise that people give to a word so that filters miss it, made for any word or phrase.

`disguises("salope")` and `BY_KIND["star"]("salope")`; the same every time, none equal to the word itself. Terms are
taken as folding leaves them: a–z, digits, words parted by one space.
"""

from collections.abc import Callable, Mapping
from itertools import chain
from typing import Final

LEET: Final = str.maketrans("aeiost", "431057")
SIGNS: Final = str.maketrans("aes", "@€$")
CYRILLIC: Final = str.maketrans("aceiopsxyhkmt", "асеіорѕхуһкмт")
GREEK: Final = str.maketrans("aeiknoptuv", "αεικηορτυν")
TURNED: Final = str.maketrans("abceghilnrtuy", "ᴀʙᴄᴇɢʜɪʟɴʀᴛᴜʏ")
ZERO_WIDTH: Final = ("\u200b", "\u200d", "\u2060", "\ufeff", "\u00ad")
ALPHABETS: Final = {
    "full-width": 0xFF41,
    "bold": 0x1D41A,
    "bold script": 0x1D4EA,
    "bold fraktur": 0x1D586,
    "sans-serif": 0x1D5BA,
    "monospace": 0x1D68A,
    "circled": 0x24D0,
}
"""Where `a` stands in alphabets that Unicode keeps whole."""
VOWELS: Final = "aeiouy"


def _leet(term: str) -> list[str]:
    first = next((letter for letter in term[1:] if letter in "aeiost"), "")
    return [
        term.translate(LEET),
        term.translate(SIGNS),
        term[:1] + term[1:].replace(first, first.translate(LEET), 1) if first else term,
        "".join(letter.translate(LEET) if at % 2 else letter for at, letter in enumerate(term)),
    ]


def _parted(term: str, by: str, between: str) -> str:
    return between.join(by.join(word) for word in term.split(" "))


def _spaced(term: str) -> list[str]:
    if len(term.replace(" ", "")) < 3:
        return []  # two letters with a gap are two letters
    return [_parted(term, " ", "  "), _parted(term, " ", "   ").upper(), _parted(term, "  ", "     ")]


def _dotted(term: str) -> list[str]:
    if len(term.replace(" ", "")) < 3:
        return []
    return [_parted(term, by, " ") for by in (".", "-", "_", "·")]


def _star(term: str) -> list[str]:
    """A vowel, the second letter or the last but one behind a star, in the longest word; three letters stay seen."""
    longest = max(term.split(" "), key=len)
    if len(longest) < 4:
        return []
    vowel = next((at for at, letter in enumerate(longest) if at and letter in VOWELS), 1)
    return [
        term.replace(longest, f"{longest[:at]}*{longest[at + 1 :]}", 1)
        for at in dict.fromkeys((vowel, len(longest) - 2))
    ]


def _homoglyph(term: str) -> list[str]:
    return [
        term.translate(CYRILLIC),
        term.translate(GREEK),
        term.translate(TURNED),
        "".join(letter.translate(CYRILLIC) if letter in VOWELS else letter for letter in term).upper(),
    ]


def _zero_width(term: str) -> list[str]:
    accented = "".join(f"{letter}\u0336" if letter.isalpha() else letter for letter in term)
    return [*(invisible.join(term) for invisible in ZERO_WIDTH), accented]


def _repeat(term: str) -> list[str]:
    last_vowel = max((at for at, letter in enumerate(term) if letter in VOWELS), default=0)
    return [
        f"{term[: last_vowel + 1]}{term[last_vowel] * 4}{term[last_vowel + 1 :]}",
        term + term[-1] * 5,
        term[0] * 4 + term[1:],
        "".join(letter * 3 if letter in VOWELS else letter for letter in term),
    ]


def _alphabet(term: str) -> list[str]:
    return [
        "".join(chr(start + ord(letter) - ord("a")) if "a" <= letter <= "z" else letter for letter in term)
        for start in ALPHABETS.values()
    ]


BY_KIND: Final[Mapping[str, Callable[[str], list[str]]]] = {
    "leet": _leet,
    "spaced": _spaced,
    "dotted": _dotted,
    "star": _star,
    "homoglyph": _homoglyph,
    "zero-width": _zero_width,
    "repeat": _repeat,
    "alphabet": _alphabet,
}
"""The kinds, each from a folded term to its variants; fewer where a term has nothing to disguise."""


def disguises(term: str) -> list[str]:
    """All variants of a folded term of three letters or more: sixteen and more, none twice, none the term itself."""
    made = chain.from_iterable(make(term) for make in BY_KIND.values())
    return [variant for variant in dict.fromkeys(made) if variant != term]
