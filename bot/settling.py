"""What the collector of cycles need not look at: it cost a seventh of judging."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

SELDOM: Final = 10_000
"""Objects made and kept before the youngest are looked through, in the place of 700: what judging makes is gone with
the last who asked for it, hardly any of it in cycles."""


def settle() -> None:
    """Leave alone what is loaded by now, which stays, and look for cycles among the rest seldom."""
    gc.collect()  # else what loading left in cycles would stay for ever
    gc.freeze()
    gc.set_threshold(SELDOM)


@contextmanager
def seldom() -> Iterator[None]:
    """Look for cycles seldom, for a while."""
    before = gc.get_threshold()
    gc.set_threshold(SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*before)
