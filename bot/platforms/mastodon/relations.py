"""How the person stands to others, as their server says it."""

from collections.abc import AsyncIterator
from typing import Any

from bot.errors import Gone, Malformed, TryLater
from bot.platforms.mastodon.answer import Answer, NotOffered
from bot.platforms.mastodon.decode import decode
from bot.platforms.mastodon.entities import AccountEntity, Relationship
from bot.platforms.mastodon.rest import Rest
from bot.platforms.mastodon.throttle import Cost
from bot.platforms.port import Relations

MAX_PAGES = 500
"""Of 80 accounts each: 40,000. Longer lists are cut, and a page that comes again ends the walk."""


class People:
    """The account's follows, mutes and blocks."""

    def __init__(self, rest: Rest, account_id: str, home: str) -> None:
        self._rest = rest
        self.id = account_id
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
        following = f"/api/v1/accounts/{self.id}/following"
        handles = {self._key(one): _handle(one, self._home) async for one in self.walk(following)}
        return Relations(
            follows=frozenset(handles),
            handles=handles,
            mutes=await self._keys("/api/v1/mutes"),
            blocks=await self._keys("/api/v1/blocks"),
        )

    async def muted(self, account_id: str) -> AccountEntity | None:
        """The account as it stands in the list of mutes, with the mute's expiry; None if it does not."""
        async for one in self.walk("/api/v1/mutes"):
            if one.id == account_id:
                return one
        return None

    async def _keys(self, path: str) -> frozenset[str]:
        return frozenset([self._key(one) async for one in self.walk(path)])

    def _key(self, one: AccountEntity) -> str:
        return f"mastodon:{self._home}/{one.id}"

    async def walk(self, path: str) -> AsyncIterator[AccountEntity]:
        """Through the pages by the Link header: its ids are those of follows and mutes, not of accounts."""
        page: dict[str, str | int] = {"limit": 80}
        for _ in range(MAX_PAGES):
            cost = Cost.PAGE if "max_id" in page else Cost.READ
            try:
                answer = await self._rest.get(path.rpartition("/")[2], cost, path, page)
            except (Gone, NotOffered):
                return
            for one in read(answer, tuple[AccountEntity, ...]):
                yield one
            older = answer.page("next").get("max_id", "")
            if not older or older == page.get("max_id"):
                return
            page = {"limit": 80, "max_id": older}


def _handle(one: AccountEntity, home: str) -> str:
    return one.acct if "@" in one.acct or not one.acct else f"{one.acct}@{home}"


def read(answer: Answer, shape: type[Any]) -> Any:
    """The answer's body as `shape`. Raises TryLater where it is none: a server's mistake, not the person's."""
    try:
        return decode(answer.body, shape)
    except Malformed as error:
        raise TryLater(str(error)) from None
