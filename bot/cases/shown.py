"""One case as it is shown to a person: how it stands now, on what grounds, what was written down of it."""

from datetime import datetime

from sqlalchemy import Connection

from bot.cases import dossier
from bot.cases.conducts import conduct_of
from bot.cases.hours import hour
from bot.model.conduct import Conduct
from bot.model.noun import Noun
from bot.rules import escalate
from bot.store import cases
from bot.store.bans import Noted, Restriction


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


def shown(connection: Connection, person: str, zone: str, now: datetime) -> list[CaseShown]:
    """All cases of a person, those in the worst stage first."""
    wrote = {one.account: one for one in cases.wrote(connection, person)}
    found = []
    for one in dossier.read(connection, cases.every(connection, person)):
        theirs = [wrote[account] for account in one.accounts if account in wrote]
        standing = escalate.assess(
            one.past({each.account: each.course for each in theirs}, zone), hour(now, zone) // 24
        )
        found.append(
            CaseShown(
                id=one.case.id,
                person=person,
                accounts=one.accounts,
                conduct=conduct_of(standing, one.case.id),
                mentions=sum(each.mentions for each in theirs),
                first=min((each.first for each in theirs), default=None),
                last=max((each.last for each in theirs), default=None),
                restrictions=one.bans,
                noted=one.noted,
            )
        )
    return sorted(found, key=lambda each: (-each.conduct.stage, -each.conduct.score, each.id))
