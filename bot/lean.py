"""What a shield need not carry though a library would load it."""

import sys
import warnings
from typing import Any, Final

COLOURS: Final = "rich"
GUESSING: Final = "charset_normalizer"
"""Guesses for requests how a page is encoded; what servers tell us is JSON, and that is UTF-8."""
COMMAND_LINE: Final = "httpx._main"
"""The command of that name, which httpx loads with itself where rich is there for it."""
WITHOUT: Final = "Unable to find acceptable character detection"
"""What requests says then."""


def spare() -> None:
    """Have structlog and httpx do without rich, and requests without guessing: with all that they load they weigh 6 MB,
    and a shield logs lines.

    To be called before anything loads one of these; after that it changes nothing.
    """
    if {"structlog", "requests", "httpx", COLOURS, GUESSING} & sys.modules.keys():
        return
    modules: dict[str, Any] = sys.modules
    for name in (COLOURS, GUESSING, COMMAND_LINE):
        modules[name] = None  # importing it fails, which is taken for its not being installed
    warnings.filterwarnings("ignore", WITHOUT)
    import structlog  # noqa: F401, PLC0415 - that is the point

    del modules[COLOURS]
