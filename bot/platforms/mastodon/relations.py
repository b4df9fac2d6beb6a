"""How the person stands to others, as their server says it."""

from collections.abc import AsyncIterator, Callable
from typing import Any

from bot.errors import Gone, Malformed, TryLater
from bot.platforms.mastodon.answer import Answer, NotOffered
from bot.platforms.mastodon.decode import decode
from bot.platforms.mastodon.entities import AccountEntity, Relationship
from bot.platforms.mastodon.rest import Client, Rest
from bot.platforms.mastodon.throttle import Cost
from bot.platforms.port import Relations

MAX_PAGES = 500
"""Of 80 accounts each: 40,000. Longer lists are cut, and a page that comes again ends the walk."""

AskPage = Callable[[Client, dict[str, Any]], Any]


class People:
    """The account's follows, mutes and blocks."""

    def __init__(self, rest: Rest, account_id: str, home: str) -> None:
        self._rest = rest
        self._id = account_id
        self._home = home

    async def relationship(self, account_id: str) -> Relationship:
        """How the person stands to one account, now."""
        answer = await self._rest.call(
            "relationships", Cost.ACT, lambda client: client.account_relationships(account_id)
        )
        found = read(answer, tuple[Relationship, ...])
        return next((one for one in found if one.id == account_id), Relationship(id=account_id))

    async def relations(self) -> Relations:
        """All three lists; a list that the server does not have (snac tells no mutes) is empty."""
        return Relations(
            follows=await self._keys("follows", lambda client, page: client.account_following(self._id, **page)),
            mutes=await self._keys("mutes", lambda client, page: client.mutes(**page)),
            blocks=await self._keys("blocks", lambda client, page: client.blocks(**page)),
        )

    async def muted(self, account_id: str) -> AccountEntity | None:
        """The account as it stands in the list of mutes, with the mute's expiry; None if it does not."""
        async for one in self._walk("mutes", lambda client, page: client.mutes(**page)):
            if one.id == account_id:
                return one
        return None

    async def _keys(self, what: str, ask: AskPage) -> frozenset[str]:
        return frozenset([f"mastodon:{self._home}/{one.id}" async for one in self._walk(what, ask)])

    async def _walk(self, what: str, ask: AskPage) -> AsyncIterator[AccountEntity]:
        """Through the pages by the Link header: its ids are those of follows and mutes, not of accounts."""
        page: dict[str, Any] = {"limit": 80}
        for _ in range(MAX_PAGES):
            cost = Cost.PAGE if "max_id" in page else Cost.READ
            try:
                answer = await self._rest.call(what, cost, lambda client, page=page: ask(client, page))  # type: ignore[misc]
            except (Gone, NotOffered):
                return
            for one in read(answer, tuple[AccountEntity, ...]):
                yield one
            older = answer.page("next").get("max_id", "")
            if not older or older == page.get("max_id"):
                return
            page = {"limit": 80, "max_id": older}


def read(answer: Answer, shape: type[Any]) -> Any:
    """The answer's body as `shape`. Raises TryLater where it is none: a server's mistake, not the person's."""
    try:
        return decode(answer.body, shape)
    except Malformed as error:
        raise TryLater(str(error)) from None
