"""Names of changes: UUIDv7 (RFC 9562), so that who sorts them by name has them in the order in which they came."""

import secrets
from collections.abc import Callable
from datetime import datetime
from typing import Final
from uuid import UUID

from bot.model.noun import micros

GENESIS: Final = "00000000-0000-7000-A000-000000000000"
"""Before all changes, as FIRES has it."""
_COUNT: Final = 1 << 12
_TAIL: Final = 62


def names(last: str = GENESIS, tail: Callable[[], int] = lambda: secrets.randbits(_TAIL)) -> Callable[[datetime], str]:
    """A maker of names, each later than `last` and than the one before, whatever the clock does."""
    before = UUID(last).int >> 64

    def name(at: datetime) -> str:
        nonlocal before
        wanted = _head(micros(at) // 1000, 0)
        before = wanted if wanted > before else _next(before)
        return str(UUID(int=before << 64 | 0b10 << _TAIL | tail()))

    return name


def _head(millis: int, count: int) -> int:
    return millis << 16 | 7 << 12 | count


def _next(head: int) -> int:
    millis, count = head >> 16, (head & (_COUNT - 1)) + 1
    return _head(millis + 1, 0) if count == _COUNT else _head(millis, count)
