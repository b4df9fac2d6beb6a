"""What members showed to a community, as its moderators see it: veiled until somebody asks, which the trail says."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from typing import Final, NamedTuple

import msgspec
from sqlalchemy import Connection

from bot.errors import ChainBroken, KeyMissing, Refused
from bot.evidence.pseudonym import pseudonym
from bot.model.mention import Mention
from bot.model.noun import EPOCH
from bot.model.seat import Grant, Seat
from bot.moderating.sharing import Copy
from bot.people.revealing import VIEWED
from bot.store import read, seats, shares, write
from bot.store.database import Store

MOST: Final = 50
"""How many are shown, the latest."""


class Given(NamedTuple):
    """One copy, without what it says."""

    exhibit: str
    at: datetime
    author: str
    to: str
    """`Account.key`s: who wrote it, and to whom."""


def every(store: Store, community: str) -> list[Given]:
    """What stands open to a community now."""
    with store.reading() as connection:
        return list(_given(connection, store, community))


def reveal(store: Store, seat: Seat, exhibit: str, now: datetime) -> Mention:
    """What a copy says. Raises Refused where it is not theirs to see, or was taken back meanwhile."""
    if not seat.may(Grant.DESK):
        raise Refused("what members share is shown to those who sit at the desk")
    with store.writing() as connection:
        if all(one.exhibit != exhibit for one in _given(connection, store, seat.person)):
            raise Refused("this is shared no more")
        mention = _opened(connection, store, exhibit)
        about = pseudonym(write.salt(connection, store.master, seat.person), mention.uri)
        line: dict[str, str | int] = {"mention": about, "exhibit": exhibit, "by": seat.name}
        write.append(connection, seat.person, [(now, VIEWED, line)])
        seats.glanced(connection, seat.id, (now - EPOCH).days)
    return mention


def _given(connection: Connection, store: Store, community: str) -> Iterator[Given]:
    for one in shares.shown(connection, community, MOST):
        with suppress(KeyMissing, ChainBroken):
            mention = _opened(connection, store, one.given)
            yield Given(one.given, one.at, mention.author.key, mention.to)


def _opened(connection: Connection, store: Store, exhibit: str) -> Mention:
    return msgspec.msgpack.decode(read.content(connection, store.master, exhibit), type=Copy).mention
