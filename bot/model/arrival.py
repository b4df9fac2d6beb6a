"""What comes in: raw bytes with a place in their source, and what they turn out to be."""

from datetime import datetime

from bot.model.flag import Flag
from bot.model.mention import Mention, Via
from bot.model.noun import Noun


class Sign(Noun, frozen=True, kw_only=True):
    """A sign of life of a source: it has brought all that happened in a while, whose end is the server's time."""

    until: datetime
    since: datetime | None = None
    """The beginning; None: from where the source had come before. What lies between is lost to this source."""
    heard: datetime | None = None
    """When a stream last brought any event at all; None where it is not known, or the source is no stream."""


class Arrival(Noun, frozen=True, kw_only=True):
    """One thing as a source brought it. Committing it commits `cursor` with it."""

    source: str
    """The source's name; cursors are kept under it."""
    platform: str
    via: Via
    at: datetime
    """The server's time of it where the frame tells cheaply, else the time of arrival."""
    raw: bytes = b""
    """Exactly as received; empty where only the cursor moved."""
    beside: bytes = b""
    """JSON fetched to understand it (the author's profile as the person's server shows it); empty if none."""
    cursor: str | None = None
    account: str = ""
    """`Account.key` of the protected account whose source this is; empty for a source shared by several."""
    watched: str = ""
    """`Account.key` of the watched account that was read as far as `cursor`; empty where the cursor is the source's."""
    sign: Sign | None = None
    """Only where `raw` is empty: what the source has seen, once this is committed."""


class Deleted(Noun, frozen=True, kw_only=True):
    """A post that is no longer there."""

    platform: str
    uri: str
    at: datetime


class Identity(Noun, frozen=True, kw_only=True):
    """An account took another handle, or is gone (`handle` empty; `gone` says how)."""

    platform: str
    account: str
    """`Account.key`"""
    at: datetime
    handle: str = ""
    gone: str = ""


class Gesture(Noun, frozen=True, kw_only=True):
    """An account followed the person, or liked or shared a post of theirs: no word was said."""

    platform: str
    person: str
    account: str
    """`Account.key`"""
    what: str
    """follow, like, share"""
    at: datetime


Event = Mention | Deleted | Identity | Gesture | Flag
