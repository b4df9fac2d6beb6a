"""Which channels nobody ever confirmed, as far as is known on this machine; the network is not touched."""

from contextlib import closing

from bot.commands.opened import existing
from bot.config import Config
from bot.errors import ConfigError
from bot.people.confirming import reached


def unconfirmed(config: Config) -> frozenset[str]:
    """The names of the channels; all of them where nothing is kept yet, none where that cannot be looked at here."""
    url = config.database.reveal()
    every = frozenset(name for person in config.shielded for name in person.urls())
    if not url.startswith("sqlite:"):
        return frozenset()
    if not config.master_key.exists():
        return every
    try:
        store = existing(url, config.master_key)
    except ConfigError:  # none yet, or of another release
        return every
    with closing(store), store.reading() as connection:
        found = [reached(connection, store.master, person.name, person.urls()) for person in config.shielded]
    return frozenset(one.name for some in found for one in some if one.confirmed_at is None)
