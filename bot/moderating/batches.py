"""Measures that were ordered together, found again by the name that they have in common."""

from bot.model.batch import batch
from bot.model.delivery import Delivery
from bot.store import measured
from bot.store.database import Store


def of_batch(store: Store, name: str) -> list[Delivery]:
    """All that was ordered in this batch, and nothing else; none where no batch is called so."""
    wanted = name.strip().casefold()
    with store.reading() as connection:
        for person, rule, at in measured.together(connection):
            if batch(person, rule, at) == wanted:
                return measured.ordered(connection, person, rule, at)
    return []
