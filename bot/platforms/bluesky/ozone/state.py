"""How a subject stands at a labeler's Ozone."""

from typing import Final

import msgspec

from bot.model.action import Order
from bot.model.noun import Noun
from bot.platforms.bluesky.ozone.labeler import Labeler
from bot.platforms.bluesky.repository import parsed

PAGE: Final = 100
"""`queryStatuses` gives so many."""
STATUSES: Final = "tools.ozone.moderation.queryStatuses"
_DEFS: Final = "tools.ozone.moderation.defs#"
CLOSED: Final = f"{_DEFS}reviewClosed"
ESCALATED: Final = f"{_DEFS}reviewEscalated"


class _Subject(Noun, frozen=True, kw_only=True):
    did: str = ""
    uri: str = ""


class Status(Noun, frozen=True, kw_only=True, rename="camel"):
    """One subject's state."""

    subject: _Subject = _Subject()
    review_state: str = ""
    takendown: bool = False
    tags: tuple[str, ...] = ()


class _Page(Noun, frozen=True, kw_only=True, rename="camel"):
    subject_statuses: tuple[msgspec.Raw, ...] = ()


async def status_of(labeler: Labeler, order: Order) -> tuple[Status, bytes]:
    """The order's subject as it stands, and as answered; both are empty where nothing was ever said of it."""
    subject = order.uri if order.uri.startswith("at://") else order.subject_id
    page = parsed(await labeler.ask(STATUSES, {"subject": subject, "limit": 1}), _Page)
    for raw in page.subject_statuses:
        found = parsed(bytes(raw), Status)
        if (found.subject.uri or found.subject.did) == subject:
            return found, bytes(raw)
    return Status(), b""


async def all_closed(labeler: Labeler, did: str) -> bool:
    """Whether all that was ever reported of an account, and of what it published, is settled.

    No where it is too much to read.
    """
    asked = {"subject": did, "includeAllUserRecords": True, "limit": PAGE}
    page = parsed(await labeler.ask(STATUSES, asked), _Page)
    states = [parsed(bytes(raw), Status).review_state for raw in page.subject_statuses]
    return 0 < len(states) < PAGE and all(state == CLOSED for state in states)
