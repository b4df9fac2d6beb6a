"""All that the page of one case shows, made ready: nothing of it is a word that was written, or a name."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Final, NamedTuple

from bot.alerts.helplines import Line, article, helplines
from bot.alerts.stage import elements, grounds
from bot.cases import dossier
from bot.cases.clocks import Ending, endings
from bot.cases.hours import hour
from bot.cases.shown import Looked, looked
from bot.law.data import of
from bot.links.judging import stands
from bot.model.conduct import Stage
from bot.model.course import unpacked
from bot.model.link import Status
from bot.model.noun import MICROSECOND
from bot.model.proceeding import Proceeding
from bot.rules.escalate import history
from bot.store import acts, links, pursued, watch
from bot.store.acts import Measure
from bot.store.cases import Casefile
from bot.store.links import Link
from bot.store.watch import Watched
from bot.web.evidence import Listed, listed
from bot.web.lanes import BEGAN, Picture, Track, drawn
from bot.web.linked import Pair, pairs
from bot.web.veils import nicknames
from bot.web.visit import Visit

DAY: Final = 24


class Sheet(NamedTuple):
    """One case."""

    case: Looked
    called: Mapping[str, str]
    """What its accounts are called here, by their keys."""
    grounds: tuple[str, ...]
    elements: tuple[str, ...]
    lines: tuple[Line, ...]
    """Whom to call; only in danger."""
    stages: tuple[tuple[str, Stage], ...]
    """On which day it came to which stage."""
    since: str
    picture: Picture
    evidence: Listed
    complete: bool
    """Whether all that its accounts wrote is in the list."""
    watched: tuple[Watched, ...]
    pairs: tuple[Pair, ...]
    """Links of its accounts that wait for an answer."""
    endings: tuple[Ending, ...]
    begun: tuple[Proceeding, ...]


def sheet(visit: Visit, case: Casefile) -> Sheet:
    """The case as it stands now."""
    person, zone, master = visit.person.name, visit.person.zone, visit.store.master
    law = of(zone, visit.person.law)
    with visit.store.reading() as connection:
        (one,) = looked(connection, [case], zone, visit.now)
        accounts = one.shown.accounts
        called = nicknames(connection, master, person, accounts)
        known = links.links(connection, [(person, account) for account in accounts])
        some = {(each.account, each.other): each for theirs in known.values() for each in theirs}
        waiting = [each for each in some.values() if each.status is Status.SUGGESTED and stands(each)]
        return Sheet(
            case=one,
            called=called,
            grounds=tuple(grounds(visit.said, one.shown.conduct)) if one.shown.conduct.days else (),
            elements=_elements(visit, one),
            lines=helplines(zone).lines if one.shown.conduct.stage is Stage.DANGER else (),
            stages=tuple((_day(visit, day), stage) for day, stage in history(one.past)),
            since=_day(visit, one.since) if one.since else "",
            picture=_picture(visit, one, acts.measures(connection, person, accounts), list(some.values())),
            evidence=listed(connection, visit.seat, called, accounts, visit.asked.get("before", ""), zone),
            complete=acts.complete(connection, person, case.id),
            watched=tuple(watch.of(connection, person, accounts)),
            pairs=pairs(connection, master, visit, waiting),
            endings=tuple(endings(connection, person, case.id, accounts, law, zone, visit.now)),
            begun=tuple(pursued.of_cases(connection, master, person, [case.id])),
        )


def _elements(visit: Visit, one: Looked) -> tuple[str, ...]:
    """What the law looks at: its opening, then a line each."""
    if one.shown.conduct.stage is Stage.NONE:
        return ()
    law = article(visit.person.zone, visit.person.law)
    return tuple(line.removeprefix("- ") for line in elements(visit.said, law, one.shown.conduct))


def _picture(visit: Visit, one: Looked, measures: Sequence[Measure], known: Sequence[Link]) -> Picture:
    zone = visit.person.zone

    def track(account: str) -> Track:
        came = one.came.get(account)
        return Track(
            account=account,
            days=unpacked(came.course).days if came else (),
            measures=[hour(each.at, zone) // DAY for each in measures if each.account == account],
            links=[hour(each.at, zone) // DAY for each in known if _joined(each, account)],
            bans=[
                (hour(ban.since, zone) // DAY, hour(ban.until - MICROSECOND, zone) // DAY)
                for ban in one.shown.restrictions
                if ban.account == account
            ],
        )

    tracks = [track(account) for account in one.shown.accounts]
    if one.shown.noted:
        tracks.append(Track("", [dossier.day_of(each, zone) for each in one.shown.noted]))
    return drawn(tracks, hour(visit.now, zone) // DAY)


def _joined(one: Link, account: str) -> bool:
    return one.status is Status.CONFIRMED and account in {one.account, one.other}


def _day(visit: Visit, day: int) -> str:
    return visit.said.day(BEGAN + timedelta(days=day))
