"""What we are registered as at people's servers: once at each, since most allow few registrations."""

import asyncio
import threading
from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

import msgspec
from sqlalchemy import Connection

from bot.store import followers, read, write
from bot.store.database import Store

if TYPE_CHECKING:
    from bot.platforms.mastodon.doorway import Application
    from bot.platforms.mastodon.oauth import Errand
    from bot.platforms.mastodon.options import Options

LATEST: Final = 1_000
"""Applications that are remembered though nobody said yes yet."""
FRESH: Final = timedelta(hours=12)
"""How long an application is used that nobody has said yes to: servers forget such after a day."""


class Applications:
    """Those of one database."""

    def __init__(self, store: Store, options: "Callable[[str], Options]", now: Callable[[], datetime]) -> None:
        """`options` says how a server is reached."""
        self.store = store
        self.options = options
        self.now = now
        self._fresh: OrderedDict[str, Application] = OrderedDict()
        self._lock = threading.Lock()

    def knows(self, server: str, back: str) -> bool:
        """Whether nothing need be asked of a server to begin."""
        return self._known(self.options(server), back) is not None

    def at(self, options: "Options", back: str) -> "Application":
        """Ours at a server; registered now, where it is not yet. Raises ConfigError, Refused, TryLater."""
        return self._known(options, back) or self._apply(options, back)

    def _known(self, options: "Options", back: str) -> "Application | None":
        """Ours at a server, registered once, since most allow few registrations; None: none that holds."""
        from bot.platforms.mastodon.doorway import Application  # noqa: PLC0415 - platforms load when used

        name = _name(options, back)
        with self.store.reading() as connection:
            kept = read.get(connection, self.store.master, name)
            used = followers.at_server(connection, options.home)
        found = msgspec.json.decode(kept, type=Application) if kept else self._fresh.get(name)
        return found if found is not None and (used or found.at + FRESH > self.now()) else None

    def _apply(self, options: "Options", back: str) -> "Application":
        """Register; it is written down once somebody said yes, so that mere names of servers fill nothing."""
        from bot.platforms.mastodon import doorway  # noqa: PLC0415 - as above

        made = asyncio.run(doorway.apply(options, back, self.now))
        with self._lock:
            self._fresh[_name(options, back)] = made
            while len(self._fresh) > LATEST:
                self._fresh.popitem(last=False)
        return made

    def keep(self, connection: Connection, errand: "Errand") -> None:
        """Somebody said yes by it: what they were asked by is for whoever comes later."""
        name = _name(self.options(errand.server), errand.redirect)
        with self._lock:
            made = self._fresh.pop(name, None)
        if made is not None:
            write.put(connection, self.store.master, name, msgspec.json.encode(made))

    def drop(self, errand: "Errand") -> None:
        """Their server does not know our application any more; the next who asks registers another."""
        name = _name(self.options(errand.server), errand.redirect)
        with self._lock:
            self._fresh.pop(name, None)
        with self.store.writing() as connection:
            write.drop(connection, name)


def _name(options: "Options", back: str) -> str:
    """Under what name our application at a server stands in the safe."""
    return f"application:{options.home}:{back}"
