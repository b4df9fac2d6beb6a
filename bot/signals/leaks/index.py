"""What is looked up when a text is compared to the vault: digests, and which values they are pieces of."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import Final, NamedTuple, TypeVar

from bot.model.leak import LeakKind
from bot.model.vault import Kept
from bot.signals.leaks.keyed import Keyed
from bot.signals.leaks.pieces import HALF, NUMBER, WORD, label
from bot.signals.leaks.tokens import canonical

REMEMBERED: Final = 50_000
"""Pieces of which is remembered what they are; then all are forgotten."""
SHORT: Final = 32
"""Characters of the longest of them: who writes longer ones must not fill the memory."""


NOTHING: Final = ()


class Entry(NamedTuple):
    """A piece of a value."""

    value: str
    kind: LeakKind
    piece: str


Entries = tuple[Entry, ...]
Key = TypeVar("Key")


class Index:
    """The pieces of some values, by digest; remembers only which pieces it was asked about."""

    def __init__(self, values: Sequence[Kept], keyed: Keyed) -> None:
        """Take what is kept of each, and what digests it."""
        self._keyed = keyed
        self._entries: dict[bytes, Entries] = {}
        self._words: dict[str, Entries] = {}
        self._halves: dict[str, Entries] = {}
        self._found: dict[tuple[LeakKind, str, str], Entries] = {}
        self._nothing: set[bytes] = set()
        lengths: dict[tuple[object, str], set[int]] = {}
        for value in values:
            for piece, digests in value.pieces.items():
                bare, _, length = piece.partition(":")
                for whose in (value.kind, value.id):
                    lengths.setdefault((whose, bare), set()).add(int(length or 0))
                self._add(Entry(value.id, value.kind, piece), digests)
        self._lengths = {key: tuple(sorted(found, reverse=True)) for key, found in lengths.items()}
        self.pieces = frozenset((value.id, piece) for value in values for piece in value.pieces)
        """Of which value there is which piece."""
        halves = (one for (_, piece), found in self._lengths.items() if piece == "before" for one in found)
        self.longest = max(halves, default=0)
        """Characters of the longest half of a number."""
        self.kinds = frozenset(value.kind for value in values)

    def __repr__(self) -> str:
        """How much there is, and nothing of it."""
        return f"Index({len(self._entries)} pieces)"

    def lengths(self, whose: LeakKind | str, piece: str) -> Sequence[int]:
        """How long the pieces of this sort are, of values of a kind or of one by its id: characters of a number, words
        of a name; the longest first."""
        return self._lengths.get((whose, piece), NOTHING)

    def find(self, kind: LeakKind, piece: str, said: str) -> Entries:
        """The values of this kind that have such a piece."""
        known = self._found.get((kind, piece, said))
        if known is None:
            every = self._entries.get(self._keyed.digest(label(kind, piece), said), NOTHING)
            known = tuple(entry for entry in every if entry.kind == kind and entry.piece.partition(":")[0] == piece)
            if len(said) <= SHORT:
                _remember(self._found, (kind, piece, said), known)
        return known

    def word(self, said: str) -> Entries:
        """What a word is of any value: where a name begins, a name, or a whole one glued together."""
        known = self._words.get(said)
        return self._looked(self._words, WORD, said) if known is None else known

    def halves(self, said: str) -> Entries:
        """Those of which this is the beginning or the end."""
        known = self._halves.get(said)
        return self._looked(self._halves, HALF, said) if known is None else known

    def numbers(self, said: str) -> Entries:
        """The phones, plates and papers that are this; no text has the numbers of another, so none is remembered."""
        return self._entries.get(self._keyed.digest(NUMBER, said), NOTHING)

    def known(self, words: AbstractSet[bytes]) -> bool:
        """Whether any of these is anything of any value; cheap for words that were asked about before."""
        for word in words - self._nothing:
            if self.knows(word.decode()):
                return True
            if len(word) <= SHORT:
                if len(self._nothing) >= REMEMBERED:
                    self._nothing.clear()
                self._nothing.add(word)
        return False

    def knows(self, said: str) -> bool:
        """Whether a word, in full or shortened, is anything of any value."""
        return bool(self.word(canonical(said)) or self.word(said))

    def _looked(self, asked: dict[str, Entries], sort: str, said: str) -> Entries:
        found = self._entries.get(self._keyed.digest(sort, said), NOTHING)
        if len(said) <= SHORT:
            _remember(asked, said, found)
        return found

    def _add(self, entry: Entry, digests: Sequence[bytes]) -> None:
        for digest in digests:
            self._entries[digest] = (*self._entries.get(digest, NOTHING), entry)


def _remember(asked: dict[Key, Entries], key: Key, found: Entries) -> None:
    if len(asked) >= REMEMBERED:
        asked.clear()
    asked[key] = found
