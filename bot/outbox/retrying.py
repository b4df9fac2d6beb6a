"""When what failed is tried again, by kind of error; pure."""

from datetime import datetime, timedelta
from typing import Final

from msgspec.structs import replace

from bot.errors import TryLater, Unauthorized
from bot.model.delivery import Delivery, Status

ATTEMPTS: Final = 16
"""With the waits below: a little over a day before a delivery is a dead letter."""
LONGEST_WAIT: Final = timedelta(hours=6)
TOKEN_WAIT: Final = timedelta(minutes=15)
"""Between tries while a token is refused: its holder was told, and nothing is given up meanwhile."""


def again(one: Delivery, trouble: TryLater, now: datetime) -> Delivery:
    """When the server says, else after twice as long as before; given up after ATTEMPTS."""
    attempts = one.attempts + 1
    if attempts >= ATTEMPTS:
        given_up = f"given up after {ATTEMPTS} tries: {trouble}"
        return replace(one, status=Status.FAILED, attempts=attempts, trouble=given_up)
    wait = min(timedelta(seconds=2.0**attempts) * 2, LONGEST_WAIT)
    if trouble.after is not None:
        wait = timedelta(seconds=min(max(1.0, trouble.after), LONGEST_WAIT.total_seconds()))
    return replace(one, status=Status.PLANNED, due_at=now + wait, attempts=attempts, trouble=str(trouble))


def once_entered(one: Delivery, trouble: Unauthorized, now: datetime) -> Delivery:
    """After a while, which counts as no attempt: somebody has to see to the token first."""
    return replace(one, status=Status.PLANNED, due_at=now + TOKEN_WAIT, trouble=str(trouble))
