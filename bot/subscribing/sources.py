"""Where lists of others may come from, by the scheme of their addresses."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from bot.platforms.guard import refuse_public
from bot.store.database import Store
from bot.subscribing.fetching import Fetching
from bot.subscribing.groups import Groups
from bot.subscribing.modlists import Modlists
from bot.subscribing.source import Source
from bot.subscribing.web import Web


def fetching(*, loopback: bool) -> Fetching:
    """Asks public servers over https; with `loopback`, those of this machine alone, for tests."""
    return Fetching(refuse_public, frozenset({"http", "https"})) if loopback else Fetching()


def sources(
    store: Store, platforms: Sequence[object], now: Callable[[], datetime], *, loopback: bool
) -> Mapping[str, Source]:
    """All of them; `platforms` are asked for lists that stand on one."""
    web = Web(fetching(loopback=loopback), now)
    return {"https": web, "http": web, "at": Modlists(platforms), "lists": Groups(store)}
