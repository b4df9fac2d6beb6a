"""Who else wrote the same: sketches of all texts are kept, and looked through for whoever has a rule that asks."""

from collections.abc import Callable, Iterable, Sequence
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
        self._fresh: dict[str, dict[Key, sketches.Text]] = {}
        self._searches: dict[str, Search] = {}
        self._packed: dict[Key, bytes] = {}
        self._met: set[Key] = set()

    def take(self, texts: Iterable[tuple[Mention, str]], asked: Callable[[str], bool]) -> None:
        """Take the folded texts of all mentions of the transaction, once, in the order in which they will be judged."""
        whose: dict[str, list[tuple[Mention, str]]] = {}
        for mention, folded in texts:
            whose.setdefault(mention.person, []).append((mention, folded))
        for person, written in whose.items():
            self._take(person, written)
            if asked(person):
                moments = [mention.received_at for mention, _ in written]
                kept = sketches.lately(self._connection, person, min(moments) - HORIZON, max(moments) + HORIZON)
                self._searches[person] = Search(kept, b"".join(text.packed for text in self._fresh[person].values()))

    def _take(self, person: str, texts: Sequence[tuple[Mention, str]]) -> None:
        sketcher = Sketcher(write.salt(self._connection, self._master, person))
        said = ((folded, mention.author.key, micros(mention.received_at)) for mention, folded in texts)
        fresh = self._fresh[person] = {}
        for (mention, _), packed in zip(texts, sketcher.texts(said), strict=True):
            key = _key(mention)
            self._packed[key] = packed
            if packed:
                fresh[key] = sketches.Text(micros(mention.received_at), packed)

    def of(self, mention: Mention) -> tuple[Copy, ...] | None:
        """When others wrote the text of one of them; asked once of each, in their order. None where no rule asks."""
        search, key = self._searches.get(mention.person), _key(mention)
        self._met.add(key)
        if search is None:
            return None
        packed = self._packed[key]
        return search.arrive(packed) if packed else ()

    def record(self, now: datetime) -> None:
        """Keep those that were met, and let go of those with which no text will be compared any more."""
        for person, fresh in self._fresh.items():
            met = [text for key, text in fresh.items() if key in self._met]
            sketches.keep(self._connection, person, met, now - 2 * HORIZON)


def _key(mention: Mention) -> Key:
    return mention.person, mention.uri, mention.revision
