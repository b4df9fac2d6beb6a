"""Who else wrote the same: sketches of all texts are kept, and looked through for whoever has a rule that asks."""

from collections.abc import Callable, Iterable
from datetime import datetime

from sqlalchemy import Connection

from bot.evidence.master import MasterKey
from bot.model.facts import Copy
from bot.model.mention import Mention
from bot.model.noun import micros
from bot.signals.copies import HORIZON, Search, Sketcher
from bot.store import sketches, write

Key = tuple[str, str, str]
"""Person, URI, revision."""


class Copies:
    """What one transaction knows of copies, and will keep.

    Something is kept of every text, asked for or not, so that a rule written later sees the days before; it is looked
    through only where a rule asks, since that is what costs.
    """

    def __init__(self, connection: Connection, master: MasterKey) -> None:
        self._connection = connection
        self._master = master
        self._fresh: dict[str, list[sketches.Text]] = {}
        self._searches: dict[str, Search] = {}
        self._packed: dict[Key, bytes] = {}

    def take(self, texts: Iterable[tuple[Mention, str]], asked: Callable[[str], bool]) -> None:
        """Take the folded texts of all mentions of the transaction, once, in the order in which they will be judged."""
        sketchers: dict[str, Sketcher] = {}
        moments: dict[str, list[datetime]] = {}
        for mention, folded in texts:
            person, at = mention.person, micros(mention.received_at)
            if person not in sketchers:
                sketchers[person] = Sketcher(write.salt(self._connection, self._master, person))
            packed = self._packed[_key(mention)] = sketchers[person].text(folded, mention.author.key, at)
            if packed:
                self._fresh.setdefault(person, []).append(sketches.Text(at, packed))
            moments.setdefault(person, []).append(mention.received_at)
        for person, span in moments.items():
            if asked(person):
                kept = sketches.lately(self._connection, person, min(span) - HORIZON, max(span) + HORIZON)
                self._searches[person] = Search(kept, b"".join(text.packed for text in self._fresh.get(person, ())))

    def of(self, mention: Mention) -> tuple[Copy, ...] | None:
        """When others wrote the text of one of them; asked once of each, in their order. None where no rule asks."""
        search = self._searches.get(mention.person)
        if search is None:
            return None
        packed = self._packed[_key(mention)]
        return search.arrive(packed) if packed else ()

    def record(self, now: datetime) -> None:
        """Keep them, and let go of those with which no text will be compared any more."""
        for person, fresh in self._fresh.items():
            sketches.keep(self._connection, person, fresh, now - 2 * HORIZON)


def _key(mention: Mention) -> Key:
    return mention.person, mention.uri, mention.revision
