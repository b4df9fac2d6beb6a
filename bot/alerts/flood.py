"""When alerts would become a flood, and are gathered into one digest every ten minutes instead."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from bot.model.reason import Severity

WINDOW: Final = timedelta(minutes=10)
"""Within which alerts are counted; also how long gathered ones wait."""
AT_ONCE: Final = 5
"""Alerts that may leave at once within the window, to one person."""
AT_ONCE_URGENT: Final = 20
"""The same, for an urgent one."""

Leaving = tuple[datetime, Severity]
"""An alert about a mention: when it leaves, and its severity."""


class Told(StrEnum):
    """How an alert reaches its person."""

    NOW = "now"
    GATHERED = "gathered"


def told(left: Iterable[Leaving], new: Leaving) -> Told:
    """Whether an alert that should leave at once may, after those that left at once before it (any order)."""
    at, severity = new
    recent = sum(1 for moment, _ in left if moment > at - WINDOW)
    return Told.NOW if recent < (AT_ONCE_URGENT if severity is Severity.URGENT else AT_ONCE) else Told.GATHERED
