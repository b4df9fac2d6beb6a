"""The source of who signs up, where the server does not tell it by itself."""

import asyncio
from collections.abc import AsyncIterator
from hashlib import sha256

import structlog

from bot.errors import Malformed
from bot.model.arrival import Sign
from bot.model.mention import Via
from bot.platforms.mastodon.desk import sieve
from bot.platforms.mastodon.desk.bringing import Bringing
from bot.platforms.mastodon.desk.entities import Admitted
from bot.platforms.mastodon.desk.reports import Note
from bot.platforms.mastodon.desk.walking import BEGINNING, Listing, identity
from bot.platforms.mastodon.instance import Instance
from bot.platforms.mastodon.normalise import moment
from bot.platforms.mastodon.pages import Place
from bot.platforms.mastodon.rest import Rest
from bot.platforms.port import Emit

log = structlog.get_logger(__name__)

PATH = "/api/v2/admin/accounts"
LIMIT = 100
"""Accounts a page: Mastodon's default; it allows 200."""
REMEMBERED = 1000


class SignUps:
    """Asks on a timer. GoToSocial lists accounts by name, so there it is asked who waits to be let in."""

    def __init__(self, bringing: Bringing, rest: Rest, instance: Instance, note: Note, every: float) -> None:
        self.name = f"{bringing.key}:sign-ups"
        self._bringing = bringing
        self._listing = Listing(rest, PATH, LIMIT)
        self._instance = instance
        self._server = rest.hour.now
        self._note = note
        self._every = every
        self._met: dict[str, None] = {}

    async def read(self, cursor: str | None, emit: Emit) -> None:
        """Ask until cancelled: the first time only where it begins."""
        place = Place.read(cursor) if cursor else await self._begin()
        while True:
            began = self._server()
            async for raw, reached in self._fresh(place):
                place = Place(id=reached)
                await self._bring(raw, emit, place)
            await emit(self._bringing.progress(self.name, place, Sign(until=began)))
            await asyncio.sleep(self._every)

    async def _begin(self) -> Place:
        newest = await self._listing.newest({"origin": "local"}, limit=1)
        return Place(id=next(filter(None, map(identity, newest)), BEGINNING))

    async def _fresh(self, place: Place) -> AsyncIterator[tuple[bytes, str]]:
        if (await self._instance.server()).software != "gotosocial":
            async for raw, reached in self._listing.after(place.id, {"origin": "local"}):
                yield raw, reached
            return
        for raw in await self._listing.newest({"origin": "local", "status": "pending"}):
            if identity(raw) not in self._met:
                yield raw, place.id

    async def _bring(self, raw: bytes, emit: Emit, place: Place) -> None:
        try:
            found = sieve.newcomer(raw)
        except Malformed as error:
            log.warning("sign-up unreadable", source=self.name, why=str(error))
            self._meet(raw)
            return
        kept, at = Admitted(newcomer=found.kept), moment(found.kept.created_at)
        await self._note(found.kept.id, found.kin)
        whole = sha256(raw).hexdigest()
        await emit(self._bringing.arrival(self.name, Via.POLL, kept, whole=whole, at=at, cursor=place))
        self._meet(raw)  # not before: what breaks off is brought with the next look

    def _meet(self, raw: bytes) -> None:
        self._met[identity(raw)] = None
        if len(self._met) > REMEMBERED:
            del self._met[next(iter(self._met))]
