"""The wall before what erases: it is not done unless what it hides stands sealed in the chain, and for it alone."""

from typing import Final

import msgspec
from sqlalchemy import Connection

from bot.errors import Refused
from bot.evidence.chain import Entry, holds
from bot.model.action import Prior
from bot.model.delivery import Delivery
from bot.store import entries, read, write

SEALED: Final = "sealed"
"""Under what a prior state tells which entry was the last of what was taken before: its number and its seal."""
NOTHING: Final = "nothing was preserved"


def sealed(connection: Connection, one: Delivery) -> Delivery:
    """The delivery with the entry of what was just taken for it. Raises Refused where nothing was taken."""
    head = write.head(connection, one.person)
    _require(connection, one, f"{head.number}:{head.seal}")
    prior = one.prior or Prior()
    noted = msgspec.structs.replace(prior, detail={**prior.detail, SEALED: f"{head.number}:{head.seal}"})
    return msgspec.structs.replace(one, prior=noted)


def require_sealed(connection: Connection, one: Delivery) -> None:
    """Raises Refused where that entry is missing, was changed, or was made for something else."""
    _require(connection, one, one.prior.detail.get(SEALED, "") if one.prior else "")


def _require(connection: Connection, one: Delivery, mark: str) -> None:
    number, _, seal = mark.partition(":")
    found = entries.numbered(connection, one.person, int(number)) if number.isdecimal() else None
    if found is None or not (_about(found, one) and found.seal == seal and holds(found)):
        raise Refused(NOTHING)
    boxes = read.several(connection, [str(found.payload.get("exhibit", ""))])
    if not any(box.wrapped and box.digest == found.payload.get("digest") for box in boxes):
        raise Refused(NOTHING)


def _about(entry: Entry, one: Delivery) -> bool:
    return entry.event == "captured" and entry.payload.get("delivery") == one.id
