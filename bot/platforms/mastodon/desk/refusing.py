"""Why a server refused a moderator's account: said in words, since to the server it is 403 or 404 alike."""

from collections.abc import Awaitable, Callable
from typing import Final, TypeVar

from bot.errors import Gone, Refused
from bot.platforms.mastodon.answer import Forbidden, NotOffered
from bot.platforms.mastodon.desk.probe import NO_ADMIN, ROLE, Probed
from bot.platforms.mastodon.desk.reports import PATH
from bot.platforms.mastodon.rest import Rest
from bot.platforms.mastodon.throttle import Cost

T = TypeVar("T")
Examine = Callable[[frozenset[str]], Awaitable[Probed]]
"""Looks at what the account may do, for these kinds of measures."""
SPARED: Final = "the server spares this account: it belongs to its own team, or nothing of it can be brought back"


class Refusing:
    """Asks the server, once something was refused, what is missing."""

    def __init__(self, rest: Rest, examine: Examine) -> None:
        self._rest = rest
        self._examine = examine

    async def told(self, kind: str, doing: Awaitable[T]) -> T:
        """What it gives. Raises Refused with words where the right is missing, or the server has no such thing."""
        try:
            return await doing
        except Forbidden:
            raise Refused(f"{kind}: {await self._why(kind)}") from None
        except Gone:
            if await self._has_desk():
                raise
            raise NotOffered(f"{kind}: {NO_ADMIN}") from None

    async def _why(self, kind: str) -> str:
        found = await self._examine(frozenset({kind}))
        if found.probe.lacking:
            return f"the token lacks {', '.join(found.probe.lacking)}; make a new one with it"
        if kind not in found.can:
            need = next((name for kinds, name in ROLE.items() if kind in kinds), "such measures")
            return f"the account's role does not allow it (permission {need})"
        return SPARED

    async def _has_desk(self) -> bool:
        """Whether it is the object that is gone: a server without the interface may answer 404 in JSON to all of it."""
        try:
            await self._rest.get("reports", Cost.ACT, PATH, {"limit": 1})
        except (Gone, NotOffered):
            return False
        except Forbidden:
            return True
        return True
