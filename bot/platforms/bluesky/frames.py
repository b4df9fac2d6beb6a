"""Reading a Jetstream frame of either wire, and mending JSON that a strict reader would refuse."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from bot.errors import Malformed

DEEPEST = 200
"""Nesting that is still read; what is deeper becomes null. Real posts stay below ten."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_ESCAPE = re.compile(
    r"\\(?:u[dD][89aAbB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(?P<lone>u[dD][89a-fA-F][0-9a-fA-F]{2})|[\s\S])"
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_NESTING = re.compile(r'"(?:[^"\\]|\\[\s\S])*"|[\[{]|[\]}]')


class Commit(msgspec.Struct, frozen=True):
    """What happened to one record. The record itself stays raw: it is the author's, and may be anything."""

    operation: str = ""
    collection: str = ""
    rkey: str = ""
    cid: str = ""
    record: msgspec.Raw = msgspec.Raw(b"")


class Handle(msgspec.Struct, frozen=True):
    """An account's new handle."""

    handle: str | None = None


class Account(msgspec.Struct, frozen=True):
    """Whether an account is there."""

    active: bool = True
    status: str | None = None


class Payload(Commit, frozen=True, rename={"type": "$type"}):
    """The body of a frame of the second wire; a commit's keys stand in it directly."""

    type: str = ""
    seq: int = 0
    did: str = ""
    time: str = ""
    identity: Handle | None = None
    account: Account | None = None
    name: str = ""


class Frame(msgspec.Struct, frozen=True, rename={"type": "$type"}):
    """A frame as it comes: the first wire fills the upper half, the second the lower one."""

    did: str = ""
    time_us: int = 0
    kind: str = ""
    commit: Commit | None = None
    identity: Handle | None = None
    account: Account | None = None
    type: str = ""
    payload: Payload | None = None
    error: str = ""


class Happening(msgspec.Struct, frozen=True):
    """What a frame says, whatever the wire."""

    kind: str
    """`commit`, `identity`, `account`, `sync`, `info`, `error`, or one that came later."""
    did: str = ""
    us: int = 0
    """The Jetstream server's time of it, microseconds since 1970; 0 where the frame has none."""
    seq: int = 0
    """Its place on that one host; 0 on the first wire."""
    commit: Commit | None = None
    identity: Handle | None = None
    account: Account | None = None
    name: str = ""
    """Of an info or an error."""

    @property
    def at(self) -> datetime:
        """The server's time. Raises Malformed where it is no time."""
        try:
            return _EPOCH + timedelta(microseconds=self.us)
        except OverflowError as trouble:
            raise Malformed("A Jetstream frame bears a time that is none.") from trouble


_FRAME = msgspec.json.Decoder(Frame)
_ANY = msgspec.json.Decoder()


def read(raw: bytes) -> Happening:
    """What the frame says. Raises Malformed."""
    try:
        frame = _FRAME.decode(raw)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        frame = _again(raw)
    if frame.payload is not None:
        return _second(frame.payload)
    if frame.type == "error":
        return Happening(kind="error", name=frame.error)
    return Happening(
        kind=frame.kind,
        did=frame.did,
        us=frame.time_us,
        commit=frame.commit,
        identity=frame.identity,
        account=frame.account,
    )


def _again(raw: bytes) -> Frame:
    try:
        return _FRAME.decode(mend(raw))
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as trouble:
        raise Malformed(f"A Jetstream frame cannot be read ({type(trouble).__name__}).") from trouble


def _second(payload: Payload) -> Happening:
    return Happening(
        kind=payload.type.rpartition("#")[2],
        did=payload.did,
        us=microseconds(payload.time),
        seq=payload.seq,
        commit=payload if payload.operation else None,
        identity=payload.identity,
        account=payload.account,
        name=payload.name,
    )


def microseconds(written: str) -> int:
    """An RFC 3339 moment as microseconds since 1970; 0 where it is none."""
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        return 0
    return (moment.replace(tzinfo=moment.tzinfo or UTC) - _EPOCH) // timedelta(microseconds=1)


def loose(raw: bytes) -> Any:
    """Any JSON at all, mended where need be. Raises Malformed."""
    try:
        return _ANY.decode(raw)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        pass
    try:
        return _ANY.decode(mend(raw))
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as trouble:
        raise Malformed(f"It is not JSON, even when mended ({type(trouble).__name__}).") from trouble


def mend(raw: bytes) -> bytes:
    """The same JSON with U+FFFD, one for one, for what is no character, and without what is nested too deep."""
    text = raw.decode("utf-8", "replace")
    text = _ESCAPE.sub(lambda found: "\\ufffd" if found["lone"] else found[0], text)
    return _shallow(_CONTROL.sub("\ufffd", text)).encode()


def _shallow(text: str) -> str:
    kept: list[str] = []
    depth, start = 0, 0
    for found in _NESTING.finditer(text):
        if found[0] in "[{":
            depth += 1
            if depth == DEEPEST:
                kept.append(text[start : found.start()] + "null")
        elif found[0] in "]}":
            if depth == DEEPEST:
                start = found.end()
            depth -= 1
    return "".join(kept) + text[start:] if depth < DEEPEST else "".join(kept)
