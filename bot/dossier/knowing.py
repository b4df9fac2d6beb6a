"""Whether it is known what must be masked: with an empty vault, a masked rendering masks nothing."""

from typing import Final

from bot.dossier.draft import Draft
from bot.dossier.rendering import Rendering
from bot.errors import Refused
from bot.store.database import Store
from bot.vault.opening import opened

UNKNOWN: Final = (
    "nothing is in the vault, so neither address nor phone would be masked: put them there (`rempart vault add "
    "address`, `rempart vault add phone`, …); or, if there is nothing to hide, say so with --nothing-to-hide"
)


def is_known(store: Store, one: Draft) -> bool:
    """Whether there is something in the vault, or it was said on purpose that there is nothing to hide."""
    if one.nothing_to_hide:
        return True
    with store.reading() as connection:
        return opened(connection, store.master, one.person) is not None


def require_known(store: Store, one: Draft, rendering: Rendering) -> None:
    """Make sure of it, for what the other side reads. Raises Refused."""
    if rendering is Rendering.REDACTED and not is_known(store, one):
        raise Refused(UNKNOWN)
