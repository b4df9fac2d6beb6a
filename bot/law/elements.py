"""The facts beside each legal element: which speak to it, and where nothing does. It concludes nothing."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from bot.law.data import Offence, Shown
from bot.model.reason import Reason


class Known(NamedTuple):
    """What an element may rest on, of one fact."""

    number: int
    reasons: tuple[Reason, ...] = ()
    audience: str = "unknown"
    online: bool = True
    under: tuple[str, ...] = ()
    """Kinds of the judgments and bans that held on its day."""


class Beside(NamedTuple):
    """One element, and what speaks to it."""

    offence: str
    element: str
    facts: tuple[int, ...] = ()
    """Numbers, in their order; empty: none."""
    said: tuple[str, ...] = ()
    """What of the person's statement speaks to it: `effects`, `office`, what they chose to say of themselves."""
    judged: tuple[str, ...] = ()
    """Judgments and bans of which kinds do."""
    private: bool = False
    """Whether it asks what the person need not tell everybody: age, health."""

    @property
    def present(self) -> bool:
        """Whether anything speaks to it."""
        return bool(self.facts or self.said or self.judged)


def beside(
    offences: Mapping[str, Offence], facts: Sequence[Known], said: Collection[str], judged: Collection[str]
) -> list[Beside]:
    """Every element of each offence to whose first element something speaks.

    `said`: which parts of their statement the person filled in, and what they chose in it; `judged`: kinds of the
    judgments there are.
    """
    found: list[Beside] = []
    for name, offence in offences.items():
        elements = [_beside(name, part.name, part.shown, facts, said, judged) for part in offence.element]
        found += elements if elements[0].present else ()
    return found


def _beside(
    offence: str, element: str, shown: Shown, facts: Sequence[Known], said: Collection[str], judged: Collection[str]
) -> Beside:
    if shown.said or shown.stated:
        asked = (shown.said, *shown.stated)
        found = tuple(one for one in asked if one and one in said)
        return Beside(offence, element, said=found, private=bool(shown.stated))
    if shown.judged:
        return Beside(offence, element, judged=tuple(one for one in shown.judged if one in judged))
    theirs = tuple(one.number for one in facts if _speaks(shown, one))
    enough = len(theirs) >= shown.facts and _each(shown.both, facts)
    return Beside(offence, element, theirs if enough else ())


def _speaks(shown: Shown, fact: Known) -> bool:
    asked = {*shown.reasons, *shown.both}
    return (
        (not asked or bool(asked & set(fact.reasons)))
        and (not shown.audience or fact.audience in shown.audience)
        and (not shown.online or fact.online)
        and (not shown.during or bool(set(shown.during) & set(fact.under)))
    )


def _each(reasons: Iterable[Reason], facts: Sequence[Known]) -> bool:
    return all(any(reason in fact.reasons for fact in facts) for reason in reasons)
