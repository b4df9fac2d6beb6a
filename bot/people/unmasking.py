"""Showing whose accounts they are, and what was noted of them, to who asked: it stands in the trail who did."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Final, NamedTuple

from sqlalchemy import Connection

from bot.alerts.wording import one_line
from bot.errors import ChainBroken, KeyMissing
from bot.evidence.master import MasterKey
from bot.evidence.pseudonym import pseudonym
from bot.model.noun import EPOCH
from bot.model.seat import Seat
from bot.recording import records
from bot.store import acts, read, seats, traces, write
from bot.store.database import Store

ACCOUNT: Final = "account:viewed"
NOTE: Final = "note:viewed"
LONGEST: Final = 200
"""Signs of a name that are shown."""


class Named(NamedTuple):
    """An account by the names that its owner chose, on one line each; empty where nothing is kept of them."""

    key: str
    handle: str = ""
    name: str = ""


def unmask(store: Store, seat: Seat, accounts: Sequence[str], now: datetime) -> dict[str, Named]:
    """What these accounts (`Account.key`) of the seat's person are called, by their keys."""
    with store.writing() as connection:
        salt = write.salt(connection, store.master, seat.person)
        lines = [(now, ACCOUNT, {"account": pseudonym(salt, each), "by": seat.name}) for each in accounts]
        write.append(connection, seat.person, lines)
        return {each: _named(connection, store.master, seat.person, each) for each in accounts}


def words(store: Store, seat: Seat, exhibit: str, now: datetime) -> str:
    """What somebody noted of a letter or a call. Raises KeyMissing where it was erased."""
    with store.writing() as connection:
        found = read.content(connection, store.master, exhibit).decode(errors="replace")
        write.append(connection, seat.person, [(now, NOTE, {"exhibit": exhibit, "by": seat.name})])
        seats.glanced(connection, seat.id, (now - EPOCH).days)
    return found


def _named(connection: Connection, master: MasterKey, person: str, account: str) -> Named:
    """As they called themselves when they last wrote."""
    for exhibit in _exhibits(connection, person, account):
        with suppress(KeyMissing, ChainBroken):  # it was erased; the account is still named by its key
            author = records.read(read.content(connection, master, exhibit)).facts.mention.author
            return Named(account, one_line(author.handle, LONGEST), one_line(author.display_name, LONGEST))
    return Named(account)


def _exhibits(connection: Connection, person: str, account: str) -> Iterator[str]:
    """The latest that is found by a case, else the latest of their first posts."""
    yield from (one.kept.exhibit for one in acts.of(connection, person, [account], acts.FIRST, 1))
    for packed in traces.traces(connection, [(person, account)]).values():
        yield from (post.exhibit for post in traces.unpacked(packed)[-1:])
