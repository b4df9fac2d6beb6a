"""What became of a list at a platform, in the chain of whose list it is: how many, and a digest that stands for who."""

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

from sqlalchemy import Connection

from bot.blocklists.instep import Placement
from bot.evidence.pseudonym import pseudonym
from bot.publishing.making import say
from bot.store import lists, write
from bot.store.database import Store


class Event(StrEnum):
    """What became of it."""

    PLACED = "list:placed"
    """It was made there."""
    PRESENTED = "list:presented"
    """It presents itself otherwise."""
    PUT_IN = "list:put-in"
    TAKEN_OUT = "list:taken-out"
    HAND_IN = "list:hand-in"
    """Somebody's hand put others in."""
    HAND_OUT = "list:hand-out"
    """Somebody's hand took out whom we had put in."""
    MISSING = "list:missing"
    """It was found to be there no more, by no doing of ours."""
    WITHDRAWN = "list:withdrawn"
    """We took it away."""
    LEFT = "list:left-there"
    """We took out whom we had put in; what a hand put in stays, and the list with it."""


def note(
    connection: Connection, store: Store, one: Placement, now: datetime, event: Event, about: Collection[str]
) -> None:
    """Say it of these accounts, by their DIDs, if there are any."""
    whose = lists.by_id(connection, one.list)
    if whose is None or not about:
        return
    salt = write.salt(connection, store.master, one.person)
    names = sorted(pseudonym(salt, f"bluesky:{did}") for did in about)
    line: dict[str, str | int] = {"count": len(names), "digest": sha256("\n".join(names).encode()).hexdigest()}
    say(connection, store, whose, now, event.value, line)


def note_itself(connection: Connection, store: Store, one: Placement, now: datetime, event: Event) -> None:
    """Say it of the list itself; `card` stands for how it presents itself there."""
    if whose := lists.by_id(connection, one.list):
        say(connection, store, whose, now, event.value, {"card": one.card})
