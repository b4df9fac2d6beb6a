"""What a page is: where it stands, who may see it, what it shows and does."""

from collections.abc import Callable
from typing import NamedTuple

from starlette.responses import Response

from bot.config.shielded import Shielded
from bot.model.seat import Grant
from bot.web.visit import Visit

Answer = Callable[[Visit], Response]


class Page(NamedTuple):
    """One page behind the door. Its answers run in a thread of their own, where they may wait for the database."""

    path: str
    needs: Grant
    """What somebody must be granted to see it."""
    look: Answer | None = None
    """To GET; it changes nothing."""
    act: Answer | None = None
    """To POST, with a form that is this session's."""
    acting: Grant | None = None
    """What somebody must be granted to act, where that is more than to see."""
    takes: int = 0
    """Bytes of a file that may come with its form; 0: none may."""
    menu: str = ""
    """Its name in the menu, `web.menu.*`; empty: it is not there."""
    whose: type[Shielded] = Shielded
    """Of whom there is such a page: of everybody, of a Person, or of a Community."""
