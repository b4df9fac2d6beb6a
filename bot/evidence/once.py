"""What a record says again and again, written once: the server names an author ten times in one notification.

What stands after one of the BEFORE, up to its end, is written as a sign wherever it comes again after that. Nothing of
the content is understood, and any content at all comes back byte for byte: before a sign is used, it stands nowhere.
"""

from typing import Final

BEFORE: Final = (
    (b'"account":{', b'},"status":'),
    (b'{"id":"', b'"'),
    (b'"created_at":"', b'"'),
    (b'"account":{"id":"', b'"'),
    (b'"username":"', b'"'),
    (b'"url":"https://', b"/"),
    (b'"avatar":"', b'"'),
    (b'"header":"', b'"'),
    (b'"status":{"id":"', b'"'),
    (b'"mentions":[{"id":"', b'"'),
    (b'href=\\"https://', b"/"),
    (b'"avatar":"https://', b"/"),
    (b'"did":"', b'"'),
    (b'#mention","did":"', b'"'),
    (b'"time_us":', b","),
    (b'"parent":{', b'},"root":{'),
)
"""What stands before something that comes again, and what ends that. Part of the format of `packing.ONCE`: it never
changes; more of them are another codec."""
SHORTEST: Final = 6
"""Bytes of what is worth a sign."""
_MARK: Final = b"\xc1"
"""Begins each sign: it is no part of any text, and begins nothing in msgpack."""
_ITSELF: Final = _MARK + b"\x00"
"""The mark, where the content has it."""
_SIGNS: Final = tuple((_MARK + bytes((place,)), *one) for place, one in enumerate(BEFORE, 1))


def shortened(content: bytes) -> bytes:
    """The same, with signs."""
    text = content.replace(_MARK, _ITSELF)
    for sign, before, end in _SIGNS:
        head, said, tail = _parted(text, before, end)
        if said:
            text = head + sign.join(tail.split(said))
    return text


def whole(text: bytes, most: int) -> bytes:
    """The inverse of `shortened`; ValueError for what would be longer than that, before it is."""
    for sign, before, end in reversed(_SIGNS):
        head, said, tail = _parted(text, before, end)
        if said:
            parts = tail.split(sign)
            if (len(parts) - 1) * len(said) > most:
                raise ValueError("the content is longer than was recorded")
            text = head + said.join(parts)
    return text.replace(_ITSELF, _MARK)


def _parted(text: bytes, before: bytes, end: bytes) -> tuple[bytes, bytes, bytes]:
    """What stands first between these; with the text up to the end of that, and what follows it, where signs may stand.
    Nothing, where it is not worth a sign.
    """
    start = text.find(before)
    begin = start + len(before)
    stop = text.find(end, begin) if start >= 0 else -1
    if stop - begin < SHORTEST:
        return text, b"", b""
    return text[: stop + len(end)], text[begin:stop], text[stop + len(end) :]
