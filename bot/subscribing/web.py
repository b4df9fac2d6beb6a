"""Lists at a URL: a file in any of the formats, or a FIRES dataset with its snapshot and what changed since."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Final
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit, urlunsplit

from bot.blocklists.change import Change
from bot.blocklists.entity import Entity
from bot.blocklists.formats.fires_pages import Page, page
from bot.blocklists.formats.rempart import Head, head
from bot.blocklists.formats.words import NOBODY
from bot.blocklists.identifier import GENESIS
from bot.blocklists.subscription import Subscription
from bot.errors import Malformed
from bot.subscribing.fetching import BYTES, Fetching, Got
from bot.subscribing.parsing import TOLD, formed, parse
from bot.subscribing.source import Before, Read, Unchanged, Unread, Why

ACCEPT: Final = "application/ld+json, application/json, text/csv, text/plain;q=0.9, */*;q=0.1"
FIRES: Final = "fires"
PAGES: Final = 2_000
"""Of changes, in one go."""
OURS: Final = "rempart"
Origin = tuple[str, str, int | None]
"""Of an address: its scheme, host and port."""
DESCRIBED: Final = 1 << 20
"""Bytes of a document that describes a dataset."""


class Web:
    """Reads lists over HTTP."""

    def __init__(self, fetching: Fetching, now: Callable[[], datetime]) -> None:
        self._fetching = fetching
        self._now = now

    async def read(self, one: Subscription, before: Before) -> Read | Unchanged:
        """As `Source`."""
        got = await self._fetching.get(one.source, ACCEPT, "" if one.cursor else one.etag)
        if isinstance(got, Unchanged):
            return got
        found = described(got.body)
        if found.type == "Dataset" and found.endpoints.changes and found.endpoints.snapshot:
            return await Pages(self._fetching, self._now()).read(got.address, found, one.cursor, before)
        return await asyncio.to_thread(document, got, one.form, self._now())  # seconds, in which mentions come in


def document(got: Got, form: str, at: datetime) -> Read:
    """A list that is one document. Raises Unread."""
    form, after = formed(got.body, got.medium, form), dict[Entity, Change]()
    what = parse(form, got.body, at, after)
    said = head(got.body) if form == OURS else Head()
    return Read(after, what.faults, what.faulty, form, got.etag, head=said)


def described(body: bytes) -> Page:
    """What a document says of a dataset; nothing where it is none."""
    try:
        return page(body) if len(body) <= DESCRIBED else Page()
    except Malformed:
        return Page()


class Pages:
    """A dataset of FIRES, as it is once."""

    def __init__(self, fetching: Fetching, now: datetime) -> None:
        self._fetching = fetching
        self._now = now
        self._bytes = 0

    async def read(self, address: str, found: Page, cursor: str, before: Before) -> Read | Unchanged:
        """From the beginning by its snapshot, then what changed since. Raises Unread.

        A tombstone may name nobody: who is gone is then whom the snapshot lacks, so that all is read again by that.
        """
        here = _origin(address)
        if cursor:
            news = await self._onward(here, found.endpoints.changes, Read({}, cursor=cursor))
            if not news.after:
                return Unchanged()
            if NOBODY not in news.after:
                told = {entity.usual for entity in news.after}  # by whichever name it was told before
                kept = {entity: change for entity, change in (await before()).items() if entity.usual not in told}
                return news._replace(after=kept | dict(news.after))
        return await self._whole(here, found)

    async def _whole(self, here: Origin, found: Page) -> Read:
        body, onto = await self._get(here, found.endpoints.snapshot), dict[Entity, Change]()
        said = await asyncio.to_thread(parse, FIRES, body, self._now, onto)
        onto.pop(NOBODY, None)
        after = parse_qs(urlsplit(_page(body).changes).query)
        cursor = after.get("since", [""])[0] or said.newest or GENESIS
        snapshot = Read(onto, said.faults, said.faulty, cursor=cursor)
        read = await self._onward(here, found.endpoints.changes, snapshot)
        return read._replace(cursor=cursor) if NOBODY in read.after else read  # the next snapshot tells who it was

    async def _onward(self, here: Origin, changes: str, read: Read) -> Read:
        """What holds after the changes that followed."""
        fresh, cursor, faults, faulty = dict(read.after), read.cursor, read.faults, read.faulty
        address, seen = since(changes, cursor), set[str]()
        for _ in range(PAGES):
            seen.add(address)
            body = await self._get(here, address)
            said = await asyncio.to_thread(parse, FIRES, body, self._now, fresh)
            faults, faulty = [*faults, *said.faults][:TOLD], faulty + said.faulty
            cursor, address = said.newest or cursor, _page(body).next or ""
            if not address or not said.newest:
                return Read(fresh, faults, faulty, FIRES, "", cursor)
            if address in seen:  # it would go on for ever
                break
        raise Unread(Why.MANY)

    async def _get(self, here: Origin, address: str) -> bytes:
        if _origin(address) != here:
            raise Unread(Why.ELSEWHERE)
        got = await self._fetching.get(address, ACCEPT)
        if not isinstance(got, Got) or _origin(got.address) != here:
            raise Unread(Why.ELSEWHERE)
        self._bytes += len(got.body)
        if self._bytes > BYTES:
            raise Unread(Why.LARGE)
        return got.body


def since(changes: str, cursor: str) -> str:
    """The address of what changed after a change."""
    to = urlsplit(changes)
    asked = [(name, value) for name, value in parse_qsl(to.query) if name != "since"]
    return urlunsplit(to._replace(query=urlencode([*asked, ("since", cursor)])))


def _page(body: bytes) -> Page:
    try:
        return page(body)
    except Malformed as error:
        raise Unread(Why.UNREADABLE) from error


def _origin(address: str) -> Origin:
    try:
        to = urlsplit(address)
        port = to.port
    except ValueError as error:
        raise Unread(Why.ADDRESS) from error
    return to.scheme, to.hostname or "", port
