"""Which rules would only observe, as far as the past on this machine tells; the network is not touched."""

from bot.backtest.arming import Withheld
from bot.backtest.ready import arming, policies_of
from bot.commands.opened import existing
from bot.config import Config
from bot.errors import ConfigError
from bot.store.database import Store


def withheld(config: Config) -> tuple[Withheld, ...]:
    """Rules that are told to act and would hit whom they should not; none where there is no past to try them on."""
    url = config.database.reveal()
    if not url.startswith("sqlite:") or not config.master_key.exists():
        return ()
    try:
        store = existing(url, config.master_key)
    except ConfigError:  # none yet, or of another release: there is no past that this release could read
        return ()
    return _looked(store, config)


def _looked(store: Store, config: Config) -> tuple[Withheld, ...]:
    try:
        return arming(store, config).look(policies_of(config))[1]
    finally:
        store.close()
