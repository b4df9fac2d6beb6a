"""The bytes of a redacted rendering, searched once more before anything is written: one find, and nothing is."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from bot.dossier.covering import over
from bot.dossier.finding import Finder
from bot.dossier.reading import Passage, Place, passages
from bot.dossier.sharing import shared
from bot.errors import Refused
from bot.model.decision import Span
from bot.model.noun import Noun

NEUTRAL: Final = "\ue000"
"""What stands for digests and moments: what is found across one is two things."""
OURS: Final = re.compile(
    r"(?<![0-9A-Za-z])(?=[0-9]*[a-f])[0-9a-f]{16,}(?![0-9A-Za-z])|"
    r"\b20\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])"
    r"(?:[T ](?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d)?)?\b"
)
LONGEST: Final = 17
"""Digits of the longest phone number, with 00 and its country; platforms number posts with more."""
APART: Final = 48
"""Code points between two groups of one number."""
GAP: Final = re.compile(r"\D+")


class Found(Noun, frozen=True, kw_only=True):
    """That something stands somewhere; never what."""

    file: str
    """Its path within the folder, itself masked."""
    place: Place
    number: int = 0
    """Of the page, the line, the string, the file in an archive; 0 where there is only one."""


def scan(folder: Path, finder: Finder) -> tuple[Found, ...]:
    """Every place in which something stands that must not be read, and every file of which nobody knows what it says.

    `finder` as `redacting.redacted` gives it.
    """
    every = sorted(folder.rglob("*"), key=lambda path: (-path.lstat().st_size, path))
    found = shared(every, lambda path: tuple(_of(path, path.relative_to(folder).as_posix(), finder)))
    several = dict(zip(every, found, strict=True))
    return tuple(dict.fromkeys(one for path in sorted(every) for one in several[path]))


def _of(path: Path, name: str, finder: Finder) -> Iterator[Found]:
    shown = _shown(name, finder)
    if shown != name:
        yield Found(file=shown, place=Place.NAME)
    if path.is_symlink() or not (path.is_file() or path.is_dir()):
        yield Found(file=shown, place=Place.UNREADABLE)
    elif path.is_file():
        yield from (Found(file=shown, place=place, number=number) for place, number in _in(path, finder))


def stands_in(text: str, finder: Finder) -> bool:
    """Whether something of it is there: not what digests and moments make up between them by chance."""
    bare = OURS.sub(NEUTRAL, text)
    doubtful = False
    for span in finder(bare):
        if _is_one(bare, span):
            return True
        doubtful = True
    pieces = bare.split(NEUTRAL) if doubtful else ()
    return len(pieces) > 1 and any(stands_in(piece, finder) for piece in pieces if piece)


def _shown(name: str, finder: Finder) -> str:
    spans = [*finder(name), *finder(name.replace("/", " ")), *finder(name.replace("/", ""))]
    return over(name, [(0, len(name))] if spans else ())


def _in(path: Path, finder: Finder) -> Iterator[tuple[Place, int]]:
    try:
        for passage in passages(path.read_bytes()):
            if stands_in(passage.text, finder):
                yield _nearer(passage, finder)
    except Refused:
        yield Place.UNREADABLE, 0


def _nearer(passage: Passage, finder: Finder) -> tuple[Place, int]:
    """On which line it stands, where one line alone says it."""
    if passage.place in (Place.LINE, Place.FIELD):
        for number, line in enumerate(passage.text.splitlines(), passage.number):
            if stands_in(line, finder):
                return passage.place, number
    return passage.place, passage.number


def _is_one(text: str, span: Span) -> bool:
    """Whether it is one thing, and no piece of a longer number, nor digits from all over a page."""
    start, end = span
    inside = text[start:end]
    if NEUTRAL in inside:
        return False
    gaps = GAP.findall(inside)
    if not any(map(str.isdigit, inside)):
        return True
    if any(len(gap) > APART for gap in gaps):
        return False
    before, behind = _digits_before(text, start), _digits_behind(text, end)
    if (inside[:1].isdigit() and before) or (inside[-1:].isdigit() and behind):
        return not gaps and before + len(inside) + behind <= LONGEST
    return True


def _digits_before(text: str, place: int) -> int:
    start = place
    while start and text[start - 1].isdigit():
        start -= 1
    return place - start


def _digits_behind(text: str, place: int) -> int:
    end = place
    while end < len(text) and text[end].isdigit():
        end += 1
    return end - place
