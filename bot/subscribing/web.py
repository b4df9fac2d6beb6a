"""Lists at a URL: a file in any of the formats, or a FIRES dataset with its snapshot and what changed since."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit

from bot.blocklists.change import Change
from bot.blocklists.entity import Entity
from bot.blocklists.subscription import Subscription
from bot.blocklists.identifier import GENESIS
from bot.subscribing.dataset import Dataset, cursor_of, dataset, next_of, since
from bot.subscribing.fetching import BYTES, Fetching, Got
from bot.subscribing.parsing import TOLD, formed, parse
from bot.subscribing.source import Fault, Read, Unchanged, Unread, Why

ACCEPT: Final = "application/ld+json, application/json, text/csv, text/plain;q=0.9, */*;q=0.1"
FIRES: Final = "fires"
PAGES: Final = 2_000
"""Of changes, in one go."""
SIGNED: Final = ".note"
"""What stands behind a list's address where its signature is."""


class Web:
    """Reads lists over HTTP."""

    def __init__(self, fetching: Fetching, now: Callable[[], datetime]) -> None:
        self._fetching = fetching
        self._now = now

    async def read(self, one: Subscription, before: Mapping[Entity, Change]) -> Read | Unchanged:
        """As `Source`."""
        got = await self._fetching.get(one.source, ACCEPT, "" if one.cursor else one.etag)
        if isinstance(got, Unchanged):
            return got
        found = dataset(got.body)
        if found.complete:
            return await Pages(self._fetching, self._now()).read(got.address, found, one.cursor, before)
        form, after = formed(got.body, got.medium, one.form), dict[Entity, Change]()
        what = parse(form, got.body, self._now(), after)
        return Read(after, what.faults, what.faulty, form, got.etag)

    async def note(self, one: Subscription) -> str:
        """What the version that was just read is signed with; empty where there is no such thing."""
        try:
            got = await self._fetching.get(f"{one.source}{SIGNED}", "text/plain, */*;q=0.1")
        except Unread:
            return ""
        return "" if isinstance(got, Unchanged) else got.body[:4096].decode(errors="replace")


class Pages:
    """A dataset of FIRES, as it is once."""

    def __init__(self, fetching: Fetching, now: datetime) -> None:
        self._fetching = fetching
        self._now = now
        self._bytes = 0

    async def read(self, address: str, found: Dataset, cursor: str, before: Mapping[Entity, Change]) -> Read:
        """From the beginning by its snapshot, then what changed since. Raises Unread."""
        here, faults, faulty = _origin(address), list[Fault](), 0
        after = dict(before) if cursor else {}
        if not cursor:
            body = await self._get(here, found.endpoints.snapshot)
            said = parse(FIRES, body, self._now, after)
            cursor, faults, faulty = cursor_of(body) or said.newest or GENESIS, said.faults, said.faulty
        page = since(found.endpoints.changes, cursor)
        for _ in range(PAGES):
            body = await self._get(here, page)
            said = parse(FIRES, body, self._now, after)
            faults, faulty = [*faults, *said.faults][:TOLD], faulty + said.faulty
            cursor, page = said.newest or cursor, next_of(body)
            if not page or not said.newest:
                return Read(after, faults, faulty, FIRES, "", cursor)
        raise Unread(Why.MANY)

    async def _get(self, here: tuple[str, str, int | None], address: str) -> bytes:
        if _origin(address) != here:
            raise Unread(Why.ELSEWHERE)
        got = await self._fetching.get(address, ACCEPT)
        if not isinstance(got, Got) or _origin(got.address) != here:
            raise Unread(Why.ELSEWHERE)
        self._bytes += len(got.body)
        if self._bytes > BYTES:
            raise Unread(Why.LARGE)
        return got.body


def _origin(address: str) -> tuple[str, str, int | None]:
    try:
        to = urlsplit(address)
        return to.scheme, to.hostname or "", to.port
    except ValueError as error:
        raise Unread(Why.ADDRESS) from error
