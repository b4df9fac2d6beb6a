"""What a shield need not carry though a library would load it."""

import sys
from typing import Any, Final

TRACEBACKS: Final = "rich.traceback"


def spare() -> None:
    """Have structlog do without tracebacks in colour: with rich and pygments they weigh 2 MB, and a shield logs lines.

    To be called before anything loads structlog; after that it changes nothing.
    """
    if "structlog" in sys.modules:
        return
    modules: dict[str, Any] = sys.modules
    modules[TRACEBACKS] = None  # importing it fails, which structlog takes for its not being installed
    import structlog  # noqa: F401, PLC0415 - that is the point

    del modules[TRACEBACKS]
