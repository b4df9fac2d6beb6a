"""What an exhibit holds (MessagePack): the bytes that were received, taken out of what was written down with them."""

import struct
from typing import Any

from bot.standalone.tokens import Bad
from bot.standalone.trail import UNREADABLE

RAW, BESIDE = 6, 7
"""Where a record of a message has what was received, and what was asked for to understand it."""
WHOLE = {"medium", "noted", "deleted", "versions"}
"""What is an exhibit by itself; whoever wrote it may have made it look as if it held something else."""
PLAIN = {0xC0: None, 0xC2: False, 0xC3: True}
NUMBERS = {
    0xCA: ">f",
    0xCB: ">d",
    0xCC: ">B",
    0xCD: ">H",
    0xCE: ">I",
    0xCF: ">Q",
    0xD0: ">b",
    0xD1: ">h",
    0xD2: ">i",
    0xD3: ">q",
}
LENGTHS = {
    0xC4: (1, "bin"),
    0xC5: (2, "bin"),
    0xC6: (4, "bin"),
    0xC7: (1, "ext"),
    0xC8: (2, "ext"),
    0xC9: (4, "ext"),
    0xD9: (1, "str"),
    0xDA: (2, "str"),
    0xDB: (4, "str"),
    0xDC: (2, "list"),
    0xDD: (4, "list"),
    0xDE: (2, "map"),
    0xDF: (4, "map"),
}
FIXED = {0xD4: 1, 0xD5: 2, 0xD6: 4, 0xD7: 8, 0xD8: 16}
SHORT = ((0xA0, 0x1F, "str"), (0x90, 0x0F, "list"), (0x80, 0x0F, "map"))


def received(content: bytes, what: str) -> bytes:
    """What was received, in an exhibit: a part of a record or of what was captured, or else the whole."""
    if what in WHOLE:
        return content
    try:
        value, end = unpacked(content, 0)
        if end != len(content):
            return content
        if isinstance(value, dict):
            part = value.get("arrival", value).get("beside" if what == "beside" else "raw")
        else:
            part = value[BESIDE if what == "beside" else RAW]
    except (Bad, *UNREADABLE):
        return content
    return part if isinstance(part, bytes) else content


def unpacked(data: bytes, at: int) -> tuple[Any, int]:
    """The value that begins here, and where it ends; Bad where it is cut off or no MessagePack."""
    head = data[at]
    at += 1
    if head < 0x80 or head >= 0xE0:  # noqa: PLR2004 - a small number
        return head - (head >= 0xE0) * 256, at  # noqa: PLR2004 - as above
    if head in PLAIN:
        return PLAIN[head], at
    if head in NUMBERS:
        (number,) = struct.unpack_from(NUMBERS[head], data, at)
        return number, at + struct.calcsize(NUMBERS[head])
    if head in FIXED:
        return _signs(data, at, FIXED[head] + 1, "ext")
    if head in LENGTHS:
        size, kind = LENGTHS[head]
        return _many(data, at + size, int.from_bytes(data[at : at + size], "big"), kind)
    for first, mask, kind in SHORT:
        if head >= first:
            return _many(data, at, head & mask, kind)
    raise Bad("it is no MessagePack")


def _many(data: bytes, at: int, count: int, kind: str) -> tuple[Any, int]:
    if kind in {"str", "bin", "ext"}:
        return _signs(data, at, count + (kind == "ext"), kind)
    found = []
    for _ in range(count * (1 + (kind == "map"))):
        value, at = unpacked(data, at)
        found.append(value)
    return (dict(zip(found[::2], found[1::2], strict=True)) if kind == "map" else found), at


def _signs(data: bytes, at: int, count: int, kind: str) -> tuple[Any, int]:
    found = data[at : at + count]
    if len(found) < count:
        raise Bad("it ends too early")
    return (found.decode() if kind == "str" else found), at + count
