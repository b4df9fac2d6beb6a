"""Erasing by retention or by a human's word: what would go, what holds it back, and then what went.

Each step is one transaction with its entry in the chain, and leaves a mark for what follows it outside of the
transaction (`finish`): a kill at any moment leaves it not begun, or finished at the next start.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import structlog
from sqlalchemy import Connection

from bot.config import Config
from bot.config.schema import Retention
from bot.erasure.erasing import BY_ITSELF, Letting, Reason
from bot.erasure.spared import Outcome, Spared, Target, needles, spared
from bot.erasure.unsharing import take_all_back
from bot.keyring import renew
from bot.model.conduct import Stage
from bot.model.reason import Severity
from bot.store import aged, cases, erasure, holds, read, whole, write
from bot.store.database import Store
from bot.store.erasure import Written
from bot.store.holds import EVERYTHING, LegalHold
from bot.store.shred import MARK, shred, unmark

log = structlog.get_logger(__name__)

AT_ONCE: Final = 500
"""Mentions that retention lets go of in one transaction."""
RETENTION: Final = "retention"
BROUGHT: Final = "kept"
"""Exhibits that a human brought: time alone never lets go of them."""
UNREADABLE: Final = Severity.HIGH
"""How long what could not be read is kept: as long as this. Nobody knows what stands in it."""
KIN: Final = timedelta(days=180)
"""How long it is kept by what an account came to a community, unless it is suspended."""
FIRST: Final = (-(2**62), "")


class Erasure:
    """Erases in one database; `keys` is the file of the keys of backups, which is renewed where there is one."""

    def __init__(self, store: Store, keys: Path) -> None:
        self.store = store
        self.keys = keys

    def targets(self, account: str = "", uri: str = "") -> list[Target]:
        """Everybody for whom something of this account, or this mention, is kept."""
        with self.store.reading() as connection:
            names = erasure.concerned(connection, account=account, uri=uri)
        return [Target(person=name, account=account, uri=uri) for name in names]

    def preview(self, target: Target, now: datetime) -> Outcome:
        """What would go now, found by doing it and taking it back."""
        with self.store.writing() as connection:
            outcome = self._erase(connection, target, Reason(why="preview", by=BY_ITSELF), now)
            connection.rollback()
        return outcome

    def erase(self, target: Target, by: str, now: datetime) -> Outcome:
        """Erase it, but for what is held back; then what is left of it outside of the tables."""
        why = "account" if target.account else "mention" if target.uri else "person"
        with self.store.writing() as connection:
            reason = Reason(why=why, by=by, about=target.account or target.uri)
            outcome = self._erase(connection, target, reason, now)
            _mark(connection, outcome, now)
        self.finish(now)
        return outcome

    def retain(self, person: str, retention: Retention, now: datetime) -> Outcome:
        """Let go of what is older than its severity is kept; what belongs to a course of conduct stays."""
        before = {severity: now - retention.of(severity) for severity in Severity}
        mentions = exhibits = 0
        held: list[Spared] = []
        place: tuple[int, str] | None = FIRST
        while place is not None:
            with self.store.writing() as connection:
                some = aged.outlived(connection, person, before, place, AT_ONCE)
                place = some.place if some else None
                if some:
                    one = self._outlived(connection, person, some.uris, before, now)
                    _mark(connection, one, now)
                    mentions, exhibits = mentions + one.mentions, exhibits + one.exhibits
                    held += one.spared
        rest = self._rest(person, before, now)
        return Outcome(
            target=rest.target,
            mentions=mentions,
            exhibits=exhibits + rest.exhibits,
            authors=rest.authors,
            spared=tuple(held),
        )

    def finish(self, now: datetime) -> None:
        """Renew the keys of backups and let no remnant stay in the database's files, where an erasure left that to be
        done. May be repeated at any moment."""
        with self.store.reading() as connection:
            due = read.cursor(connection, MARK)
        if due is None:
            return
        renew(self.store, self.keys, now)
        if shred(self.store):
            with self.store.writing() as connection:
                unmark(connection, due)

    def _erase(self, connection: Connection, target: Target, reason: Reason, now: datetime) -> Outcome:
        standing = holds.standing(connection, [target.person])
        if not target.account and not target.uri:
            return self._person(connection, target, standing, reason, now)
        uris = [target.uri] if target.uri else erasure.by_author(connection, target.person, target.account)
        written = erasure.versions(connection, target.person, uris)
        kept = list(spared(connection, target.person, written, standing))
        letting = Letting(connection, self.store.master, target.person, now)
        gone, exhibits = _let(letting, written, kept)
        held = kept or any(hold.covers("", target.account) for hold in standing)
        accounts = [target.account] if target.account and not held else []
        authors = letting.authors(accounts)
        exhibits += letting.beside(accounts)
        exhibits += [] if held else letting.asides(needles(target))
        outcome = Outcome(target=target, mentions=gone, exhibits=len(exhibits), authors=authors, spared=tuple(kept))
        if not outcome.empty:
            letting.say(exhibits, reason)
        return outcome

    def _person(
        self, connection: Connection, target: Target, standing: Sequence[LegalHold], reason: Reason, now: datetime
    ) -> Outcome:
        """Everything that is kept for a person, whatever waits; what keeps it is a legal hold, and what lists did
        elsewhere, which nobody could take back any more, unless that is left as it is.
        """
        there = {} if target.leaves else whole.elsewhere(connection, target.person)
        held = [Spared(uri="", why="hold", said=hold.why) for hold in standing]
        held += [Spared(uri="", why=what, said=str(count)) for what, count in there.items()]
        if held:
            return Outcome(target=target, mentions=0, exhibits=0, authors=0, spared=tuple(held))
        letting = Letting(connection, self.store.master, target.person, now)
        exhibits = list(whole.boxes(connection, target.person))
        take_all_back(connection, self.store.master, target.person, now)
        letting.say(exhibits, reason)
        gone = whole.empty(connection, target.person)
        return Outcome(target=target, mentions=gone["mention"], exhibits=len(exhibits), authors=gone["author"])

    def _outlived(
        self,
        connection: Connection,
        person: str,
        uris: Sequence[str],
        before: Mapping[Severity, datetime],
        now: datetime,
    ) -> Outcome:
        """Let go of those of which every version is old enough."""
        written = erasure.versions(connection, person, uris)
        young = {one.uri for one in written if one.decided_at >= before[one.severity]}
        old = [one for one in written if one.uri not in young]
        followed = cases.running(connection, person, Stage.COURSE_OF_CONDUCT)
        kept = list(spared(connection, person, old, holds.standing(connection, [person]), followed))
        letting = Letting(connection, self.store.master, person, now)
        gone, exhibits = _let(letting, old, kept)
        if exhibits:
            letting.say(exhibits, Reason(why=RETENTION, by=BY_ITSELF))
        target = Target(person=person)
        return Outcome(target=target, mentions=gone, exhibits=len(exhibits), authors=0, spared=tuple(kept))

    def _rest(self, person: str, before: Mapping[Severity, datetime], now: datetime) -> Outcome:
        """Let go of what is left about nothing: authors of whom nothing is kept, captures, what could not be read."""
        target = Target(person=person)
        with self.store.writing() as connection:
            if any(hold.subject == EVERYTHING for hold in holds.standing(connection, [person])):
                return Outcome(target=target, mentions=0, exhibits=0, authors=0)
            letting = Letting(connection, self.store.master, person, now)
            held = {hold.subject for hold in holds.standing(connection, [person])}
            found = aged.strangers(connection, person, before[Severity.NONE])
            held |= cases.running(connection, person, Stage.COURSE_OF_CONDUCT)
            strangers = [author for author in found if author not in held]
            exhibits = letting.beside(strangers, spare=(BROUGHT,))
            exhibits += letting.old_asides(before[UNREADABLE])
            exhibits += letting.dockets(before, held)
            outcome = Outcome(target=target, mentions=0, exhibits=len(exhibits), authors=letting.authors(strangers))
            if exhibits:
                letting.say(exhibits, Reason(why=RETENTION, by=BY_ITSELF))
            _mark(connection, outcome, now)
        return outcome


def upkeep(store: Store, config: Config, now: datetime) -> None:
    """What is done once a day, and at each start: finish what was begun, and let go of what has had its time."""
    work = Erasure(store, config.backup_keys)
    work.finish(now)
    with store.reading() as connection:
        known = read.people(connection)
    for person in known:
        gone = work.retain(person, config.retention, now)
        if not gone.empty:
            log.info("retention", person=person, mentions=gone.mentions, exhibits=gone.exhibits)
    for one in config.communities:
        from bot.store import kindred  # noqa: PLC0415 - who shields no community need not have it in memory

        with store.writing() as connection:
            kindred.forget_before(connection, one.name, now - KIN)
    with store.writing() as connection:  # what is about nobody has no chain that could say so
        old = erasure.living(connection, "", before=now - config.retention.of(UNREADABLE))
        erasure.forget(connection, old)
        if old:
            write.advance(connection, {MARK: now.isoformat()}, now)
    work.finish(now)


def _let(letting: Letting, written: Sequence[Written], spared: Sequence[Spared]) -> tuple[int, list[str]]:
    """Let go of what is not spared; how many mentions, and which exhibits."""
    kept = {one.uri for one in spared}
    going = [one for one in written if one.uri not in kept]
    return len({one.uri for one in going}), letting.mentions(going)


def _mark(connection: Connection, outcome: Outcome, now: datetime) -> None:
    if not outcome.empty:
        write.advance(connection, {MARK: now.isoformat()}, now)
