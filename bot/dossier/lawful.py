"""What the law asks, laid beside what a dossier shows: elements with the facts that speak to them, and deadlines."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

import msgspec

from bot.dossier.content import Contents, Deadline, Element
from bot.dossier.fact import Fact
from bot.dossier.statement import Judged
from bot.law.clocks import Happened, running
from bot.law.data import french
from bot.law.elements import Known, beside
from bot.model.reason import Reason

COUNTRY: Final = "fr"
"""Whose law it is, before each name; a dossier in another language goes without."""
GONE: Final = frozenset({"deleted", "removed", "missing", "gone"})
"""What says that something may be purged soon; what is only kept from the person is there."""
BACK: Final = frozenset({"back", "returned", "hidden"})
"""What says that it is there."""


def laid_beside(contents: Contents) -> Contents:
    """The same with elements and deadlines, where it is made for those who go by that law."""
    if contents.language != COUNTRY:
        return contents
    return msgspec.structs.replace(contents, elements=tuple(_elements(contents)), deadlines=tuple(_deadlines(contents)))


def words(language: str) -> dict[str, str]:
    """What the names of laws, elements and clocks are called."""
    law = french()
    told = {name: f"{one.said(language)} ({one.article})" for name, one in law.offence.items()}
    told |= {f"{name}.{part.name}": part.said(language) for name, one in law.offence.items() for part in one.element}
    told |= {name: one.said(language) for name, one in law.clock.items()}
    return {f"{COUNTRY}.{name}": said for name, said in told.items()}


def _elements(contents: Contents) -> Iterator[Element]:
    statement = {"effects": contents.statement.effects, "office": contents.statement.office}
    facts = [
        Known(number=one.number, reasons=_reasons(one), audience=one.audience, online=bool(one.platform))
        for one in theirs(contents)
    ]
    said, judged = [name for name, text in statement.items() if text], [one.kind for one in contents.judged]
    for one in beside(french().offence, facts, said, judged):
        told = statement.get(one.said, "") or (_told(contents.judged) if one.judged else "")
        yield Element(law=f"{COUNTRY}.{one.offence}", element=one.element, facts=one.facts, said=told)


def _deadlines(contents: Contents) -> Iterator[Deadline]:
    """Of each clock the first that is still to come."""
    facts = [
        Happened(
            number=one.number,
            at=one.at,
            reasons=_reasons(one),
            platform=one.platform,
            gone=gone(one),
        )
        for one in theirs(contents)
    ]
    runs = [run for run in running(french().clock, facts, contents.zone) if run.until > contents.made_at]
    for run in {run.clock: run for run in reversed(runs)}.values():
        end = run.until - timedelta(seconds=1)  # its day is the last on which there is time
        yield Deadline(clock=f"{COUNTRY}.{run.clock}", fact=run.fact, since=run.since, until=end)


def theirs(contents: Contents) -> Iterator[Fact]:
    """The facts of those whom it is about; somebody who only came by is accused of nothing."""
    others = {one.key for one in contents.parties if not one.accused}
    return (one for one in contents.facts if one.author not in others)


def gone(fact: Fact) -> datetime | None:
    """Since when it was not there the last time that anything was known of it; None: it was."""
    since = None
    for turn in fact.turns:
        if turn.what in BACK:
            since = None
        elif turn.what in GONE:
            since = since or turn.at
    return since


def _reasons(fact: Fact) -> tuple[Reason, ...]:
    return tuple(map(Reason, fact.reasons))


def _told(judged: tuple[Judged, ...]) -> str:
    """What was judged, in the words that there are for it."""
    found = [one.text or " ".join(filter(None, (one.court, one.reference, str(one.at or "")))) for one in judged]
    return "; ".join(filter(None, found))
