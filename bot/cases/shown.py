"""One case as it is shown to a person: how it stands now, on what grounds, what was written down of it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection

from bot.cases import dossier
from bot.cases.conducts import conduct_of
from bot.cases.dossier import Dossier
from bot.cases.hours import hour
from bot.model.conduct import Conduct
from bot.model.noun import Noun
from bot.rules import escalate
from bot.rules.escalate import Past
from bot.store import cases
from bot.store.bans import Noted, Restriction
from bot.store.cases import Came, Casefile


class CaseShown(Noun, frozen=True, kw_only=True, omit_defaults=False):
    """All of it but what was written."""

    id: str
    person: str
    accounts: tuple[str, ...]
    """`Account.key`, in the order in which they came to the case."""
    conduct: Conduct
    """As it stands today: what was long ago counts less."""
    mentions: int
    first: datetime | None
    last: datetime | None
    restrictions: tuple[Restriction, ...]
    noted: tuple[Noted, ...]


class Looked(NamedTuple):
    """A case that somebody looks at, with what its accounts did."""

    dossier: Dossier
    shown: CaseShown
    came: Mapping[str, Came]
    """By account; of those from whom nothing ever came there is none."""
    since: int
    """The day since 1970 on which it came to the stage at which it stands."""
    past: Past
    """All that is known of it now."""


def shown(connection: Connection, person: str, zone: str, now: datetime) -> list[CaseShown]:
    """All cases of a person, those in the worst stage first."""
    found = [one.shown for one in looked(connection, cases.every(connection, person), zone, now)]
    return sorted(found, key=lambda each: (-each.conduct.stage, -each.conduct.score, each.id))


def looked(connection: Connection, files: Sequence[Casefile], zone: str, now: datetime) -> list[Looked]:
    """These cases of one person, as they stand now."""
    read = dossier.read(connection, files)
    accounts = [account for one in read for account in one.accounts]
    came = cases.came(connection, files[0].person, accounts) if accounts else {}
    return [_looked(one, came, zone, now) for one in read]


def worst_first(files: Sequence[Casefile], zone: str, now: datetime) -> list[Casefile]:
    """Cases in the order in which they are shown, told from their rows alone."""
    today = hour(now, zone) // 24

    def rank(one: Casefile) -> tuple[int, float, str]:
        stage, score = escalate.faded(one.stage, one.score, today - one.last)
        return -stage, -round(score, 2), one.id

    return sorted(files, key=rank)


def _looked(one: Dossier, came: Mapping[str, Came], zone: str, now: datetime) -> Looked:
    theirs = {account: came[account] for account in one.accounts if account in came}
    past = one.past({account: each.course for account, each in theirs.items()}, zone)
    standing = escalate.assess(past, hour(now, zone) // 24)
    seen = CaseShown(
        id=one.case.id,
        person=one.case.person,
        accounts=one.accounts,
        conduct=conduct_of(standing, one.case.id),
        mentions=sum(each.mentions for each in theirs.values()),
        first=min((each.first for each in theirs.values()), default=None),
        last=max((each.last for each in theirs.values()), default=None),
        restrictions=one.bans,
        noted=one.noted,
    )
    return Looked(one, seen, theirs, standing.since, past)
