"""Digests, each day or each week: what no single alert told, and to each contact what it was not told before."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import Connection

from bot.alerts.digest import Beside, digest
from bot.evidence.coverage import gaps
from bot.model.alert import Alert
from bot.model.delivery import Delivery
from bot.model.mention import Via
from bot.model.shield import Contact, Rhythm, Shield
from bot.store import checkpoints, coverage, read, telling, urgent, watch, write
from bot.store.read import Kept
from bot.telling.tell import addressed, summaries

SPANS = {Rhythm.DAILY: timedelta(days=1), Rhythm.WEEKLY: timedelta(days=7)}
SETTLED = "flag:settled"
UNSEEN = timedelta(minutes=5)
"""What nobody saw for so long stands in the digest."""


def digests(
    connection: Connection,
    shield: Shield,
    now: datetime,
    ids: Iterator[str],
    rhythm: Rhythm = Rhythm.DAILY,
    since: datetime | None = None,
) -> list[Delivery]:
    """What no alert has told yet, and what was told to others since the last one (a day or a week ago, if that is not
    said); nothing for a contact for whom there is nothing.
    """
    since = since or now - SPANS[rhythm]
    settled = _settled(connection, shield, since)
    unanswered = [(one.alert, one.at) for one in urgent.unanswered(connection, shield.name, since)]
    contacts = [one for one in shield.contacts if one.digest is rhythm]
    planned: list[Delivery] = []
    if not contacts:
        return planned
    untold = read.untold(connection, shield.name)
    for some, kept in _by_contact(connection, shield, contacts, untold, since):
        if kept or unanswered or settled:
            alert_id = next(ids)
            beside = Beside(watch.seen(connection, shield.name, since, now).beside, settled)
            made = _digest(connection, shield, kept, since, now)
            compose = partial(made, alert_id, at=now, unanswered=unanswered, beside=beside)
            planned += addressed(shield, some, compose, now)
            write.told(connection, shield.name, [(one.uri, one.version) for one in untold], alert_id)
    return planned


def _by_contact(
    connection: Connection, shield: Shield, contacts: Sequence[Contact], untold: Sequence[Kept], since: datetime
) -> Iterator[tuple[list[Contact], list[Kept]]]:
    """Contacts who were told the same until now, and what they were not: alerts go to some, and fail at others."""
    if len(shield.contacts) == 1:
        yield list(contacts), list(untold)
        return
    reached = telling.reached(connection, shield.name, since)
    told = [one for one in telling.told(connection, shield.name, since) if one.alert in reached]
    groups: dict[frozenset[tuple[str, int]], tuple[list[Contact], list[Kept]]] = {}
    for contact in contacts:
        kept = [one for one in told if contact.name not in reached[one.alert or ""]]
        keys = frozenset((one.uri, one.version) for one in kept)
        groups.setdefault(keys, ([], [*kept, *untold]))[0].append(contact)
    yield from groups.values()


def _digest(
    connection: Connection, shield: Shield, kept: Sequence[Kept], since: datetime, now: datetime
) -> Callable[..., Alert]:
    """What composes it."""
    checkpoint = checkpoints.newest(connection, shield.name)
    return partial(
        digest,
        summaries=summaries(connection, shield, kept),
        sealed=checkpoint.head if checkpoint else None,
        unseen=list(_unseen(connection, shield.name, since, now)),
    )


def _settled(connection: Connection, shield: Shield, since: datetime) -> int:
    """How many of their own reports were settled since then at a desk that is shielded here too."""
    if shield.desk:
        return 0
    from bot.store import lines  # noqa: PLC0415 - once a day, and not at the start

    return len(lines.of_events(connection, shield.name, [SETTLED], lines.reached(connection, shield.name, since)))


def _unseen(
    connection: Connection, person: str, since: datetime, now: datetime
) -> Iterator[tuple[str, datetime, datetime]]:
    """The whiles since then in which nobody saw an account: platform, from, to."""
    lately = coverage.every(connection, person, since)
    for account, begun in coverage.begun(connection, person).items():
        seen = [one for place, one in lately if place.account == account and one.by is not Via.WATCH]
        for gap in gaps(seen, max(begun, since), now):
            if gap.length >= UNSEEN:
                yield account.partition(":")[0], gap.since, gap.until
