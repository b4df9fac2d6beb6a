"""Accounts as the AppView shows them, and what is put beside an arrival to know its author."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from hashlib import sha256
from typing import Final

import msgspec

from bot.errors import Malformed
from bot.model.account import Account
from bot.platforms.bluesky import mending
from bot.platforms.bluesky.post import clean

BLUESKY = "bluesky"


FILE: Final = re.compile(r"/(baf[a-z2-7]+)(?:@\w+)?$")
"""The CID in the address of a picture."""
HASH: Final = 16


class Profile(msgspec.Struct, frozen=True, rename="camel"):
    """What is used of a profile view of any size; every word of it is the account's own."""

    did: str = ""
    handle: str = ""
    display_name: str | None = None
    description: str | None = None
    avatar: object = None
    """The address of a picture; left out where there is none."""
    followers_count: int | None = None
    follows_count: int | None = None
    posts_count: int | None = None


class Beside(msgspec.Struct, frozen=True):
    """What was fetched to understand an arrival."""

    author: msgspec.Raw = msgspec.Raw(b"{}")
    """The author's profile view, as the AppView answered."""
    created: str = ""
    """When the account was first registered, by the PLC directory's log; the profile's own date is a claim."""


def key(did: str) -> str:
    """`Account.key` of a DID."""
    return f"{BLUESKY}:{did}"


def account(did: str, beside: bytes, other: bytes = b"") -> Account:
    """The author, from what was fetched beside, or from the view that came with the notification."""
    found = _beside(beside)
    shown = _profile(did, [bytes(found.author), *([other] if other else [])])
    return Account(
        platform=BLUESKY,
        id=did,
        handle=clean(shown.handle),
        display_name=clean(shown.display_name or ""),
        bio=clean(shown.description or ""),
        created_at=moment(found.created),
        followers=shown.followers_count,
        following=shown.follows_count,
        posts=shown.posts_count,
        avatar=_picture(shown.avatar),
        pictured=bool(shown.avatar) if shown.handle else None,
    )


def _picture(address: object) -> str | None:
    """What stands for the file at a picture's address, which ends with the digest of its bytes; it is never fetched."""
    found = FILE.search(address) if isinstance(address, str) else None
    return sha256(found[1].encode()).hexdigest()[:HASH] if found else None


def _beside(raw: bytes) -> Beside:
    if not raw:
        return Beside()
    try:
        return msgspec.json.decode(raw, type=Beside)
    except msgspec.MsgspecError:
        return Beside()


def _profile(did: str, views: Iterable[bytes]) -> Profile:
    for view in views:
        try:
            found = msgspec.convert(mending.loose(view), type=Profile)
        except (msgspec.MsgspecError, Malformed):
            continue
        if found.did == did:
            return found
    return Profile(did=did)


def moment(written: str) -> datetime | None:
    """An RFC 3339 moment with a zone; None where it is none, or outside of what a calendar holds."""
    try:
        found = datetime.fromisoformat(written)
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
