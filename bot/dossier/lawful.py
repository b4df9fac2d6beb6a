"""What the law asks, laid beside what a dossier shows: elements with the facts that speak to them, and deadlines."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import msgspec

from bot.dossier.content import Contents, Deadline, Element
from bot.dossier.fact import Fact
from bot.law.clocks import Happened, running
from bot.law.data import Law, french
from bot.law.elements import Known, beside
from bot.model.reason import Reason

CLOCK: Final = "clock"
"""Before the name of each clock, where words are: an offence may have the same."""
GONE: Final = frozenset({"deleted", "removed", "missing", "gone"})
"""What says that something may be purged soon; what is only kept from the person is there."""
BACK: Final = frozenset({"back", "returned", "hidden"})
"""What says that it is there."""


def laid_beside(contents: Contents) -> Contents:
    """The same with elements and deadlines, where it is made for those who go by a law that we know."""
    law = french()
    if contents.law != law.country:
        return contents
    elements, deadlines = tuple(_elements(contents, law)), tuple(_deadlines(contents, law))
    return msgspec.structs.replace(contents, elements=elements, deadlines=deadlines)


def words(language: str) -> dict[str, str]:
    """What the names of laws, elements and clocks are called, and what else is known of each."""
    law = french()
    told: dict[str, str] = {}
    for name, one in law.offence.items():
        told |= {name: f"{one.said(language)} (art. {one.article})", f"{name}.read": one.read}
        told[f"{name}.{'seen' if one.seen else 'source'}"] = one.source
        told |= {f"{name}.{part.name}": part.said(language) for part in one.element}
    for ruling in law.ruling.values():
        told |= {f"{ruling.beside}.ruling": ruling.said(language), f"{ruling.beside}.case": ruling.case}
    named = {f"{law.country}.{name}": said for name, said in told.items()}
    for name, clock in law.clock.items():
        said = {"article": clock.article, "note": clock.note(language), "breaks": clock.breaks(language)}
        known = {"source": clock.source, "read": clock.read, **said}
        full = f"{CLOCK}.{law.country}.{name}"
        named |= {full: clock.said(language), **{f"{full}.{key}": each for key, each in known.items() if each}}
    return named


def _elements(contents: Contents, law: Law) -> Iterator[Element]:
    said = contents.statement
    written = {"effects": said.effects, "office": said.office}
    filled = {*(name for name, text in written.items() if text), *said.stated}
    facts = [_known(contents, one) for one in theirs(contents)]
    for one in beside(law.offence, facts, filled, {each.kind for each in contents.judged}):
        yield Element(
            law=f"{law.country}.{one.offence}",
            element=one.element,
            facts=one.facts,
            said="\n\n".join(written[name] for name in one.said if name in written),
            stated=tuple(name for name in one.said if name not in written),
            judged=tuple(each for each in contents.judged if each.kind in one.judged),
            private=one.private,
        )


def _known(contents: Contents, fact: Fact) -> Known:
    day = fact.at.astimezone(ZoneInfo(contents.zone)).date()
    return Known(
        number=fact.number,
        reasons=_reasons(fact),
        audience=fact.audience,
        online=bool(fact.platform),
        under=tuple(one.kind for one in contents.judged if one.at and one.at <= day <= (one.until or date.max)),
    )


def _deadlines(contents: Contents, law: Law) -> Iterator[Deadline]:
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
    runs = [run for run in running(law.clock, facts, contents.zone) if run.until > contents.made_at]
    for run in {run.clock: run for run in reversed(runs)}.values():
        end = run.until - timedelta(seconds=1)  # its day is the last on which there is time
        yield Deadline(clock=f"{law.country}.{run.clock}", fact=run.fact, since=run.since, until=end)


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
