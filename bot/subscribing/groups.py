"""A list made of several: somebody stands in it whom enough of its members name."""

import asyncio
from typing import Final

from bot.blocklists.merge import Threshold, Weighed, merge
from bot.blocklists.subscription import Subscription
from bot.store import lists
from bot.store.database import Store
from bot.subscribing.keeping import settings
from bot.subscribing.source import Before, Read, Unchanged, Unread, Why

FORM: Final = "lists"


class Groups:
    """Reads lists at `lists:` addresses: what holds of their members."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def read(self, one: Subscription, before: Before) -> Read | Unchanged:  # noqa: ARG002 - every source is asked alike
        """As `Source`; all of a member counts, also what is too mild to do anything alone."""
        return await asyncio.to_thread(self._read, one)  # it takes long, and mentions wait for the store's thread

    def _read(self, one: Subscription) -> Read | Unchanged:
        with self._store.reading() as connection:
            whose = lists.by_id(connection, one.list)
            members = [lists.named(connection, name) for name in settings(whose).members] if whose else []
            found = [each for each in members if each and each.person == one.person and each.closed_at is None]
            if whose is None or len(found) < len(members):
                raise Unread(Why.UNABLE)
            mark = " ".join(f"{each.id}:{each.version}" for each in found)
            if mark == one.etag:
                return Unchanged()
            terms = settings(whose)
            threshold = Threshold(count=terms.at_least, percent=terms.share)
            weighed = [
                Weighed(each.slug, lists.snapshot(connection, each.id), settings(each).priority) for each in found
            ]
            after = {each.change.entity: each.change for each in merge(weighed, threshold=threshold)}
        return Read(after, form=FORM, etag=mark)
