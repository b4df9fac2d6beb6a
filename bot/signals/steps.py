"""The steps of folding on the wire, in their order, and what tells that the last of them are needed."""

import re
from collections.abc import Iterable
from itertools import groupby
from operator import itemgetter
from string import ascii_lowercase, digits
from typing import AnyStr, Final

from ahocorasick_rs import BytesAhoCorasick

from bot.signals.common import POLITE, SHORT
from bot.signals.letters import character_of
from bot.signals.posing import HANDLE, WORD, signed_steps
from bot.signals.spelled import SINGLES, SPELLED, STRETCH, spelled
from bot.signals.step import Rewrite, Step, once, same, twice
from bot.signals.trace import Rewriting, Way
from bot.signals.vocabulary import Vocabulary
from bot.signals.written import ADDRESS, gap

PARTING: Final = re.compile(rb"(?! [%b])[^%b]+" % (WORD, WORD))
"""What becomes one space; one that stands alone between words is left out: it stays what it is."""
EMOJI: Final = re.compile(rb"[\x80-\x8f](?<![^ ].)[\x80-\x8f]*+[\x90-\x9f](?![^ ]) ?", re.DOTALL)
"""An emoji, or a single letter of another script; it looks back only after its first sign, which is found fast."""
STRETCHED: Final = re.compile(rb"(?<![a-z])[a-z]*?([a-z])\1\1[a-z]*+")
"""A word with three times the same letter."""
ELIDING: Final = "bcdfgklmnpqrstvwxz"
"""Before these `j'` is `je`, said in haste."""
HURRIED: Final = b"|".join(
    b"%c(?:%b)" % (initial, b"|".join(re.escape(word[1:]) for word in words))
    for initial, words in groupby(sorted(SHORT), key=itemgetter(0))
)
"""SHORT by its initials, so that most words are given up at their first letter."""
HASTY: Final = re.compile(
    rb"(?<![^ ])(?:(?:%b)(?![^ ])|j(?= [%b][a-z])|%b)" % (HURRIED, ELIDING.encode(), POLITE.encode())
)
BEFORE_A: Final = "ydljnmtsciu"
"""Letters that stand alone before `a` in many a text: `il y a`, `l'a`."""


PARTED: Final[Step[bytes]] = Step(PARTING, lambda _: b" ", lambda _: b" ")
USUAL_WAY: Final = Way((), (Rewriting(PARTING, PARTED.plainly, even=False),))
"""Of texts in which no step has anything to do but to part words."""
ADDRESSED_WAY: Final = Way(
    (Rewriting(ADDRESS, gap, even=False),),
    (Rewriting(HANDLE, PARTED.plainly, even=False), *USUAL_WAY.wired),
)
"""Of such texts after handles."""


def unusual() -> BytesAhoCorasick:
    """Finds, in words parted and surrounded by one space, all that the last steps would change, and now and then more.

    Of single letters in a row it looks for two; the pairs that it leaves out end in `a` and begin with none, so that
    three in a row hold another.
    """
    singles = {f" {one} {other} " for one in ascii_lowercase + digits for other in ascii_lowercase + digits}
    singles -= {f" {letter} a " for letter in BEFORE_A}
    stretched = {letter * 3 for letter in ascii_lowercase}
    hasty = {" vs "} | {f" j {letter}" for letter in ELIDING} | {f" {short.decode()} " for short in SHORT}
    return BytesAhoCorasick([text.encode() for text in sorted(singles | stretched | hasty)])


class WireSteps:
    """All steps, with the words of one vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Bind the steps to the words."""
        self.signed = signed_steps(vocabulary)
        """Where their signs are."""
        self.spelled = spelled(vocabulary, SPELLED)
        """While a wider gap still parts words."""
        self.adorned = Step(EMOJI, same, _without_emoji)
        """Once words are parted by one space; where there is more than ASCII."""
        self.stretched = Step(STRETCHED, lambda word: STRETCH.sub(once, word[0]), _widest(vocabulary))
        """Where a letter stands thrice in a row, then those that are `last`."""
        self.last = (Step(HASTY, _in_full, _in_full), spelled(vocabulary, SINGLES))
        """Where `unusual` finds something."""
        self.unusual = unusual().find_matches_as_indexes


def ways(written: Iterable[Step[str]], wired: Iterable[Step[bytes]]) -> tuple[Way, Way]:
    """The substitutions of the plain reading and of the other, of those steps that changed either."""
    steps, further = tuple(written), tuple(wired)
    return (
        Way(tuple(map(_plainly, steps)), tuple(map(_plainly, further))),
        Way(tuple(map(_otherwise, steps)), tuple(map(_otherwise, further))),
    )


def _plainly(step: Step[AnyStr]) -> Rewriting[AnyStr]:
    return Rewriting(step.pattern, step.plainly, step.even, step.signs)


def _otherwise(step: Step[AnyStr]) -> Rewriting[AnyStr]:
    return Rewriting(step.pattern, step.otherwise, step.even, step.signs)


def _widest(vocabulary: Vocabulary) -> Rewrite:
    return lambda word: vocabulary.widest(word[0], STRETCH.sub(twice, word[0]))


def _in_full(match: re.Match[bytes]) -> bytes:
    return SHORT.get(match[0]) or (b"vous" if match[0] == b"vs" else b"je")


def _without_emoji(match: re.Match[bytes]) -> bytes:
    """Letters of other scripts stay."""
    return match[0] if character_of(match[0].rstrip(b" ")).isalpha() else b""
