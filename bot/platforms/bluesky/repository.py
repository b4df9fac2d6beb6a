"""The person's own repository: reading, putting and deleting a record, within our share of the write points."""

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any, TypeVar

import msgspec

from bot.errors import Gone, TooLarge, TryLater
from bot.model.noun import Noun
from bot.platforms.bluesky import mending
from bot.platforms.bluesky.allowance import CREATE, DELETE, UPDATE, Allowance
from bot.platforms.bluesky.session import Login

T = TypeVar("T")
PAGE = 100
"""`listRecords` gives so many at once."""
PAGES = 2_000
AT_ONCE = 200
"""`applyWrites` takes so many."""
_WRITES = "com.atproto.repo.applyWrites"


class Record(Noun, frozen=True, kw_only=True):
    """A record as it stands."""

    cid: str
    value: dict[str, Any]


class Placed(Record, frozen=True, kw_only=True):
    """A record and where it stands."""

    uri: str

    @property
    def key(self) -> str:
        """Its name in its collection."""
        return self.uri.rpartition("/")[2]


class _Page(Noun, frozen=True, kw_only=True):
    records: tuple[Placed, ...] = ()
    cursor: str | None = None


class Written(Noun, frozen=True, kw_only=True):
    """What the server says of a write."""

    uri: str = ""


class Repository:
    """The records of one account."""

    def __init__(self, login: Login, points: Allowance) -> None:
        self._login = login
        self._points = points

    async def did(self) -> str:
        """Whose repository it is."""
        return await self._login.did()

    async def get(self, collection: str, rkey: str) -> Record | None:
        """The record; None if there is none."""
        params = {"repo": await self.did(), "collection": collection, "rkey": rkey}
        try:
            return parsed(await self._login.query("com.atproto.repo.getRecord", params), Record)
        except Gone:
            return None

    async def every(self, collection: str) -> AsyncIterator[Placed]:
        """All records of a collection. Raises TooLarge rather than leave one out."""
        params: dict[str, object] = {"repo": await self.did(), "collection": collection, "limit": PAGE}
        for _ in range(PAGES):
            page = parsed(await self._login.query("com.atproto.repo.listRecords", params), _Page)
            for one in page.records:
                yield one
            if not page.cursor:
                return
            params["cursor"] = page.cursor
        raise TooLarge(f"{collection}: more than {PAGES * PAGE} records")

    def fitting(self, going: int, coming: int) -> tuple[int, int]:
        """How many of these `apply` may delete and create at once, what goes first. Raises TryLater for none."""
        room = self._points.room()
        first = max(0, min(going, AT_ONCE, room // DELETE))
        then = max(0, min(coming, AT_ONCE - first, (room - first * DELETE) // CREATE))
        if going + coming and not first + then:
            self._points.spend(DELETE if going else CREATE)
        return first, then

    async def apply(self, collection: str, going: Sequence[str], coming: Mapping[str, Mapping[str, Any]]) -> None:
        """Delete and create records by their keys, all or none."""
        self._points.spend(len(going) * DELETE + len(coming) * CREATE)
        gone = [{"$type": f"{_WRITES}#delete", "collection": collection, "rkey": key} for key in going]
        made = [
            {"$type": f"{_WRITES}#create", "collection": collection, "rkey": key, "value": dict(value)}
            for key, value in coming.items()
        ]
        await self._login.procedure(_WRITES, {"repo": await self.did(), "writes": [*gone, *made]})

    async def put(self, collection: str, rkey: str, value: Mapping[str, Any], was: Record | None) -> str:
        """Write it in the place of `was` (None: where nothing stands); its URI. Raises Conflict if it changed since."""
        self._points.spend(UPDATE if was else CREATE)
        body = {
            "repo": await self.did(),
            "collection": collection,
            "rkey": rkey,
            "record": dict(value),
            "swapRecord": was.cid if was else None,
        }
        return parsed(await self._login.procedure("com.atproto.repo.putRecord", body), Written).uri

    async def delete(self, collection: str, rkey: str, was: Record | None = None) -> None:
        """Delete it, where it still is; with `was`, only if it is still that."""
        self._points.spend(DELETE)
        body = {"repo": await self.did(), "collection": collection, "rkey": rkey}
        swap = {"swapRecord": was.cid} if was else {}
        await self._login.procedure("com.atproto.repo.deleteRecord", {**body, **swap})


def parsed(raw: bytes, kind: type[T]) -> T:
    """The answer as a noun, mended where somebody's name in it is no text. Raises TryLater if it is something else,
    HTML for instance."""
    try:
        return msgspec.json.decode(raw, type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        pass
    try:
        return msgspec.json.decode(mending.mend(raw), type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as trouble:
        raise TryLater(f"The server's answer is not what was asked for ({type(trouble).__name__}).") from trouble
