"""What the collector of cycles need not look at, which cost a seventh of judging, and what the system gets back."""

import ctypes
import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

SELDOM: Final = 10_000
"""Objects made and kept before the youngest are looked through, in the place of 700: what judging makes is gone with
the last who asked for it, hardly any of it in cycles."""
ONE_HEAP: Final = (-8, 1)
"""M_ARENA_MAX of <malloc.h>: each thread has a heap of its own otherwise, and keeps what it freed."""
LARGE: Final = (-3, 128 << 10)
"""M_MMAP_THRESHOLD, as it is at first: by itself it grows with what is freed, and such blocks stay from then on."""


def live_small() -> None:
    """Have glibc keep little of what is freed: 8 to 10 MB of an idle shield. Before there is a second thread; other C
    libraries ignore it.
    """
    choose = getattr(ctypes.CDLL(None), "mallopt", None)
    if choose is not None:
        choose(*ONE_HEAP)
        choose(*LARGE)


def trim() -> None:
    """Have glibc hand back to the system what is free; other C libraries see to it themselves."""
    hand_back = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if hand_back is not None:
        hand_back(0)


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
