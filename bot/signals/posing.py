"""The steps for signs on the wire: handles, hashtags, inclusive endings, stars, digits that pose, words in pieces.

Each pattern is ours and linear: none starts again inside what it tried, none repeats what is itself repeated.
"""

import re
from typing import Final

from bot.signals.step import Rewrite, Step, letters_in, same
from bot.signals.vocabulary import Vocabulary

POSED: Final = bytes.maketrans(b"013457@$\xa4\xa3|", b"oieastasell")
POSED_OTHERWISE: Final = bytes.maketrans(b"013457@$\xa4\xa3|!", b"oleastaselli")
"""What digits and signs pose as; € and £ are \\xa4 and \\xa3 on the wire."""
LETTERS_ENOUGH: Final = 2
"""With fewer, digits are digits: `4x`, `1 2 3 a`."""

WORD: Final = rb"a-z0-9\x80-\x9f"
POSERS: Final = rb"0-9@$\xa4\xa3|!"
ENDING: Final = rb"(?:e|es|s|nes?|eres?|euses?|t?rices?|asses?|esses?|ettes?|ves?)"

HANDLE: Final = re.compile(rb"@(?<![%b@$*|_.\xa3\xa4-]@)[%b_-]++(?![@$\xa3\xa4|])" % (WORD, WORD))
HASHTAG: Final = re.compile(rb"#([a-z]{4,}+)(?![%b_])" % WORD)
INCLUSIVE: Final = re.compile(
    rb"[\xb7./(-](?<=[a-z]{3}.)"
    rb"(?:(?<=\xb7)[a-z]{1,5}(?:\xb7[a-z]{1,5}){0,2}|(?<=[./])%b(?:[./]s)?|(?<=-)(?:es?|nes?)(?:-s)?|(?<=\()-?%b\)s?)"
    rb"(?![%b\xb7])" % (ENDING, ENDING, WORD),
    re.DOTALL,
)
"""`·e·s`, `.e.s`, `-e-s`, `(e)s`; after a hyphen nothing that may be a word of its own (`tue-le`)."""
MASKED: Final = re.compile(rb"(?<![%b*#%%@$])(?![#%%])[a-z0-9@$]*+[*#%%][a-z0-9@$*#%%]*+(?![\x80-\x9f])" % WORD)
POSING: Final = re.compile(rb"(?<![%b%b])[a-z\x80-\x9f]*+[%b][%b%b]*+" % (WORD, POSERS, POSERS, WORD, POSERS))
"""A word with a digit or a sign in it."""
NUMBERED: Final = re.compile(
    rb"[0-9]+(?:er|e|re|ere|eme|nd|st|rd|th|h|hrs?|mn|min|am|pm|ans?|k|m|km|kg|cm|mm|gb|go|mo)"
)
"""Numbers with what they count: digits in these are digits."""
LEFT_OUT: Final = re.compile(rb"[a-z][0-9]{2,3}|[0-9]{1,2}h[0-9]{2}")
"""Names of roads and devices, and times: `a55`, `5h17`."""
SHORT_WORD: Final = 6
"""Up to so many characters one letter is enough where a known word comes out (`j3`, `54l3`); in one reading only."""
COUNTED: Final = re.compile(rb"[0-9]*([a-z]+)[0-9]*")
"""A word with numbers about it, as names of accounts have them: `salope69`."""
GLUED: Final = re.compile(rb"(?<![%b])[a-z]++(?:[._/*|][a-z]++)++(?![%b])" % (WORD, WORD))


def signed_steps(vocabulary: Vocabulary) -> tuple[Step[bytes], ...]:
    """In their order."""
    unveiled = _unveiled(vocabulary)
    return (
        Step(HANDLE, lambda _: b" ", _named(vocabulary), frozenset(b"@"), even=True),
        Step(HASHTAG, lambda tag: b" %b " % vocabulary.parted(tag[1]), lambda tag: b" %b " % tag[1], frozenset(b"#")),
        Step(INCLUSIVE, lambda _: b"", lambda ending: letters_in(ending[0]), frozenset(b"./(-\xb7")),
        Step(MASKED, unveiled, unveiled, frozenset(b"*#%"), even=True),
        Step(
            POSING,
            _posing(vocabulary, POSED, POSED_OTHERWISE),
            _posing(vocabulary, POSED_OTHERWISE, POSED),
            frozenset(b"0123456789@$|!\xa3\xa4"),
            even=True,
        ),
        Step(GLUED, same, _glued(vocabulary), frozenset(b"._/*|")),
    )


def _named(vocabulary: Vocabulary) -> Rewrite:
    """A handle is a name, but for a word that begins with a posing @."""

    def rewrite(match: re.Match[bytes]) -> bytes:
        word = match[0].translate(POSED)
        return word if word in vocabulary.words else b" "

    return rewrite


def _unveiled(vocabulary: Vocabulary) -> Rewrite:
    def rewrite(match: re.Match[bytes]) -> bytes:
        veiled = match[0].translate(POSED)
        word = vocabulary.unveil(veiled)
        return match[0] if word == veiled else word

    return rewrite


def _posing(vocabulary: Vocabulary, table: bytes, doubted: bytes) -> Rewrite:
    """Digits and signs to the letters they pose as; by the other table where only so a word comes out."""

    def rewrite(match: re.Match[bytes]) -> bytes:
        word = match[0].rstrip(b"!")
        posed, otherwise = word.translate(table), word.translate(doubted)
        known = [one for one in (posed, otherwise) if one in vocabulary]
        letters = len(letters_in(word))
        counted = COUNTED.fullmatch(word)
        if letters < LETTERS_ENOUGH:
            shortly = table is POSED_OTHERWISE and letters and len(word) <= SHORT_WORD and not LEFT_OUT.fullmatch(word)
            return known[0] + match[0][len(word) :] if shortly and known else match[0]
        if not known and NUMBERED.fullmatch(word):
            return match[0]
        if not known and counted and counted[1] in vocabulary.words:
            return counted[1]
        return [*known, posed][0] + match[0][len(word) :]

    return rewrite


def _glued(vocabulary: Vocabulary) -> Rewrite:
    """`sal.ope`, where the vocabulary has it."""

    def rewrite(match: re.Match[bytes]) -> bytes:
        word = letters_in(match[0])
        return word if word in vocabulary.words else match[0]

    return rewrite
