"""What a scenario's person keeps in the vault, put there before anything happens."""

from datetime import datetime

from bot.errors import ConfigError
from bot.model.leak import LeakKind
from bot.platforms.simulated.scenario import Shielded
from bot.store.database import Store
from bot.vault.keeping import add


def fill(store: Store, person: Shielded, now: datetime) -> None:
    """Put every value in. ConfigError, which names its place in the first line and not the value, where one says
    nothing."""
    for kind in LeakKind:
        for number, value in enumerate(getattr(person.vault, kind.value, ())):
            try:
                add(store, person.name, kind, value, "scenario", now)
            except ConfigError as error:
                place = f"line 1: protected.vault.{kind.value}[{number}]"
                raise ConfigError(*(f"{place}: {problem}" for problem in error.problems)) from None
