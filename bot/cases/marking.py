"""What the accounts of cases wrote before they belonged to one, marked so that it is found with the rest."""

from collections.abc import Sequence

from bot.store import acts
from bot.store.database import Store


def mark(store: Store, people: Sequence[str]) -> int:
    """Mark it, in small transactions; of how many accounts. What arrives meanwhile is marked as it comes."""
    with store.reading() as connection:
        accounts = acts.ungathered(connection, people)
        found = list(acts.unmarked(connection, accounts))
    for some in found:
        with store.writing() as connection:
            acts.mark(connection, some)
    if accounts:
        with store.writing() as connection:
            acts.gathered(connection, accounts)
    return len(accounts)
