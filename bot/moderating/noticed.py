"""Which posts of an account were noticed, as the server of a desk numbers them."""

from typing import Final

from bot.evidence.exhibit import unseal
from bot.recording import records
from bot.store import read
from bot.store.database import Store

MOST: Final = 200
"""Posts of one account, the latest."""


def noticed(store: Store, community: str, account: str) -> list[str]:
    """Those by this `Account.key`, the latest first; of what was erased nothing is known."""
    with store.reading() as connection:
        kept = read.latest(connection, community, account, MOST)
        boxes = read.several(connection, [one.exhibit for one in kept])
    contents = (unseal(one, store.master) for one in boxes if one.wrapped)
    found = (records.read(content).facts.mention for content in contents)
    ranked = sorted(found, key=lambda one: one.received_at, reverse=True)
    return list(dict.fromkeys(one.native for one in ranked if one.native))
