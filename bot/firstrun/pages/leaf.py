"""One question of the first run: where it stands, what it shows, and what its answer does."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, NamedTuple

from bot.firstrun.pages.sitting import Sitting
from bot.web.form import Form

Look = Callable[[Sitting], Mapping[str, Any]]
Act = Callable[[Sitting, Form], Awaitable[str]]
"""Takes the answer; where one goes on. Raises ConfigError or PlatformError for what cannot be."""


def nothing(_: Sitting) -> Mapping[str, Any]:
    """Nothing beyond what was answered so far."""
    return {}


class Leaf(NamedTuple):
    """One page."""

    name: str
    step: str
    """The step of which it is a part."""
    look: Look = nothing
    act: Act | None = None

    @property
    def path(self) -> str:
        """Where it stands."""
        return path(self.name)

    @property
    def template(self) -> str:
        """What shows it."""
        return f"begin/{self.name}.html"


def path(name: str) -> str:
    """Where a page stands."""
    return f"/begin/{name}"
