"""The outcome of judging one mention, with its reasons."""

from datetime import datetime
from enum import StrEnum

from bot.model.action import Action
from bot.model.measure import Light
from bot.model.noun import Noun
from bot.model.reason import Reason, Severity


class Mode(StrEnum):
    """How far a rule or a person's shield may go; ordered off < observe < act."""

    OFF = "off"
    OBSERVE = "observe"
    ACT = "act"


def stricter(one: Mode, other: Mode) -> Mode:
    """The less bold of two modes."""
    order = (Mode.OFF, Mode.OBSERVE, Mode.ACT)
    return min(one, other, key=order.index)


Span = tuple[int, int]
"""Half-open, in code points of the mention's text, or of what stands beside it."""


class Because(Noun, frozen=True, kw_only=True):
    """One condition that held. `note` names the rule's words and numbers, never the author's."""

    condition: str
    note: str = ""
    spans: tuple[Span, ...] = ()


class Match(Noun, frozen=True, kw_only=True):
    """One rule that holds, and what it proposes."""

    rule: str
    reason: Reason
    severity: Severity
    mode: Mode
    because: tuple[Because, ...] = ()
    actions: tuple[Action | Light, ...] = ()
    alert: bool = False
    """Whether people are told at once, whatever the severity."""
    review: bool = False
    """Whether the mention is held for a human to look at."""
    suggests: str = ""
    """The measure, by name, that it puts to moderators and does not take."""
    within: str = "text"
    """Where it was found: `text`, `alt:N`, `display_name`. Beside the text, a human looks at it."""

    @property
    def beside(self) -> bool:
        """Whether it was found beside the text."""
        return self.within != "text"


class Miss(Noun, frozen=True, kw_only=True):
    """One rule that does not hold, and the first condition that failed or could not be judged."""

    rule: str
    condition: str
    note: str = ""
    unknown: bool = False


class Failure(Noun, frozen=True, kw_only=True):
    """A rule that broke, or that needed what the platform does not tell."""

    rule: str
    what: str


class Hold(StrEnum):
    """Why a proposed action is held for a human."""

    OBSERVE = "observe"
    BUDGET = "budget"
    REVIEW = "review"
    DRAFT = "draft"
    PAUSED = "paused"
    LIFTED = "lifted"
    """A human lifted it before, or made it themselves."""
    TWO = "two"
    """It is so grave that another human has to agree."""


class Decision(Noun, frozen=True, kw_only=True):
    """What was found, what is proposed, and what could not be judged; Order and Delivery tell what becomes of it."""

    matches: tuple[Match, ...] = ()
    failures: tuple[Failure, ...] = ()
    spared: str = ""
    """Why nothing may be done to this author: `followed`, `trusted`, `delegate`, `support`; empty if something may."""
    decided_at: datetime

    @property
    def severity(self) -> Severity:
        """That of the worst match."""
        return max(match.severity for match in self.matches) if self.matches else Severity.NONE

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Each once, worst first, then in the order of the rules."""
        if not self.matches:
            return ()
        ranked = sorted(self.matches, key=lambda match: -match.severity)
        return tuple(dict.fromkeys(match.reason for match in ranked))

    @property
    def rules(self) -> tuple[str, ...]:
        """Names of the rules that matched, in their order."""
        return tuple(match.rule for match in self.matches)

    @property
    def spans(self) -> tuple[Span, ...]:
        """Where in the text, merged and sorted."""
        if not self.matches:
            return ()
        merged: list[Span] = []
        said = (because for match in self.matches if not match.beside for because in match.because)
        for start, end in sorted(span for because in said for span in because.spans):
            if merged and start <= merged[-1][1]:
                merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
            else:
                merged.append((start, end))
        return tuple(merged)
