"""What a call takes of the processor, by itself."""

import gc
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from bot.settling import seldom


def seconds(call: Callable[[], object], tries: int = 3) -> float:
    """Seconds of processor time, the least of some tries.

    Garbage is not collected meanwhile: that of thousands of other tests takes longer than many a call.
    """
    gc.collect()
    gc.disable()
    try:
        return min(_spent(call) for _ in range(tries))
    finally:
        gc.enable()


def _spent(call: Callable[[], object]) -> float:
    begun = time.process_time()
    call()
    return time.process_time() - begun


@contextmanager
def settled() -> Iterator[None]:
    """Looks for garbage as a shield that runs: seldom, and not among what was there before."""
    gc.collect()
    gc.freeze()
    try:
        with seldom():
            yield
    finally:
        gc.unfreeze()
