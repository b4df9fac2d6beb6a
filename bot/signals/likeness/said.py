"""What two accounts said alike: near copies of texts and biographies, by the hashes of runs of words."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Final
from zlib import crc32

from bot.signals.text import fold

QUOTED: Final = re.compile(r"«[^»]*»|“[^”]*”|\"[^\"]*\"|^>.*$", re.MULTILINE)
"""What somebody repeats of somebody else: who quotes a text has not written it."""
RUN: Final = 3
LEAST: Final = 5
"""Words below which a text is what anybody may write."""
COPY: Final = 0.6
"""The part of their runs that near copies share at least."""
MOST: Final = 48
"""Runs that are kept of a text, those with the lowest hashes: enough to tell copies of long ones too."""
SKETCH: Final = 2
AGAIN: Final = 2
"""Texts in which somebody says a thing again, at least."""

Runs = tuple[int, ...]


def runs(text: str) -> Runs:
    """The hashes of a text's runs of three words, ascending; empty where it is too short, or only quotes."""
    words = fold(QUOTED.sub(" ", text)).text.split()
    if len(words) < LEAST:
        return ()
    hashed = {crc32(" ".join(words[place : place + RUN]).encode()) for place in range(len(words) - RUN + 1)}
    return tuple(sorted(hashed)[:MOST])


def shared(one: Runs, other: Runs) -> float:
    """The part of their runs that both have (Jaccard)."""
    if not one or not other:
        return 0.0
    first, second = set(one), set(other)
    common = len(first & second)
    return common / (len(first) + len(second) - common)


def copies(some: Sequence[Runs], others: Sequence[Runs]) -> int:
    """How many texts of the one have a near copy among those of the other."""
    if not some or not others:
        return 0
    every = set().union(*others)
    return sum(any(shared(text, other) >= COPY for other in others) for text in set(some) if not every.isdisjoint(text))


def formulas(some: Sequence[Runs], others: Sequence[Runs]) -> int:
    """How many runs of words the one says again and again that the other says too: turns of phrase."""
    heard = set().union(*others)
    shared = Counter(chain.from_iterable(map(heard.intersection, some)))
    return sum(count >= AGAIN for count in shared.values())


def sketch(texts: Iterable[Runs]) -> set[int]:
    """The lowest runs of each text: copies of it have most likely one of them."""
    return {run for text in texts for run in text[:SKETCH]}
