"""Which facts a dossier is made of: what is known of its subject, and what of that is shown."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final, NamedTuple

import msgspec
from sqlalchemy import Connection

from bot.dossier.content import About
from bot.dossier.draft import Draft, Which
from bot.dossier.fact import Fact
from bot.errors import Refused
from bot.model.conduct import Level
from bot.model.mention import Kind
from bot.model.noun import EPOCH
from bot.model.raid import Raid
from bot.model.reason import Reason, Severity
from bot.store import bans, lines, raids, recalled
from bot.store.acts import Acted
from bot.store.bans import Noted
from bot.store.proposals import NEVER
from bot.store.recalled import While

LAST: Final = 3
WORST: Final = 3
REST: Final = timedelta(microseconds=999_999)
"""Of the second in which a raid ended."""
PARTED: Final = "case:parted"
ENDED: Final = "raid:ended"
RAIDED: Final = ("raid:began", ENDED)
DISCLOSED: Final = Reason.HARASSMENT_DOXXING


class Subject(NamedTuple):
    """Whom and when a dossier is about."""

    case: str
    """Of the account or accounts; empty: none."""
    accounts: tuple[str, ...]
    """`Account.key`; of a raid none, for it is whoever wrote."""
    raids: tuple[Raid, ...]
    when: While
    now: datetime
    """As of when it is told."""


class Written(NamedTuple):
    """One post in all its versions, the first first; or a note of a letter, a call, a visit."""

    at: datetime
    name: str
    """Its URI; of what was erased, and of notes, the exhibit."""
    level: Level
    severity: Severity
    versions: tuple[Acted, ...] = ()
    noted: Noted | None = None
    erased: bool = False

    @property
    def exhibit(self) -> str:
        """Of the first version, or of the note."""
        return self.noted.exhibit if self.noted else self.versions[0].kept.exhibit

    @property
    def exhibits(self) -> tuple[str, ...]:
        """Of all versions."""
        return (self.noted.exhibit,) if self.noted else tuple(one.kept.exhibit for one in self.versions)


Worst = Callable[[Sequence[Written]], frozenset[str]]
"""The names of those that are the most worrying."""


def subject(connection: Connection, draft: Draft, now: datetime) -> Subject:
    """Whom it is about. Raises Refused where there is no such case, account or raid, or was none at that moment."""
    when = While(draft.since or EPOCH, min(draft.until or NEVER, now))
    match draft.about:
        case About.CASE:
            every = recalled.joined(connection, draft.person)
            accounts = tuple(account for case, account, at in every if case == draft.subject and at <= now)
            if not accounts:
                raise Refused(
                    f"there is no case {draft.subject} any more; `rempart harasser list` shows those there are"
                )
            return Subject(draft.subject, accounts, (), when, now)
        case About.ACCOUNT:
            every = recalled.joined(connection, draft.person)
            case = next((case for case, account, at in every if account == draft.subject and at <= now), "")
            return Subject(case, (draft.subject,), (), when, now)
        case About.RAID:
            one = _raid(connection, draft, now)
            within = While(max(when.since, one.since), min(when.until, one.until + REST))
            return Subject("", (), (one,), within, now)


def with_parted(connection: Connection, draft: Draft, about: Subject, name: Callable[[str], str]) -> Subject:
    """With the accounts that belonged to its case at that moment and were parted from it since; `name` gives what the
    chain calls them.
    """
    first = lines.reached(connection, draft.person, about.now) if about.case else 0
    said = lines.of_events(connection, draft.person, [PARTED], first) if first else []
    parted = {
        one.payload.get("account") for one in said if one.at > about.now and one.payload.get("from") == about.case
    }
    if not parted or draft.about is not About.CASE:
        return about
    every = [account for _, account, _ in recalled.joined(connection, draft.person) if name(account) in parted]
    return about._replace(accounts=tuple(dict.fromkeys((*about.accounts, *every))))


def _raid(connection: Connection, draft: Draft, now: datetime) -> Raid:
    """The raid as the chain had it by then, for it is measured anew as long as it lasts."""
    row = next((one for one in raids.every(connection, draft.person) if str(one.number) == draft.subject), None)
    said = lines.of_events(connection, draft.person, RAIDED) if row else []
    every = [one for one in said if str(one.payload.get("raid")) == draft.subject]
    known = [one for one in every if one.at <= now]
    if row is None or row.since > now or (every and not known):
        raise Refused(f"there is no raid {draft.subject}")
    if not known:  # it was remembered before the chain said so
        return row
    latest = known[-1]
    counts = {name: int(latest.payload[name]) for name in ("authors", "hostile", "supporters", "mentions")}
    times = {name: datetime.fromisoformat(str(latest.payload[name])) for name in ("since", "until")}
    ended = latest.at if latest.event == ENDED else None
    raid = msgspec.structs.replace(row, **counts, **times, ended_at=ended)
    return raid if ended else msgspec.structs.replace(raid, until=now)


def known(connection: Connection, draft: Draft, about: Subject) -> list[Written]:
    """All that is kept and not erased, in the order of time; directs only where the draft has them. What happened
    within the time that is asked for is there with all that became of it until that moment.
    """
    if about.accounts:
        rows = recalled.of_accounts(connection, draft.person, about.accounts, about.now)
    else:
        rows = recalled.of_while(connection, draft.person, about.when, about.now)
    found = grouped(one for one in rows if draft.directs or one.kept.kind != Kind.DIRECT)
    if draft.about is About.CASE:
        notes = bans.notes(connection, draft.person, [about.case])
        found += [_noted(one) for one in notes if one.at <= about.now]
    return ordered(one for one in found if about.when.since <= one.at <= about.when.until)


def hostile(one: Written) -> bool:
    """Whether it says of its author that they took part; what is hardly noticed, once, does not."""
    return one.level > Level.UNWANTED or one.severity >= Severity.MEDIUM


def grade(one: Written | Fact) -> int:
    """How grave it is, as a `Level`: by itself, or by what else was written."""
    return max(int(one.level), int(one.severity) + 1 if one.severity else 0)


def grouped(rows: Iterable[Acted]) -> list[Written]:
    """Mentions, each with all its versions."""
    posts: dict[str, list[Acted]] = {}
    for one in rows:
        posts.setdefault(one.kept.uri, []).append(one)
    return [_written(uri, sorted(some, key=_came)) for uri, some in posts.items()]


def ordered(some: Iterable[Written]) -> list[Written]:
    """In the order of time, and always in the same."""
    return sorted(some, key=lambda one: (one.at, one.name))


def worst(some: Sequence[Written]) -> frozenset[str]:
    """The most worrying: what weighs most in the course of conduct, then what is most severe, then the latest."""
    serious = [one for one in some if one.level > Level.NOTHING or one.severity > Severity.NONE]
    ranked = sorted(serious, key=lambda one: (one.level, one.severity, one.at, one.name), reverse=True)
    return frozenset(one.name for one in ranked[:WORST])


def worst_told(some: Sequence[Written]) -> frozenset[str]:
    """The same of those whose degree the other side may know: a rule that knows what is private makes the right guess
    the gravest, so that who reads which was taken knows which it is.
    """
    return worst([one for one in some if not any(DISCLOSED in each.kept.reasons for each in one.versions)])


def shown(draft: Draft, some: Sequence[Written], grave: Worst = worst) -> list[Written]:
    """Those that are shown; `grave` says which are the most worrying."""
    match draft.which:
        case Which.ALL:
            return list(some)
        case Which.CHOSEN:
            chosen = frozenset(draft.chosen)
            return [one for one in some if not chosen.isdisjoint(one.exhibits)]
        case Which.FIRST_AND_LAST:
            names = {one.name for one in (*some[:1], *some[-LAST:])} | grave(some)
            return [one for one in some if one.name in names]


def _came(one: Acted) -> tuple[datetime, int]:
    """When a version came; versions are numbered as they reached us, and what is older may reach us later."""
    return one.kept.received_at, one.kept.version


def _written(uri: str, versions: list[Acted]) -> Written:
    return Written(
        at=versions[0].kept.received_at,
        name=uri,
        level=max(one.level for one in versions),
        severity=max(one.kept.severity for one in versions),
        versions=tuple(versions),
        erased=not versions[0].kept.author,
    )


def _noted(one: Noted) -> Written:
    return Written(at=one.happened_at, name=one.exhibit, level=one.level, severity=Severity.NONE, noted=one)
