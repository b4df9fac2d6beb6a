"""Into which pieces an address falls by which it is recognised: the number, the street, the postcode, the town."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from bot.signals.leaks.numbers import in_digits
from bot.signals.leaks.plain import Plain
from bot.signals.leaks.streets import ENGLISH
from bot.signals.leaks.tokens import Tokens, canonical, tokens
from bot.signals.leaks.view import Token

SQUEEZED: Final = re.compile(rb"[^a-z0-9]+")
LETTERS: Final = 3
"""Letters of the shortest name."""
_TITLES = (
    "general marechal docteur president capitaine colonel commandant sergent lieutenant amiral professeur abbe "
    "monseigneur north south east west n s e w"
)
TITLES: Final = frozenset(_TITLES.split())
"""Words that a street has in its name, or has not."""
POSTCODE: Final = 5
"""Digits of a French one; with fewer, a number may be that of a house."""
CODE: Final = re.compile(rb"\b(?:[0-9]{5}|[a-z]{1,2}[0-9][a-z0-9]? ?[0-9][a-z]{2})\b")
Said = tuple[str, str]
"""What a piece is for, and what it says."""


def address(value: str) -> Iterator[Said]:
    """The pieces of an address; ValueError where it has no street or no number."""
    found = tokens(value)
    place, kind = _street(found.row)
    named = _named(found, place) if place >= 0 else []
    number = _house(found.row, place)
    if not named or not number:
        raise ValueError("an address needs a street with its number, as in 12 rue de l'Exemple, 75000 Paris")
    yield "number", number.lstrip("0") or "0"
    for words in dict.fromkeys(variant for name in named for variant in _variants(name)):
        full = [canonical(word) for word in words]
        yield "begin", words[0]
        yield "begin", full[0]
        yield f"street:{len(full)}", " ".join(full)
        for glue in _glued(kind, value, words):
            yield "glued", glue
    yield from _towns(found, place, named)


def _variants(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """A name with and without the titles and the points of the compass that it begins with."""
    yield tuple(words)
    if len(words) > 1 and canonical(words[0]) in TITLES:
        yield from _variants(words[1:])


def _house(row: Sequence[Token], place: int) -> str:
    """The number of the house: the last before the street, else the first behind it."""
    before = [one.said for one in row[: max(0, place)] if one.number and len(one.said) < POSTCODE]
    behind = [one.said for one in row[place + 1 :] if one.number and len(one.said) < POSTCODE]
    return (before[-1:] or behind[:1] or [""])[0]


def _street(row: Sequence[Token]) -> tuple[int, str]:
    """Where the word for the kind of street stands, and what it says; -1 without one."""
    kinds = [(place, token.said) for place, token in enumerate(row) if token.kind]
    sure = [one for one in kinds if row[one[0]].said not in {"st", "dr", "ct"}]
    return next(iter(sure or kinds), (-1, ""))


def _named(found: Tokens, place: int) -> list[list[str]]:
    """What the street may be called: behind its kind, or before it where only that leaves a name."""
    row = found.row
    ends = [token.start for token in row if token.number and len(token.said) >= POSTCODE]
    text, behind = found.view.text, list[str]()
    for before, token in zip(row[place:], row[place + 1 :], strict=False):
        if token.start in ends or b"," in text[before.end : token.start] or b"(" in text[before.end : token.start]:
            break
        behind.append(token.said)
    english = row[place].kind in ENGLISH or row[place].said in ENGLISH
    before_it: list[str] = []
    for token in reversed(row[:place]):
        if token.number or (before_it and b"," in text[token.end : row[place].start]):
            break
        before_it.insert(0, token.said)
    if before_it and english:
        return [before_it]
    if not behind:
        return []
    closed = len(behind) == 1 or any(sign in text[row[place].end :] for sign in b",") or bool(ends)
    return [behind] if closed else [behind, behind[:-1]]


def _glued(kind: str, value: str, words: Sequence[str]) -> Iterator[str]:
    """The street as it is written where nothing parts words, with the small ones and without."""
    bare = "".join(words)
    yield kind + bare
    yield bare + kind
    small = SQUEEZED.sub(b"", in_digits(Plain(value)).text).decode()
    start, end = small.find(kind), small.find(words[-1])
    if 0 <= start < end:
        yield small[start : end + len(words[-1])]


def _towns(found: Tokens, place: int, named: Sequence[Sequence[str]]) -> Iterator[Said]:
    """Postcodes, and the first word of what stands behind one, or behind a comma after the street."""
    text = found.view.text
    for said, _, _ in codes(text):
        yield "code", said
    if len(named) > 1:
        yield "town", named[0][-1]
    for before, token in zip(found.row[place:], found.row[place + 1 :], strict=False):
        parted = b"," in text[before.end : token.start] or (before.number and len(before.said) == POSTCODE)
        if parted and not token.number and len(token.said) >= LETTERS:
            yield "town", token.said


def codes(text: bytes) -> Iterator[tuple[str, int, int]]:
    """The postcodes in a plain text, five digits or British, and where they stand."""
    for match in CODE.finditer(text):
        yield match[0].decode().replace(" ", ""), *match.span()
