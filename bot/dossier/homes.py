"""What stands about a value of the vault, and tells where somebody lives although it is no whole value."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from bot.model.decision import Span
from bot.model.leak import Leak, LeakKind
from bot.model.vault import Part
from bot.signals.leaks.extent import extended
from bot.signals.leaks.mailed import AT, FEW
from bot.signals.leaks.named import NAMED
from bot.signals.leaks.plain import Plain
from bot.signals.leaks.secret import Seen
from bot.signals.leaks.sight import sight
from bot.signals.leaks.signs import Sign
from bot.signals.leaks.view import View

AROUND: Final = 90
"""Bytes about the sign of a mailbox in which all of it stands."""
SIGNS: Final = FEW - 2
"""Such signs that are looked at in one go."""
ENOUGH: Final = 6
"""Characters of half a number that say nearly all of it."""
NEAR: Final = 32
"""Code points between a town and the rest of an address."""
BEHIND: Final = 160
"""Code points behind a street in which its address ends."""
HOMES: Final = (LeakKind.ADDRESS, LeakKind.PLACE)
TOWNS: Final = ("town", "code")
ALONE: Final = frozenset({"box", "code"})
"""Pieces that say too much without the other half."""
SEVERAL_WORDS: Final = re.compile(r"\w\W+\w")
TOWN: Final = re.compile(r"\W{0,3},\W{1,3}[\w'’\-]+")
TO_ITS_END: Final = re.compile(r"[\w'’\-]*")


def meant(seen: Seen) -> Iterator[Leak | Part]:
    """Whole values; and names that a place of the vault has in common with somebody, who may be meant: no leak, and
    nothing that others read."""
    yield from seen.leaks
    yield from (part for part in seen.parts if part.piece == NAMED)


def whole(text: str, seen: Seen) -> Iterator[Span]:
    """Whole values, with the rest of their address."""
    homes = []
    for one in meant(seen):
        first, last = one.span
        if one.kind in HOMES:
            last = max(_extended(text, last), _named_behind(text, last) if one.kind is LeakKind.PLACE else 0)
            homes.append((first, last))
        yield first, last
    yield from _towns(text, seen, homes)


def telling(text: str, seen: Seen) -> Iterator[Span]:
    """Halves that say nearly all, with the town beside them."""
    homes = [part.span for part in seen.parts if _tells(part, text)]
    yield from homes
    yield from _towns(text, seen, homes)


def _towns(text: str, seen: Seen, homes: Sequence[Span]) -> Iterator[Span]:
    for part in seen.parts if homes else ():
        if part.piece in TOWNS and any(_near(part.span, home) for home in homes):
            found = TO_ITS_END.match(text, part.span[1])
            yield part.span[0], found.end() if found else part.span[1]


def about_signs(view: View) -> Iterator[tuple[int, View]]:
    """Pieces of a text with more mailboxes than are looked at in one go, and where each begins in it."""
    if Sign.AT not in view.seen:
        return
    signs = [match.start() for match in AT.finditer(view.text)]
    if len(signs) <= FEW:
        return
    for place in range(0, len(signs), SIGNS):
        before = signs[place - 1] + 1 if place else 0
        behind = signs[place + SIGNS] if place + SIGNS < len(signs) else len(view.text)
        start, end = max(before, signs[place] - AROUND), min(behind, signs[min(place + SIGNS, len(signs)) - 1] + AROUND)
        first, last = view.span(start, end)
        yield first, sight(view.plain.original[first:last])


def _tells(part: Part, text: str) -> bool:
    """Whether it says too much alone: a street that is named as one, the name of a mailbox, most of a number."""
    half, _, length = part.piece.partition(":")
    if half == "before":
        return int(length) >= ENOUGH
    if half == "behind":
        return part.span[1] - part.span[0] >= ENOUGH and sum(map(str.isalnum, text[slice(*part.span)])) >= ENOUGH
    return half in ALONE or (half == "street" and SEVERAL_WORDS.search(text[slice(*part.span)]) is not None)


def _extended(text: str, end: int) -> int:
    """Where an address ends whose street ends here: the postcode and the town belong to it."""
    plain = Plain(text[end : end + BEHIND])
    reached = extended(View(plain, plain.text), 0)
    return end + plain.span(0, reached)[1] if reached else end


def _named_behind(text: str, end: int) -> int:
    """Where the word behind a comma ends: of the town of a place the vault may know nothing."""
    match = TOWN.match(text, end)
    return match.end() if match else end


def _near(one: Span, other: Span) -> bool:
    return one[0] - other[1] <= NEAR and other[0] - one[1] <= NEAR
