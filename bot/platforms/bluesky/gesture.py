"""Likes, shares and follows as Jetstream shows them: records that name a post, or an account, and say no word."""

from typing import Final

import msgspec

from bot.platforms.bluesky.post import authority

GESTURES: Final = {
    "app.bsky.feed.like": "like",
    "app.bsky.feed.repost": "share",
    "app.bsky.graph.follow": "follow",
}
"""Collections, and what somebody did who made a record in one."""


class _Ref(msgspec.Struct, frozen=True, gc=False):
    uri: str = ""


class _Record(msgspec.Struct, frozen=True, gc=False):
    subject: _Ref | str = ""
    """A post; of a follow, the DID of an account."""


class _Body(msgspec.Struct, frozen=True, gc=False):
    record: _Record = _Record()


class _Frame(msgspec.Struct, frozen=True, gc=False):
    commit: _Body = _Body()
    """On the first wire."""
    payload: _Body = _Body()
    """On the second."""


_DECODE: Final = msgspec.json.Decoder(_Frame).decode


def subject_of(raw: bytes) -> str:
    """The DID of whom the record in a frame is about; empty where it is none that can be read: nothing was said."""
    try:
        frame = _DECODE(raw)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return ""
    subject = frame.commit.record.subject or frame.payload.record.subject
    return authority(subject.uri) if isinstance(subject, _Ref) else subject
