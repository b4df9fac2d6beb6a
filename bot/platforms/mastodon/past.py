"""What addressed the person before the shield was there: their notifications, the filtered ones with them."""

from collections.abc import AsyncIterator
from datetime import datetime

import msgspec

from bot.model.arrival import Arrival
from bot.platforms.mastodon.normalise import moment
from bot.platforms.mastodon.notifications import Inbox
from bot.platforms.mastodon.pages import SLACK, Pages, Place, concerns


async def past(pages: Pages, inbox: Inbox, source: str, since: datetime, place: str) -> AsyncIterator[Arrival]:
    """As `Remembers` has it; the place is the id of the oldest notification that was brought."""
    async for page in pages.past(place):
        for one in page.elements:
            at = moment(one.at)
            if concerns(one) and (at is None or at >= since):
                yield inbox.element(source, one, None)
        last = page.last
        empty = inbox.element(source, last, Place(id=last.id))
        yield msgspec.structs.replace(empty, raw=b"", beside=b"", cursor=last.id or None)
        at = moment(last.at)
        if at is not None and at < since - SLACK:
            return
