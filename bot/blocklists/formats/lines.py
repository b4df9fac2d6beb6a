"""Bytes as lines of text, whatever their encoding, their line ends and the sizes in which they come; all bounded."""

import codecs
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from bot.blocklists.formats.form import LARGEST, LONGEST
from bot.errors import Malformed

PIECE: Final = 1 << 16
"""Bytes that are looked at together: so it makes no difference in what sizes they came."""
MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


class Lines(NamedTuple):
    """Some lines that follow each other."""

    first: int
    """Number of the first, from 1."""
    texts: list[str]
    """One that is too long is cut one character after LONGEST."""
    trouble: str = ""
    """Why nothing follows them."""


class TooLarge(Malformed):
    """There are more bytes than a list may have; those before came out."""


def pieces(chunks: Iterable[bytes], largest: int) -> Iterator[bytes]:
    """The same bytes in even sizes, up to the largest size that a list may have; TooLarge after that."""
    held, room = bytearray(), largest
    for chunk in chunks:
        held += chunk[:room]
        while len(held) >= PIECE:
            yield bytes(held[:PIECE])
            del held[:PIECE]
        if len(chunk) > room:
            yield bytes(held)
            raise TooLarge("is too large")
        room -= len(chunk)
    yield bytes(held)


def encoding(head: bytes) -> tuple[int, str]:
    """Bytes of its mark, and the encoding, of a text that begins so."""
    for mark, name in MARKS:
        if head.startswith(mark):
            return len(mark), name
    low, high = head[:1], head[1:2]
    if low and high and (low == b"\0") != (high == b"\0"):
        return 0, "utf-16-le" if high == b"\0" else "utf-16-be"
    return 0, "utf-8"


def lines(chunks: Iterable[bytes]) -> Iterator[Lines]:
    """The lines, some at a time; LF, CRLF and CR end them. Nothing is taken of a web page."""
    first, left, blank = 1, "", True
    try:
        for text in _texts(chunks):
            *whole, left = (left + text).split("\n")
            left = left[: LONGEST + 1]
            opening = next((one.lstrip() for one in (*whole, left) if one.strip()), "") if blank else ""
            if opening.startswith("<"):
                yield Lines(first, [], "seems_html")
                return
            blank = blank and not opening
            yield Lines(first, whole)
            first += len(whole)
    except TooLarge:
        yield Lines(first, [], "too_large")
    else:
        yield Lines(first, [left])


def _texts(chunks: Iterable[bytes]) -> Iterator[str]:
    """The text with LF alone at the end of lines."""
    decoder, held = None, ""
    for piece in pieces(chunks, LARGEST):
        mark = 0
        if decoder is None:
            mark, name = encoding(piece)
            decoder = codecs.getincrementaldecoder(name)("replace")
        text = held + decoder.decode(piece[mark:])
        held = "\r" if text.endswith("\r") else ""
        yield _ended(text[: len(text) - len(held)])
    if decoder is not None:
        yield _ended(held + decoder.decode(b"", final=True))


def _ended(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
