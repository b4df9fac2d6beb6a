"""What certificates, signatures and timestamps say: the strings in DER (X.690), one a line."""

from collections.abc import Iterator
from typing import Final

CONSTRUCTED: Final = 0x20
GIVEN: Final = 0xC0
"""In a tag that means what its field says."""
LONG: Final = 0x80
OCTETS: Final = 0x04
BITS: Final = 0x03
WIDE: Final = {0x1C: "utf-32-be", 0x1E: "utf-16-be"}
"""UniversalString, BMPString."""
NARROW: Final = frozenset((0x0C, *range(0x12, 0x1C)))
"""UTF8String, and those of one byte a character: PrintableString, T61String, IA5String, times, and others."""
DEEPEST: Final = 64


def strings(raw: bytes, depth: int = 0) -> Iterator[str]:
    """Each, in the order in which it stands; nothing of what is no DER."""
    if depth > DEEPEST:
        return
    for tag, content in _values(raw):
        if tag in WIDE:
            yield content.decode(WIDE[tag], "replace")
        elif tag & CONSTRUCTED or tag == OCTETS:
            yield from strings(content, depth + 1)
        elif tag & GIVEN or tag in NARROW:
            yield said(content)
        elif tag == BITS:
            yield from strings(content[1:], depth + 1)


def said(raw: bytes) -> str:
    """Characters of one byte each, or UTF-8, as they are more likely meant."""
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _values(raw: bytes) -> Iterator[tuple[int, bytes]]:
    place = 0
    while place + 2 <= len(raw):
        tag, length, begins = raw[place], raw[place + 1], place + 2
        if length & LONG:
            begins, length = begins + (length ^ LONG), int.from_bytes(raw[begins : begins + (length ^ LONG)])
        if not tag or begins + length > len(raw):
            return
        yield tag, raw[begins : begins + length]
        place = begins + length
