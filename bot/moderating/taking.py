"""What stands on the desk: found by what it is called, taken, let go, settled."""

from datetime import datetime

from msgspec.structs import replace
from sqlalchemy import Connection

from bot.errors import Refused
from bot.evidence.pseudonym import pseudonym
from bot.model.docket import Docket, Standing
from bot.model.measure import Resolve
from bot.model.seat import Grant, Seat
from bot.model.shield import Shield
from bot.moderating.asking import Asking
from bot.moderating.assigning import assign, unassign
from bot.people.entitled import entitled
from bot.store import dockets, flags, write
from bot.store.database import Store

PAGE = 500
"""Dockets that are read at once while one is looked for."""


def find(store: Store, person: str, ref: str) -> Docket:
    """The one that is called so: by the account's key, or the digits under which the desk shows it. Raises Refused."""
    with store.reading() as connection:
        named = dockets.docket(connection, person, ref)
        if named is not None:
            return named
        digits = ref.rpartition(" ")[2].casefold()
        salt = write.salt(connection, store.master, person)
        found = [
            one for one in _every(connection, person) if digits and pseudonym(salt, one.subject).startswith(digits)
        ]
    if len(found) != 1:
        raise Refused(
            "several are called so: write more of it"
            if found
            else "nothing on the desk is called so: `rempart desk list` shows what is there"
        )
    return found[0]


def take(store: Store, shield: Shield, seat: Seat, docket: Docket, now: datetime) -> Docket:
    """See to it oneself, at the server too. Raises Refused where somebody else does, or it is settled."""
    with store.writing() as connection:
        fresh, one = _here(connection, seat, docket, now)
        if one.standing is Standing.SETTLED or (one.standing is Standing.TAKEN and one.taken_by not in {"", fresh.id}):
            raise Refused("somebody else sees to this, or it is settled")
        changed = replace(one, standing=Standing.TAKEN, taken_by=fresh.id, taken_at=now)
        taken = _put(connection, store, fresh, changed, "docket:taken", now)
    assign(store, shield, seat, taken, now)
    return taken


def let_go(store: Store, seat: Seat, docket: Docket, now: datetime) -> Docket:
    """See to it no more: it waits for anybody, at the server too. Raises Refused where nobody sees to it."""
    with store.writing() as connection:
        fresh, one = _here(connection, seat, docket, now)
        if one.standing is not Standing.TAKEN:
            raise Refused("nobody sees to this")
        changed = replace(one, standing=Standing.OPEN, taken_by="", taken_at=None)
        unassign(connection, store, one, fresh.name, now)
        return _put(connection, store, fresh, changed, "docket:let-go", now)


def settle(store: Store, shield: Shield, seat: Seat, docket: Docket, now: datetime) -> Docket:
    """Nothing more is to be done: what was reported is settled at the server too. Raises Refused where it is so."""
    with store.reading() as connection:
        open_ = flags.of(connection, docket.person, docket.subject, True)  # noqa: FBT003 - those that are open
    if open_:
        Asking(store, shield, seat, now).order(docket, Resolve(flags=tuple(sorted(one.id for one in open_))))
    with store.writing() as connection:
        fresh, one = _here(connection, seat, docket, now)
        if one.standing is Standing.SETTLED:
            raise Refused("it is settled already")
        changed = replace(one, standing=Standing.SETTLED, taken_by=fresh.id, taken_at=now)
        return _put(connection, store, fresh, changed, "flag:settled", now)


def _every(connection: Connection, person: str) -> list[Docket]:
    found = list[Docket]()
    for standing in Standing:
        after = None
        while some := dockets.page(connection, person, standing, after, PAGE):
            found += some
            after = dockets.rank(some[-1]), some[-1].subject
    return found


def _here(connection: Connection, seat: Seat, docket: Docket, now: datetime) -> tuple[Seat, Docket]:
    """Both as they stand now. Raises Refused."""
    fresh = entitled(connection, seat, docket.person, Grant.DESK, now)
    one = dockets.docket(connection, docket.person, docket.subject)
    if one is None:
        raise Refused("nothing on the desk is called so: `rempart desk list` shows what is there")
    return fresh, one


def _put(connection: Connection, store: Store, seat: Seat, one: Docket, event: str, now: datetime) -> Docket:
    dockets.put(connection, one)
    about = pseudonym(write.salt(connection, store.master, one.person), one.subject)
    write.append(connection, one.person, [(now, event, {"by": seat.name, "account": about})])
    return one
