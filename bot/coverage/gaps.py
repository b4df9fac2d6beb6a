"""Whiles that nobody saw: told when they last too long, and written into the chain once nothing can fill them."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

import structlog
from sqlalchemy import Connection

from bot.alerts.blindness import Blind, Unseen
from bot.evidence.coverage import Interval, Span, gaps
from bot.evidence.master import MasterKey
from bot.evidence.pseudonym import pseudonym
from bot.model.mention import Via
from bot.model.noun import micros, utc
from bot.model.shield import Shield
from bot.store import coverage, outbox, read, write
from bot.store.coverage import Place
from bot.store.database import Store
from bot.telling.tell import notices

log = structlog.get_logger(__name__)

PATIENCE: Final = timedelta(minutes=15)
"""How long nothing may be seen before somebody is told, unless the configuration says otherwise."""
LEAST: Final = timedelta(minutes=1)
"""Shorter gaps are the difference between two clocks: they stand in the ledger, not in the chain."""
FILLABLE: Final = timedelta(hours=36)
"""No source looks back further: Jetstream's look-back, the longest there is for who goes by time."""
REMEMBERED: Final = timedelta(days=30)
"""Gaps that ended earlier are settled."""
Served = Mapping[tuple[str, str], Collection[str]]
"""The sources of each (person, `Account.key`), by name."""


def round_of_gaps(
    store: Store, shields: Mapping[str, Shield], served: Served, patience: timedelta, now: datetime
) -> None:
    """Look at each account's coverage; tell and write down what is new, once, however often this runs."""
    with store.writing() as connection:
        for (person, account), sources in served.items():
            if person in shields:
                _look(connection, store.master, shields[person], account, sources, patience, now)


def _look(
    connection: Connection,
    master: MasterKey,
    shield: Shield,
    account: str,
    sources: Collection[str],
    patience: timedelta,
    now: datetime,
) -> None:
    seen = _seen(connection, shield.name, account, now)
    begun = coverage.begun(connection, shield.name).get(account)
    if not seen or begun is None:
        return
    _tell_open(connection, shield, account, seen, patience, now)
    mark = _mark(connection, shield.name, account)
    for gap in _final(seen, sources, max(begun, now - REMEMBERED), now):
        if micros(gap.until) > mark:
            _write_down(connection, master, shield, account, gap, patience, now)


def _seen(connection: Connection, person: str, account: str, now: datetime) -> list[tuple[Place, Interval]]:
    """What was lately seen of an account, but for the watch: it sees those who are watched, and nobody else."""
    lately = coverage.every(connection, person, now - REMEMBERED)
    return [(place, one) for place, one in lately if place.account == account and one.by is not Via.WATCH]


def _tell_open(
    connection: Connection,
    shield: Shield,
    account: str,
    seen: Sequence[tuple[Place, Interval]],
    patience: timedelta,
    now: datetime,
) -> None:
    """Tell that nothing is seen any more, once for each time that it begins."""
    since = max(one.until for _, one in seen)
    name = f"blind:{shield.name}:{account}"
    if now - since < patience or read.cursor(connection, name) == utc(since):
        return
    log.error("nothing is seen", person=shield.name, account=account, since=utc(since))
    trouble = Blind(platform=_platform(account), account=shield.protected.handle(account), since=since)
    outbox.plan(connection, notices(connection, shield, trouble, now))
    write.advance(connection, {name: utc(since)}, now)


def _final(
    seen: Sequence[tuple[Place, Interval]], sources: Collection[str], since: datetime, now: datetime
) -> list[Span]:
    """The gaps after `since` that no source will fill: each has gone past it, or cannot look back so far."""
    reached: dict[str, datetime] = {}
    for place, one in seen:
        if place.source in sources:
            reached[place.source] = max(one.until, reached.get(place.source, one.until))
    found = gaps((one for _, one in seen), since, max(one.until for _, one in seen))
    return [
        gap
        for gap in found
        if gap.length >= LEAST and (all(until >= gap.until for until in reached.values()) or now - gap.until > FILLABLE)
    ]


def _mark(connection: Connection, person: str, account: str) -> int:
    """The end of the last gap that is written down, in microseconds; 0 before the first."""
    return int(read.cursor(connection, _name(person, account)) or 0)


def _write_down(
    connection: Connection,
    master: MasterKey,
    shield: Shield,
    account: str,
    gap: Span,
    patience: timedelta,
    now: datetime,
) -> None:
    """Say in the chain that nobody saw, and to the person if it was long."""
    log.error("nothing was seen", person=shield.name, account=account, since=utc(gap.since), until=utc(gap.until))
    line: dict[str, str | int] = {
        "account": pseudonym(write.salt(connection, master, shield.name), account),
        "since": utc(gap.since),
        "until": utc(gap.until),
        "seconds": int(gap.length.total_seconds()),
    }
    write.append(connection, shield.name, [(now, "coverage:gap", line)])
    write.advance(connection, {_name(shield.name, account): str(micros(gap.until))}, now)
    if gap.length >= patience:
        handle = shield.protected.handle(account)
        trouble = Unseen(platform=_platform(account), account=handle, since=gap.since, until=gap.until)
        outbox.plan(connection, notices(connection, shield, trouble, now))


def _name(person: str, account: str) -> str:
    return f"gaps:{person}:{account}"


def _platform(account: str) -> str:
    return account.partition(":")[0]
