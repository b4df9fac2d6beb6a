"""All cases of a person as they are shown: what their accounts wrote, and how far it has gone."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from bot.cases import dossier
from bot.model.conduct import Stage
from bot.model.noun import Noun
from bot.rules import escalate
from bot.store import cases, wrote
from bot.store.cases import Casefile
from bot.store.wrote import Wrote


class Shown(Noun, frozen=True, kw_only=True):
    """One case, and all that its accounts ever wrote to the person."""

    id: str = ""
    """Empty for somebody of whom only single mentions were noticed."""
    accounts: tuple[str, ...]
    """`Account.key` of those that wrote, the first to write first."""
    stage: Stage
    score: float
    mentions: int
    first: datetime
    last: datetime


def gathered(connection: Connection, person: str) -> list[Shown]:
    """Whom a rule matched, whose conduct came to a stage, or who are likely come back; the first to write first."""
    files = {one.id: one for one in cases.every(connection, person)}
    whose: dict[str, list[Wrote]] = {}
    for one in wrote.every(connection, person):
        whose.setdefault(one.case or one.account, []).append(one)
    found = [_shown(files.get(name), theirs) for name, theirs in whose.items()]
    shown = [
        one
        for one, theirs in zip(found, whose.values(), strict=True)
        if one.stage or any(each.matches or each.back for each in theirs)
    ]
    return sorted(shown, key=lambda one: (one.first, one.accounts))


def _shown(file: Casefile | None, theirs: Sequence[Wrote]) -> Shown:
    ordered = sorted(theirs, key=lambda one: (one.first, one.account))
    alone = escalate.assess(dossier.alone(theirs[0].course))
    return Shown(
        id=file.id if file else "",
        accounts=tuple(one.account for one in ordered),
        stage=file.stage if file else alone.stage,
        score=file.score if file else round(alone.score, 2),
        mentions=sum(one.mentions for one in theirs),
        first=ordered[0].first,
        last=max(one.last for one in theirs),
    )
