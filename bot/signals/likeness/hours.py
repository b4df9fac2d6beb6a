"""At which hours of the day somebody writes, and how much two people's hours have in common."""

from collections.abc import Sequence
from functools import lru_cache
from math import sqrt
from operator import mul
from typing import Final

DAY: Final = 24
LEAST: Final = 5
"""Posts below which hours tell nothing."""
BESIDE: Final = 0.5
"""How much a post counts for the hours before and after its own."""
EVEN: Final = 0.02
"""What every hour has from the start."""


def overlap(one: Sequence[int], other: Sequence[int]) -> float | None:
    """From 0 to 1 (Bhattacharyya), for counts of posts by hour; None where either has too few."""
    if sum(one) < LEAST or sum(other) < LEAST:
        return None
    first, second = _spread(tuple(one)), _spread(tuple(other))
    both: float = sum(map(mul, first, second))
    return both


@lru_cache(maxsize=256)
def _spread(counts: tuple[int, ...]) -> list[float]:
    """The roots of the shares."""
    around = [count + BESIDE * (counts[hour - 1] + counts[(hour + 1) % DAY]) for hour, count in enumerate(counts)]
    whole = sum(around)
    return [sqrt((value / whole + EVEN) / (1 + DAY * EVEN)) for value in around]
