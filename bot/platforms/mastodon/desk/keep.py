"""What a suspension takes out of sight, and deletes in the end, taken into custody before it: bounded, and nothing
of it private.

A moderator's token is shown directs that are addressed to the moderator, and followers-only posts where they follow:
such a post is counted as left out, and read no further. Nor is an account kept as moderators see it, with its e-mail.
"""

from asyncio import sleep
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

import msgspec

from bot.errors import Gone, Refused, Spent, Unauthorized
from bot.model.action import Order
from bot.model.measure import Limit, Sensitive, Suspend, SuspendDomain, Warn
from bot.model.noun import Noun
from bot.platforms.desk import Foreseen, server
from bot.platforms.mastodon.answer import Answer
from bot.platforms.mastodon.desk.posts import Post
from bot.platforms.mastodon.desk.reports import PATH as REPORTS
from bot.platforms.mastodon.keeping import Keeping
from bot.platforms.mastodon.options import Clock, Options
from bot.platforms.mastodon.perform import check_id
from bot.platforms.mastodon.relations import read
from bot.platforms.mastodon.rest import Rest
from bot.platforms.mastodon.surroundings import Surroundings
from bot.platforms.mastodon.throttle import Cost
from bot.platforms.port import Captured

FLAGGED: Final = 200
"""Posts that were reported or noticed."""
LATEST: Final = 40
LISTED: Final = 200
"""Accounts of a server that are asked for: the most that moderators are shown at once."""
ACCOUNTS: Final = 20
"""Of these, of which all that was noticed is kept, before their server is cut off."""
THREADS: Final = 20
"""Posts of which it is kept what they answer."""
PICTURED: Final = 60
"""Posts of which the media are kept."""
WAITS: Final = 10
"""How often one request waits for its turn."""
WITHHELD: Final = "withheld"
"""What a capture calls private posts that it was shown, when it counts what it left out."""
RESOLVED: Final = "resolved"
FORESEEN: Final = "foreseen"
Noticed = Callable[[str], Awaitable[Sequence[str]]]
"""Ids (as the desk's server writes them) of the posts by an `Account.key` that were noticed."""
Params = Mapping[str, str | int]
Foresee = Callable[[SuspendDomain], Awaitable[Foreseen]]


class _Listed(Noun, frozen=True, kw_only=True):
    id: str = ""


class _Reported(Noun, frozen=True, kw_only=True):
    statuses: tuple[msgspec.Raw, ...] = ()


class _Thread(Noun, frozen=True, kw_only=True):
    ancestors: tuple[msgspec.Raw, ...] = ()


class _Found(NamedTuple):
    """A post within an answer."""

    raw: bytes
    post: Post
    answer: Answer


class Keep:
    """Takes posts and profiles into custody by REST, each as the server sent it."""

    def __init__(
        self, options: Options, rest: Rest, surroundings: Surroundings, noticed: Noticed, clock: Clock
    ) -> None:
        self._base = options.base_url
        self._home = options.home
        self._rest = rest
        self._surroundings = surroundings
        self._noticed = noticed
        self._clock = clock

    async def capture(self, order: Order, foresee: Foresee) -> AsyncIterator[Captured]:
        """What the order would hide; nothing of what leaves it alone. Raises Gone where the account is no more."""
        keeping = Keeping(self._base)
        if isinstance(order.action, SuspendDomain):
            foreseen = msgspec.json.encode(await foresee(order.action))
            yield Captured(what=FORESEEN, url=self._base, raw=foreseen, at=self._clock())
            async for one in self._server(keeping, server(order.action.domain)):
                yield one
        if isinstance(order.action, Suspend):
            noticed = [order.native, *await self._noticed(order.subject)]
            async for one in self._account(keeping, order.subject_id, noticed):
                yield one
        for one in keeping.rest(self._clock()):
            yield one

    async def follow_up(self, order: Order) -> AsyncIterator[Captured]:
        """How the server shows the account once it is done, and the post, where that is still there."""
        keeping = Keeping(self._base)
        if isinstance(order.action, Warn | Sensitive | Limit | Suspend):
            path = f"/api/v1/accounts/{check_id(order.subject_id)}"
            profile = await self._ask(keeping, "profile", path)
            for one in keeping.whole("profile", path, profile) if profile else ():
                yield one
            for found in await self._named(keeping, [order.native] if order.native else []):
                for one in _kept(keeping, found):
                    yield one
        for one in keeping.rest(self._clock()):
            yield one

    async def _server(self, keeping: Keeping, domain: str) -> AsyncIterator[Captured]:
        """What the desk noticed of the accounts of a server; those of whom it noticed nothing are left alone."""
        asked: dict[str, str | int] = {"origin": "remote", "by_domain": domain, "limit": LISTED}
        answer = await self._ask(keeping, "accounts", "/api/v2/admin/accounts", asked)
        there = [one.id for one in read(answer, tuple[_Listed, ...])] if answer else []
        every = [(id_, await self._noticed(f"mastodon:{self._home}/{id_}")) for id_ in there]
        found = [(id_, noticed) for id_, noticed in every if noticed]
        for _ in found[ACCOUNTS:]:
            keeping.room.leave("account")
        for id_, noticed in found[:ACCOUNTS]:
            try:
                async for one in self._account(keeping, id_, noticed):
                    yield one
            except Gone:
                keeping.room.leave("account")

    async def _account(self, keeping: Keeping, id_: str, noticed: Sequence[str]) -> AsyncIterator[Captured]:
        account = check_id(id_)
        path = f"/api/v1/accounts/{account}"
        for one in keeping.whole("profile", path, await self._patiently("profile", path, None)):
            yield one
        known: dict[str, _Found] = {}
        for found in await self._posts(keeping, account, noticed):
            if found.post.id not in known:
                known[found.post.id] = found
                for one in _kept(keeping, found):
                    yield one
        async for one in self._around(keeping, list(known.values())):
            yield one

    async def _posts(self, keeping: Keeping, account: str, noticed: Sequence[str]) -> list[_Found]:
        """Those that were reported, then those that were noticed, then the latest."""
        flagged = await self._flagged(keeping, account)
        shown = {found.post.id for found in flagged}
        wanted = [one for one in dict.fromkeys(noticed) if one and one not in shown]
        room = max(0, FLAGGED - len(flagged))
        for _ in wanted[room:]:
            keeping.room.leave("post")
        latest = await self._ask(keeping, "posts", f"/api/v1/accounts/{account}/statuses", {"limit": LATEST})
        return [
            *flagged,
            *await self._named(keeping, wanted[:room]),
            *(_public(keeping, latest, read(latest, tuple[msgspec.Raw, ...])) if latest else ()),
        ]

    async def _flagged(self, keeping: Keeping, account: str) -> list[_Found]:
        """The posts that came with reports, open ones and settled ones, as they are shown in them."""
        found: list[_Found] = []
        for settled in ({}, {RESOLVED: "true"}):
            asked = {"target_account_id": account, "limit": "100", **settled}
            answer = await self._ask(keeping, "reports", REPORTS, asked)
            for report in read(answer, tuple[_Reported, ...]) if answer else ():
                found += _public(keeping, answer, report.statuses) if answer else ()
        unique = list({one.post.id: one for one in found}.values())
        for _ in unique[FLAGGED:]:
            keeping.room.leave("post")
        return unique[:FLAGGED]

    async def _named(self, keeping: Keeping, ids: Sequence[str]) -> list[_Found]:
        found: list[_Found] = []
        for one in ids:
            answer = await self._ask(keeping, "post", f"/api/v1/statuses/{check_id(one)}")
            found += _public(keeping, answer, (msgspec.Raw(answer.body),)) if answer else ()
        return found

    async def _around(self, keeping: Keeping, found: Sequence[_Found]) -> AsyncIterator[Captured]:
        """The media of posts, and what they answer, where anybody may read that."""
        pictured = [one for one in found if one.post.media_attachments]
        for each in pictured[:PICTURED]:
            async for one in self._surroundings.media(keeping, each.raw):
                yield one
        answering = [one.post.id for one in found if one.post.in_reply_to_id]
        for _ in [*pictured[PICTURED:], *answering[THREADS:]]:
            keeping.room.leave("surroundings")
        for id_ in answering[:THREADS]:
            path = f"/api/v1/statuses/{id_}/context"
            thread = await self._ask(keeping, "thread", path)
            for above in _public(keeping, thread, read(thread, _Thread).ancestors) if thread else ():
                for one in keeping.part("thread", path, above.answer, above.raw):
                    yield one

    async def _ask(self, keeping: Keeping, what: str, path: str, params: Params | None = None) -> Answer | None:
        """None, and counted as left out, where the server has it no more, or does not show it."""
        try:
            return await self._patiently(what, path, params)
        except Unauthorized:
            raise
        except (Gone, Refused):
            keeping.room.leave(what)
            return None

    async def _patiently(self, what: str, path: str, params: Params | None) -> Answer:
        """A capture may ask more than our share of some minutes: begun anew each time, it would never end."""
        for _ in range(WAITS):
            try:
                return await self._rest.get(what, Cost.ACT, path, params)
            except Spent as spent:
                await sleep(spent.after or 1.0)
        return await self._rest.get(what, Cost.ACT, path, params)


def _public(keeping: Keeping, answer: Answer, posts: Sequence[msgspec.Raw]) -> Iterator[_Found]:
    """Those that anybody may read; of the others it is counted that they are there."""
    for raw in map(bytes, posts):
        post = read(Answer(status=200, body=raw), Post)
        if post.public:
            yield _Found(raw, post, answer)
        else:
            keeping.room.leave(WITHHELD)


def _kept(keeping: Keeping, found: _Found) -> Iterator[Captured]:
    return keeping.part("post", f"/api/v1/statuses/{found.post.id}", found.answer, found.raw)
