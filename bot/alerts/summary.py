"""What alerts may know of a mention: where, when, why and what came of it; nothing that its author wrote or chose."""

import re
from datetime import datetime
from typing import Final, Self

from bot.model.action import Mute, Order, kind_of
from bot.model.decision import Hold
from bot.model.delivery import Delivery, Status, Task
from bot.model.mention import Kind
from bot.model.noun import Noun
from bot.model.reason import Reason, Severity

_REFERENCE: Final = re.compile(r"[0-9A-Za-z-]{1,64}")


class Outcome(Noun, frozen=True, kw_only=True):
    """What became of one order."""

    action: str
    """Its kind: `mute`, `block`, …"""
    status: Status
    hold: Hold | None = None
    until: datetime | None = None
    """When it ends by itself."""

    @classmethod
    def of(cls, delivery: Delivery) -> Self:
        """The outcome of a delivery that performs or reverts an order."""
        order = delivery.what
        if not isinstance(order, Order):
            raise TypeError("an alert has no outcome")
        status = delivery.status
        if delivery.task is Task.REVERT and status is Status.DONE:
            status = Status.UNDONE
        ends = order.action.duration if isinstance(order.action, Mute) and status is Status.DONE else None
        until = order.decided_at + ends if ends else None
        return cls(action=kind_of(order.action), status=status, hold=delivery.hold, until=until)


class Summary(Noun, frozen=True, kw_only=True):
    """One mention, told without its words."""

    uri: str
    """Goes to `Alert.about`, never into a text: authors choose parts of it."""
    ref: str
    """What `rempart why` and `rempart undo` take besides a URI: an id of ours, of letters, digits and hyphens only."""
    platform: str
    kind: Kind
    at: datetime
    severity: Severity
    reasons: tuple[Reason, ...] = ()
    rules: tuple[str, ...] = ()
    """The names that their owner gave them."""
    count: int = 0
    """Mentions of this author that rules matched so far, this one with them; 0 if unknown."""
    outcomes: tuple[Outcome, ...] = ()
    muted: bool = False
    """Whether its author was muted or blocked when it came."""
    beside: tuple[str, ...] = ()
    """URIs of the mentions in which the other halves stand of what it gives away; in `Alert.about` too."""

    def __post_init__(self) -> None:
        """Refuse a URI where an id of ours belongs."""
        if not _REFERENCE.fullmatch(self.ref):
            raise ValueError(
                "a reference must be an id of ours, of letters, digits and hyphens: a URI holds words of others"
            )
