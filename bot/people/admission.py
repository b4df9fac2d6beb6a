"""Who is let in: seats beside a person, one-time links, and sessions. Tokens are kept as digests only."""

import secrets
from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any, Final, NamedTuple

import msgspec
from sqlalchemy import Connection

from bot.errors import Refused
from bot.model.seat import BESIDE, Grant, Role, Seat, Session
from bot.store import seats, write
from bot.store.database import Store

LINK: Final = timedelta(hours=1)
"""How long a one-time link leads in."""
INVITATION: Final = timedelta(days=7)
"""The same of one that is sent to somebody."""
IDLE: Final = timedelta(hours=12)
"""After how long without a page a session ends."""
LONGEST: Final = timedelta(days=30)
NOTED: Final = timedelta(minutes=1)
"""Between two times that a session is noted as used: no page need wait for the writer."""
AGENT: Final = 80
UNGRANTABLE: Final = "a holder is named on the command line, and nobody is granted the right to invite others"


class Seated(NamedTuple):
    """Somebody who came in."""

    seat: Seat
    session: Session


class Admission:
    """The door."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def holder(self, person: str, by: str, now: datetime) -> Seat:
        """The seat of whoever answers for a person's shield, made at first need."""
        with self.store.writing() as connection:
            for one in seats.every(connection, person):
                if one.role is Role.HOLDER and one.holds(now):
                    return one
            return self._seat(connection, Seat(id=_id(), person=person, name=person, role=Role.HOLDER, by=by, at=now))

    def invite(self, one: Seat, by: str, now: datetime) -> Seat:
        """Make a seat like this one, with an id of its own. Raises Refused where it grants what cannot be granted."""
        if one.role is Role.HOLDER or not one.also <= BESIDE:
            raise Refused(UNGRANTABLE)
        with self.store.writing() as connection:
            if any(other.name == one.name and other.holds(now) for other in seats.every(connection, one.person)):
                raise Refused(f"{one.name} has a seat already; revoke it first, or use another name")
            return self._seat(connection, msgspec.structs.replace(one, id=_id(), by=by, at=now, handed_at=now))

    def link(self, seat: Seat, now: datetime, lasting: timedelta = LINK) -> str:
        """The token of a new link that leads to a seat once."""
        token = secrets.token_urlsafe(32)
        with self.store.writing() as connection:
            seats.open_entrance(connection, digest(token), seat.id, now + lasting)
        return token

    def hand(self, one: Seat, by: str, now: datetime) -> Seat:
        """Write down that somebody is about to give them another way in."""
        with self.store.writing() as connection:
            return self._change(connection, one, "seat:linked", by, now, handed_at=now)

    def expected(self, token: str, now: datetime) -> Seat | None:
        """To whose seat a one-time link leads, without using it: what fetches links to preview them opens nothing."""
        with self.store.reading() as connection:
            found = seats.entrance(connection, digest(token), now)
            one = seats.seat(connection, found) if found else None
        return one if one and one.holds(now) else None

    def enter(self, token: str, agent: str, now: datetime) -> str:
        """Use a one-time link; the token of the session. Raises Refused where it leads nowhere, or not any more."""
        if self.expected(token, now) is None:  # who only tries keeps nobody from writing
            raise Refused("this link was used already, or is too old")
        with self.store.writing() as connection:
            found = seats.use_entrance(connection, digest(token), now)
            one = seats.seat(connection, found) if found else None
            if one is None or not one.holds(now):
                raise Refused("this link was used already, or is too old")
            return self.begin(connection, one, agent, now)

    def begin(self, connection: Connection, one: Seat, agent: str, now: datetime) -> str:
        """A session for somebody who has shown who they are; its token."""
        token = secrets.token_urlsafe(32)
        session = Session(id=digest(token), seat=one.id, agent=agent[:AGENT], began=now, seen=now)
        seats.begin(connection, session)
        self.note(connection, one, "session:opened", one.name, now)
        return token

    def seated(self, token: str, now: datetime) -> Seated | None:
        """Who has this session, while it lasts and their seat holds; it is used by this."""
        found = self.known(token, now)
        if found and found.session.seen + NOTED < now:
            with self.store.writing() as connection:
                seats.seen(connection, found.session.id, now)
        return found

    def known(self, token: str, now: datetime) -> Seated | None:
        """As `seated`, for what a page that lies open asks by itself: that keeps no session from ending."""
        with self.store.reading() as connection:
            session = seats.session(connection, digest(token)) if token else None
            one = seats.seat(connection, session.seat) if session else None
        if session is None or one is None or not one.holds(now) or not _lasts(session, now):
            return None
        return Seated(one, session)

    def sessions(self, some: Collection[Seat], now: datetime) -> dict[str, list[Session]]:
        """The sessions of these seats that last, by seat, the latest seen first."""
        with self.store.reading() as connection:
            found = [one for one in seats.sessions(connection, [one.id for one in some]) if _lasts(one, now)]
        return {one.id: [session for session in found if session.seat == one.id] for one in some}

    def leave(self, seated: Seated, session: str, now: datetime) -> bool:
        """End a session of one's own, or, with the right to, of somebody beside the same person."""
        with self.store.writing() as connection:
            found = seats.session(connection, session)
            owner = seats.seat(connection, found.seat) if found else None
            if owner is None or not _over(seated.seat, owner):
                return False
            seats.end(connection, session)
            self.note(connection, owner, "session:closed", seated.seat.name, now)
            return True

    def revoke(self, one: Seat, by: str, now: datetime) -> Seat:
        """End a seat, all its sessions and links with it."""
        with self.store.writing() as connection:
            seats.shut(connection, one.id)
            return self._change(connection, one, "seat:revoked", by, now, revoked_at=now)

    def rest(self, one: Seat, until: datetime | None, by: str, now: datetime) -> Seat:
        """Let work go to others until then; None: it comes back."""
        with self.store.writing() as connection:
            event = "seat:back" if until is None else "seat:resting"
            return self._change(connection, one, event, by, now, resting_until=until)

    def grant(self, one: Seat, also: frozenset[Grant], by: str, now: datetime) -> Seat:
        """Grant this beside the role, and nothing else any more. Raises Refused where it cannot be granted."""
        if one.role is Role.HOLDER or not also <= BESIDE:
            raise Refused(UNGRANTABLE)
        with self.store.writing() as connection:
            return self._change(connection, one, "seat:granted", by, now, also=also, handed_at=now)

    def speak(self, one: Seat, language: str) -> Seat:
        """Say it in this language to them."""
        with self.store.writing() as connection:
            changed = msgspec.structs.replace(seats.seat(connection, one.id) or one, language=language)
            seats.put(connection, changed)
        return changed

    def every(self, person: str) -> list[Seat]:
        """All seats beside a person, the first first, those that ended too."""
        with self.store.reading() as connection:
            return seats.every(connection, person)

    def note(self, connection: Connection, one: Seat, event: str, by: str, now: datetime) -> None:
        """Have an entry tell what became of a seat."""
        write.salt(connection, self.store.master, one.person)  # makes the person's row at first need
        line: dict[str, str | int] = {"seat": one.id, "role": one.role.value, "by": by}
        line |= {"also": " ".join(sorted(one.also))} if one.also else {}
        write.append(connection, one.person, [(now, event, line)])

    def _seat(self, connection: Connection, one: Seat) -> Seat:
        seats.put(connection, one)
        self.note(connection, one, "seat:made", one.by, one.at or datetime.now(UTC))
        return one

    def _change(self, connection: Connection, one: Seat, event: str, by: str, now: datetime, **changes: Any) -> Seat:
        fresh = seats.seat(connection, one.id) or one
        changed = msgspec.structs.replace(fresh, **changes)
        seats.put(connection, changed)
        self.note(connection, changed, event, by, now)
        return changed


def digest(token: str) -> str:
    """What is kept of a token."""
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _id() -> str:
    return secrets.token_hex(8)


def _lasts(session: Session, now: datetime) -> bool:
    return now < min(session.seen + IDLE, session.began + LONGEST)


def _over(one: Seat, other: Seat) -> bool:
    return one.id == other.id or (one.person == other.person and one.may(Grant.PEOPLE))
