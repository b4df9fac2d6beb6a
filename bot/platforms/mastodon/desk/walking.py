"""Walking forward through the lists that moderators are shown, in the server's own order."""

from collections.abc import AsyncIterator, Mapping
from typing import Final

import msgspec

from bot.errors import Gone, Malformed, Refused, TryLater
from bot.platforms.mastodon.answer import Answer
from bot.platforms.mastodon.decode import decode
from bot.platforms.mastodon.entities import Head
from bot.platforms.mastodon.rest import Rest
from bot.platforms.mastodon.throttle import Cost
from bot.platforms.smaller import fitting

BEGINNING: Final = "0"
"""Before every id. (Of GoToSocial's, which are letters and digits, this is by their order, and not verified.)"""
Params = Mapping[str, str | int]


class Listing:
    """One list of a server."""

    def __init__(self, rest: Rest, path: str, limit: int) -> None:
        self._rest = rest
        self._path = path
        self._limit = limit

    async def newest(self, params: Params | None = None, limit: int = 0) -> list[bytes]:
        """The latest page, newest first."""
        return _elements(await self._ask(Cost.READ, {**(params or {})}, limit or self._limit))

    async def after(
        self, since: str, params: Params | None = None, pages: int = 100
    ) -> AsyncIterator[tuple[bytes, str]]:
        """What came after the element `since`, oldest first, so many pages at most, each with its place."""
        for _ in range(pages):
            answer = await self._ask(Cost.PAGE, {**(params or {}), "min_id": since}, self._limit)
            page = _elements(answer)
            newest = answer.page("prev").get("min_id") or (identity(page[0]) if page else "")
            if not newest or newest == since:
                return
            for raw in reversed(page[1:]):
                yield raw, identity(raw) or since
            yield page[0], newest
            since = newest

    async def _ask(self, cost: Cost, params: Params, limit: int) -> Answer:
        what = self._path.rpartition("/")[2]
        try:
            return await fitting(lambda most: self._rest.get(what, cost, self._path, {**params, "limit": most}), limit)
        except Gone as error:  # of a list this says that there is none
            raise Refused(str(error)) from None


def identity(raw: bytes) -> str:
    """The id of an element; empty where it has none that can be read."""
    try:
        return str(decode(raw, Head).id)
    except Malformed:
        return ""


def _elements(answer: Answer) -> list[bytes]:
    try:
        return list(map(bytes, decode(answer.body, tuple[msgspec.Raw, ...])))
    except Malformed as error:
        raise TryLater(str(error)) from None
