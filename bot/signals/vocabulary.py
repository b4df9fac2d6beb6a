"""Words that a disguise may stand for: what stars hide, what letters in a row spell, what was stretched."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from functools import cached_property
from typing import Final

from bot.signals.common import ALONE, COMMON, WORDS_ALONE

VEILS: Final = b"*#%"
SHOWN: Final = 2
"""How many letters must be seen for a word to be guessed."""
LONGEST: Final = 24
"""Letters of a word that runs of letters are parted into."""
MOST: Final = 200
"""Letters of a run that is parted; nobody spells out more."""
PARTED: Final = 3
"""Letters that a word of the vocabulary has at least where runs are parted: with `ass` and `con`, too much would."""
LETTER: Final = 1.5
"""What is left of a word before an apostrophe costs, where each word costs one."""


class Vocabulary:
    """Words worth finding behind a disguise, folded; common words only where letters are parted."""

    def __init__(self, families: Iterable[Sequence[str]]) -> None:
        """Take words as folding leaves them, those that mean the same together, the most usual first.

        A word weighs as much as there are families that it stands in.
        """
        self._families: dict[bytes, tuple[int, ...]] = {}
        for number, family in enumerate(families):
            for word in dict.fromkeys(family):
                if word.isascii() and word.isalpha():
                    known = word.encode()
                    self._families[known] = (*self._families.get(known, ()), number)
        self.words: AbstractSet[bytes] = self._families.keys()

    def __contains__(self, word: bytes) -> bool:
        """Whether it is one of the words or a common one."""
        return word in self.words or word in COMMON

    @cached_property
    def _parts(self) -> frozenset[bytes]:
        return COMMON | {word for word in self.words if len(word) > PARTED}

    @cached_property
    def _seen(self) -> dict[tuple[int, int, int], tuple[bytes, ...]]:
        """By length, place and letter; in the order in which they were given."""
        seen: dict[tuple[int, int, int], list[bytes]] = defaultdict(list)
        for word in self.words:
            for at, letter in enumerate(word):
                seen[len(word), at, letter].append(word)
        return {key: tuple(words) for key, words in seen.items()}

    @cached_property
    def _narrow(self) -> dict[bytes, list[bytes]]:
        """By what is left when every letter is said once; the longest first."""
        narrow: dict[bytes, list[bytes]] = defaultdict(list)
        for word in sorted(self.words, key=lambda word: (-len(word), word)):
            narrow[_narrowed(word)].append(word)
        return dict(narrow)

    def unveil(self, veiled: bytes) -> bytes:
        """The word that fits (`c*nnard`), each veil a letter; `veiled` where none does or none outweighs the rest."""
        shown = [(at, letter) for at, letter in enumerate(veiled) if letter not in VEILS]
        if len(shown) < SHOWN or veiled.rstrip(VEILS) in self.words:
            return veiled
        words = min((self._seen.get((len(veiled), *one), ()) for one in shown), key=len)
        fitting = [word for word in words if all(word[at] == letter for at, letter in shown)]
        best = max(fitting, key=self._weight, default=veiled)
        akin = frozenset(self._families.get(best, ()))
        apart = [word for word in fitting if akin.isdisjoint(self._families[word])]
        others = [self._weight(word) for word in apart]
        return best if self._weight(best) >= max(sum(others), 1 + max(others, default=0)) else veiled

    def _weight(self, word: bytes) -> int:
        return len(self._families.get(word, ()))

    def parted(self, run: bytes) -> bytes:
        """The fewest words that a run of letters consists of (`je vais te tuer`); `run` where it does not."""
        if run in self or len(run) > MOST:
            return run
        best: list[tuple[float, int]] = [(0.0, 0)]  # the cost of the letters so far, and where their last word begins
        for end in range(1, len(run) + 1):
            starts = range(max(0, end - LONGEST), end - 1)
            words = [(best[start][0] + 1.0, start) for start in starts if run[start:end] in self._parts]
            best.append(min((*words, (best[end - 1][0] + _alone(run[end - 1]), end - 1))))
        if 2 * best[-1][0] > len(run):
            return run
        found: list[bytes] = []
        end = len(run)
        while end:
            found.append(run[best[end][1] : end])
            end = best[end][1]
        return b" ".join(reversed(found))

    def widest(self, stretched: bytes, otherwise: bytes) -> bytes:
        """The longest word that `stretched` is when each letter is said once or as often as the word has it."""
        fitting = (word for word in self._narrow.get(_narrowed(stretched), ()) if _fits(stretched, word))
        return next(fitting, otherwise)


def _alone(letter: int) -> float:
    """What a letter costs that stands alone."""
    if letter in WORDS_ALONE:
        return 1.0
    return LETTER if letter in ALONE else float("inf")


def _narrowed(word: bytes) -> bytes:
    return bytes(letter for at, letter in enumerate(word) if not at or word[at - 1] != letter)


def _fits(stretched: bytes, word: bytes) -> bool:
    """Whether no letter of the word is doubled where the stretched one says it once; both narrow to the same."""
    at = 0
    for place, letter in enumerate(word):
        doubled = place > 0 and word[place - 1] == letter
        while at < len(stretched) and not doubled and stretched[at] != letter:
            at += 1
        if at >= len(stretched) or stretched[at] != letter:
            return False
        at += 1
    return True
