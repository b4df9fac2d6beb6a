"""Reading a Jetstream frame of either wire."""

from datetime import UTC, datetime, timedelta

import msgspec

from bot.errors import Malformed
from bot.platforms.bluesky import mending
from bot.platforms.bluesky.post import Post, loosely

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


# None of these can be part of a cycle, so the collector need not look at them: gc=False.
# Their fields stand in the order in which servers write them: it spares a search for each key.
class Commit(msgspec.Struct, frozen=True, gc=False):
    """What happened to one record."""

    operation: str = ""
    collection: str = ""
    rkey: str = ""
    record: Post | None = None
    """None too where the author wrote what cannot be read as a post."""
    cid: str = ""


class Handle(msgspec.Struct, frozen=True, gc=False):
    """An account's new handle."""

    handle: str | None = None


class Account(msgspec.Struct, frozen=True, gc=False):
    """Whether an account is there."""

    active: bool = True
    status: str | None = None


class Second(msgspec.Struct, frozen=True, gc=False, rename={"type": "$type", "post": "record"}):
    """The body of a frame of the second wire; a commit's keys stand in it directly."""

    type: str = ""
    seq: int = 0
    """Its place on that one host."""
    did: str = ""
    time: str = ""
    operation: str = ""
    collection: str = ""
    rkey: str = ""
    post: Post | None = None
    """The post, where it says something of one that can be read."""
    cid: str = ""
    identity: Handle | None = None
    account: Account | None = None
    name: str = ""
    """Of an info."""

    @property
    def kind(self) -> str:
        """`commit`, `identity`, `account`, `sync`, `info`, or one that came later."""
        return self.type.rpartition("#")[2]

    @property
    def us(self) -> int:
        """The Jetstream server's time of it, microseconds since 1970; 0 where the frame has none."""
        return microseconds(self.time)

    @property
    def commit(self) -> Commit | None:
        """What happened to a record, if that is what it says."""
        if not self.operation:
            return None
        return Commit(self.operation, self.collection, self.rkey, self.post, self.cid)


class First(msgspec.Struct, frozen=True, gc=False, rename={"type": "$type", "told": "kind"}):
    """A frame of the first wire, or the envelope of one of the second."""

    did: str = ""
    time_us: int = 0
    told: str = ""
    commit: Commit | None = None
    identity: Handle | None = None
    account: Account | None = None
    type: str = ""
    payload: Second | None = None
    error: str = ""

    @property
    def seq(self) -> int:
        """The first wire is read by time alone."""
        return 0

    @property
    def name(self) -> str:
        """Of an error."""
        return self.error

    @property
    def kind(self) -> str:
        """As above, or `error`."""
        return "error" if self.type == "error" else self.told

    @property
    def us(self) -> int:
        """As above."""
        return self.time_us

    @property
    def post(self) -> Post | None:
        """As above."""
        return self.commit.record if self.commit else None


Happening = First | Second
"""What a frame says, whatever the wire."""


def at(us: int) -> datetime:
    """A server's time, from microseconds since 1970. Raises Malformed where it is no time."""
    try:
        return _EPOCH + timedelta(microseconds=us)
    except OverflowError as trouble:
        raise Malformed("A Jetstream frame bears a time that is none.") from trouble


class Envelope(msgspec.Struct, frozen=True, gc=False):
    """A message of the second wire."""

    payload: Second


_ENVELOPE = msgspec.json.Decoder(Envelope)
_FRAME = msgspec.json.Decoder(First)


def read(raw: bytes) -> Happening:
    """What the frame says: in one strict pass or, where its author wrote oddly, as far as it goes. Raises Malformed."""
    try:
        if raw.startswith(b'{"$type":"message"'):
            return _ENVELOPE.decode(raw).payload
        frame = _FRAME.decode(raw)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        frame = _again(raw)
    return frame.payload or frame


def _again(raw: bytes) -> First:
    told = mending.loose(raw)
    if not isinstance(told, dict):
        raise Malformed("A Jetstream frame is not an object.")
    for name in ("payload", "commit"):
        if isinstance(body := told.get(name), dict) and "record" in body:
            record = body.pop("record")
            told[name] = {**body, "record": loosely(record) if isinstance(record, dict) else None}
    try:
        return msgspec.convert(told, type=First)
    except msgspec.ValidationError as trouble:
        raise Malformed("A Jetstream frame cannot be read.") from trouble


def microseconds(written: str) -> int:
    """An RFC 3339 moment as microseconds since 1970; 0 where it is none."""
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        return 0
    return (moment.replace(tzinfo=moment.tzinfo or UTC) - _EPOCH) // timedelta(microseconds=1)
