"""What a dossier says beside its facts: days, links, bans, raids, what was brought, and when nobody could see."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import msgspec
from sqlalchemy import Connection

from bot.custody.brought import Brought
from bot.custody.instrument import Instrument
from bot.dossier.content import Blind, Crowd, Day, Outside, Tie
from bot.dossier.custody import Custody
from bot.dossier.draft import Draft
from bot.dossier.selecting import Subject, Written
from bot.dossier.statement import Judged
from bot.evidence.master import MasterKey
from bot.model.conduct import Level
from bot.model.link import Status
from bot.model.noun import EPOCH, micros
from bot.model.proceeding import Proceeding, Step
from bot.model.raid import Raid
from bot.store import acts, bans, crowds, links, pursued, recalled

HOUR: Final = timedelta(hours=1)
NOON: Final = time(12)
BEGUN: Final = {Step.COMPLAINT: "complaint", Step.JUDGMENT: "judgment"}
"""What of it has its mark on the day."""


def days(custody: Custody, draft: Draft, about: Subject, known: Iterable[Written]) -> tuple[Day, ...]:
    """The days on which something was done by them, or against it, on the person's clock."""
    zone = ZoneInfo(draft.zone)
    counts: dict[date, list[int]] = {}
    marks: dict[date, dict[str, None]] = {}
    for one in known:
        counts.setdefault(one.at.astimezone(zone).date(), [0] * len(Level))[one.level] += 1
    for at, mark in _marks(custody, draft, about):
        if about.when.since <= at <= about.when.until:
            marks.setdefault(at.astimezone(zone).date(), {})[mark] = None
    none = [0] * len(Level)
    return tuple(
        Day(day=day, counts=tuple(counts.get(day, none)), marks=tuple(marks.get(day, {})))
        for day in sorted({*counts, *marks})
    )


def _marks(custody: Custody, draft: Draft, about: Subject) -> Iterator[tuple[datetime, str]]:
    if not about.accounts:
        return
    connection = custody.connection
    for one in acts.measures(connection, draft.person, about.accounts):
        yield one.at, "muted" if one.kind == "mute" else "blocked"
    for ban in bans.restrictions(connection, draft.person, about.accounts):
        yield ban.since, "ban"
    for begun in _begun(connection, custody.master, draft.person, about):
        if begun.kind in BEGUN:
            yield begun.at, BEGUN[begun.kind]
    for judged in draft.judged:
        if judged.at:
            noon = datetime.combine(judged.at, NOON, ZoneInfo(draft.zone))
            yield noon, "judgment" if judged.kind == "judgment" else "ban"


def ties(connection: Connection, draft: Draft, accounts: Sequence[str], now: datetime) -> tuple[Tie, ...]:
    """The accounts believed one person's with these, those that a human rejected left out; the surest first."""
    found = links.links(connection, [(draft.person, one) for one in accounts]) if accounts else {}
    every = {(one.account, one.other): one for some in found.values() for one in some}
    told = [
        Tie(
            account=one.account,
            other=one.other,
            status=one.status.value,
            score=one.score,
            grounds=tuple(each.ground.value for each in one.grounds),
            at=one.at,
            by=one.by,
        )
        for one in every.values()
        if one.status is not Status.REJECTED and one.at <= now
    ]
    return tuple(sorted(told, key=lambda one: (one.status, -one.score, one.account, one.other)))


def decided(connection: Connection, master: MasterKey, draft: Draft, about: Subject) -> tuple[Judged, ...]:
    """What a court or a platform decided: as the draft says, and as it was written down of the case: its bans, and the
    judgments in what was begun.
    """
    zone = ZoneInfo(draft.zone)
    noted = bans.restrictions(connection, draft.person, about.accounts) if about.accounts else []
    told = {
        (ban.kind, ban.since, ban.until): Judged(
            kind=ban.kind, at=ban.since.astimezone(zone).date(), until=ban.until.astimezone(zone).date()
        )
        for ban in noted
    }
    judgments = [
        Judged(
            kind="judgment",
            at=one.at.astimezone(zone).date(),
            court=one.place,
            reference=one.reference,
            text=one.answer,
        )
        for one in _begun(connection, master, draft.person, about)
        if one.kind is Step.JUDGMENT
    ]
    return (*draft.judged, *(one for one in (*told.values(), *judgments) if not _said(one, draft.judged)))


def _begun(connection: Connection, master: MasterKey, person: str, about: Subject) -> list[Proceeding]:
    """What was begun in the case until then."""
    found = pursued.of_cases(connection, master, person, [about.case]) if about.case else []
    return [one for one in found if one.at <= about.now]


def _said(one: Judged, some: Iterable[Judged]) -> bool:
    """Whether the draft says it already, perhaps with more words."""
    return any((one.kind, one.at, one.until) == (each.kind, each.at, each.until) for each in some)


def crowded(connection: Connection, draft: Draft, raids: Iterable[Raid]) -> tuple[Crowd, ...]:
    """The annex of each raid, with what its hours brought."""
    return tuple(
        Crowd(
            number=one.number,
            since=one.since,
            until=one.until,
            authors=one.authors,
            hostile=one.hostile,
            mentions=one.mentions,
            supporters=one.supporters,
            root=one.root or "",
            origin=one.origin or "",
            hours=tuple(_hours(connection, draft.person, one)),
        )
        for one in raids
    )


def _hours(connection: Connection, person: str, raid: Raid) -> Iterator[tuple[datetime, int, int]]:
    hour = micros(EPOCH + HOUR)
    since, until = micros(raid.since) // hour, micros(raid.until) // hour + 1
    for number, counted in sorted(crowds.hours(connection, person, since, until).items()):
        if since <= number < until:
            yield EPOCH + number * HOUR, counted.authors, counted.hostile


def outside(custody: Custody, exhibits: Sequence[str]) -> tuple[Outside, ...]:
    """What the person brought and wants in it, in the order of the draft."""
    times = recalled.brought(custody.connection, exhibits)
    found = []
    for number, (exhibit, content) in enumerate(custody.open(exhibits), 1):
        one = msgspec.msgpack.decode(content, type=Brought)
        piece = custody.lay(f"brought-{number:02}", "brought", one.raw, exhibit, times[exhibit])
        found.append(Outside(about=one.about, name=one.name, dated=one.dated, piece=piece))
    return tuple(found)


def blind(custody: Custody, seen: Iterable[str], about: Subject, facts: Sequence[datetime]) -> tuple[Blind, ...]:
    """The whiles within which nobody could see for these accounts of the person, as the chain has them."""
    names = {custody.name(one): one for one in seen}
    since, until = max(about.when.since, min(facts, default=EPOCH)), about.when.until
    found = [
        Blind(source=names[gap.account].partition(":")[0], since=max(gap.since, since), until=min(gap.until, until))
        for gap in custody.trail.gaps
        if gap.account in names and gap.since < until and gap.until > since
    ]
    return tuple(sorted(found, key=lambda one: (one.since, one.until, one.source)))


def instruments(custody: Custody, numbers: Iterable[int]) -> tuple[str, ...]:
    """By what machine, software and clock things were taken, a line each, in the order in which they were at work."""
    exhibits = [custody.trail.instruments[one] for one in sorted(numbers) if one in custody.trail.instruments]
    return tuple(_line(msgspec.json.decode(raw, type=Instrument)) for _, raw in custody.open(exhibits))


def _line(one: Instrument) -> str:
    ahead = "?" if one.ahead_ms is None else f"{one.ahead_ms:+} ms ± {one.within_ms or 0} ms"
    resolvers = ", ".join(one.resolvers) or "?"
    said = (one.began, one.software, f"Python {one.python}", one.system, one.host, f"proxy {one.proxy}")
    return " · ".join((*said, f"DNS {resolvers}", f"{one.clock} {ahead}"))
