"""What accounts go on writing that the person no longer sees, and how kept posts stand: by REST, in the person's name.

`GET /accounts/:id/statuses` shows what a muted or blocked account writes to the person, directs included, unless *it*
blocks the person; then what is public is read logged out, where the server lets anybody (Mastodon 4.6, by its sources).
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

import msgspec

from bot.errors import Gone, Malformed, Refused, TooLarge, Unauthorized
from bot.model.account import Account
from bot.model.arrival import Arrival
from bot.model.mention import Via
from bot.model.noun import Noun
from bot.platforms.mastodon.decode import decode
from bot.platforms.mastodon.entities import Relationship, StatusEntity
from bot.platforms.mastodon.normalise import addresses, moment
from bot.platforms.mastodon.notifications import Inbox
from bot.platforms.mastodon.perform import check_id
from bot.platforms.mastodon.relations import read
from bot.platforms.mastodon.rest import Rest
from bot.platforms.mastodon.throttle import Cost
from bot.platforms.smaller import fitting
from bot.platforms.watching import Fate, Look, Sought, Written

LIMIT = 40
"""Statuses a page: the most that Mastodon gives."""
PAGES = 25
"""How far one reading walks back."""
SLACK = timedelta(minutes=10)
"""Remote posts come late, and are dated by their own servers."""
BLOCKED = "blocked us"


class _Thread(Noun, frozen=True, kw_only=True):
    ancestors: tuple[msgspec.Raw, ...] = ()
    descendants: tuple[msgspec.Raw, ...] = ()


class _Person(Noun, frozen=True, kw_only=True):
    suspended: bool = False


class _Post(Noun, frozen=True):
    """A status as it came, read as far as it can be."""

    raw: bytes
    status: StatusEntity | None

    @property
    def id(self) -> str:
        return self.status.id if self.status else ""

    @property
    def at(self) -> datetime | None:
        return moment(self.status.created_at) if self.status else None

    @property
    def edited(self) -> datetime | None:
        return moment(self.status.edited_at) if self.status else None


class Watching:
    """Reads what others write, for one protected account."""

    def __init__(self, rest: Rest, inbox: Inbox, me: Account) -> None:
        self._rest = rest
        self._inbox = inbox
        self._me = me
        self._listed: dict[str, frozenset[str]] = {}
        """What stood on each account's first page the last time: what appears between is new, however it is dated."""

    async def written_by(self, account_id: str, after: str, since: datetime) -> Written:
        """As `Watches`."""
        author = check_id(account_id)
        first = await self._page(author, {})
        trouble = ""
        if not first and await self._blocks_us(author):
            trouble = BLOCKED
            first = await self._page(author, {}, logged_out=True)
        elif not first:
            await self._require_there(author)
        fresh = list(_fresh(first, self._listed.get(author, frozenset()), after, since))
        page = first
        for _ in range(PAGES - 1):
            if not page or any(_old(one, after, since) for one in page):
                break
            page = await self._page(author, {"max_id": page[-1].id}, logged_out=bool(trouble))
            fresh += _fresh(page, frozenset(), after, since)
        self._listed[author] = frozenset(one.id for one in first)
        arrivals = tuple(self._arrival(one) for one in reversed(fresh) if self._concerns(one))
        return Written(arrivals=arrivals, place=first[0].id if first else after, trouble=trouble)

    async def look(self, sought: Sought) -> Look:
        """As `Watches`."""
        path = f"/api/v1/statuses/{check_id(sought.native)}"
        try:
            found = await self._rest.get("status", Cost.WATCH, path)
        except Gone:
            return await self._missing(sought, path)
        post = _post(found.body)
        return Look(fate=Fate.THERE, arrival=self._arrival(post), versions=await self._versions(post, path))

    async def around(self, sought: Sought) -> tuple[Arrival, ...]:
        """As `Watches`."""
        path = f"/api/v1/statuses/{check_id(sought.native)}/context"
        try:
            thread = read(await self._rest.get("thread", Cost.WATCH, path), _Thread)
        except (Gone, TooLarge):
            return ()
        posts = (_post(bytes(raw)) for raw in (*thread.ancestors, *thread.descendants))
        return tuple(self._arrival(one) for one in posts if one.status and self._concerns(one))

    async def _page(self, author: str, place: dict[str, str], *, logged_out: bool = False) -> list[_Post]:
        ask = self._rest.neutral if logged_out else self._rest.get
        cost = Cost.WATCH_PAGE if place else Cost.WATCH
        path = f"/api/v1/accounts/{author}/statuses"
        wanted: dict[str, str | int] = {"exclude_reblogs": "true", **place}
        try:
            answer = await fitting(lambda limit: ask("statuses", cost, path, wanted | {"limit": limit}), LIMIT)
        except Refused:
            if logged_out:
                return []  # a server that shows nothing to strangers
            raise
        return [_post(bytes(raw)) for raw in read(answer, tuple[msgspec.Raw, ...])]

    async def _blocks_us(self, author: str) -> bool:
        answer = await self._rest.get("relationships", Cost.WATCH, "/api/v1/accounts/relationships", {"id[]": author})
        return any(one.id == author and one.blocked_by for one in read(answer, tuple[Relationship, ...]))

    async def _require_there(self, author: str) -> None:
        """Raise Gone where the account is not, or is suspended."""
        answer = await self._rest.get("account", Cost.WATCH, f"/api/v1/accounts/{author}")
        if read(answer, _Person).suspended:
            raise Gone("the account is suspended")

    async def _missing(self, sought: Sought, path: str) -> Look:
        author = check_id(sought.author)
        if await self._blocks_us(author):
            try:
                found = await self._rest.neutral("status", Cost.WATCH, path)
            except (Gone, Refused):
                return Look(fate=Fate.UNKNOWN)
            return Look(fate=Fate.HIDDEN, arrival=self._arrival(_post(found.body)))
        try:
            await self._require_there(author)
        except Gone:
            return Look(fate=Fate.SUSPENDED, arrival=self._told(path, {"event": "gone", "account": {"id": author}}))
        return Look(fate=Fate.DELETED, arrival=self._told(path, {"event": "delete", "uri": sought.uri}))

    async def _versions(self, post: _Post, path: str) -> bytes:
        if post.edited is None:
            return b""
        try:
            return (await self._rest.get("versions", Cost.WATCH, f"{path}/history")).body
        except Unauthorized:
            raise
        except (Gone, Refused):  # not every server keeps them
            return b""

    def _concerns(self, one: _Post) -> bool:
        """Whether it addresses the person; what cannot be read is handed on where it names them, to be set aside."""
        if one.status is None:
            return self._me.id.encode() in one.raw
        own = one.status.account is not None and one.status.account.id == self._me.id
        return not own and addresses(one.status, self._me)

    def _arrival(self, one: _Post) -> Arrival:
        return self._inbox.arrival("", Via.WATCH, one.raw, at=one.edited or one.at)

    def _told(self, path: str, beside: object) -> Arrival:
        """That something is no longer there: what was asked, and what was answered."""
        raw = msgspec.json.encode({"asked": path, "status": 404})
        return self._inbox.arrival("", Via.WATCH, raw, beside=msgspec.json.encode(beside))


def _post(raw: bytes) -> _Post:
    try:
        return _Post(raw, decode(raw, StatusEntity))
    except Malformed:
        return _Post(raw, None)


def _fresh(page: list[_Post], listed: frozenset[str], after: str, since: datetime) -> Iterator[_Post]:
    """What of a page, newest first, is new or was edited since."""
    known = False
    last = max((index for index, one in enumerate(page) if one.id in listed), default=-1)
    for index, one in enumerate(page):
        known = known or _old(one, after, since)
        inserted = index < last and one.id not in listed
        edited = one.edited is not None and one.edited >= since - SLACK
        if not known or inserted or edited:
            yield one


def _old(one: _Post, after: str, since: datetime) -> bool:
    """Whether it was there at the last reading."""
    if after and one.id == after:
        return True
    return one.at is not None and one.at < since - SLACK
