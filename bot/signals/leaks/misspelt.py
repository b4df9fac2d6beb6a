"""The street of the vault with one letter wrong, beside the number of its house: `12 rue des Lylas`."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import islice
from typing import Final

from bot.model.leak import LeakKind
from bot.signals.leaks.dwelling import SLIP, lacking
from bot.signals.leaks.houses import FILLING
from bot.signals.leaks.index import Entry, Index
from bot.signals.leaks.numbered import Hit
from bot.signals.leaks.streets import KINDS
from bot.signals.leaks.tokens import Tokens, canonical
from bot.signals.leaks.view import Token

FEW: Final = 6
"""Names that are looked at in one text: each costs as much as a few texts."""
WHOLE: Final = "whole"
Name = tuple[int, int]
"""Between which tokens a street stands that is named there."""


def misspelt(index: Index, row: Tokens, elsewhere: Callable[[int, Entry], bool]) -> Iterator[Hit]:
    """Houses of the vault, by their number, a word for a street, and a name that is all but the street's; `elsewhere`
    tells whether behind a token stands that it is in another town."""
    for value, first, last, (begin, end) in islice(_houses(index, row.row), FEW):
        house = Entry(value, LeakKind.ADDRESS, WHOLE)
        if not elsewhere(last, house) and _nearly(index, value, [token.said for token in row.row[begin:end]]):
            yield Hit(house, row.row[first].start, row.row[last].end)


def _houses(index: Index, row: Sequence[Token]) -> Iterator[tuple[str, int, int, Name]]:
    """Values of which the number stands beside a street; where both begin and end, and where the street's name does."""
    for place, token in enumerate(row):
        if token.number:
            for entry in index.house(token.said.lstrip("0") or "0"):
                for count in index.lengths(entry.value, "street") if entry.kind is LeakKind.ADDRESS else ():
                    for name in _names(row, place, count):
                        yield entry.value, min(place, name[0]), max(place, name[1] - 1), name


def _names(row: Sequence[Token], place: int, count: int) -> Iterator[Name]:
    """Where names of so many words stand beside a number: behind the word for a street, or before it."""
    ahead = place + 1
    while ahead < len(row) and row[ahead].said in FILLING:
        ahead += 1
    behind = place - 1
    while behind > 0 and row[behind].said in FILLING:
        behind -= 1
    if ahead + count < len(row):
        if row[ahead].said in KINDS:
            yield ahead + 1, ahead + 1 + count
        elif row[ahead + count].said in KINDS:
            yield ahead, ahead + count
    if behind - count >= 0:
        if row[behind].said in KINDS:
            yield behind - count, behind
        elif row[behind - count].said in KINDS:
            yield behind - count + 1, behind + 1


def _nearly(index: Index, value: str, words: Sequence[str]) -> bool:
    """Whether the street's name becomes this by a letter too many, too few, another one, or one elsewhere in a word."""
    said, longer = " ".join(map(canonical, words)), tuple(lacking(words))
    is_one = partial(index.spelt, LeakKind.ADDRESS, value)
    return not is_one("street", [said]) and (is_one("street", longer) or is_one(SLIP, [said, *longer]))
