"""The source of reports that are asked for: all there is without a webhook, and what one may have lost."""

import asyncio
from collections.abc import Awaitable, Callable
from hashlib import sha256

import structlog

from bot.errors import Malformed
from bot.model.arrival import Sign
from bot.model.mention import Via
from bot.platforms.mastodon.desk import sieve
from bot.platforms.mastodon.desk.bringing import Bringing
from bot.platforms.mastodon.desk.entities import Admitted, Report
from bot.platforms.mastodon.desk.sieve import Kin
from bot.platforms.mastodon.desk.walking import BEGINNING, Listing
from bot.platforms.mastodon.normalise import moment
from bot.platforms.mastodon.pages import Place
from bot.platforms.mastodon.rest import Rest
from bot.platforms.port import Emit

log = structlog.get_logger(__name__)

PATH = "/api/v1/admin/reports"
LIMIT = 100
"""Reports a page: Mastodon's default; it allows 200."""
SETTLED = "resolved"
"""Asks for those alone that are; without it, for all others."""
REMEMBERED = 1000
"""Reports that we keep in mind, as they stood, so that each change is brought once."""
Note = Callable[[str, Kin], Awaitable[None]]
"""Keeps by what an account (the server's id) came, as keys; e-mail and addresses are let go of there."""


class Reports:
    """Asks on a timer: for what is new, and for how the latest ones stand."""

    def __init__(self, bringing: Bringing, rest: Rest, note: Note, every: float) -> None:
        self.name = f"{bringing.key}:reports"
        self._bringing = bringing
        self._listing = Listing(rest, PATH, LIMIT)
        self._server = rest.hour.now
        self._note = note
        self._every = every
        self._stood: dict[str, Report] = {}

    async def read(self, cursor: str | None, emit: Emit) -> None:
        """Ask until cancelled: the first time for all that is open."""
        place = Place.read(cursor) if cursor else Place(id=BEGINNING)
        while True:
            began = self._server()
            async for raw, reached in self._listing.after(place.id):
                place = Place(id=reached)
                await self._bring(raw, emit, place)
            for raw in reversed(await self._listing.newest()):
                await self._bring(raw, emit)
            for raw in reversed(await self._listing.newest({SETTLED: "true"})):
                await self._bring(raw, emit)
            await emit(self._bringing.progress(self.name, place, Sign(until=began)))
            await asyncio.sleep(self._every)

    async def _bring(self, raw: bytes, emit: Emit, place: Place | None = None) -> None:
        """Bring a report, unless it stands as it did; one that cannot be read is passed over."""
        try:
            found = sieve.report(raw)
        except Malformed as error:
            log.warning("report unreadable", source=self.name, why=str(error))
            return
        report = found.kept
        if self._stood.get(report.id) == report:
            return
        kept, at = Admitted(report=report), moment(report.updated_at or report.created_at)
        await self._note(found.about, found.kin)
        whole = sha256(raw).hexdigest()
        await emit(self._bringing.arrival(self.name, Via.POLL, kept, whole=whole, at=at, cursor=place))
        self._stood[report.id] = report  # not before: what breaks off is brought with the next look
        if len(self._stood) > REMEMBERED:
            del self._stood[next(iter(self._stood))]
