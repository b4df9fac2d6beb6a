"""What takes two people: one proposes, another agrees; who is alone waits a day instead, and can take it back."""

import secrets
import threading
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

import msgspec
from sqlalchemy import Connection

from bot.errors import Refused
from bot.model.noun import EPOCH
from bot.model.proposal import NEEDS, Kind, Proposal, Standing
from bot.model.seat import Role, Seat, alike
from bot.people.entitled import entitled
from bot.store import proposals, seats, write
from bot.store.database import Store

ALONE: Final = timedelta(hours=24)
"""How long somebody who is alone waits: long enough to sleep on it, or to find out that it was not oneself."""
MOST: Final = 50
"""How many are shown, the latest."""
EACH: Final = 5
"""How much one person may propose at once: nobody hides one thing among others, or keeps it from being seen as due."""
TAKEN: Final = (Kind.EXPORT, Kind.DOSSIER)
"""What leaves a file that can be taken out."""
OPEN: Final = (Standing.WAITING, Standing.AGREED)
NEW: Final = "who was given a right or a way in less than a day ago is no second person yet"
NOT_OURS: Final = "nobody asked for this here, or a backup brought it back; ask for it once more"
Perform = Callable[[Proposal, datetime], None]
"""Does what was agreed on. It is called again with the same proposal where it was interrupted, so what has been done
under its id is not done twice."""


class TooNew(Refused):
    """It takes two who know each other: a seat that was made just now may be the same person's."""


class TooMany(Refused):
    """Some of what one proposed must be settled first."""


class Agreeing:
    """Proposals, and what becomes of them."""

    def __init__(self, store: Store, performing: Mapping[Kind, Perform]) -> None:
        """`performing` says how each kind is done; a kind that is missing waits for a process that can."""
        self.store = store
        self.performing = performing
        self._one_at_a_time = threading.Lock()

    def propose(self, seat: Seat, kind: Kind, detail: str, now: datetime) -> Proposal:
        """Ask for a second person, or for a day. Raises Refused for who may not; TooMany."""
        with self.store.writing() as connection:
            return self.within(connection, seat, kind, detail, now)

    def within(self, connection: Connection, seat: Seat, kind: Kind, detail: str, now: datetime) -> Proposal:
        """As `propose`, within a transaction in which what it is about is written too."""
        fresh = _able(connection, seat, kind, now)
        if sum(one.by == fresh.id for one in proposals.standing(connection, fresh.person, OPEN, MOST)) >= EACH:
            raise TooMany(f"{EACH} proposals wait already")
        due_at = now + ALONE if _alone(connection, fresh, kind, now) else None
        made = _made(fresh, kind, detail, now, due_at)
        return self._sealed(connection, made, "proposal:made", fresh.name, now)

    def by_one(self, connection: Connection, seat: Seat, kind: Kind, detail: str, now: datetime) -> Proposal:
        """What somebody may decide without another, and is done in this transaction: written as what two agreed on is,
        with one seat in both places. Raises Refused for who may not.
        """
        fresh = _able(connection, seat, kind, now)
        made = self._put(connection, _made(fresh, kind, detail, now, None), "proposal:made", fresh.name, now)
        changed = msgspec.structs.replace(made, standing=Standing.DONE, settled_by=fresh.id, settled_at=now)
        return self._sealed(connection, changed, "proposal:agreed", fresh.name, now, alone=1)

    def alone(self, seat: Seat, kind: Kind, now: datetime) -> bool:
        """Whether nobody else could agree to this, so that it takes a day."""
        with self.store.reading() as connection:
            return _alone(connection, seat, kind, now)

    def agree(self, id_: str, seat: Seat, now: datetime) -> Proposal:
        """Be the second person. Raises TooNew; Refused for who may not, who proposed it, and where it is settled."""
        with self.store.writing() as connection:
            one, fresh = self._waiting(connection, id_, seat, now)
            if one.by == fresh.id or alike(seats.seat(connection, one.by), fresh):
                raise Refused("who proposes something cannot agree to it")
            if not _may_still(connection, one, now):
                raise Refused("who proposed it has no right to any more")
            if any(now < _counts_from(seats.seat(connection, each)) for each in (one.by, fresh.id)):
                raise TooNew(NEW)
            if not self._ours(connection, one):
                raise Refused(NOT_OURS)
            changed = _settled(one, Standing.AGREED, fresh.id, now)
            return self._sealed(connection, changed, "proposal:agreed", fresh.name, now)

    def withdraw(self, id_: str, seat: Seat, now: datetime) -> Proposal:
        """Take it back, one's own or another's. Raises Refused for who may not, and where it is settled."""
        with self.store.writing() as connection:
            one, fresh = self._waiting(connection, id_, seat, now)
            changed = _settled(one, Standing.WITHDRAWN, fresh.id, now)
            return self._let_go(connection, changed, "proposal:withdrawn", fresh.name, now)

    def open(self, person: str) -> list[Proposal]:
        """What waits or is being done, the latest first."""
        with self.store.reading() as connection:
            return proposals.standing(connection, person, OPEN, MOST)

    def every(self, person: str) -> list[Proposal]:
        """What was not taken back, the latest first."""
        with self.store.reading() as connection:
            return proposals.standing(connection, person, (*OPEN, Standing.DONE), MOST)

    def asked_of(self, seat: Seat) -> list[Proposal]:
        """What waits for somebody to agree, which they may: what others proposed."""
        waiting = (one for one in self.open(seat.person) if one.standing is Standing.WAITING)
        return [one for one in waiting if one.by != seat.id and may_settle(seat, one)]

    def counts_from(self, some: Iterable[Proposal], seat: Seat, now: datetime) -> dict[str, datetime]:
        """When this seat can agree to those of them to which it cannot yet: who proposed them, or it, is too new."""
        with self.store.reading() as connection:
            mine = _counts_from(seats.seat(connection, seat.id))
            found = {one.id: max(mine, _counts_from(seats.seat(connection, one.by))) for one in some}
        return {id_: at for id_, at in found.items() if now < at}

    def done(self, person: str) -> list[Proposal]:
        """What was done, the latest first."""
        with self.store.reading() as connection:
            return proposals.standing(connection, person, (Standing.DONE,), MOST)

    def due(self, people: Iterable[str], now: datetime) -> list[Proposal]:
        """What is to be done now: agreed by two, or proposed a day ago by somebody who was alone and still may."""
        with self.store.reading() as connection:
            found = [one for name in people for one in proposals.standing(connection, name, OPEN, MOST)]
            return [one for one in found if one.standing is Standing.AGREED or _came(connection, one, now)]

    def do(self, one: Proposal, now: datetime) -> bool:
        """Do one that is due; whether we did. What was interrupted before is done now, and nothing twice."""
        if one.kind not in self.performing:
            return False
        with self._one_at_a_time:
            begun = self._begin(one, now)
            if begun is None:
                return False
            self.performing[begun.kind](begun, now)
            return self._end(begun, now)

    def take(self, id_: str, seat: Seat, now: datetime) -> Proposal:
        """Take out what was exported. Raises Refused for who may not, and where nothing was."""
        with self.store.writing() as connection:
            one = proposals.proposal(connection, id_)
            if one is None or (one.person, one.standing) != (seat.person, Standing.DONE) or one.kind not in TAKEN:
                raise Refused("there is no such export")
            return self._put(connection, one, "export:taken", _able(connection, seat, one.kind, now).name, now)

    def _end(self, one: Proposal, now: datetime) -> bool:
        with self.store.writing() as connection:
            fresh = proposals.proposal(connection, one.id)
            if fresh is None or fresh.standing is not Standing.AGREED:  # another process was as fast
                return False
            self._put(connection, msgspec.structs.replace(fresh, standing=Standing.DONE), "proposal:done", "", now)
            return True

    def _begin(self, one: Proposal, now: datetime) -> Proposal | None:
        """It is not to be taken back any more from here on; None where it was, or is done."""
        with self.store.writing() as connection:
            fresh = proposals.proposal(connection, one.id)
            if fresh is None or fresh.standing not in OPEN:
                return None
            if not self._ours(connection, fresh):
                self._let_go(connection, _settled(fresh, Standing.WITHDRAWN, "", now), "proposal:unsealed", "", now)
                return None
            if fresh.standing is Standing.AGREED:
                return fresh
            if not _came(connection, fresh, now):
                return None
            return self._sealed(connection, _settled(fresh, Standing.AGREED, "", now), "proposal:due", "", now)

    def _waiting(self, connection: Connection, id_: str, seat: Seat, now: datetime) -> tuple[Proposal, Seat]:
        one = proposals.proposal(connection, id_)
        if one is None or one.person != seat.person or one.standing is not Standing.WAITING:
            raise Refused("it was settled already, or there is no such proposal")
        return one, _able(connection, seat, one.kind, now)

    def _ours(self, connection: Connection, one: Proposal) -> bool:
        """Whether no hand but ours wrote it, where that would be grave."""
        return one.kind is not Kind.MEASURE or proposals.sealed(connection, self.store.master, one)

    def _sealed(
        self, connection: Connection, one: Proposal, event: str, by: str, now: datetime, **more: int
    ) -> Proposal:
        if one.kind is Kind.MEASURE:
            proposals.seal(connection, self.store.master, one)
        return self._put(connection, one, event, by, now, **more)

    def _let_go(self, connection: Connection, one: Proposal, event: str, by: str, now: datetime) -> Proposal:
        proposals.unseal(connection, one.id)
        return self._put(connection, one, event, by, now)

    def _put(self, connection: Connection, one: Proposal, event: str, by: str, now: datetime, **more: int) -> Proposal:
        proposals.put(connection, one)
        about = sha256(one.detail.encode()).hexdigest()
        write.salt(connection, self.store.master, one.person)  # makes the person's row at first need
        line: dict[str, str | int] = {"proposal": one.id, "kind": one.kind.value, "about": about, "by": by, **more}
        write.append(connection, one.person, [(now, event, line)])
        return one


def _made(seat: Seat, kind: Kind, detail: str, now: datetime, due_at: datetime | None) -> Proposal:
    id_ = secrets.token_hex(8)
    return Proposal(id=id_, person=seat.person, kind=kind, detail=detail, by=seat.id, at=now, due_at=due_at)


def _settled(one: Proposal, standing: Standing, by: str, now: datetime) -> Proposal:
    return msgspec.structs.replace(one, standing=standing, settled_by=by, settled_at=now)


def may_settle(seat: Seat, one: Proposal) -> bool:
    """Whether somebody may agree to it or take it back; to one's own nobody agrees."""
    return seat.person == one.person and seat.may(NEEDS[one.kind])


def _able(connection: Connection, seat: Seat, kind: Kind, now: datetime) -> Seat:
    """The seat as it stands now. Raises Refused where it ended, or lacks the right."""
    return entitled(connection, seat, seat.person, NEEDS[kind], now)


def _may_still(connection: Connection, one: Proposal, now: datetime) -> bool:
    """Whether who proposed it still has the right to."""
    by = seats.seat(connection, one.by)
    return by is not None and by.holds(now) and by.may(NEEDS[one.kind])


def _counts_from(seat: Seat | None) -> datetime:
    """When it is no more somebody's own second seat, made just now: who has the holder's browser can let anybody in."""
    given = seat.handed_at if seat and seat.role is not Role.HOLDER else None
    return EPOCH if given is None else given + ALONE


def _alone(connection: Connection, seat: Seat, kind: Kind, now: datetime) -> bool:
    others = [one for one in seats.every(connection, seat.person) if one.id != seat.id]
    return not any(one.holds(now) and one.may(NEEDS[kind]) for one in others)


def _came(connection: Connection, one: Proposal, now: datetime) -> bool:
    """Whether its day is over, and who proposed it still may."""
    if one.due_at is None or now < one.due_at:
        return False
    return _may_still(connection, one, now)
