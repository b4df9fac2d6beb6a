"""How many came, and not how often."""

import random

import numpy as np
import pytest

from bot.signals.visits import PACKED, distinct, numbered, people, unpacked
from tests.raids.crowds import MONDAY

WIDTHS = (60, 900, 86_400)


@pytest.mark.parametrize("span", [0, 5, 1_000, 100_000])
@pytest.mark.parametrize("authors", [1, 7, 1_000])
def test_who_writes_to_me_again_and_again_is_counted_once_in_each_while(span: int, authors: int) -> None:
    chance = random.Random(span + authors)
    came = [(MONDAY + chance.randint(0, span), chance.randrange(authors) << 40) for _ in range(300)]
    visits = unpacked(b"".join(PACKED.pack(at, author, 0, 0, 0, 0, 0) for at, author in came))
    moments = np.array(sorted({at for at, _ in came[::3]}), dtype=np.int64)
    counts = distinct(visits, moments, WIDTHS)
    for width in WIDTHS:
        there = [{author for at, author in came if moment - width < at <= moment} for moment in moments.tolist()]
        assert counts[width].tolist() == list(map(len, there))


def test_nobody_is_nobody() -> None:
    nobody = numbered(unpacked(b""))
    assert people(nobody) == 0
    assert distinct(nobody, np.array([MONDAY]), WIDTHS)[60].tolist() == [0]
