"""Versions of lists of others: looked at before they do anything, held back where a guard fires, the last good kept."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final, NamedTuple

import msgspec
from msgspec.structs import replace
from sqlalchemy import Connection

from bot.blocklists.blocklist import Blocklist
from bot.blocklists.change import Change
from bot.blocklists.entity import Entity
from bot.blocklists.subscription import Edition, Outcome, Subscription, Terms
from bot.store import editions, lists, subscriptions, write
from bot.store.database import Store
from bot.subscribing import version
from bot.subscribing.declined import Cause, Declined
from bot.subscribing.report import Report
from bot.subscribing.source import Read
from bot.subscribing.version import Held
from bot.subscribing.weighing import AUTHOR, Came, eases, note_of, outcome, weigh

PART: Final = 2_000
"""Changes written in one transaction: whoever writes mentions waits no longer than that."""


class Coming(NamedTuple):
    """Where a version comes to."""

    whose: Blocklist
    latest: Edition | None
    was: Mapping[Entity, Change]


class Offer(NamedTuple):
    """What became of a version that came."""

    outcome: Outcome
    report: Report
    news: bool
    """Whether it was not known before."""
    rest: bool = False
    """Whether it was taken in part, and the rest is to be offered once that is written."""


class Keeping:
    """What is kept of lists of others."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def before(self, list_: str) -> dict[Entity, Change]:
        """What a list comes to, as it holds."""
        with self._store.reading() as connection:
            return {change.entity: change for change in lists.snapshot(connection, list_)}

    def offer(self, whose: Blocklist, read: Read, now: datetime) -> Offer:
        """A version came: it waits, is taken, or is refused; what held before holds until it is taken.

        Where it waits for what it adds alone, what it takes off is taken first, and written at once.
        """
        offer = self._offer(whose, read, now)
        if not offer.rest:
            return offer
        self.take(whose)
        return self._offer(whose, read, now)

    def _offer(self, whose: Blocklist, read: Read, now: datetime) -> Offer:
        was, whole = self.before(whose.id), read._replace(after=version.adopted(read.after, whose.slug))
        with self._store.reading() as connection:  # long lists take seconds, in which others may write
            whose = lists.by_id(connection, whose.id) or whose
            latest, terms = latest_of(connection, whose.id), settings(whose)
            said = weigh(connection, whose, terms, Came(was, read, whole.after))
            signed = note_of(connection, whose.id)
        known = latest is not None and latest.digest == version.mark(whole.after)
        if latest is not None and (known or (whose.version and not said.differs)):
            return self._as_before(whose, latest, whole, said, now)
        coming = Coming(whose, latest, was)
        if eases(whose, terms, said, latest):
            part = whole._replace(
                after=version.eased(was, whole.after), etag="", cursor="", head=replace(whole.head, note=signed)
            )
            less = version.report(was, part, (), frozenset(), ())
            if less.differs:
                return self._put(coming, part, Offer(Outcome.ACCEPTED, less, news=False, rest=True), now)
        return self._put(coming, whole, Offer(outcome(whose, terms, said, latest), said, news=True), now)

    def _put(self, coming: Coming, read: Read, offer: Offer, now: datetime) -> Offer:
        """Write it down as the latest."""
        whose, latest, was = coming
        with self._store.reading() as connection:
            newest = lists.newest(connection, whose.id)
        found = version.changes(was, read.after, newest, now)
        edition = Edition(
            list=whose.id,
            person=whose.person,
            version=number(whose, latest),
            at=now,
            standing=offer.outcome,
            why=msgspec.json.encode(offer.report).decode(),
            changes=len(found),
            entries=offer.report.entries,
            digest=version.mark(read.after),
            note=read.head.note,
            by=AUTHOR,
        )
        held = Held(version=edition.version, changes=found, form=read.form, etag=read.etag, cursor=read.cursor)
        kept = edition.standing is not Outcome.REFUSED
        box = self._store.master.wrap(box_name(whose.id), version.packed(held)) if kept else b""
        with self._store.writing() as connection:
            one = required(connection, whose)
            if latest_of(connection, whose.id) != latest:  # somebody decided meanwhile: the next round looks again
                return Offer(Outcome.HELD, offer.report, news=False)
            editions.put(connection, edition)
            subscriptions.put(connection, replace(_looked(one, read, now), held=box))
            note(connection, self._store, whose, edition, f"subscription:{edition.standing.value}", now)
        return offer

    def _as_before(self, whose: Blocklist, latest: Edition, read: Read, said: Report, now: datetime) -> Offer:
        """What came is what was settled or waits already, or what holds: then nothing waits any more."""
        with self._store.writing() as connection:
            one = _looked(required(connection, whose), read, now)
            if not said.differs:
                one = replace(one, cursor=read.cursor or one.cursor)
            if not said.differs and latest.standing is Outcome.HELD:
                known = version.mark(read.after)  # what was withdrawn is news when it is said again
                gone = replace(latest, standing=Outcome.REFUSED, by=AUTHOR, at=now, digest=known)
                editions.put(connection, gone)
                one = replace(one, held=b"")
            subscriptions.put(connection, one)
        return Offer(latest.standing, said, news=False)

    def accept(self, whose: Blocklist, seen: str, by: str, now: datetime) -> Edition:
        """Let a version hold that a person looked at, by its digest. Raises Refused where it is another by now."""
        return self._settle(whose, seen, Outcome.ACCEPTED, by, now)

    def refuse(self, whose: Blocklist, seen: str, by: str, now: datetime) -> Edition:
        """Let go of a version that waits; it is not offered again. Raises Refused where it is another by now."""
        return self._settle(whose, seen, Outcome.REFUSED, by, now)

    def take(self, whose: Blocklist, progress: Callable[[int], None] = lambda _: None) -> int:
        """Write what was accepted, some at a time; what was interrupted goes on where it was. How many changes."""
        with self._store.reading() as connection:
            one = required(connection, whose)
            latest = latest_of(connection, whose.id)
        if not one.held or latest is None or latest.standing is not Outcome.ACCEPTED:
            return 0
        held = version.unpacked(self._store.master.unwrap(box_name(whose.id), one.held))
        for start in range(0, max(1, len(held.changes)), PART):
            some = held.changes[start : start + PART]
            with self._store.writing() as connection:
                required(connection, whose)
                lists.append(connection, whose, held.version, some)
            progress(len(some))
        with self._store.writing() as connection:
            fresh = required(connection, whose)
            if fresh.held == one.held:  # else another process took it too, and the next waits already
                done = replace(fresh, held=b"", cursor=held.cursor or fresh.cursor, form=held.form or fresh.form)
                subscriptions.put(connection, done)
        return len(held.changes)

    def _settle(self, whose: Blocklist, seen: str, outcome: Outcome, by: str, now: datetime) -> Edition:
        with self._store.writing() as connection:
            one = required(connection, whose)
            latest = latest_of(connection, whose.id)
            if latest is None or latest.standing is not Outcome.HELD or not one.held:
                raise Declined(Cause.SETTLED)
            if latest.digest != seen:
                raise Declined(Cause.ANOTHER)
            settled = replace(latest, standing=outcome, by=by, at=now)
            editions.put(connection, settled)
            if outcome is Outcome.REFUSED:
                subscriptions.put(connection, replace(one, held=b""))
            else:
                subscriptions.put(connection, replace(one, due_at=now))
            note(connection, self._store, whose, settled, f"subscription:{settled.standing.value}", now)
        return settled


class Looked(NamedTuple):
    """The last version of a list that came, and how the list stands."""

    edition: Edition | None
    report: Report
    trouble: str


def looked_at(connection: Connection, whose: Blocklist) -> Looked:
    """What there is to look at in a list."""
    edition, one = latest_of(connection, whose.id), subscriptions.of_list(connection, whose.id)
    report = msgspec.json.decode(edition.why, type=Report) if edition else Report()
    return Looked(edition, report, one.trouble if one else "")


def settings(whose: Blocklist) -> Terms:
    """What people chose for it."""
    return msgspec.json.decode(whose.settings, type=Terms)


def number(whose: Blocklist, latest: Edition | None) -> int:
    """Of the next version: what waits is replaced by what came after it, under the same number."""
    if latest is not None and latest.standing is Outcome.HELD:
        return latest.version
    return max(whose.version, latest.version if latest else 0) + 1


def latest_of(connection: Connection, list_: str) -> Edition | None:
    """The last version of a list that came."""
    return next(iter(editions.latest(connection, list_, 0, 1)), None)


def required(connection: Connection, whose: Blocklist) -> Subscription:
    """Where a list comes from. Raises Refused where it is not followed any more."""
    one = subscriptions.of_list(connection, whose.id)
    if one is None:
        raise Declined(Cause.ENDED)
    return one


def _looked(one: Subscription, read: Read, now: datetime) -> Subscription:
    return replace(one, etag=read.etag, checked_at=now, good_at=now, trouble="")


def box_name(list_: str) -> str:
    """Under what name a version that waits is wrapped."""
    return f"subscription {list_}"


def note(connection: Connection, store: Store, whose: Blocklist, edition: Edition, event: str, now: datetime) -> None:
    """Say it in the person's chain."""
    write.salt(connection, store.master, whose.person)  # makes the person's row at first need
    line: dict[str, str | int] = {
        "list": whose.slug,
        "version": edition.version,
        "digest": edition.digest,
        "changes": edition.changes,
        "by": edition.by,
    }
    write.append(connection, whose.person, [(now, event, line)])
