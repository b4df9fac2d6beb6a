"""What was received of a post or an account that is no longer there, or has another name; who did it, nobody tells."""

from contextlib import suppress
from typing import Any, Final

import msgspec

from bot.errors import Malformed
from bot.platforms.bluesky import frames
from bot.platforms.bluesky.post import clean

DELETED: Final = "deleted"
"""The network's stream says that the record was deleted in its author's repository."""
REMOVED: Final = "removed"
"""A server said of itself that it is no longer there, and not whether its author, a moderator or it did that."""
MISSING: Final = "missing"
"""It was asked for, and not found: deleted, moderated away, or kept from whoever asked."""
ASKED: Final = frozenset({"asked", "gone"})
"""What stands in what we write down ourselves of an answer."""
STATUSES: Final = frozenset({"deleted", "deactivated", "suspended", "takendown"})
UNSAID: Final = "unsaid"


def of_post(raw: bytes) -> str:
    """What is known of a post that is no longer there, by what was received."""
    said = _read(raw)
    if isinstance(said, dict) and (not said or ASKED & said.keys()):
        return MISSING
    return DELETED if _committed(raw) else REMOVED


def of_account(raw: bytes) -> str:
    """How an account is gone, as the network names it: one of `STATUSES`, or unsaid."""
    said = _read(raw)
    status = said.get("gone") if isinstance(said, dict) else None
    if status is None:
        with suppress(Malformed):
            happening = frames.read(raw)
            status = happening.account.status if happening.account else None
    return status if status in STATUSES else UNSAID


def renamed(raw: bytes) -> str:
    """The handle that an account took; empty where what was received does not tell it."""
    said = _read(raw)
    handle = said.get("handle") if isinstance(said, dict) else None
    with suppress(Malformed):
        identity = frames.read(raw).identity
        handle = identity.handle if identity else handle
    return clean(handle) if isinstance(handle, str) else ""


def _committed(raw: bytes) -> bool:
    with suppress(Malformed):
        commit = frames.read(raw).commit
        return commit is not None and commit.operation == "delete"
    return False


def _read(raw: bytes) -> Any:
    try:
        return msgspec.json.decode(raw)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return {}
