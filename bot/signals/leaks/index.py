"""What is looked up when a text is compared to the vault: digests, and which values they are pieces of."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import Final, NamedTuple

from bot.model.leak import LeakKind
from bot.model.vault import Kept
from bot.signals.leaks.keyed import Keyed
from bot.signals.leaks.pieces import HALF, NUMBER, WORD, label
from bot.signals.leaks.tokens import canonical

REMEMBERED: Final = 50_000
"""Words of which is remembered whether they are a piece; then all are forgotten."""


NOTHING: Final = ()


class Entry(NamedTuple):
    """A piece of a value."""

    value: str
    kind: LeakKind
    piece: str


class Index:
    """The pieces of some values, by digest; remembers only which words it was asked about."""

    def __init__(self, values: Sequence[Kept], keyed: Keyed) -> None:
        """Take what is kept of each, and what digests it."""
        self._keyed = keyed
        self._entries: dict[bytes, list[Entry]] = {}
        self._words: dict[str, tuple[Entry, ...]] = {}
        self._nothing: set[str] = set()
        self._lengths: dict[tuple[LeakKind, str], set[int]] = {}
        for value in values:
            for piece, digests in value.pieces.items():
                self._add(Entry(value.id, value.kind, piece), digests)
        self.pieces = frozenset((value.id, piece) for value in values for piece in value.pieces)
        """Of which value there is which piece."""
        halves = (one for (_, piece), found in self._lengths.items() if piece == "before" for one in found)
        self.longest = max(halves, default=0)
        """Characters of the longest half of a number."""
        self.kinds = frozenset(kind for kind, _ in self._lengths)

    def __repr__(self) -> str:
        """How much there is, and nothing of it."""
        return f"Index({len(self._entries)} pieces)"

    def lengths(self, kind: LeakKind, piece: str) -> Sequence[int]:
        """How long the pieces of this sort are: characters of a number, words of a name; the longest first."""
        return sorted(self._lengths.get((kind, piece), ()), reverse=True)

    def find(self, kind: LeakKind, piece: str, said: str) -> Sequence[Entry]:
        """The values of this kind that have such a piece."""
        found = self._entries.get(self._keyed.digest(label(kind, piece), said), NOTHING)
        return [entry for entry in found if entry.kind == kind and entry.piece.partition(":")[0] == piece]

    def word(self, said: str) -> Sequence[Entry]:
        """What a word is of any value: where a name begins, a name, or a whole one glued together."""
        known = self._words.get(said)
        if known is None:
            if len(self._words) >= REMEMBERED:
                self._words.clear()
            known = self._words[said] = tuple(self._entries.get(self._keyed.digest(WORD, said), NOTHING))
        return known

    def numbers(self, said: str) -> Sequence[Entry]:
        """The phones, plates and papers that are this."""
        return self._entries.get(self._keyed.digest(NUMBER, said), NOTHING)

    def halves(self, said: str) -> Sequence[Entry]:
        """Those of which this is the beginning or the end."""
        return self._entries.get(self._keyed.digest(HALF, said), NOTHING)

    def known(self, words: AbstractSet[str]) -> bool:
        """Whether any of these is anything of any value; cheap for words that were asked about before."""
        return any(map(self.knows, words - self._nothing))

    def knows(self, said: str) -> bool:
        """Whether a word, in full or shortened, is anything of any value."""
        if said in self._nothing:
            return False
        if self.word(canonical(said)) or self.word(said):
            return True
        if len(self._nothing) >= REMEMBERED:
            self._nothing.clear()
        self._nothing.add(said)
        return False

    def _add(self, entry: Entry, digests: Sequence[bytes]) -> None:
        piece, _, length = entry.piece.partition(":")
        self._lengths.setdefault((entry.kind, piece), set()).add(int(length or 0))
        for digest in digests:
            self._entries.setdefault(digest, []).append(entry)
