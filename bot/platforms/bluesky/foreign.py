"""Lists of others: read in nobody's name where that can be, and followed by the platform's own means."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from hashlib import sha256
from typing import Any, Final

from bot.blocklists.adoption import Stance
from bot.blocklists.change import Change, Policy, Type
from bot.blocklists.entity import actor
from bot.blocklists.instep import RESOLVED
from bot.errors import Gone, Refused, TooLarge
from bot.model.noun import Noun, utc
from bot.platforms.bluesky.clock import Clock
from bot.platforms.bluesky.keys import derived
from bot.platforms.bluesky.modlist import LISTS, PURPOSE
from bot.platforms.bluesky.post import clean
from bot.platforms.bluesky.repository import Record, Repository, parsed
from bot.platforms.bluesky.session import Login
from bot.platforms.hand import Deed
from bot.platforms.modlist import Foreign

PAGE: Final = 100
MOST: Final = 200_000
"""Entries of a list; the largest there are have a few ten thousand."""
BLOCKS: Final = "app.bsky.graph.listblock"
ADDRESS: Final = re.compile(
    r"(?:at://|https://bsky\.app/profile/)([^/\s?#]+)/(?:app\.bsky\.graph\.list|lists)/([\w.:~-]+)/?"
)
Ask = Callable[[str, Mapping[str, object]], Awaitable[bytes]]
"""The raw answer to a question."""


class _Viewer(Noun, frozen=True, kw_only=True):
    muted: bool = False
    blocked: str = ""


class _View(Noun, frozen=True, kw_only=True, rename="camel"):
    cid: str = ""
    name: str = ""
    description: str = ""
    purpose: str = ""
    list_item_count: int = 0
    viewer: _Viewer = _Viewer()


class _Subject(Noun, frozen=True, kw_only=True):
    did: str = ""


class _Item(Noun, frozen=True, kw_only=True):
    uri: str = ""
    subject: _Subject = _Subject()


class _Page(Noun, frozen=True, kw_only=True):
    list: _View = _View()
    items: tuple[_Item, ...] = ()
    cursor: str | None = None


class _Found(Noun, frozen=True, kw_only=True):
    did: str = ""


class Foreigners:
    """The lists of others, as one account meets them."""

    def __init__(self, ask: Ask, login: Login, repository: Repository, clock: Clock) -> None:
        """`ask` asks in nobody's name."""
        self._ask = ask
        self._login = login
        self._repository = repository
        self._clock = clock

    async def foreign(self, address: str) -> Foreign:
        """As `KeepsLists`."""
        uri = await self._uri(address)
        page = await self._page(uri, "")
        first = "\n".join([page.list.cid, str(page.list.list_item_count), *(one.uri for one in page.items)])
        return Foreign(
            uri=uri,
            title=clean(page.list.name),
            about=clean(page.list.description),
            count=page.list.list_item_count,
            etag=sha256(first.encode()).hexdigest(),
        )

    async def entries(self, address: str) -> AsyncIterator[Change]:
        """As `KeepsLists`; each account once."""
        uri, cursor, seen = await self._uri(address), "", set[str]()
        for _ in range(MOST // PAGE):
            page = await self._page(uri, cursor)
            for one in page.items:
                did = one.subject.did
                if RESOLVED.fullmatch(did) and did not in seen:
                    seen.add(did)
                    yield self._change(did)
            cursor = page.cursor or ""
            if not cursor:
                return
        raise TooLarge(f"The list has more than {MOST} entries.")

    async def stance(self, address: str) -> Stance:
        """As `KeepsLists`."""
        viewer = await self._viewer(await self._uri(address))
        return Stance(muted=viewer.muted, blocked=bool(viewer.blocked))

    async def adopt(self, address: str, deed: Deed) -> None:
        """As `KeepsLists`; a block is a public record."""
        uri = await self._uri(address)
        match deed:
            case Deed.MUTE:
                await self._login.procedure("app.bsky.graph.muteActorList", {"list": uri})
            case Deed.BLOCK:
                await self._block(uri)
            case Deed.BLOCK_DOMAIN:
                raise Refused("A Bluesky list names accounts and no domains: mute or block by it.")

    async def abandon(self, address: str, deed: Deed, prior: Stance) -> None:
        """As `KeepsLists`; of blocks only the one that `adopt` made is taken back."""
        uri = await self._uri(address)
        match deed:
            case Deed.MUTE if not prior.muted:
                await self._login.procedure("app.bsky.graph.unmuteActorList", {"list": uri})
            case Deed.BLOCK if not prior.blocked:
                await self._repository.delete(BLOCKS, _key(uri))
            case _:
                return

    async def _block(self, uri: str) -> None:
        was: Record | None = await self._repository.get(BLOCKS, _key(uri))
        if was is None and not (await self._viewer(uri)).blocked:
            value = {"$type": BLOCKS, "subject": uri, "createdAt": utc(self._clock())}
            await self._repository.put(BLOCKS, _key(uri), value, None)

    async def _viewer(self, uri: str) -> _Viewer:
        return _moderating(await self._login.query("app.bsky.graph.getList", {"list": uri, "limit": 1})).list.viewer

    async def _page(self, uri: str, cursor: str) -> _Page:
        params: dict[str, Any] = {"list": uri, "limit": PAGE} | ({"cursor": cursor} if cursor else {})
        return _moderating(await self._ask("app.bsky.graph.getList", params))

    async def _uri(self, address: str) -> str:
        found = ADDRESS.fullmatch(address.strip())
        if not found:
            raise Refused("This is no Bluesky list; give its at:// URI, or the address of its page on bsky.app.")
        who, key = found.groups()
        if not who.startswith("did:"):
            raw = await self._ask("com.atproto.identity.resolveHandle", {"handle": who})
            who = parsed(raw, _Found).did
        if not RESOLVED.fullmatch(who):
            raise Gone("Nobody has the handle in the address of this list.")
        return f"at://{who}/{LISTS}/{key}"

    def _change(self, did: str) -> Change:
        return Change(id="", type=Type.RECOMMENDATION, at=self._clock(), entity=actor(did), policy=Policy.FILTER)


def _moderating(raw: bytes) -> _Page:
    page = parsed(raw, _Page)
    if page.list.purpose != PURPOSE:
        raise Refused("This Bluesky list is not made to mute or block by: it is no moderation list.")
    return page


def _key(uri: str) -> str:
    return derived(f"listblock {uri}")
