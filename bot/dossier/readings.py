"""What a text says to who undoes how it was written: percent signs, entities, punycode, turned direction."""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from html import unescape
from typing import Final, NamedTuple

from bot.model.decision import Span
from bot.signals.leaks.plain import HEAD, Plain
from bot.signals.leaks.sight import sight
from bot.signals.leaks.signs import Sign
from bot.signals.leaks.view import View

ROUNDS: Final = 4
"""How often what was undone is undone again: `%2541`."""
PERCENT: Final = re.compile(r"(?:%[0-9a-fA-F]{2})+")
PLUS: Final = re.compile(r"\+")
ABOUT: Final = 120
"""Code points about what is written otherwise that are read with it."""
ENTITY: Final = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,31});?")
ESCAPE: Final = re.compile(r"\\u[0-9a-fA-F]{4}|\\x[0-9a-fA-F]{2}")
PUNY: Final = re.compile(r"\bxn--[a-z0-9\-]{1,59}", re.IGNORECASE)
TURNED: Final = re.compile("[\u202b\u202e\u2067]")
"""Signs behind which what is written is shown from right to left."""
ALIKE: Final = re.compile("[\u0370-\u052f\u1d00-\u1d7f\uff00-\uffef\U0001d400-\U0001d7ff]")
"""Letters of other alphabets, which may be drawn like Latin ones."""
SPELLED: Final = re.compile(r"(?<![^\W_])[^\W_]([\s.\-_*·])[^\W_](?:\1[^\W_](?![^\W_])){2,}")
"""Letters that one sign parts."""
HIDDEN: Final = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]+")
SIGNS: Final = r"%[0-9a-fA-F]{2}|&[#a-zA-Z]|\\[uxUX][0-9a-fA-F]|\+(?=[^\W\d])|[xX][nN]--"
OTHER: Final = re.compile(f"{SIGNS}|{HIDDEN.pattern}|{TURNED.pattern}|{ALIKE.pattern}")
"""Without it there is one reading."""
Piece = tuple[str, Span]
"""Some characters, and where all of them stand in what they were read from."""


class Reading(NamedTuple):
    """Another text that the same signs say."""

    text: str
    places: tuple[Span, ...]
    """Where each of its characters stands in what was written."""

    def span(self, start: int, end: int) -> Span:
        """Where a part of it was written; `start` < `end`."""
        taken = self.places[start:end]
        return min(first for first, _ in taken), max(last for _, last in taken)


@lru_cache(maxsize=16)
def viewed(text: str) -> View:
    """A text as all who look for something in it see it; what only an underscore parts stands apart."""
    return sight(text.replace("_", " "))


def readings(text: str) -> Iterator[Reading]:
    """All but the plain one, each of as much of the text as is written otherwise; none of most texts."""
    for region in _regions(text):
        yield from _readings(text, *region)


@lru_cache(maxsize=16)
def _regions(text: str) -> Sequence[Span]:
    """The parts of it that are written otherwise, each with what stands about it."""
    regions: list[Span] = []
    spelled = SPELLED.finditer(text) if Sign.SPELLED in viewed(text[:HEAD]).seen else ()
    for match in sorted((*OTHER.finditer(text), *spelled), key=re.Match[str].start):
        start, end = max(0, match.start() - ABOUT), min(len(text), match.end() + ABOUT)
        if regions and start <= regions[-1][1]:
            regions[-1] = (regions[-1][0], max(end, regions[-1][1]))
        else:
            regions.append((start, end))
    return regions


def _readings(text: str, start: int, end: int) -> Iterator[Reading]:
    text = text[start:end]
    plain = Reading(text, tuple((place, place + 1) for place in range(start, end)))
    undone = _undone(plain)
    every = [undone, *([_undone(_replaced(plain, PLUS, _space))] if "+" in text else ())]
    if TURNED.search(undone.text):
        every += [Reading(one.text[::-1], one.places[::-1]) for one in every]
    for one in list(every):
        seen = _replaced(one, HIDDEN, lambda _: [])
        if SPELLED.search(seen.text):
            every.append(_replaced(seen, SPELLED, _word))
        if ALIKE.search(one.text):
            every.append(Reading("".join(map(_drawn, one.text)), one.places))
    yield from ({one.text: one for one in every if one.text != text}).values()


def _undone(read: Reading) -> Reading:
    for _ in range(ROUNDS):
        before = read.text
        for pattern, undo in WAYS:
            read = _replaced(read, pattern, undo)
        if read.text == before:
            return read
    return read


def _replaced(read: Reading, pattern: re.Pattern[str], undo: Callable[[str], list[Piece]]) -> Reading:
    said: list[str] = []
    places: list[Span] = []
    end = 0
    for match in pattern.finditer(read.text):
        said.append(read.text[end : match.start()])
        places += read.places[end : match.start()]
        for characters, (first, last) in undo(match[0]):
            said.append(characters)
            places += [read.span(match.start() + first, match.start() + last)] * len(characters)
        end = match.end()
    if not end:
        return read
    return Reading("".join((*said, read.text[end:])), (*places, *read.places[end:]))


def _percent(written: str) -> list[Piece]:
    """Each character of the UTF-8 that it spells; what is none, as Latin-1."""
    raw = bytes.fromhex(written.replace("%", ""))
    try:
        said = raw.decode()
    except UnicodeDecodeError:
        said = raw.decode("latin-1")
        return [(one, (3 * place, 3 * place + 3)) for place, one in enumerate(said)]
    pieces: list[Piece] = []
    place = 0
    for one in said:
        size = 3 * len(one.encode())
        pieces.append((one, (place, place + size)))
        place += size
    return pieces


def _word(written: str) -> list[Piece]:
    return [(one, (place, place + 1)) for place, one in enumerate(written) if place % 2 == 0]


def _space(written: str) -> list[Piece]:
    return [(" ", (0, len(written)))]


def _drawn(letter: str) -> str:
    """The Latin letter that looks like it, in its size."""
    if letter.isascii() or not letter.isalpha():
        return letter
    read = Plain(letter).text.decode()
    alike = read if len(read) == 1 and read.isalpha() else letter
    return alike.upper() if letter.isupper() else alike


def _entity(written: str) -> list[Piece]:
    return [(unescape(written), (0, len(written)))]


def _escape(written: str) -> list[Piece]:
    return [(bytes.fromhex(f"{written[2:]:0>4}").decode("utf-16-be", "surrogatepass"), (0, len(written)))]


def _puny(written: str) -> list[Piece]:
    try:
        said = written[len("xn--") :].encode("ascii").decode("punycode")
    except UnicodeError:
        said = written
    return [(said, (0, len(written)))]


WAYS: Final = ((PERCENT, _percent), (ENTITY, _entity), (ESCAPE, _escape), (PUNY, _puny))
