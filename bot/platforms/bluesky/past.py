"""What addressed the person before the shield was there: their notifications, of which muted authors' are missing."""

from collections.abc import AsyncIterator
from datetime import datetime

from bot.model.arrival import Arrival
from bot.model.mention import Via
from bot.platforms.bluesky.clock import Clock
from bot.platforms.bluesky.notifications import MARGIN, listed_of, page_of
from bot.platforms.bluesky.people import BLUESKY, moment
from bot.platforms.bluesky.post import authority
from bot.platforms.bluesky.profiles import GROUP, Profiles
from bot.platforms.bluesky.session import Login


class Remembered:
    """Walks back through one account's notifications."""

    def __init__(self, login: Login, profiles: Profiles, account: str, clock: Clock) -> None:
        """`account` is the `Account.key` of the protected account."""
        self._login = login
        self._profiles = profiles
        self._account = account
        self._clock = clock

    async def past(self, source: str, since: datetime, place: str) -> AsyncIterator[Arrival]:
        """As `Remembers` has it; the place is the server's cursor."""
        seen = {place}
        while True:
            page = await page_of(self._login, place)
            items = [(listed_of(raw), bytes(raw)) for raw in page.notifications]
            for start in range(0, len(items), GROUP):
                some = items[start : start + GROUP]
                await self._profiles.meet(filter(None, (authority(item.uri) for item, _ in some)))
                for item, raw in some:
                    at = moment(item.indexed_at)
                    if at is None or at >= since:
                        yield self._arrival(source, at, raw, self._profiles.beside(authority(item.uri)), None)
            listed = [at for item, _ in items if (at := moment(item.indexed_at))]
            yield self._arrival(source, min(listed, default=None), b"", b"", page.cursor or "-")
            if not page.cursor or page.cursor in seen or not items or (listed and max(listed) < since - MARGIN):
                return
            place = page.cursor
            seen.add(place)

    def _arrival(self, source: str, at: datetime | None, raw: bytes, beside: bytes, cursor: str | None) -> Arrival:
        now = self._clock()
        return Arrival(
            source=source,
            platform=BLUESKY,
            via=Via.POLL,
            at=min(at or now, now),
            raw=raw,
            beside=beside,
            cursor=cursor,
            account=self._account,
        )
