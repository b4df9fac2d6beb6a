"""Into which pieces an address falls by which it is recognised: the number, the street, the postcode, the town."""

import re
from collections.abc import Iterable, Iterator, Sequence
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
_MONTHS = "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre"
MONTHS: Final = frozenset(_MONTHS.split())
"""In the name of a street they have a day before them, and often a year behind them."""
YEAR: Final = 4
"""Digits of one; of a Belgian or a Swiss postcode too."""
POSTCODE: Final = 5
"""Digits of a French one; with fewer, a number may be that of a house."""
CODE: Final = re.compile(rb"\b(?:[0-9]{5}|[a-z]{1,2}[0-9][a-z0-9]? ?[0-9][a-z]{2}|[a-z][0-9][a-z] ?[0-9][a-z][0-9])\b")
LONG: Final = range(5, 24)
"""Letters of a word that is known with one of them wrong; in shorter ones it makes another word."""
SLIP: Final = "slip"
"""A name without a letter: what one too few leaves, and what another one leaves of what is written and of this."""
SLIPS: Final = 32
"""They are filled up to a multiple of so many, that nobody learns the length of a street by counting."""
Said = tuple[str, str]
"""What a piece is for, and what it says."""


def address(value: str) -> Iterator[Said]:
    """The pieces of an address; ValueError where it has no street or no number."""
    found = tokens(value)
    place, kind = _street(found.row)
    number = _house(found.row, place)
    named = _named(found, place, number) if place >= 0 else []
    if not named or number < 0:
        raise ValueError("an address needs a street with its number, as in 12 rue de l'Exemple, 75000 Paris")
    yield "number", found.row[number].said.lstrip("0") or "0"
    for words in dict.fromkeys(variant for name in named for variant in _variants(name)):
        full = [canonical(word) for word in words]
        yield "begin", words[0]
        yield "begin", full[0]
        yield f"street:{len(full)}", " ".join(full)
        for glue in _glued(kind, value, words):
            yield "glued", glue
        yield from ((SLIP, slip) for slip in _filled(lacking(full)))
    yield from _towns(found, place, named)


def _variants(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """A name with and without the titles and the points of the compass that it begins with, and the year of its day."""
    yield tuple(words)
    if len(words) > 1 and len(words[-1]) == YEAR and words[-2] in MONTHS:
        yield tuple(words[:-1])
    if len(words) > 1 and canonical(words[0]) in TITLES:
        yield from _variants(words[1:])


def _house(row: Sequence[Token], place: int) -> int:
    """Where the number of the house stands: the last before the street, else the first behind its name, in which a day
    may stand: `Rue du 8 Mai 1945 12`; -1 without one."""
    numbers = [at for at, one in enumerate(row) if one.number and len(one.said) < POSTCODE]
    before = [at for at in numbers if at < place]
    behind = [at for at in numbers if at > place]
    named = [at for at in behind if at > place + 1 and not (row[at - 1].said in MONTHS and len(row[at].said) == YEAR)]
    return (before[-1:] or named[:1] or behind[:1] or [-1])[0]


def _street(row: Sequence[Token]) -> tuple[int, str]:
    """Where the word for the kind of street stands, and what it says; -1 without one."""
    kinds = [(place, token.said) for place, token in enumerate(row) if token.kind]
    sure = [one for one in kinds if row[one[0]].said not in {"st", "dr", "ct"}]
    return next(iter(sure or kinds), (-1, ""))


def _named(found: Tokens, place: int, number: int) -> list[list[str]]:
    """What the street may be called: behind its kind, or before it where only that leaves a name; the number of the
    house, which stands behind it in Belgium and Switzerland, ends it."""
    row = found.row
    ends = [token.start for token in row if token.number and len(token.said) >= POSTCODE]
    text, behind = found.view.text, list[str]()
    for at, (before, token) in enumerate(zip(row[place:], row[place + 1 :], strict=False), start=place + 1):
        gap = text[before.end : token.start]
        if at == number or token.start in ends or b"," in gap or b"(" in gap:
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
    closed = len(behind) == 1 or number > place or b"," in text[row[place].end :] or bool(ends)
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
        parted = b"," in text[before.end : token.start] or (before.number and len(before.said) in (YEAR, POSTCODE))
        if parted and not token.number and len(token.said) >= LETTERS:
            yield "town", token.said


def lacking(words: Sequence[str]) -> Iterator[str]:
    """A name that lacks one letter of one of its long words; the first of each stays: another makes another name."""
    for at, word in enumerate(words):
        if len(word) in LONG and word.isalpha():
            for place in range(1, len(word)):
                yield " ".join(map(canonical, (*words[:at], word[:place] + word[place + 1 :], *words[at + 1 :])))


def _filled(slips: Iterable[str]) -> Iterator[str]:
    """Some of them once each, and others that no text says."""
    some = dict.fromkeys(slips)
    yield from some
    yield from (f"\0{other}" for other in range(-len(some) % SLIPS))


def codes(text: bytes) -> Iterator[tuple[str, int, int]]:
    """The postcodes in a plain text, five digits, British or Canadian, and where they stand."""
    for match in CODE.finditer(text):
        yield match[0].decode().replace(" ", ""), *match.span()
