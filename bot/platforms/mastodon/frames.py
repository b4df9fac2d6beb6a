"""The two wires of a Mastodon stream, taken apart without any I/O: server-sent events and WebSocket messages."""

import msgspec

from bot.errors import Malformed
from bot.model.noun import Noun
from bot.platforms.mastodon.decode import decode

MAX_EVENT = 8 * 1024 * 1024
"""Bytes of one event that we hold; a longer one is dropped here, and the reconciling poll brings it."""


class Frame(Noun, frozen=True, kw_only=True):
    """One event: `notification`, `update`, `status.update`, `delete`, `filters_changed`, … `data` as it was sent."""

    event: str
    data: bytes = b""


class EventLines:
    """Server-sent events, fed chunk by chunk as they come off the wire, however they are cut."""

    def __init__(self, max_event: int = MAX_EVENT) -> None:
        self._rest = b""
        self._max_event = max_event
        self._dropping = False

    def feed(self, chunk: bytes) -> list[Frame]:
        """The events that are whole now, in order. Comments, heartbeats and fields we don't know are passed over."""
        chunk = self._rest + chunk
        if b"\r" in chunk:
            chunk, late = (chunk[:-1], b"\r") if chunk.endswith(b"\r") else (chunk, b"")
            chunk = chunk.replace(b"\r\n", b"\n").replace(b"\r", b"\n") + late
        *blocks, self._rest = chunk.split(b"\n\n")
        if self._dropping and blocks:
            del blocks[0]
            self._dropping = False
        if len(self._rest) > self._max_event:
            self._rest = b""
            self._dropping = True
        return [frame for block in blocks if (frame := _event(block)) is not None]


def _event(block: bytes) -> Frame | None:
    """One block of lines; None where it holds no event (a heartbeat)."""
    event, data = b"", []
    for line in block.split(b"\n"):
        name, _, value = line.partition(b":")
        value = value.removeprefix(b" ")
        if name == b"event":
            event = value
        elif name == b"data":
            data.append(value)
    return Frame(event=event.decode("utf-8", "replace"), data=b"\n".join(data)) if event else None


class _Message(Noun, frozen=True, kw_only=True):
    event: str = ""
    payload: str | None = None
    error: str = ""


class _Odd(Noun, frozen=True, kw_only=True):
    event: str = ""
    payload: msgspec.Raw = msgspec.Raw()


def message(raw: bytes) -> Frame | None:
    """One WebSocket message as an event; None where it holds none. Raises Malformed.

    The payload is JSON inside a JSON string; `data` is the inner JSON, byte for byte. A few servers put the object
    itself there.
    """
    try:
        read = decode(raw, _Message)
    except Malformed:
        odd = decode(raw, _Odd)
        return Frame(event=odd.event, data=bytes(odd.payload)) if odd.event else None
    if not read.event:
        return Frame(event="error") if read.error else None
    return Frame(event=read.event, data=b"" if read.payload in {None, "undefined"} else str(read.payload).encode())


def message_or_malformed(raw: bytes) -> Frame | None:
    """As `message`, but what cannot be read becomes a `notification` with the raw bytes, so that it is set aside."""
    try:
        return message(raw)
    except Malformed:
        return Frame(event="notification", data=raw)
