"""What a file of the redacted rendering says, by places; what nobody knows how to read is refused."""

import binascii
import io
import re
import zipfile
from base64 import b64decode
from codecs import BOM_UTF8
from collections import Counter
from collections.abc import Iterator, Sequence
from enum import StrEnum
from itertools import pairwise
from typing import Any, Final, NamedTuple

import msgspec

from bot.dossier import der, pdf
from bot.dossier.bare import bare_jpeg, bare_png
from bot.errors import Refused
from bot.evidence.magic import kind

AT_ONCE: Final = 8_000
"""Code points of a passage."""
CUT: Final = 400
"""Those that two passages of one text have in common."""
EDGE: Final = 3
"""Lines at the edges of a page that may be said on every page."""
LARGEST: Final = 1 << 30
"""Bytes of what is unpacked from an archive."""
CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")
"""What stands in no text, but where somebody wrote it to trouble us: what says by its mark that it is text is read."""
DIGITS: Final = re.compile(r"\d+")
PACKED: Final = re.compile(r"(?![0-9a-f]+\b)[A-Za-z0-9+/_\-]{64,}={0,2}")
"""Base64; digests in hexadecimal are none."""
NUMBER: Final = 10_000
"""From which on a number may be somebody's."""
GLUED: Final = re.compile(r"(?<=\S)\n(?=\S)")
"""Where a word may have been broken: a line that ends between two words ends with a space."""
STAMP: Final = b"0"
PROOF: Final = b"\x00OpenTimestamps\x00\x00Proof\x00"


class Place(StrEnum):
    """Where in a file something stands."""

    NAME = "name"
    """Its name, or its folder's."""
    PAGE = "page"
    LINE = "line"
    FIELD = "field"
    METADATA = "metadata"
    """Properties, outline, attachments, what a picture carries."""
    UNREADABLE = "unreadable"
    """Nobody knows what it says, so it cannot be handed over."""


class Passage(NamedTuple):
    """A piece of what a file says."""

    place: Place
    number: int
    """From 1; 0 where there is only one."""
    text: str


def passages(raw: bytes) -> Iterator[Passage]:
    """All of it, each part of it together with what stands beside it. Refused for what cannot be read."""
    match kind(raw):
        case "application/pdf":
            yield from _of_pdf(raw)
        case "application/zip":
            yield from _of_archive(raw)
        case "image/jpeg":
            bare_jpeg(raw)
        case "image/png":
            bare_png(raw)
        case _ if raw.startswith((STAMP + b"\x82", STAMP + b"\x83", STAMP + b"\x80", STAMP + b"\x81", PROOF)):
            yield from _cut(Place.METADATA, "\n".join((*der.strings(raw), pdf.printed(raw))))
        case _:
            yield from _of_text(raw)


def _of_text(raw: bytes) -> Iterator[Passage]:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused("neither text nor anything else that can be read") from None
    if CONTROL.search(text) and not raw.startswith(BOM_UTF8):
        raise Refused("neither text nor anything else that can be read")
    try:
        said = msgspec.json.decode(raw)
    except msgspec.DecodeError:
        yield from _lines(text)
    else:
        strings = dict.fromkeys(_strings(said))
        yield from _cut(Place.FIELD, "\n".join(strings))
        yield from _unwrapped("\n".join(strings))


def _lines(text: str) -> Iterator[Passage]:
    yield from _cut(Place.LINE, text)
    yield from _unwrapped(text)
    if text.lstrip().startswith("{"):  # one value a line
        for number, line in enumerate(text.splitlines(), 1):
            try:
                yield Passage(Place.LINE, number, "\n".join(_strings(msgspec.json.decode(line))))
            except msgspec.DecodeError:
                continue


def _cut(place: Place, text: str) -> Iterator[Passage]:
    """In pieces, each with the number of the line with which it begins."""
    number = 1
    for start in range(0, len(text), AT_ONCE - CUT):
        piece = text[start : start + AT_ONCE]
        yield Passage(place, number, piece)
        number += piece[: AT_ONCE - CUT].count("\n")
        if start + AT_ONCE >= len(text):
            return


def _unwrapped(text: str) -> Iterator[Passage]:
    """What stands in base64."""
    for match in PACKED.finditer(text):
        try:
            raw = b64decode(match[0].translate(str.maketrans("-_", "+/")) + "==")
        except (binascii.Error, ValueError):
            continue
        yield Passage(Place.FIELD, 0, pdf.printed(raw))


def _strings(value: Any) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict():
            for key, one in value.items():
                yield str(key)
                yield from _strings(one)
        case list():
            for one in value:
                yield from _strings(one)
        case int() | float() if abs(value) >= NUMBER:
            yield str(value)
        case _:
            return


def _of_pdf(raw: bytes) -> Iterator[Passage]:
    pages = pdf.pages(raw)
    for number, (page, following) in enumerate(pairwise((*pages, "")), 1):
        joined = "\n".join((page, *following.splitlines()[:EDGE]))
        yield from (Passage(Place.PAGE, number, one) for one in _put_together(joined))
    said = Counter(DIGITS.sub("0", line) for page in pages for line in {*_edges(page)})
    for number, (page, following) in enumerate(pairwise(_bare(page, said) for page in pages), 1):
        joined = "\n".join((*page.splitlines()[-EDGE:], *following.splitlines()[:EDGE]))
        yield from (Passage(Place.PAGE, number, one) for one in _put_together(joined))
    parts = pdf.parts(raw)
    yield from (passage._replace(place=Place.METADATA) for passage in _cut(Place.METADATA, parts.strings))
    for file in (*parts.attached, *parts.pictures):
        yield from (passage._replace(place=Place.METADATA, number=0) for passage in passages(file))


def _put_together(page: str) -> Iterator[str]:
    """Its lines as they stand, and with what may have been one word as one."""
    yield page.replace(pdf.BROKEN, "")
    yield GLUED.sub("", page.replace(pdf.BROKEN, "-"))


def _edges(page: str) -> Sequence[str]:
    lines = page.splitlines()
    return (*lines[:EDGE], *lines[-EDGE:])


def _bare(page: str, said: Counter[str]) -> str:
    """A page without what is said at the edge of others, too."""
    lines = page.splitlines()
    last = len(lines) - EDGE
    kept = [line for at, line in enumerate(lines) if EDGE <= at < last or said[DIGITS.sub("0", line)] < 2]  # noqa: PLR2004
    return "\n".join(kept)


def _of_archive(raw: bytes) -> Iterator[Passage]:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as opened:
            yield Passage(Place.METADATA, 0, opened.comment.decode("utf-8", "replace"))
            for number, one in enumerate(opened.infolist(), 1):
                about = f"{one.filename}\n{one.comment.decode('utf-8', 'replace')}\n{pdf.printed(one.extra)}"
                yield Passage(Place.NAME, number, about)
                if one.file_size > LARGEST:
                    raise Refused("an archive with more in it than can be read")
                if not one.is_dir():
                    yield from (passage._replace(number=number) for passage in passages(opened.read(one)))
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError):
        raise Refused("an archive that cannot be opened") from None
