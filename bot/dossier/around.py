"""What stood around a post, read in what was captured of it: posts as the platforms show them, wherever they stand."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final, NamedTuple

import msgspec

from bot.platforms.mastodon.plain import plain

DEPTH: Final = 4_000
"""Values that are looked into within one answer at a time: a thread of a thousand posts has fewer."""


class Post(NamedTuple):
    """One of them."""

    uri: str
    author: str
    """`Account.key`"""
    handle: str
    name: str
    """Which its author chose."""
    text: str
    at: datetime | None
    parent: str
    """URI of the post that it answers, or its number on the person's server; empty: none, or not told."""
    number: str
    """Its own number there."""
    visibility: str


def posts(raw: bytes, home: str) -> Iterator[Post]:
    """All posts in an answer of a platform; `home` is the server whose numbers Mastodon's ids are, empty for Bluesky.

    What is no JSON has none.
    """
    try:
        waiting = [msgspec.json.decode(raw)]
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            found = _status(value, home) if home else _view(value)
            if found is not None:
                yield found
            waiting += list(value.values())[-DEPTH:]
        elif isinstance(value, list):
            waiting += value[-DEPTH:]


def _view(value: Mapping[str, Any]) -> Post | None:
    """A post as Bluesky shows it: an author beside a record, which quoted posts call a value."""
    author = value.get("author")
    record = value.get("record") if isinstance(value.get("record"), dict) else value.get("value")
    if not isinstance(author, dict) or not isinstance(record, dict) or not isinstance(record.get("text"), str):
        return None
    reply = record.get("reply")
    parent = reply.get("parent") if isinstance(reply, dict) else None
    return Post(
        uri=_text(value.get("uri")),
        author=f"bluesky:{_text(author.get('did'))}",
        handle=_text(author.get("handle")),
        name=_text(author.get("displayName")),
        text=_text(record.get("text")),
        at=_moment(value.get("indexedAt") or record.get("createdAt")),
        parent=_text(parent.get("uri")) if isinstance(parent, dict) else "",
        number="",
        visibility="public",
    )


def _status(value: Mapping[str, Any], home: str) -> Post | None:
    """A status of Mastodon's REST API."""
    author = value.get("account")
    if not isinstance(author, dict) or not isinstance(value.get("content"), str) or not _text(value.get("uri")):
        return None
    return Post(
        uri=_text(value.get("uri")),
        author=f"mastodon:{home}/{_text(author.get('id'))}",
        handle=_text(author.get("acct")),
        name=_text(author.get("display_name")),
        text=plain(_text(value.get("content"))).text,
        at=_moment(value.get("created_at")),
        parent=_text(value.get("in_reply_to_id")),
        number=_text(value.get("id")),
        visibility=_text(value.get("visibility")),
    )


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _moment(value: object) -> datetime | None:
    try:
        found = datetime.fromisoformat(_text(value))
    except ValueError:
        return None
    return found if found.tzinfo else None
