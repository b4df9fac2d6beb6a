"""What a dossier says beside its facts: days, links, bans, raids, what was brought, and when nobody could see."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from itertools import groupby
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
from bot.dossier.statement import FOUND, Judged
from bot.evidence.master import MasterKey
from bot.model.conduct import Level
from bot.model.link import Status
from bot.model.noun import EPOCH, utc
from bot.model.proceeding import Proceeding, Step
from bot.model.raid import Raid
from bot.store import authors, bans, pursued, recalled

HOUR: Final = timedelta(hours=1)
NOON: Final = time(12)
BEGUN: Final = {Step.COMPLAINT: "complaint", Step.JUDGMENT: "judgment"}
"""What of it has its mark on the day."""
Bans = Mapping[tuple[str, str, str], str]
"""Until when something is forbidden: by kind, account, and since when."""


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
    yield from custody.trail.measures
    for _, _, since in _bans(custody, about):
        yield datetime.fromisoformat(since), "ban"
    for begun in _begun(custody, about):
        if begun.kind in BEGUN:
            yield begun.at, BEGUN[begun.kind]
    for judged in draft.judged:
        if judged.at:
            noon = datetime.combine(judged.at, NOON, ZoneInfo(draft.zone))
            yield noon, "judgment" if judged.kind in FOUND else "ban"


def _bans(custody: Custody, about: Subject) -> Bans:
    """What was forbidden to these accounts, as it was written down by then."""
    names = {custody.name(one) for one in about.accounts}
    return {ban: until for ban, until in custody.trail.bans.items() if ban[1] in names}


def noted(connection: Connection, person: str, accounts: Sequence[str]) -> Bans:
    """The same as it is written down now."""
    every = bans.restrictions(connection, person, accounts) if accounts else []
    return {(one.kind, one.account, utc(one.since)): utc(one.until) for one in every}


def ties(custody: Custody, accounts: Sequence[str]) -> tuple[Tie, ...]:
    """The accounts believed one person's with these, as the chain had it by then: those that a human rejected left out;
    the surest first.
    """
    mine = {custody.name(one): one for one in accounts}
    said = [one for one in custody.trail.links.values() if {one.account, one.other} & mine.keys()]
    known = mine | _named(custody, {name for one in said for name in (one.account, one.other)} - mine.keys())
    told = [
        Tie(
            account=known[one.account],
            other=known[one.other],
            status=one.status,
            score=one.percent / 100,
            grounds=tuple(one.grounds.split()),
            at=one.at,
            by=one.by,
        )
        for one in said
        if one.status != Status.REJECTED and {one.account, one.other} <= known.keys()
    ]
    return tuple(sorted(told, key=lambda one: (one.status, -one.score, one.account, one.other)))


def _named(custody: Custody, wanted: set[str]) -> dict[str, str]:
    """The accounts that have these names in the chain; those of whom all was erased have no other name."""
    if not wanted:
        return {}
    members = (account for _, account, _ in recalled.joined(custody.connection, custody.person))
    every = (*members, *authors.every(custody.connection, custody.person))
    return {name: one for one in every if (name := custody.name(one)) in wanted}


def decided(custody: Custody, draft: Draft, about: Subject) -> tuple[Judged, ...]:
    """What a court or a platform decided: as the draft says, and as the chain had it then: the case's bans, and the
    judgments in what was begun.
    """
    return _decided(draft, _bans(custody, about), _begun(custody, about))


def decided_by_now(connection: Connection, master: MasterKey, draft: Draft, about: Subject) -> tuple[Judged, ...]:
    """The same as it is written down of the case now."""
    begun = _written_down(connection, master, draft.person, about)
    return _decided(draft, noted(connection, draft.person, about.accounts), begun)


def _decided(draft: Draft, forbidden: Bans, begun: Iterable[Proceeding]) -> tuple[Judged, ...]:
    zone = ZoneInfo(draft.zone)
    told = {}
    for (kind, _, since), until in sorted(forbidden.items(), key=lambda one: one[0][2]):
        begins, ends = (datetime.fromisoformat(one).astimezone(zone).date() for one in (since, until))
        told[kind, since, until] = Judged(kind=kind, at=begins, until=ends)
    judgments = [
        Judged(
            kind="judgment",
            at=one.at.astimezone(zone).date(),
            court=one.place,
            reference=one.reference,
            text=one.answer,
        )
        for one in begun
        if one.kind is Step.JUDGMENT
    ]
    return (*draft.judged, *(one for one in (*told.values(), *judgments) if not _said(one, draft.judged)))


def filed(custody: Custody, draft: Draft, about: Subject) -> date | None:
    """The day of the first complaint."""
    days = [one.at for one in _begun(custody, about) if one.kind is Step.COMPLAINT]
    return min(days).astimezone(ZoneInfo(draft.zone)).date() if days else None


def _begun(custody: Custody, about: Subject) -> list[Proceeding]:
    """What was begun in the case, as the chain had it then."""
    found, trail = _written_down(custody.connection, custody.master, custody.person, about), custody.trail
    return [one for one in found if one.id in trail.begun or one.id not in trail.later]


def _written_down(connection: Connection, master: MasterKey, person: str, about: Subject) -> list[Proceeding]:
    found = pursued.of_cases(connection, master, person, [about.case]) if about.case else []
    return [one for one in found if one.at <= about.now]


def _said(one: Judged, some: Iterable[Judged]) -> bool:
    """Whether the draft says it already, perhaps with more words."""
    return any((one.kind, one.at, one.until) == (each.kind, each.at, each.until) for each in some)


def crowded(raids: Iterable[Raid], known: Sequence[Written]) -> tuple[Crowd, ...]:
    """The annex of each raid, with what of it is kept, by the hour."""
    return tuple(
        Crowd(
            number=one.number,
            ended=one.ended_at is not None,
            since=one.since,
            until=one.until,
            authors=one.authors,
            hostile=one.hostile,
            mentions=one.mentions,
            supporters=one.supporters,
            root=one.root or "",
            origin=one.origin or "",
            hours=tuple(_hours(known)),
        )
        for one in raids
    )


def _hours(known: Sequence[Written]) -> Iterator[tuple[datetime, int, int]]:
    for number, some in groupby(known, key=lambda one: (one.at - EPOCH) // HOUR):
        every = list(some)
        authors = {each.versions[0].kept.author for each in every}
        yield EPOCH + number * HOUR, len(authors), len(every)


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
    since = about.when.since if about.when.since > EPOCH else min(facts, default=EPOCH)
    until = about.when.until
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
