"""What the accounts of a case wrote, listed by day: what it was and what was found in it, never what it said."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.model.mention import Kind
from bot.model.seat import Grant, Seat
from bot.store import acts
from bot.store.acts import FIRST, Acted, Place
from bot.web.shelves import key

PAGE: Final = 30


class Item(NamedTuple):
    """One mention."""

    acted: Acted
    account: str
    """A name of ours."""
    key: str
    """By which its own page is found."""
    closed: bool
    """Whether it is a direct message, which this seat is not shown."""


class Listed(NamedTuple):
    """One page of the list."""

    days: tuple[tuple[date, tuple[Item, ...]], ...]
    """The latest first."""
    more: str
    """Where the next page begins; empty where there is none."""


def listed(
    connection: Connection, seat: Seat, called: Mapping[str, str], accounts: Sequence[str], before: str, zone: str
) -> Listed:
    """What these accounts wrote before a place."""
    found = acts.of(connection, seat.person, accounts, _place(before), PAGE + 1)
    days: dict[date, list[Item]] = {}
    for one in found[:PAGE]:
        closed = one.kept.kind == Kind.DIRECT and not seat.may(Grant.DIRECTS)
        item = Item(one, called.get(one.kept.author, ""), key(one.kept), closed)
        days.setdefault(one.kept.received_at.astimezone(ZoneInfo(zone)).date(), []).append(item)
    more = _written(found[PAGE - 1].place) if len(found) > PAGE else ""
    return Listed(tuple((day, tuple(items)) for day, items in days.items()), more)


def _written(place: Place) -> str:
    return f"{place.at}.{place.version}.{place.place}"


def _place(written: str) -> Place:
    """The place in an address; the beginning where it is none."""
    at, _, rest = written[:80].partition(".")
    version, _, place = rest.partition(".")
    if at.isdecimal() and version.isdecimal() and at.isascii() and version.isascii():
        return Place(min(int(at), FIRST.at), place, min(int(version), 2**31 - 1))
    return FIRST
