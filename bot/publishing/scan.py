"""What must stay in: everything that a list would say is searched for private data before it leaves."""

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from sqlalchemy import Connection

from bot.blocklists.blocklist import Blocklist
from bot.blocklists.change import Change
from bot.errors import RempartError
from bot.evidence.master import MasterKey
from bot.evidence.pseudonym import SHOWN, pseudonym
from bot.publishing.terms import terms
from bot.signals.leaks.find import find
from bot.store import write
from bot.vault.opening import opened

FREE: Final = frozenset({"description", "title", "comment"})
"""Places where nobody's address or number has any business, whosever it is."""


class Place(NamedTuple):
    """Where something was found."""

    what: str
    """title, slug, description, contest, comment, name"""
    entry: str = ""
    """The entry, by the beginning of its name in the chain."""


class GivesAway(RempartError):
    """Something private would leave; nothing was written. It tells where, never what."""

    def __init__(self, places: tuple[Place, ...]) -> None:
        super().__init__("private data in: " + ", ".join(" ".join(filter(None, place)) for place in places))
        self.places = places


def require_clean(connection: Connection, master: MasterKey, one: Blocklist, changes: Iterable[Change]) -> None:
    """Make sure that neither a list nor these entries give anything private away. Raises GivesAway."""
    vault = opened(connection, master, one.person)
    salt = write.salt(connection, master, one.person)
    found: list[Place] = []
    for place, text in (*_about(one), *_of(changes, salt)):
        seen = vault.find(text) if vault else None
        if (seen and seen.leaks) or (place.what in FREE and find(text)):
            found.append(place)
    if found:
        raise GivesAway(tuple(dict.fromkeys(found)))


def _about(one: Blocklist) -> Iterator[tuple[Place, str]]:
    chosen = terms(one)
    texts = {"slug": one.slug, "title": one.title, "description": chosen.description, "contest": chosen.contest}
    yield from ((Place(what), text) for what, text in texts.items() if text)


def _of(changes: Iterable[Change], salt: bytes) -> Iterator[tuple[Place, str]]:
    for change in changes:
        entry = pseudonym(salt, change.entity.key)[:SHOWN]
        if change.comment:
            yield Place("comment", entry), change.comment
        yield from ((Place("name", entry), text) for text in (change.entity.key, change.uri) if text)
