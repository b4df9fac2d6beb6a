"""What people write down of what was begun against the person behind a case, each with its entry in the chain."""

import secrets
from datetime import datetime
from typing import Final

import msgspec
from sqlalchemy import Connection

from bot.errors import Refused
from bot.evidence.master import MasterKey
from bot.law.data import french
from bot.model.noun import utc
from bot.model.proceeding import Dealt, Proceeding, Step
from bot.store import pursued, write

HOW: Final = ("filed", "declined")
LONGEST: Final = 5_000
"""Characters of what is written."""


class Pursuit:
    """Writes down what a human says of the proceedings of one case."""

    def __init__(
        self, connection: Connection, master: MasterKey, person: str, case: str, by: str, now: datetime
    ) -> None:
        """`by` is who says it."""
        self.connection = connection
        self.master = master
        self.person = person
        self.case = case
        self.by = by
        self.now = now

    def begin(
        self, kind: Step, at: datetime, due_at: datetime | None = None, reference: str = "", place: str = ""
    ) -> Proceeding:
        """Write down that something was begun. Raises Refused where it is due before it was done, or too long."""
        if due_at is not None and due_at < at:
            raise Refused("it cannot be due before it was begun")
        if max(len(reference), len(place)) > LONGEST:
            raise Refused(f"a text is longer than {LONGEST} characters")
        if kind is Step.HEARING and due_at is None and at > self.now:
            due_at = at  # where one must be is what one is reminded of
        one = Proceeding(
            id=secrets.token_hex(6),
            person=self.person,
            case=self.case,
            kind=kind,
            at=at,
            due_at=due_at,
            reference=reference,
            place=place,
            by=self.by,
        )
        pursued.put(self.connection, self.master, one)
        self._say("proceeding:begun", {"proceeding": one.id, "kind": kind.value, "done": utc(at)})
        return one

    def settle(self, id_: str, answer: str) -> Proceeding:
        """Write down how it ended, or what was answered. Raises Refused where there is none, or too long."""
        one = pursued.proceeding(self.connection, self.master, self.person, id_)
        if one is None or one.case != self.case:
            raise Refused("there is no such proceeding in this case")
        if len(answer) > LONGEST:
            raise Refused(f"a text is longer than {LONGEST} characters")
        done = msgspec.structs.replace(one, answer=answer, settled_at=self.now)
        pursued.put(self.connection, self.master, done)
        self._say("proceeding:settled", {"proceeding": one.id, "kind": one.kind.value})
        return done

    def deal(self, clock: str, through: datetime, how: str) -> None:
        """Let deadlines of facts up to a moment need no reminder. Raises Refused for what cannot be meant."""
        if clock not in french().clock or how not in HOW or through > self.now:
            raise Refused("there is no such deadline to deal with")
        pursued.deal(
            self.connection,
            self.person,
            self.case,
            Dealt(clock=clock, through=through, how=how, by=self.by, at=self.now),
        )
        self._say("deadline:dealt", {"clock": clock, "through": utc(through), "how": how})

    def reopen(self, clock: str) -> None:
        """Let deadlines be reminded of after all. Raises Refused where nobody dealt with them."""
        if not pursued.reopen(self.connection, self.person, self.case, clock):
            raise Refused("nobody dealt with this deadline")
        self._say("deadline:reopened", {"clock": clock})

    def strike(self, id_: str) -> None:
        """Take out what was written down by mistake; that it was stays in the chain. Raises Refused."""
        one = pursued.proceeding(self.connection, self.master, self.person, id_)
        if one is None or one.case != self.case:
            raise Refused("there is no such proceeding in this case")
        pursued.strike(self.connection, self.person, id_)
        self._say("proceeding:struck", {"proceeding": one.id, "kind": one.kind.value})

    def _say(self, event: str, line: dict[str, str | int]) -> None:
        write.salt(self.connection, self.master, self.person)  # makes the person's row at first need
        write.append(self.connection, self.person, [(self.now, event, {"case": self.case, **line, "by": self.by})])
