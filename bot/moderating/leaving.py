"""What goes when a member left: all that is kept of posts to her, and what was counted of them."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from bot.erasure.erasing import BY_ITSELF
from bot.erasure.plan import Erasure
from bot.erasure.spared import Target
from bot.errors import ChainBroken, KeyMissing
from bot.evidence.exhibit import unseal
from bot.keyring import renew
from bot.model.account import KEY
from bot.recording import records
from bot.store import crowds, past, rolls, tolls
from bot.store.database import Store
from bot.store.rolls import Said, State


def forget(store: Store, keys: Path, community: str, known: Mapping[str, str], now: datetime) -> int:
    """Let go of what is kept of posts to those who left since the last time; of how many.

    `keys` is the file of the keys of backups; `known` says which accounts handles stand for: whoever left by a handle
    that nobody knows waits for the next time, as does what is under legal hold, or what something rests on that stands.
    """
    with store.reading() as connection:
        said = rolls.every(connection, community)
    left = {name: name if KEY.fullmatch(name) else known.get(name, "") for name, one in said.items() if _left(one)}
    left = {name: key for name, key in left.items() if key}
    if not left:
        return 0
    erasure, gone, waits = Erasure(store, keys), 0, set[str]()
    for uri, member in dict(_written_to(store, community, frozenset(left.values()))).items():
        came = erasure.erase(Target(person=community, uri=uri), BY_ITSELF, now)
        gone += came.mentions
        waits |= {member} if came.spared else set()
    with store.writing() as connection:
        tolls.forget(connection, community, list(left.values()))
        crowds.forget(connection, community, [], list(left.values()))  # a raid on her names her no more
        for name, key in left.items():
            one = rolls.one(connection, community, name)
            if one is not None and _left(one) and key not in waits:
                rolls.put(connection, community, name, Said(State.OUT, one.by, one.at))
    renew(store, keys, now)  # it says who is out, so that no older backup brings them back in
    return gone


def _left(one: Said) -> bool:
    return one.state is State.LEFT


def _written_to(store: Store, community: str, members: frozenset[str]) -> Iterator[tuple[str, str]]:
    """(URI, to whom) of the posts that were addressed to these; what was reported and addresses nobody stays."""
    for page in past.pages(store, community):
        for sealed in page.contents:
            with suppress(KeyMissing, ChainBroken):
                mention = records.read(unseal(sealed, store.master)).facts.mention if sealed else None
                if mention is not None and mention.to in members:
                    yield mention.uri, mention.to
