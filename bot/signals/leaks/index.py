"""What is looked up when a text is compared to the vault: digests, and which values they are pieces of."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import partial
from string import ascii_lowercase, digits
from typing import Final, NamedTuple, TypeVar

from bot.model.leak import LeakKind
from bot.model.vault import Kept
from bot.signals.leaks.asked import REMEMBERED, SHORT, SHORTER, Asked
from bot.signals.leaks.dwelling import POSTCODE
from bot.signals.leaks.keyed import Keyed
from bot.signals.leaks.phones import national
from bot.signals.leaks.pieces import HALF, NUMBER, POSED, SPLIT, WORD, label
from bot.signals.leaks.tokens import canonical
from bot.signals.leaks.view import NO_DIGITS

SIGNS: Final = ascii_lowercase + digits
"""Of which numbers are made, those that pose as others included."""
NOTHING: Final = ()
HOMES: Final = (LeakKind.ADDRESS, LeakKind.PLACE)
"""What has a street, a number, a town."""
CODED: Final = frozenset({LeakKind.PLATE, LeakKind.DOCUMENT})
"""What has letters and digits, whatever parts them."""


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
        self._remember_nothing()
        self._entries: dict[bytes, Entries] = {}
        self._words: dict[str, Entries] = {}
        self._halves: dict[str, Entries] = {}
        self._houses: dict[str, Entries] = {}
        self._found: dict[tuple[LeakKind, str, str], Entries] = {}
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
        self.kinds = frozenset(value.kind for value in values)
        self.homes = tuple(kind for kind in HOMES if self.lengths(kind, "number"))
        """Kinds of which there are values with the number of a house."""
        self.coded = self.kinds & CODED
        """Kinds of plates and papers of which there are values."""
        self.codes = tuple({length for kind in self.coded for length in self.lengths(kind, "whole")})
        """How long they are."""
        self.longest_called, self.longest_coded = self._longest((LeakKind.PHONE,)), self._longest(self.coded)
        """Characters of the longest half of a phone, and of a plate or a paper; 0 where there is none."""

    def _remember_nothing(self) -> None:
        """Make what remembers of many things that they are nothing."""
        self.runs = Asked(self._is_run, SHORTER)
        """Runs of digits, with what parts them, that are the beginning or the end of a phone."""
        self.words = Asked(self._is_word)
        """Words that, in full or shortened, are anything of any value."""
        self.housed = Asked(self._is_house, SHORTER)
        """Numbers that are one of a house, as they are written."""
        self.heads = Asked(partial(self._ends_one, CODED, "before"))
        """The two characters with which a plate or a paper begins: its shortest half."""
        self.tails = Asked(partial(self._ends_one, CODED, "behind"))
        """Those with which one ends."""
        self.called = Asked(partial(self._ends_one, (LeakKind.PHONE,), "before"))
        """Those with which a phone begins."""
        self.parted = Asked(self._may_part)
        """Parts with which a plate or a paper may begin, or end, as far as they tell alone."""

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

    def house(self, said: str) -> Entries:
        """The values of which this is the number of the house."""
        known = self._houses.get(said)
        if known is None:
            known = tuple(entry for kind in self.homes for entry in self.find(kind, "number", said))
            _remember(self._houses, said, known)
        return known

    def half(self, said: str) -> Entries:
        """The numbers of which this is the beginning or the end."""
        known = self._halves.get(said)
        return self._looked(self._halves, HALF, said) if known is None else known

    def halves(self, every: Iterable[str]) -> Iterator[tuple[str, Entries]]:
        """Those of these that are one, and of which numbers."""
        asked = self._halves
        for said in every:
            found = asked.get(said)
            if found is None:
                found = self._looked(asked, HALF, said)
            if found:
                yield said, found

    def spelt(self, kind: LeakKind, value: str, piece: str, every: Iterable[str]) -> bool:
        """Whether one of these is such a piece of this value, of any length or of this one; none is remembered."""
        entries = self._entries
        digests = self._keyed.digests(label(kind, piece), map(str.encode, every))
        return any(
            one.value == value and (one.piece == piece or one.piece.partition(":")[0] == piece)
            for digest in digests
            for one in entries.get(digest, NOTHING)
        )

    def begun(self, said: str) -> Sequence[int]:
        """Where in a row of digits a phone may begin: where the first two of one stand, which are kept as one of its
        halves."""
        pairs = [said[place : place + SPLIT] for place in range(len(said) - SPLIT + 1)]
        known = self.called.among({*pairs})
        return [place for place, pair in enumerate(pairs) if pair in known] if known else NOTHING

    def numbers(self, every: Collection[bytes]) -> Iterator[tuple[int, Entry]]:
        """The phones, plates and papers that one of these is, and which of these; no text has the numbers of another:
        none is remembered."""
        entries = self._entries
        for place, digest in enumerate(self._keyed.digests(NUMBER, every)):
            if digest in entries:
                yield from ((place, entry) for entry in entries[digest])

    def _may_part(self, part: bytes) -> bool:
        said = part.translate(POSED).decode()
        if len(said) >= SPLIT:
            return bool(self.heads.any({said[:SPLIT]}) or self.tails.any({said[-SPLIT:]}))
        return self.heads.any({said + other for other in SIGNS}) or self.tails.any({other + said for other in SIGNS})

    def _is_house(self, said: bytes) -> bool:
        return len(said) < POSTCODE and bool(self.house(said.decode().lstrip("0") or "0"))

    def _is_run(self, run: bytes) -> bool:
        said = run.translate(None, NO_DIGITS).decode()
        every = (one for one in (said, national(said)) if SPLIT <= len(one) <= self.longest_called)
        return any(entry.kind == LeakKind.PHONE for _, entries in self.halves(every) for entry in entries)

    def _is_word(self, said: str) -> bool:
        return bool(self.word(canonical(said)) or self.word(said))

    def _ends_one(self, kinds: Collection[LeakKind], side: str, pair: str) -> bool:
        return any(one.kind in kinds and one.piece.startswith(side) for one in self.half(pair))

    def _longest(self, kinds: Iterable[LeakKind]) -> int:
        return max((one for kind in kinds for one in self.lengths(kind, "before")), default=0)

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
