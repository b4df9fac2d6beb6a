"""Lists of others that come as a file, by hand: looked at before they do anything, as those that are fetched."""

from datetime import datetime
from typing import Final

from bot.blocklists.blocklist import Blocklist
from bot.blocklists.subscription import Outcome, Terms
from bot.store.database import Store
from bot.subscribing.declined import Cause, Declined
from bot.subscribing.fetching import BYTES, Got
from bot.subscribing.keeping import Keeping
from bot.subscribing.source import Unread
from bot.subscribing.subscribing import Subscribing, slug_of
from bot.subscribing.web import document

FILE: Final = "file:"


def bring(
    store: Store, following: Subscribing, name: str, body: bytes, slug: str, terms: Terms, by: str, now: datetime
) -> Blocklist:
    """The list of a file, of which a version waits now; a newer one of a list that came from a file. Raises Refused."""
    slug = slug or slug_of(f"{FILE}{name}")
    if len(body) > BYTES:
        raise Declined(Cause.LARGE)
    try:
        read = document(Got(body, "", "", ""), "", now)
    except Unread as error:
        raise Declined(Cause.UNREAD) from error
    known = next((one for one in following.every() if one.slug == slug), None)
    whose = known or following.subscribe(f"{FILE}{name}", slug, terms, by, now)
    keeping = Keeping(store)
    if keeping.offer(whose, read, now).outcome is Outcome.ACCEPTED:
        keeping.take(whose)  # no round reads it that would
    return whose
