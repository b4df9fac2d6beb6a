"""Taking back a version of a list of others: what held before it holds again, and stays until there is a newer one."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Final

import msgspec
from msgspec.structs import replace
from sqlalchemy import Connection

from bot.blocklists.blocklist import Blocklist
from bot.blocklists.change import Cause as Led
from bot.blocklists.change import Change, Type
from bot.blocklists.identifier import names
from bot.blocklists.snapshot import HERE
from bot.blocklists.subscription import Edition, Outcome
from bot.store import editions, lists, subscriptions
from bot.store.database import Store
from bot.subscribing.declined import Cause, Declined
from bot.subscribing.keeping import Keeping, box_name, latest_of, note, required
from bot.subscribing.report import Report
from bot.subscribing.version import Held, packed
from bot.subscribing.weighing import AUTHOR, note_of

UNDONE: Final = "subscription:undone"


def reach(store: Store, whose: Blocklist, version: int) -> int:
    """How many entries would go back to what was before. Raises Refused where no such version holds."""
    with store.reading() as connection:
        _required(connection, whose, version)
        return len(editions.settled(connection, whose.id, version))


def undo(
    store: Store,
    whose: Blocklist,
    version: int,
    by: str,
    now: datetime,
    progress: Callable[[int], None] = lambda _: None,
) -> int:
    """Put back what held before a version, all of it at once; how many entries. As `begin`.

    Killed in the middle, it goes on where it was with the next round, or when it is asked for again.
    """
    keeping = Keeping(store)
    begun = keeping.take(whose, progress)
    with store.reading() as connection:
        if begun and _is_undone(connection, whose, version):
            return begun
    begin(store, whose, version, by, now)
    return keeping.take(whose, progress)


def begin(store: Store, whose: Blocklist, version: int, by: str, now: datetime) -> int:
    """Let what held before a version hold again, where no later one has said anything since; how many entries.

    It is a version of its own, to be taken like every other, and goes wherever the list went. What the list's source
    says now counts as known, so that it is not taken again; the next that is newer waits for a person.
    """
    Keeping(store).take(whose)
    with store.reading() as connection:
        whose = lists.by_id(connection, whose.id) or whose
        undone = _required(connection, whose, version)
        latest, *before = editions.latest(connection, whose.id, 0, 2)
        logs = lists.logs(connection, whose.id, editions.settled(connection, whose.id, version))
        changes = _back(logs.values(), whose.slug, lists.newest(connection, whose.id), by, now)
        known = before[0] if latest.standing is Outcome.HELD else latest
        edition = replace(
            known,
            version=latest.version + 1,
            at=now,
            standing=Outcome.ACCEPTED,
            why=msgspec.json.encode(Report(undoes=version)).decode(),
            changes=len(changes),
            entries=lists.count(connection, whose.id) + _more(logs.values(), changes),
            note=note_of(connection, whose.id),
            by=by,
        )
    _write(store, whose, [latest, undone, edition], changes)
    return len(changes)


def _write(store: Store, whose: Blocklist, some: Sequence[Edition], changes: tuple[Change, ...]) -> None:
    """Write down what is undone, and by what, where nobody decided anything since; what waited is offered again."""
    latest, undone, edition = some
    box = store.master.wrap(box_name(whose.id), packed(Held(version=edition.version, changes=changes)))
    with store.writing() as connection:
        if latest_of(connection, whose.id) != latest:
            raise Declined(Cause.ANOTHER)
        if latest.standing is Outcome.HELD:
            let_go = replace(latest, standing=Outcome.REFUSED, by=AUTHOR, at=edition.at)
            editions.put(connection, let_go)
        editions.put(connection, replace(undone, standing=Outcome.UNDONE))
        editions.put(connection, edition)
        subscriptions.put(
            connection, replace(required(connection, whose), held=box, etag="", cursor="", due_at=edition.at)
        )
        note(connection, store, whose, edition, UNDONE, edition.at)


def _required(connection: Connection, whose: Blocklist, version: int) -> Edition:
    found = editions.edition(connection, whose.id, version)
    if found is not None and found.standing is Outcome.UNDONE:
        raise Declined(Cause.UNDONE)
    if found is None or found.standing is not Outcome.ACCEPTED:
        raise Declined(Cause.NO_VERSION)
    return found


def _is_undone(connection: Connection, whose: Blocklist, version: int) -> bool:
    found = editions.edition(connection, whose.id, version)
    return found is not None and found.standing is Outcome.UNDONE


def _back(logs: Iterable[Sequence[Change]], slug: str, newest: str, by: str, now: datetime) -> tuple[Change, ...]:
    """What a list said of each before its last word; that it said nothing is said by taking it back."""
    name = names(newest)
    return tuple(
        replace(log[-2], id=name(now), at=now, by=by)
        if len(log) > 1 and log[-2].type in HERE
        else Change(
            id=name(now), type=Type.RETRACTION, at=now, entity=log[-1].entity, cause=Led.LIST, cause_ref=slug, by=by
        )
        for log in logs
    )


def _more(logs: Iterable[Sequence[Change]], changes: Iterable[Change]) -> int:
    """How many entries more there are after these changes."""
    return sum((change.type in HERE) - (log[-1].type in HERE) for log, change in zip(logs, changes, strict=True))
