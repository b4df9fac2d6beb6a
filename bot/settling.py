"""What the collector of cycles need not look at: it cost a seventh of judging."""

import gc
from typing import Final

SELDOM: Final = 10_000
"""Objects made and kept before the youngest are looked through, in the place of 700: what judging makes is gone with
the last who asked for it, hardly any of it in cycles."""


def settle() -> None:
    """Leave alone what is loaded by now, which stays, and look for cycles among the rest seldom."""
    gc.collect()  # else what loading left in cycles would stay for ever
    gc.freeze()
    gc.set_threshold(SELDOM)
