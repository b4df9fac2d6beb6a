"""Asking for less at once where an answer is larger than is read: posts that one author made large hide no others."""

from collections.abc import Awaitable, Callable
from typing import Final, TypeVar

from bot.errors import TooLarge

T = TypeVar("T")
PART: Final = 8
"""By so much less is asked for, again and again, down to one."""


async def fitting(ask: Callable[[int], Awaitable[T]], limit: int) -> T:
    """What `ask` brings for `limit` items, or for as many fewer as an answer holds. Raises TooLarge if one is."""
    while True:
        try:
            return await ask(limit)
        except TooLarge:
            if limit == 1:
                raise
            limit = max(1, limit // PART)
