"""One effect at one place, in the outbox: an action on a platform, or an alert on a channel."""

from datetime import datetime
from enum import StrEnum
from typing import Final

from bot.model.action import Order, Prior, kind_of
from bot.model.alert import Alert
from bot.model.decision import Hold
from bot.model.noun import Noun


class Status(StrEnum):
    """Where a delivery stands."""

    HELD = "held"
    """Waits for a human; `hold` says why."""
    PLANNED = "planned"
    ATTEMPTING = "attempting"
    """Committed before a send; what is found so after a crash may have happened."""
    DONE = "done"
    REFUSED = "refused"
    """The platform cannot, or will not."""
    CANCELLED = "cancelled"
    """No longer wanted: the person follows the author, undid it, or it was already so."""
    FAILED = "failed"
    """A dead letter: tried as often as it may be; an operator can retry it."""
    UNCERTAIN = "uncertain"
    """A report whose sending a crash interrupted: for a human."""
    UNDONE = "undone"


STANDS: Final = frozenset({Status.PLANNED, Status.ATTEMPTING, Status.DONE, Status.UNCERTAIN})
"""What was decided, and not taken back since."""
BESIDE: Final = " beside"
"""Names the lane beside that of an account's actions."""


class Task(StrEnum):
    """What a delivery is for."""

    ACT = "act"
    REVERT = "revert"
    """The inverse of an order, by undo or by expiry."""
    FOLLOW_UP = "follow_up"
    """Taking into custody what an order's action leaves alone; planned with it, so that a crash cannot lose it."""
    ALERT = "alert"


PREFIX: Final = {Task.ACT: "", Task.REVERT: "undo ", Task.FOLLOW_UP: "after ", Task.ALERT: ""}


class Delivery(Noun, frozen=True, kw_only=True):
    """Planned in the transaction that decided it, performed later, as often as it takes."""

    id: str
    person: str
    task: Task
    via: str
    """`Account.key` of the acting account, or the name of the channel."""
    what: Order | Alert
    due_at: datetime
    status: Status = Status.PLANNED
    attempts: int = 0
    hold: Hold | None = None
    prior: Prior | None = None
    """What an order met; of the order itself where the task is REVERT."""
    receipt: str = ""
    """What the platform gave back: the URI of a block record, the id of a report."""
    trouble: str = ""
    """The last error, without content."""
    cause: str = ""
    """Why an inverse is performed: `expiry`, or who undid it."""

    @property
    def lane(self) -> str:
        """What goes one after the other: what follows an action never keeps the next action waiting."""
        return self.via + BESIDE if self.task is Task.FOLLOW_UP else self.via

    @property
    def does(self) -> str:
        """What it does, as texts name it: `mute`, `follow_up`, `alert`."""
        if not isinstance(self.what, Order):
            return "alert"
        return "follow_up" if self.task is Task.FOLLOW_UP else kind_of(self.what.action)

    @property
    def by_rule(self) -> bool:
        """Whether a rule decided it, and no human after it."""
        return self.hold is None and isinstance(self.what, Order) and bool(self.what.rule)

    @property
    def event(self) -> str:
        """How the chain calls its end: `mute:done`, `undo mute:done`, `after mute:done`, `alert:done`, …"""
        name = kind_of(self.what.action) if isinstance(self.what, Order) else "alert"
        return f"{PREFIX[self.task]}{name}:{self.status}"
