"""The person's own repository: reading, putting and deleting a record, within our share of the write points."""

from collections.abc import Mapping
from typing import Any, TypeVar

import msgspec

from bot.errors import Gone, TryLater
from bot.model.noun import Noun
from bot.platforms.bluesky.allowance import CREATE, DELETE, UPDATE, Allowance
from bot.platforms.bluesky.session import Login

T = TypeVar("T")


class Record(Noun, frozen=True, kw_only=True):
    """A record as it stands."""

    cid: str
    value: dict[str, Any]


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
    """The answer as a noun. Raises TryLater if it is something else, HTML for instance."""
    try:
        return msgspec.json.decode(raw, type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as trouble:
        raise TryLater(f"The server's answer is not what was asked for ({type(trouble).__name__}).") from trouble
