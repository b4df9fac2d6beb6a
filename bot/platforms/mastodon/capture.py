"""What a mute, a block or a dismissal would destroy, taken into custody before it: worst lost first, and bounded.

Mastodon deletes an author's notifications, notification request and conversations with a mute or a block. What an
author wrote to the person is taken too: a report may have it deleted before anybody looks again.
"""

from collections.abc import AsyncIterator, Iterator

import msgspec

from bot.errors import Gone, Refused, Unauthorized
from bot.model.action import Dismiss, Order
from bot.model.noun import Noun
from bot.platforms.mastodon.answer import Answer
from bot.platforms.mastodon.entities import AddressedEntity
from bot.platforms.mastodon.instance import Instance
from bot.platforms.mastodon.keeping import Keeping
from bot.platforms.mastodon.options import Clock, Options
from bot.platforms.mastodon.perform import check_id
from bot.platforms.mastodon.relations import read
from bot.platforms.mastodon.rest import Rest
from bot.platforms.mastodon.throttle import Cost
from bot.platforms.port import Captured
from bot.platforms.smaller import fitting

PAGES = 50
"""Of a list: 4,000 notifications, 2,000 conversations or posts. All lists together stay below what Mastodon allows in
15 minutes (300 pages), so that a capture that began can end."""

Wanted = dict[str, str | int]
"""Parameters of a request."""


class _By(Noun, frozen=True, kw_only=True):
    id: str = ""


class _Listed(Noun, frozen=True, kw_only=True):
    """A notification, a notification request, a conversation or a post: who is in it, and whom it addresses."""

    account: _By | None = None
    accounts: tuple[_By, ...] = ()
    mentions: tuple[AddressedEntity, ...] = ()
    in_reply_to_account_id: str | None = None

    def by(self, author: str) -> bool:
        """Whether the author is in it."""
        return any(one.id == author for one in (self.account, *self.accounts) if one)

    def to(self, person: str) -> bool:
        """Whether it addresses the person. snac numbers whom a post mentions, so any mention counts there."""
        ids = {one.id for one in self.mentions}
        return person in ids or self.in_reply_to_account_id == person or "0" in ids


class _Groups(Noun, frozen=True, kw_only=True):
    accounts: tuple[_By, ...] = ()
    notification_groups: tuple[msgspec.Raw, ...] = ()


class Custody:
    """Takes things into custody by REST, each as the server sent it."""

    def __init__(self, options: Options, rest: Rest, instance: Instance, person: str, clock: Clock) -> None:
        """`person` is the id of the protected account."""
        self._options = options
        self._rest = rest
        self._instance = instance
        self._person = person
        self._clock = clock

    async def capture(self, order: Order) -> AsyncIterator[Captured]:
        """What the order's action would hide or destroy. What the server lacks or no longer has is left out."""
        author = check_id(order.subject_id)
        keeping = Keeping(self._options.base_url)
        if not isinstance(order.action, Dismiss):
            async for one in self._destroyed(keeping, author):
                yield one
        elif order.notification:
            path = f"/api/v1/notifications/{check_id(order.notification)}"
            async for answer in self._pages(keeping, "notification", path, {}):
                for one in keeping.whole("notification", path, answer):
                    yield one
        for one in keeping.rest(self._clock()):
            yield one

    async def _destroyed(self, keeping: Keeping, author: str) -> AsyncIterator[Captured]:
        of_theirs: Wanted = {"account_id": author, "limit": 80}
        async for one in self._list(keeping, "notification", "/api/v1/notifications", author, of_theirs):
            yield one
        if (await self._instance.server()).groups:
            async for one in self._filtered(keeping, author, of_theirs):
                yield one
            path = "/api/v1/notifications/requests"
            async for one in self._list(keeping, "notification_request", path, author, {"limit": 80}):
                yield one
        async for one in self._list(keeping, "conversation", "/api/v1/conversations", author, {"limit": 40}):
            yield one
        async for one in self._written(keeping, author):
            yield one

    async def _filtered(self, keeping: Keeping, author: str, of_theirs: Wanted) -> AsyncIterator[Captured]:
        """What the person's notification policy set aside."""
        path = "/api/v2/notifications"
        wanted: Wanted = of_theirs | {"include_filtered": "true", "expand_accounts": "full"}
        async for answer in self._pages(keeping, "notifications", path, wanted):
            page = read(answer, _Groups)
            if page.notification_groups and all(one.id == author for one in page.accounts):
                for one in keeping.whole("notifications", path, answer):
                    yield one
            elif page.notification_groups:  # a server that did not filter as asked: others' words are not ours to keep
                keeping.room.leave("notifications")

    async def _written(self, keeping: Keeping, author: str) -> AsyncIterator[Captured]:
        """The author's posts that address the person."""
        path = f"/api/v1/accounts/{author}/statuses"
        async for answer in self._pages(keeping, "post", path, {"limit": 40}):
            for raw, listed in _elements(answer):
                if listed.to(self._person):
                    for one in keeping.part("post", path, answer, raw):
                        yield one

    async def _list(
        self, keeping: Keeping, what: str, path: str, author: str, wanted: Wanted
    ) -> AsyncIterator[Captured]:
        """A paged list: pages on which all is the author's as they came, of the others the author's elements."""
        async for answer in self._pages(keeping, what, path, wanted):
            elements = list(_elements(answer))
            theirs = [raw for raw, listed in elements if listed.by(author)]
            if theirs and len(theirs) == len(elements):
                for one in keeping.whole(what, path, answer):
                    yield one
                continue
            for raw in theirs:
                for one in keeping.part(what, path, answer, raw):
                    yield one

    async def _pages(self, keeping: Keeping, what: str, path: str, wanted: Wanted) -> AsyncIterator[Answer]:
        page: Wanted = {}
        for _ in range(PAGES):
            try:
                answer = await self._page(what, path, wanted | page)
            except Unauthorized:
                raise
            except (Gone, Refused):
                return
            yield answer
            older = answer.page("next").get("max_id", "")
            if not older or older == page.get("max_id"):
                return
            page = {"max_id": older}
        keeping.room.leave(f"{what} pages")

    async def _page(self, what: str, path: str, wanted: Wanted) -> Answer:
        cost = Cost.ACT_PAGE if "max_id" in wanted else Cost.ACT
        if "limit" not in wanted:
            return await self._rest.get(what, cost, path, wanted)
        return await fitting(
            lambda limit: self._rest.get(what, cost, path, wanted | {"limit": limit}), int(wanted["limit"])
        )


def _elements(answer: Answer) -> Iterator[tuple[bytes, _Listed]]:
    for raw in read(answer, tuple[msgspec.Raw, ...]):
        yield bytes(raw), read(Answer(status=200, body=bytes(raw)), _Listed)
