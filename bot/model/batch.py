"""What belongs together: all orders that one rule, or one hand, gave at once."""

from datetime import datetime
from typing import Final
from uuid import UUID, uuid5

from bot.model.action import Order
from bot.model.noun import utc

BATCHES: Final = UUID("6f6d1d52-0a8e-5c52-9a1b-6b8f0f6d7a11")
"""The name space of batches, ours alone; another would give other names to what was done before."""


def batch_of(order: Order) -> str:
    """Names all that one rule, or one hand, ordered in the same transaction; Ozone keeps it with each event."""
    return batch(order.person, order.rule, order.decided_at)


def batch(person: str, rule: str, at: datetime) -> str:
    """The same, by what makes it."""
    return str(uuid5(BATCHES, "\n".join((person, rule, utc(at)))))
