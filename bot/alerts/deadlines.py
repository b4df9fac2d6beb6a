"""Deadlines that come near, as a person is told of them: names of ours and of the law, nothing that was written."""

from datetime import date
from typing import Final

from bot.alerts.wording import Wording
from bot.law.data import french
from bot.model.noun import Noun
from bot.model.reason import Severity

SHOWN: Final = 8
"""Deadlines told in one notice at most."""
PRESSING: Final = 3
"""Days before the end from which it is high."""


class End(Noun, frozen=True, kw_only=True):
    """One deadline."""

    case: str
    clock: str = ""
    """Name in bot/law; empty for a proceeding."""
    step: str = ""
    """`bot.model.proceeding.Step`, for a proceeding."""
    last: date
    """The last day on which there is time."""
    left: int
    """Whole days until then."""
    many: int = 1
    """How many facts it concerns."""


class DeadlinesNear(Noun, frozen=True, kw_only=True):
    """Some deadlines end soon, and nobody said that they were dealt with."""

    ends: tuple[End, ...]


Told = tuple[Severity, str, list[str]]


def told_of(words: Wording, name: str, trouble: DeadlinesNear) -> Told:
    """Severity, title and lines; `name` is the person's."""
    ends = sorted(trouble.ends, key=lambda one: (one.left, one.case, one.clock))
    severity = Severity.HIGH if ends[0].left <= PRESSING else Severity.MEDIUM
    lines = [_line(words, one) for one in ends[:SHOWN]]
    if len(ends) > SHOWN:
        lines.append(words.count("next.more", len(ends) - SHOWN))
    lines += [words.say("deadlines.what"), words.say("deadlines.no_advice")]
    return severity, words.count("deadlines.title", len(ends), person=name), lines


def _line(words: Wording, one: End) -> str:
    what = (
        french().clock[one.clock].said(words.say("grammar.language"))
        if one.clock
        else words.say(f"proceeding.{one.step}")
    )
    until = words.count("deadlines.left", one.left, day=words.day(one.last), case=one.case)
    return words.join(what, until, words.count("deadlines.facts", one.many)) if one.clock else words.join(what, until)
