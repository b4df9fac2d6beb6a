"""What a mute, a block or a dismissal would destroy, taken into custody before it: worst lost first, and bounded.

Mastodon deletes an author's notifications, notification request and conversations with a mute or a block.
"""

from collections.abc import AsyncIterator

import msgspec

from bot.errors import Gone, Refused, Unauthorized
from bot.model.action import Dismiss, Order
from bot.model.noun import Noun
from bot.platforms.mastodon.answer import Answer
from bot.platforms.mastodon.instance import Instance
from bot.platforms.mastodon.options import Clock, Options
from bot.platforms.mastodon.perform import check_id
from bot.platforms.mastodon.relations import read
from bot.platforms.mastodon.rest import Rest
from bot.platforms.mastodon.throttle import Cost
from bot.platforms.port import Captured

PAGES = 5
"""Of 80 notifications, or 40 conversations: what fits into a second or two before the person is shielded."""

Wanted = dict[str, str | int]
"""Parameters of a request."""


class _By(Noun, frozen=True, kw_only=True):
    id: str = ""


class _Listed(Noun, frozen=True, kw_only=True):
    """A notification, a notification request or a conversation: who is in it."""

    account: _By | None = None
    accounts: tuple[_By, ...] = ()


class Custody:
    """Takes things into custody by REST, each as the server sent it."""

    def __init__(self, options: Options, rest: Rest, instance: Instance, clock: Clock) -> None:
        self._options = options
        self._rest = rest
        self._instance = instance
        self._clock = clock

    async def capture(self, order: Order) -> AsyncIterator[Captured]:
        """What the order's action would hide or destroy. What the server lacks or no longer has is left out."""
        author = check_id(order.subject_id)
        if isinstance(order.action, Dismiss):
            if order.notification:
                number = check_id(order.notification)
                async for one in self._one("notification", f"/api/v1/notifications/{number}"):
                    yield one
        else:
            async for one in self._destroyed(author):
                yield one
            async for one in self._one("profile", f"/api/v1/accounts/{author}"):
                yield one
        if order.native:
            status = check_id(order.native)
            for what, path in (("post", ""), ("thread", "/context")):
                async for one in self._one(what, f"/api/v1/statuses/{status}{path}"):
                    yield one

    async def _destroyed(self, author: str) -> AsyncIterator[Captured]:
        of_theirs: Wanted = {"account_id": author, "limit": 80}
        async for one in self._list("notification", "/api/v1/notifications", author, of_theirs):
            yield one
        if (await self._instance.server()).groups:
            # What the person's notification policy set aside, and the request it waits under.
            path = "/api/v2/notifications"
            filtered: Wanted = of_theirs | {"include_filtered": "true", "expand_accounts": "full"}
            async for answer in self._pages("notifications", path, filtered):
                if read(answer, _Groups).notification_groups:
                    yield self._captured("notifications", path, answer.body)
            async for one in self._list(
                "notification_request", "/api/v1/notifications/requests", author, {"limit": 80}
            ):
                yield one
        async for one in self._list("conversation", "/api/v1/conversations", author, {"limit": 40}):
            yield one

    async def _list(self, what: str, path: str, author: str, wanted: Wanted) -> AsyncIterator[Captured]:
        """The elements of a paged list in which the author is: not every server filters as asked."""
        async for answer in self._pages(what, path, wanted):
            for raw in read(answer, tuple[msgspec.Raw, ...]):
                listed = read(Answer(status=200, body=bytes(raw)), _Listed)
                if any(one.id == author for one in (listed.account, *listed.accounts) if one):
                    yield self._captured(what, path, bytes(raw))

    async def _pages(self, what: str, path: str, wanted: Wanted) -> AsyncIterator[Answer]:
        page: Wanted = {}
        for _ in range(PAGES):
            try:
                answer = await self._rest.get(what, Cost.ACT, path, wanted | page)
            except Unauthorized:
                raise
            except (Gone, Refused):
                return
            yield answer
            older = answer.page("next").get("max_id", "")
            if not older or older == page.get("max_id"):
                return
            page = {"max_id": older}

    async def _one(self, what: str, path: str) -> AsyncIterator[Captured]:
        try:
            answer = await self._rest.get(what, Cost.ACT, path)
        except Unauthorized:
            raise
        except (Gone, Refused):
            return
        yield self._captured(what, path, answer.body)

    def _captured(self, what: str, path: str, raw: bytes) -> Captured:
        return Captured(what=what, url=self._options.base_url + path, raw=raw, at=self._clock())


class _Groups(Noun, frozen=True, kw_only=True):
    notification_groups: tuple[msgspec.Raw, ...] = ()
