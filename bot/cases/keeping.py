"""What people decide and write down about cases: which accounts are one person's, bans, letters and calls.

Each within one transaction of its caller, with its entry in the chain and who did it. A stage that a case comes to by
it is told at once.
"""

import secrets
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

import msgspec
from sqlalchemy import Connection

from bot.cases import dossier
from bot.cases.conducts import conduct_of, is_reached, standing_fields
from bot.cases.dossier import Dossier
from bot.cases.hours import hour
from bot.evidence.exhibit import Sealed
from bot.evidence.master import MasterKey
from bot.evidence.pseudonym import pseudonym
from bot.model.conduct import Level, Stage
from bot.model.link import Why
from bot.model.noun import utc
from bot.model.shield import Shield
from bot.rules import escalate
from bot.store import bans, cases, outbox, portraits, pursued, write
from bot.store.bans import Noted, Restriction
from bot.store.cases import Casefile
from bot.telling import tell

KINDS: Final = ("court_ban", "platform_ban")
Line = dict[str, str | int]
MEANS: Final = ("letter", "call", "visit", "other")
"""Means that no platform shows us."""
FOREVER: Final = datetime(9999, 12, 30, tzinfo=UTC)
"""The last moment that has a date on every clock: a ban for life ends then."""


class Casework:
    """Writes down what a human says of the cases of one person."""

    def __init__(self, connection: Connection, master: MasterKey, shield: Shield, by: str, now: datetime) -> None:
        """`by` is who says it."""
        self.connection = connection
        self.master = master
        self.shield = shield
        self.by = by
        self.now = now

    def add(self, account: str) -> Casefile:
        """Let an account (`Account.key`) be known as that of somebody who harasses, whether it ever wrote or not."""
        known = self._of(account)
        if known is not None:
            return known.case
        case = Casefile(person=self.shield.name, id=secrets.token_hex(6))
        cases.keep(self.connection, [case])
        cases.join(self.connection, case.id, [(case.person, account)], self.by, self.now)
        portraits.mark(self.connection, {(case.person, account): (self.now, Why.CASE)})
        self._say("case:opened", {"case": case.id, "account": self._name(account)})
        return self._stand(case.id)

    def merge(self, one: str, other: str) -> Casefile:
        """Let two accounts belong to one case, since a human says that they are one person's; all it held goes on."""
        kept, gone = self.add(one), self.add(other)
        if kept.id == gone.id:
            return kept
        accounts = cases.members(self.connection, kept.person, [gone.id])[gone.id]
        cases.join(self.connection, kept.id, [(kept.person, each) for each in accounts], self.by, self.now)
        bans.hand_over(self.connection, kept.person, gone.id, kept.id)
        pursued.hand_over(self.connection, kept.person, gone.id, kept.id)
        cases.close(self.connection, kept.person, gone.id)
        cases.keep(self.connection, [msgspec.structs.replace(kept, told=max(kept.told, gone.told))])
        self._say("case:merged", {"case": kept.id, "from": gone.id})
        return self._stand(kept.id)

    def part(self, account: str) -> Casefile:
        """Let an account have a case of its own again, since a human says that it is somebody else's."""
        known = self._of(account)
        if known is None or known.accounts == (account,):
            return self.add(account)
        case = Casefile(person=self.shield.name, id=secrets.token_hex(6))
        cases.keep(self.connection, [case])
        cases.join(self.connection, case.id, [(case.person, account)], self.by, self.now)
        self._say("case:parted", {"case": case.id, "from": known.case.id, "account": self._name(account)})
        self._stand(known.case.id)
        return self._stand(case.id)

    def restrict(self, accounts: Sequence[str], kind: str, since: datetime, until: datetime) -> list[Casefile]:
        """Write down that the person behind these accounts may not write, or come back, between these moments."""
        found, until = [], min(until, FOREVER)
        for account in accounts:
            case = self.add(account)
            ban = Restriction(
                person=case.person, account=account, kind=kind, since=since, until=until, by=self.by, at=self.now
            )
            bans.restrict(self.connection, ban)
            portraits.mark(self.connection, {(case.person, account): (since, Why.RESTRICTED)})
            line: Line = {"kind": kind, "account": self._name(account), "since": utc(since), "until": utc(until)}
            self._say("restriction", line)
            found.append(self._stand(case.id))
        return found

    def note(self, account: str, means: str, at: datetime, level: Level, words: str) -> Casefile:
        """Write down a letter, a call or a visit; what the person says of it is sealed like a mention."""
        case = self.add(account)
        (sealed,) = write.take(self.connection, self.master, case.person, "noted", [(words.encode(), at)])
        one = Noted(
            person=case.person,
            case=case.id,
            exhibit=sealed.id,
            happened_at=at,
            means=means,
            level=level,
            by=self.by,
            at=self.now,
        )
        bans.note(self.connection, one)
        line = {"case": case.id, "means": means, "happened": utc(at), "exhibit": sealed.id, "digest": sealed.digest}
        self._say("case:noted", {**line, "author": self._name(account)})
        return self._stand(case.id)

    def gesture(self, account: str, what: str, at: datetime, exhibit: Sealed) -> None:
        """Count a follow, a like or a share; of whom there is no case it says nothing."""
        known = self._of(account)
        if known is None:
            return
        person, zone = self.shield.name, self.shield.protected.zone
        cases.gestured(self.connection, person, account, hour(at, zone), at)
        line: Line = {"case": known.case.id, "what": what, "happened": utc(at), "author": self._name(account)}
        self._say("case:gesture", line | {"exhibit": exhibit.id, "digest": exhibit.digest})
        self._stand(known.case.id)

    def _stand(self, id_: str) -> Casefile:
        """The case as it stands with all that is known now; a stage that it comes to is told."""
        (known,) = (one for one in cases.by_id(self.connection, id_) if one.person == self.shield.name)
        (one,) = dossier.read(self.connection, [known])
        courses = cases.courses(self.connection, known.person, one.accounts)
        standing = escalate.assess(one.past(courses, self.shield.protected.zone))
        reached = is_reached(known, standing)
        told = standing.stage if reached else min(known.told, standing.stage)
        case = msgspec.structs.replace(known, told=told, **standing_fields(standing))
        cases.keep(self.connection, [case])
        if reached and standing.stage > Stage.NONE:
            conduct = conduct_of(standing, case.id, reached=True)
            self._say("case:stage", {"case": case.id, "stage": case.stage.label, "days": standing.days})
            outbox.plan(self.connection, tell.stages(self.shield, conduct, self.now))
        return case

    def _of(self, account: str) -> Dossier | None:
        found = cases.of_accounts(self.connection, [(self.shield.name, account)])
        return next(iter(dossier.read(self.connection, list(found.values()))), None)

    def _name(self, account: str) -> str:
        return pseudonym(write.salt(self.connection, self.master, self.shield.name), account)

    def _say(self, event: str, line: Line) -> None:
        write.append(self.connection, self.shield.name, [(self.now, event, line | {"by": self.by})])
