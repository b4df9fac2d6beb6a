"""What a shield need not carry though a library would load it."""

import sys
from typing import Any, Final

COLOURS: Final = "rich"


def spare() -> None:
    """Have structlog do without rich: with all that it loads it weighs 4 MB, and a shield logs lines.

    To be called before anything loads structlog or rich; after that it changes nothing.
    """
    if {"structlog", COLOURS} & sys.modules.keys():
        return
    modules: dict[str, Any] = sys.modules
    modules[COLOURS] = None  # importing it fails, which structlog takes for its not being installed
    import structlog  # noqa: F401, PLC0415 - that is the point

    del modules[COLOURS]
