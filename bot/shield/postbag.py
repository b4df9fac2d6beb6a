"""Between the pages, which take letters in, and the shield, which reads them: what is read is let go of."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from bot.model.letter import Taken, source_of
from bot.signals.kin import Key, keys
from bot.store import kindred, letters, read, write
from bot.store.database import Store

MOST: Final = 500
"""Letters at once."""
KNOWN: Final = timedelta(days=4)
"""How long it is remembered that a letter came; older ones are refused by their moment."""


class Postbag:
    """The letters of one community, and by what those came of whom it is told."""

    def __init__(self, store: Store, community: str, home: str, now: Callable[[], datetime]) -> None:
        """`home` is the server on which ids of accounts mean something."""
        self._store = store
        self._community = community
        self._home = home
        self._now = now

    async def waiting(self, after: int) -> list[Taken]:
        """Those that wait, in their order; the content of those whose consequences are kept is let go of."""
        return await self._store.run_durably(self._look, after)

    async def note(self, about: str, kin: tuple[tuple[str, str], ...]) -> None:
        """Keep by what an account came, of which the server's id is told: keys, from which no address can be read."""
        if kin:
            await self._store.run_durably(self._keep, about, kin)

    def _look(self, after: int) -> list[Taken]:
        who = self._community
        with self._store.reading() as connection:
            upto = int(read.cursor(connection, source_of(who)) or 0)
            done = letters.left(connection, who, upto)
            found = letters.waiting(connection, self._store.master, who, max(after, upto), MOST)
        came = [one for one in found if one.kin]
        if done or came:
            with self._store.writing() as connection:
                letters.handled(connection, who, upto, self._now())
                letters.forget(connection, self._now() - KNOWN)
                for one in came:
                    kindred.keep(connection, who, self._key(one.about), [Key(*each) for each in one.kin], self._now())
        return found

    def _keep(self, about: str, kin: tuple[tuple[str, str], ...]) -> None:
        with self._store.writing() as connection:
            salted = keys(write.salt(connection, self._store.master, self._community), kin)
            kindred.keep(connection, self._community, self._key(about), salted, self._now())

    def _key(self, about: str) -> str:
        return f"mastodon:{self._home}/{about}"
