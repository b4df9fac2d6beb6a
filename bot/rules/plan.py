"""From what a decision proposes to what is ordered, and what is held for a human instead."""

from collections.abc import Iterator
from typing import Literal, NamedTuple

from bot.model.action import Action, Block, Mute, Order, Report, Sending, kind_of
from bot.model.decision import Decision, Hold, Match, Mode
from bot.model.facts import Facts
from bot.model.reason import Severity
from bot.model.shield import Budget


class Planned(NamedTuple):
    """An order, and why it is held if it is."""

    order: Order
    hold: Hold | None


class Allowance:
    """What is left of a person's budget; counts down as orders are planned."""

    def __init__(self, budget: Budget, hour: tuple[int, int], day: tuple[int, int]) -> None:
        """Take the budget and what was spent of it: (ordinary, urgent) in the last hour and the last day."""
        self._spans = (
            _Span("hour", budget.hour, budget.reserve_hour, *hour),
            _Span("day", budget.day, budget.reserve_day, *day),
        )

    @property
    def spent(self) -> tuple[int, Literal["hour", "day"]]:
        """The limit that is reached, and per what."""
        span = next((each for each in self._spans if not each.allows(Severity.HIGH)), self._spans[0])
        return span.limit, span.per

    def take(self, severity: Severity) -> bool:
        """Spend one action, if the budget allows it."""
        if not all(span.allows(severity) for span in self._spans):
            return False
        for span in self._spans:
            span.spend(severity)
        return True


class _Span:
    def __init__(self, per: Literal["hour", "day"], limit: int, reserve: int, ordinary: int, urgent: int) -> None:
        self.per, self.limit, self.reserve, self.ordinary, self.urgent = per, limit, reserve, ordinary, urgent

    def allows(self, severity: Severity) -> bool:
        beyond_reserve = max(0, self.urgent - self.reserve)
        if severity is Severity.URGENT and self.urgent < self.reserve:
            return True
        return self.ordinary + beyond_reserve < self.limit

    def spend(self, severity: Severity) -> None:
        if severity is Severity.URGENT:
            self.urgent += 1
        else:
            self.ordinary += 1


def plan(
    facts: Facts, decision: Decision, allowance: Allowance, *, paused: bool, make_id: Iterator[str]
) -> list[Planned]:
    """Orders for what the matches propose, each kind of action once, for the worst match that proposes it.

    None for people the person follows, trusts or delegates to; no mute of somebody already muted.
    """
    if decision.spared:
        return []
    planned = []
    for match, action in _proposed(facts, decision):
        hold = _hold(match, action, facts, paused=paused)
        if hold is None and not allowance.take(match.severity):
            hold = Hold.BUDGET
        planned.append(Planned(_order(next(make_id), facts, decision, match, action), hold))
    return planned


def _proposed(facts: Facts, decision: Decision) -> Iterator[tuple[Match, Action]]:
    seen = set()
    for match in sorted(decision.matches, key=lambda match: (match.mode is not Mode.ACT, -match.severity)):
        for action in match.actions:
            kind = kind_of(action)
            if kind in seen or (facts.relation.muted and isinstance(action, Mute | Block)):
                continue
            seen.add(kind)
            yield match, action


def _hold(match: Match, action: Action, facts: Facts, *, paused: bool) -> Hold | None:
    if match.mode is not Mode.ACT:
        return Hold.OBSERVE
    if isinstance(action, Report) and action.sending is Sending.DRAFT:
        return Hold.DRAFT
    if facts.relation.lifted:
        return Hold.LIFTED
    if match.review:
        return Hold.REVIEW
    return Hold.PAUSED if paused else None


def _order(id_: str, facts: Facts, decision: Decision, match: Match, action: Action) -> Order:
    mention = facts.mention
    return Order(
        id=id_,
        person=mention.person,
        by=mention.to,
        action=action,
        subject=mention.author.key,
        subject_id=mention.author.id,
        uri=mention.uri,
        revision=mention.revision,
        rule=match.rule,
        reason=match.reason,
        severity=match.severity,
        root=mention.root,
        quoted=mention.quoted,
        native=mention.native,
        notification=mention.notification,
        decided_at=decision.decided_at,
    )
