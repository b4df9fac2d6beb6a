"""Words spelled out: single letters in a row, whatever parts them."""

import re
from typing import Final

from bot.signals.common import SAID_ALONE, SHORT
from bot.signals.letters import LEADING
from bot.signals.posing import LETTERS_ENOUGH, POSED, POSED_OTHERWISE
from bot.signals.step import Step, letters_in, once, twice
from bot.signals.vocabulary import Vocabulary

BESIDE: Final = rb"[a-z0-9@$|'\xa3\xa4\x80-\x9f]"
SINGLE: Final = rb"[a-z0-9@$|\xa3\xa4]"
PARTS: Final = rb"[^a-z0-9@$|'\xa3\xa4\x80-\x9f]++"
GAP: Final = rb"%b(?:[\x80-\x9f]++%b)*+" % (PARTS, PARTS)
GAPS: Final = re.compile(GAP)
SPELLED: Final = re.compile(rb"(?<!%b)%b(?:%b%b(?!%b)){2,}+" % (BESIDE, SINGLE, GAP, SINGLE, BESIDE))
"""Three single letters or more, parted by anything but an apostrophe, as they were written."""
SINGLES: Final = re.compile(rb"(?<![^ ])[a-z0-9](?: (?:[\x80-\x9f]++ )*+[a-z0-9](?![^ ])){2,}+")
"""The same among words parted by one space, or by emoji and letters of other scripts."""
STRETCH: Final = re.compile(rb"([a-z])\1\1+")
MOST_SAID_ALONE: Final = 4
"""Letters: with more of them in a row, even those that are words spell something."""


def spelled(vocabulary: Vocabulary, pattern: re.Pattern[bytes]) -> Step[bytes]:
    """Single letters in a row to the words they spell; otherwise to one word."""
    return Step(pattern, lambda run: _words(run[0], vocabulary), lambda run: _together(run[0]))


def _words(run: bytes, vocabulary: Vocabulary) -> bytes:
    """Where a few gaps are wider they part words, and the vocabulary does."""
    letters, gaps = GAPS.split(run), GAPS.findall(run)
    word = b"".join(letters)
    if len(letters_in(word)) < LETTERS_ENOUGH or (_said_alone(word) and word not in vocabulary.words):
        return run
    widths = [_width(gap) for gap in gaps]
    narrowest = min(widths)
    if 2 * widths.count(narrowest) < len(widths):
        narrowest = max(widths)  # most gaps are wide: the narrow ones only stand beside the run
    parts = (b" " if width > narrowest else b"" for width in widths)
    parted = b"".join(one for pair in zip(letters, (*parts, b""), strict=True) for one in pair).translate(POSED)
    return b" ".join(_word(STRETCH.sub(once, word), vocabulary) for word in parted.split())


def _word(letters: bytes, vocabulary: Vocabulary) -> bytes:
    return SHORT.get(letters) or vocabulary.parted(letters)


def _said_alone(letters: bytes) -> bool:
    return len(letters) <= MOST_SAID_ALONE and all(letter in SAID_ALONE for letter in letters)


def _width(gap: bytes) -> tuple[bool, int]:
    """Signs part less than spaces, and few less than many; a character of several digits on the wire is one."""
    return gap.isspace(), len(gap.translate(None, LEADING))


def _together(run: bytes) -> bytes:
    if len(letters_in(run)) < LETTERS_ENOUGH:
        return run
    return STRETCH.sub(twice, GAPS.sub(b"", run).translate(POSED_OTHERWISE))
