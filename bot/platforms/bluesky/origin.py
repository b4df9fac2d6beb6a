"""Proof by origin: the record as the author's own server proves it, with the keys that its signature goes by.

Only the account's server proves: a relay has no `com.atproto.sync.getRecord` and sends `getRepo` on to that server,
and the AppView's records are unsigned (read in their sources, 2026). The AppView tells whether anybody was shown it.
"""

import asyncio
import re
from collections.abc import AsyncIterator
from hashlib import sha256
from http import HTTPStatus
from typing import Final, NamedTuple
from urllib.parse import unquote, urlencode

from bot.errors import Gone, Refused, TryLater, Unproven
from bot.evidence import car
from bot.evidence.document import server_in
from bot.evidence.origin import (
    DOCUMENT,
    LOG,
    ORIGIN,
    REFUSED,
    REPOSITORY,
    VIEW,
    Asked,
    Origin,
    Outcome,
    Way,
    digest,
    written,
)
from bot.evidence.plc import PREFIX
from bot.model.noun import utc
from bot.platforms.bluesky.clock import Clock
from bot.platforms.bluesky.options import Options
from bot.platforms.bluesky.refusals import refusal
from bot.platforms.outside import Answer, Outside
from bot.platforms.port import Captured

LARGEST: Final = {REPOSITORY: car.LARGEST, DOCUMENT: 2**18, LOG: 2**21, VIEW: 2**20}
"""Bytes of each answer; more is not read."""
REFUSAL: Final = 2**16
"""Bytes of a refusal that are kept."""
_URI: Final = re.compile(
    r"at://(did:plc:[a-z2-7]{24}|did:web:[A-Za-z0-9.-]{1,253}(?:%3A[0-9]{1,5})?)/([A-Za-z0-9.-]+)/([^/?#]{1,512})"
)
_TOLD: Final = ("date", "server", "content-type", "etag", "last-modified", "location", "retry-after")
_LONGEST: Final = 200
"""Characters of a header that are kept."""


class _Got(NamedTuple):
    asked: Asked
    raw: bytes = b""


class Prover:
    """Asks for the proof of one post after the other."""

    def __init__(self, outside: Outside, options: Options, clock: Clock) -> None:
        self._outside = outside
        self._options = options
        self._clock = clock

    async def origin(self, uri: str, revision: str) -> AsyncIterator[Captured]:
        """What proves the record at `uri`, or that it is not there, and last the record of what was asked and came.

        Never raises what a server or the way to it does: that is recorded. `revision` is the CID as it was delivered.
        """
        named = _URI.fullmatch(uri)
        found = await self._all(uri, *named.groups()) if named else []
        for one in found:
            if one.asked.digest:
                what = one.asked.what if one.asked.outcome is Outcome.ANSWERED else REFUSED
                yield Captured(what=what, url=one.asked.url, raw=one.raw, at=self._clock())
        record = Origin(uri=uri, revision=revision, asked=tuple(one.asked for one in found))
        yield Captured(what=ORIGIN, url=uri, raw=written(record), at=self._clock())

    async def _all(self, uri: str, did: str, collection: str, rkey: str) -> list[_Got]:
        """The record before all else: it may be deleted any moment. The log after it, so that it knows the key."""
        document = await self._document(did)
        repository = await self._repository(document, did, collection, rkey)
        beside = await asyncio.gather(self._log(did), self._view(uri))
        return [repository, document, *(one for found in beside for one in found)]

    async def _document(self, did: str) -> _Got:
        if did.startswith(PREFIX):
            return await self._ask(DOCUMENT, f"{self._directory}/{did}" if self._directory else "")
        host = unquote(did.removeprefix("did:web:"))
        return await self._ask(DOCUMENT, f"https://{host}/.well-known/did.json")

    async def _log(self, did: str) -> list[_Got]:
        if not did.startswith(PREFIX) or not self._directory:
            return []
        return [await self._ask(LOG, f"{self._directory}/{did}/log/audit")]

    async def _view(self, uri: str) -> list[_Got]:
        if not self._options.appview:
            return []
        query = urlencode({"uris": uri})
        return [await self._ask(VIEW, f"{self._options.appview.rstrip('/')}/xrpc/app.bsky.feed.getPosts?{query}")]

    async def _repository(self, document: _Got, did: str, collection: str, rkey: str) -> _Got:
        try:
            server = server_in(document.raw, did) if document.asked.outcome is Outcome.ANSWERED else ""
        except Unproven as trouble:
            return _Got(Asked(what=REPOSITORY, url="", outcome=Outcome.UNREACHED, why=str(trouble)))
        if not server:
            asked = document.asked.outcome is not Outcome.NOT_ASKED
            outcome = Outcome.UNREACHED if asked else Outcome.NOT_ASKED
            return _Got(Asked(what=REPOSITORY, url="", outcome=outcome, why="its server is not known"))
        query = urlencode({"did": did, "collection": collection, "rkey": rkey})
        return await self._ask(REPOSITORY, f"{server.rstrip('/')}/xrpc/com.atproto.sync.getRecord?{query}")

    @property
    def _directory(self) -> str:
        return self._options.plc.rstrip("/")

    async def _ask(self, what: str, url: str) -> _Got:
        """Ask one server one thing; whatever comes of it is said."""
        began = utc(self._clock())
        way = Way.NONE
        try:
            way = self._outside.way(url)
            answer = await self._outside.get(url, most=LARGEST[what])
        except Refused as trouble:
            return _Got(Asked(what=what, url=url, began=began, ended=began, why=str(trouble)))
        except TryLater as trouble:
            ended = utc(self._clock())
            outcome = Outcome.UNREACHED
            return _Got(Asked(what=what, url=url, way=way, outcome=outcome, began=began, ended=ended, why=str(trouble)))
        return self._told(what, url, way, began, answer)

    def _told(self, what: str, url: str, way: Way, began: str, answer: Answer) -> _Got:
        outcome = self._outcome(answer)
        raw = answer.raw if outcome is Outcome.ANSWERED else answer.raw[:REFUSAL]
        asked = Asked(
            what=what,
            url=url,
            way=way,
            outcome=outcome,
            began=began,
            ended=utc(self._clock()),
            status=answer.status,
            headers={name: answer.headers[name][:_LONGEST] for name in _TOLD if name in answer.headers},
            certificate=sha256(answer.certificate).hexdigest() if answer.certificate else "",
            digest=digest(raw) if raw else "",
        )
        return _Got(asked, raw)

    def _outcome(self, answer: Answer) -> Outcome:
        if answer.status == HTTPStatus.OK:
            return Outcome.ANSWERED
        if answer.status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
            return Outcome.REFUSED
        said = refusal(answer.status, answer.headers, answer.raw, "origin", self._clock())
        gone = isinstance(said, Gone) or answer.status == HTTPStatus.GONE
        return Outcome.GONE if gone else Outcome.UNREACHED
