"""From what a decision proposes to what is ordered, and what is held for a human instead."""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final, Literal, NamedTuple

from msgspec.structs import replace

from bot.model.action import Action, Block, DetachQuote, Dismiss, HideReply, Mute, Order, Report, Sending, kind_of
from bot.model.decision import Decision, Hold, Match, Mode
from bot.model.facts import Facts
from bot.model.measure import Grave, Measure
from bot.model.mention import Mention
from bot.model.reason import Severity
from bot.model.shield import Budget

OF_ONE: Final = (HideReply, DetachQuote, Dismiss, Report)
"""What is done about one mention, and leaves its author alone."""


class Planned(NamedTuple):
    """An order, and why it is held if it is."""

    order: Order
    hold: Hold | None


Spent = tuple[datetime, Severity]
"""An automatic action: the event time of its mention, and the severity for which it was planned."""


class Allowance:
    """What a person's budget leaves; windows are of event time, so that an outage changes nothing."""

    def __init__(self, budget: Budget, spent: Iterable[Spent] = ()) -> None:
        """Take the budget, and what was spent of it within a day of the moments that will be asked about."""
        self._urgent: list[datetime] = []
        self._ordinary: list[datetime] = []
        self.hour = Limit("hour", timedelta(hours=1), budget.hour, budget.reserve_hour)
        self.day = Limit("day", timedelta(days=1), budget.day, budget.reserve_day)
        for at, severity in spent:
            self._spend(at, severity)

    def take(self, at: datetime, severity: Severity) -> bool:
        """Spend one action because of a mention of that moment, if the budget allows it."""
        if not all(self._allows(limit, at, severity) for limit in (self.hour, self.day)):
            return False
        self._spend(at, severity)
        return True

    def reached(self, at: datetime) -> "Limit":
        """The limit that keeps an ordinary action from being taken."""
        return self.day if self._allows(self.hour, at, Severity.HIGH) else self.hour

    def used(self, limit: "Limit", at: datetime) -> tuple[int, int]:
        """What is used of a limit, and of its reserve for urgent actions; those beyond it count as ordinary ones."""
        urgent = _near(self._urgent, at, limit.span)
        return _near(self._ordinary, at, limit.span) + max(0, urgent - limit.reserve), min(urgent, limit.reserve)

    def _allows(self, limit: "Limit", at: datetime, severity: Severity) -> bool:
        used, reserve = self.used(limit, at)
        return used < limit.ordinary or (severity is Severity.URGENT and reserve < limit.reserve)

    def _spend(self, at: datetime, severity: Severity) -> None:
        insort(self._urgent if severity is Severity.URGENT else self._ordinary, at)


class Limit(NamedTuple):
    """How many automatic actions a span of time allows."""

    per: Literal["hour", "day"]
    span: timedelta
    ordinary: int
    reserve: int


def _near(moments: Sequence[datetime], at: datetime, span: timedelta) -> int:
    """How many lie within the span of a moment, on either side: what comes late must not get a budget of its own."""
    return bisect_left(moments, at + span) - bisect_right(moments, at - span)


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
        if hold is None and not allowance.take(facts.mention.received_at, match.severity):
            hold = Hold.BUDGET
        planned.append(Planned(_order(next(make_id), facts, decision, match, action), hold))
    return planned


def along(
    planned: Iterable[Planned], half: Mention, done: Collection[str], allowance: Allowance, make_id: Iterator[str]
) -> Iterator[Planned]:
    """The same for the mention with the other half of a leak, as far as it concerns one mention and not its author,
    and is not `done`: kinds of actions."""
    for order, hold in planned:
        if not isinstance(order.action, OF_ONE) or kind_of(order.action) in done:
            continue
        spends = hold in {None, Hold.BUDGET}
        left = allowance.take(half.received_at, order.severity) if spends else True
        yield Planned(_about(half, order, next(make_id)), (None if left else Hold.BUDGET) if spends else hold)


def _about(half: Mention, order: Order, id_: str) -> Order:
    return replace(
        order,
        id=id_,
        uri=half.uri,
        revision=half.revision,
        root=half.root,
        quoted=half.quoted,
        native=half.native,
        notification=half.notification,
        received_at=half.received_at,
    )


def _proposed(facts: Facts, decision: Decision) -> Iterator[tuple[Match, Action | Measure]]:
    seen = set()
    by_weight = sorted(decision.matches, key=lambda match: (match.mode is not Mode.ACT, match.beside, -match.severity))
    for match in by_weight:  # what is held because of a picture must not hold what the text is reason enough for
        for action in match.actions:
            kind = kind_of(action)
            if kind in seen or (facts.relation.muted and isinstance(action, Mute | Block)):
                continue
            seen.add(kind)
            yield match, action


def _hold(match: Match, action: Action | Measure, facts: Facts, *, paused: bool) -> Hold | None:
    if match.mode is not Mode.ACT:
        return Hold.OBSERVE
    if isinstance(action, Grave):
        return Hold.TWO
    if isinstance(action, Report) and action.sending is Sending.DRAFT:
        return Hold.DRAFT
    if facts.relation.lifted:
        return Hold.LIFTED
    if match.review or facts.mention.inside:  # nothing automatic against one of a community's own members
        return Hold.REVIEW
    return Hold.PAUSED if paused else None


def _order(id_: str, facts: Facts, decision: Decision, match: Match, action: Action | Measure) -> Order:
    mention = facts.mention
    return Order(
        id=id_,
        person=mention.person,
        by=mention.hand,
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
        received_at=mention.received_at,
        decided_at=decision.decided_at,
    )
