"""Pictures that carry nothing but their pixels; all others are refused, whatever it is that they carry."""

import re
from typing import Final

from bot.errors import Refused

MORE: Final = "a picture that carries more than its pixels"
SCAN: Final = 0xDA
HEADER: Final = 0xE0
JFIF: Final = 16
"""Bytes of a header without a thumbnail."""
JPEG_PARTS: Final = frozenset({0xC0, 0xC1, 0xC2, 0xC4, 0xDB, 0xDD, HEADER})
PNG_PARTS: Final = frozenset({b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"pHYs", b"sRGB", b"gAMA"})
MARKER: Final = re.compile(rb"\xff[^\x00\xd0-\xd7]")
"""What ends the pixels."""
END: Final = b"\xff\xd9"


def bare_jpeg(raw: bytes) -> None:
    """Refused for what has comments, profiles, thumbnails, or anything behind its end."""
    place = 2
    while raw[place : place + 1] == b"\xff" and raw[place + 1 : place + 2] not in (bytes((SCAN,)), b""):
        length = int.from_bytes(raw[place + 2 : place + 4])
        part = raw[place + 1]
        if part not in JPEG_PARTS or (part == HEADER and (length != JFIF or raw[place + 4 : place + 9] != b"JFIF\0")):
            raise Refused(MORE)
        place += 2 + length
    pixels = place + 2 + int.from_bytes(raw[place + 2 : place + 4])
    end = MARKER.search(raw, pixels)
    if raw[place : place + 2] != bytes((0xFF, SCAN)) or end is None or end[0] != END or end.end() != len(raw):
        raise Refused(MORE)


def bare_png(raw: bytes) -> None:
    """The same."""
    place, name = 8, b""
    while place < len(raw) and name != b"IEND":
        length, name = int.from_bytes(raw[place : place + 4]), raw[place + 4 : place + 8]
        if name not in PNG_PARTS:
            raise Refused(MORE)
        place += 12 + length
    if name != b"IEND" or place != len(raw):
        raise Refused(MORE)
