"""What FIRES wraps changes in, as others write it: a dataset with its addresses, a snapshot, and pages of changes."""

from typing import Final

import msgspec

from bot.blocklists.formats.json import Unreadable, decoded
from bot.errors import Malformed


class _Endpoints(msgspec.Struct):
    changes: str = ""
    snapshot: str = ""


class Page(msgspec.Struct):
    """What is asked of somebody's document beside its changes; what it does not say is empty."""

    type: str = ""
    changes: str = ""
    """Where to go on after a snapshot."""
    next: str | None = ""
    """Where to go on after a page; empty: it is the last."""
    endpoints: _Endpoints = msgspec.field(default_factory=_Endpoints)


PAGE: Final = msgspec.json.Decoder(Page)


def page(data: bytes) -> Page:
    """Read what is around the changes of a document, or a dataset's. Malformed for none."""
    try:
        return decoded(bytearray(data), PAGE)
    except Unreadable as error:
        raise Malformed("is no document of FIRES") from error
