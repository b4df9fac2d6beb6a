"""A human orders a measure about an account or a server: light ones at once, grave ones once another agrees."""

from collections.abc import Collection, Sequence
from datetime import datetime
from secrets import token_hex
from typing import Final, NamedTuple

import msgspec
from sqlalchemy import Connection

from bot.errors import Refused
from bot.evidence.pseudonym import pseudonym
from bot.model.action import Order, kind_of, kinds
from bot.model.decision import Hold
from bot.model.delivery import Delivery, Status, Task
from bot.model.docket import Docket
from bot.model.measure import EXPLAINED, SAYING, Grave, Label, Limit, Measure, Sensitive, Suspend, Takedown
from bot.model.proposal import Kind, Proposal
from bot.model.reason import Reason, Severity
from bot.model.seat import Grant, Seat
from bot.model.shield import Shield
from bot.outbox.seconded import Meant, digest_of
from bot.people.agreeing import Agreeing
from bot.people.entitled import entitled
from bot.people.ordering import BY_HAND
from bot.platforms.desk import server
from bot.store import flags, outbox, relations, statements, write
from bot.store.database import Store
from bot.store.measures import SERVER
from bot.store.statements import Statement

ABOUT: Final = "docket:"
"""Begins what stands in the place of a post's URI where a measure is about an account."""
UNDER_WAY: Final = frozenset({Status.HELD, Status.PLANNED, Status.ATTEMPTING})
STATES: Final = (Limit, Sensitive, Suspend, Takedown)
"""Measures that hold or do not: done once more, they change nothing."""

SAID: Final = frozenset(kinds(SAYING))
"""Measures with which Mastodon says why."""
LETTERS: Final = frozenset(kinds(EXPLAINED))
"""Measures after which Ozone writes why."""


class Confirmed(NamedTuple):
    """Whom somebody means who decides alone: the name of the account as it was shown, and as they wrote it."""

    handle: str
    written: str

    def require(self) -> None:
        """Raises Refused where they wrote another."""
        if not _bare(self.handle) or _bare(self.written) != _bare(self.handle):
            raise Refused("write the name of the account once more, as it stands there")


class Asking:
    """Somebody at a community's desk, at one moment."""

    def __init__(self, store: Store, shield: Shield, seat: Seat, now: datetime) -> None:
        self.store = store
        self.shield = shield
        self.seat = seat
        self.now = now
        self.agreeing = Agreeing(store, {})

    def order(self, docket: Docket, action: Measure, statement: str = "", language: str = "") -> Delivery | Proposal:
        """Order it: what is light is planned, so that no budget counts it; what is grave waits for another.

        `statement`: the reasons that are given for it, in this language; the community's, if none is named. Raises
        Refused where the seat may not, for whom the community trusts, and where the same is under way.
        """
        grave = isinstance(action, Grave)
        with self.store.writing() as connection:
            seat = self._entitled(connection, Grant.MEASURE if grave else Grant.ACT)
            one = self._made(connection, docket, action, seat)
            one = msgspec.structs.replace(one, status=Status.HELD, hold=Hold.TWO) if grave else one
            one = self._write(connection, one, docket, statement, language)
            if not grave:
                return one
            return self.agreeing.within(connection, seat, Kind.MEASURE, _detail([one]), self.now)

    def by_oneself(
        self, docket: Docket, action: Measure, confirmed: Confirmed, statement: str = "", language: str = ""
    ) -> Delivery:
        """Order what is grave alone. Raises Refused as `order`, and where the community lets no single human do so."""
        if kind_of(action) not in self.shield.by_one:
            raise Refused(f"this community lets nobody decide this alone: {kind_of(action)}")
        confirmed.require()
        with self.store.writing() as connection:
            seat = self._entitled(connection, Grant.MEASURE)
            one = self._write(connection, self._made(connection, docket, action, seat), docket, statement, language)
            self.agreeing.by_one(connection, seat, Kind.MEASURE, _detail([one]), self.now)
            return one

    def propose(self, ids: Collection[str]) -> Proposal:
        """Ask another to agree to what is held as grave: many at once, since they belong together. Raises Refused."""
        with self.store.writing() as connection:
            seat = self._entitled(connection, Grant.MEASURE)
            held = [one for one in outbox.known(connection, sorted(ids)).values() if self._waits(one)]
            if not held or len(held) != len(set(ids)):
                raise Refused("not all of this waits for two people; look at it once more")
            return self.agreeing.within(connection, seat, Kind.MEASURE, _detail(held), self.now)

    def _waits(self, one: Delivery) -> bool:
        return (one.person, one.status, one.hold) == (self.shield.name, Status.HELD, Hold.TWO)

    def _entitled(self, connection: Connection, grant: Grant) -> Seat:
        return entitled(connection, self.seat, self.shield.name, grant, self.now)

    def _made(self, connection: Connection, docket: Docket, action: Measure, seat: Seat) -> Delivery:
        """As it is planned where it is light. Raises Refused where it may not be ordered."""
        self._require_free(connection, docket, action)
        return Delivery(
            id=(id_ := token_hex(12)),
            person=self.shield.name,
            task=Task.ACT,
            via=self.shield.desk,
            what=self._order(connection, id_, docket, action),
            due_at=self.now,
            hold=Hold.REVIEW,
            cause=seat.name,
        )

    def _require_free(self, connection: Connection, docket: Docket, action: Measure) -> None:
        if not self.shield.desk or docket.person != self.shield.name:
            raise Refused("this is not of this community's desk")
        key = (docket.person, docket.subject)
        known = relations.of(connection, [key]).get(key)
        if (known is not None and known.trusted) or docket.subject in self.shield.trusted:
            raise Refused("the community trusts this account; nothing is done to it")
        ordered = [
            (one.status, one.what.action)
            for one in outbox.on_subject(connection, docket.person, docket.subject)
            if one.task is Task.ACT and isinstance(one.what, Order)
        ]
        if any(status in UNDER_WAY and known == action for status, known in ordered):
            raise Refused("the same is under way already")
        if any(status is Status.DONE and _lasts(known, action) for status, known in ordered):
            raise Refused("this stands already: take it back first, and decide it anew")

    def _order(self, connection: Connection, id_: str, docket: Docket, action: Measure) -> Order:
        reported = [one.reason for one in flags.of(connection, docket.person, docket.subject) if one.reason]
        return Order(
            id=id_,
            person=docket.person,
            by=self.shield.desk,
            action=action,
            subject=docket.subject,
            subject_id=native(docket.subject),
            uri=ABOUT + docket.subject,
            revision="",
            rule=BY_HAND,
            reason=reported[0] if reported else Reason.HARASSMENT_TARGETED,
            severity=max(docket.severity, Severity.MEDIUM),
            received_at=docket.last_at,
            decided_at=self.now,
        )

    def _write(self, connection: Connection, one: Delivery, docket: Docket, statement: str, language: str) -> Delivery:
        """Put it into the outbox, with its reasons and who asked for it."""
        lines = [("measure:asked", {"what": one.does})]
        if statement.strip():
            given = Statement(
                id=f"{one.id}-reasons",
                person=one.person,
                delivery=one.id,
                language=language or self.shield.protected.language,
                by=self.seat.id,
                at=self.now,
            )
            statements.put(connection, self.store.master, given, statement.strip())
            lines.append(("statement:written", {"statement": given.id}))
            if isinstance(one.what, Order) and goes_along(docket, kind_of(one.what.action)):
                one = msgspec.structs.replace(one, what=msgspec.structs.replace(one.what, statement=given.id))
        outbox.plan(connection, [one])
        about = pseudonym(write.salt(connection, self.store.master, one.person), docket.subject)
        common = {"by": one.cause, "account": about, "delivery": one.id}
        write.append(connection, one.person, [(self.now, event, common | more) for event, more in lines])
        return one


def _lasts(known: object, action: Measure) -> bool:
    """Whether what was done lasts and would be done once more: its server would change nothing, not even the term."""
    if isinstance(action, Label):
        return isinstance(known, Label) and set(action.values) <= set(known.values)
    return isinstance(action, STATES) and type(known) is type(action)


def goes_along(docket: Docket, kind: str) -> bool:
    """Whether the server tells the account why, with a measure of this kind or once it is done: Mastodon writes to its
    own members alone, Ozone to whom it labels or takes down. In all other cases the reasons are shown to be copied.
    """
    if docket.subject.startswith("bluesky:"):
        return kind in LETTERS
    return docket.member and docket.subject.startswith("mastodon:") and kind in SAID


def of_server(shield: Shield, domain: str, now: datetime) -> Docket:
    """What a measure about a whole server is written under. Raises Refused for what is no server's name."""
    return Docket(
        person=shield.name, subject=SERVER + server(domain), severity=Severity.MEDIUM, first_at=now, last_at=now
    )


def native(subject: str) -> str:
    """The id of an account as its platform writes it, from its key; of a server, its domain."""
    rest = subject.partition(":")[2]
    return rest.partition("/")[2] or rest


def _detail(some: Sequence[Delivery]) -> str:
    """What a proposal says of them."""
    orders = [one.what for one in some if isinstance(one.what, Order)]
    meant = Meant(
        deliveries=tuple(one.id for one in orders),
        digests=tuple(digest_of(one) for one in orders),
        accounts=len({one.subject for one in orders}),
    )
    return msgspec.json.encode(meant).decode()


def _bare(name: str) -> str:
    return name.strip().removeprefix("@").casefold()
