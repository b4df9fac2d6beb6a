"""The vault's values in a mention: in its text, its pictures' descriptions, its links, and in who wrote it."""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final, NamedTuple
from urllib.parse import unquote_plus

from bot.model.leak import Leak, LeakKind
from bot.model.mention import TEXT, Mention
from bot.model.vault import Kept, Part
from bot.signals.leaks.coded import capitals, coded
from bot.signals.leaks.halves import across
from bot.signals.leaks.houses import FIGURES, house_numbers
from bot.signals.leaks.index import Index
from bot.signals.leaks.keyed import Keyed
from bot.signals.leaks.mailed import mailboxes
from bot.signals.leaks.mentioned import Said, said
from bot.signals.leaks.misspelt import misspelt
from bot.signals.leaks.named import Words, postcodes
from bot.signals.leaks.numbered import Hit, phones
from bot.signals.leaks.sight import sight
from bot.signals.leaks.signs import Sign
from bot.signals.leaks.tokens import MIXED, tokens_of
from bot.signals.leaks.unmasked import unmasked
from bot.signals.leaks.view import View

PROFILES: Final = 10_000
"""Names and descriptions of accounts of which is remembered what stands in them."""
LONG: Final = 1_000
"""Characters from which on it is not: no platform we know takes as many, and they must not fill the memory."""
BARE: Final = bytes(code if chr(code) in "abcdefghijklmnopqrstuvwxyz" else ord(" ") for code in range(256))
"""For `bytes.translate`, to be left with words."""
SHORT: Final = 64
"""Characters up to which words that only capitals part are looked for outside of hashtags, too: handles, names."""
MOST: Final = 64
"""Leaks told of one text: who says a thing a thousand times must not keep the shield busy."""
WHOLE: Final = "whole"
LINK: Final = "link"


class Seen(NamedTuple):
    """What stands in a text: whole values, and pieces that say something only beside others."""

    leaks: tuple[Leak, ...] = ()
    parts: tuple[Part, ...] = ()


NOTHING: Final = Seen()


class Vault:
    """One person's values, looked for; knows digests only."""

    def __init__(self, values: Sequence[Kept], keyed: Keyed) -> None:
        """Take what is kept of each value, and what digests it."""
        self._index = Index(values, keyed)
        self._remembered = lru_cache(maxsize=PROFILES)(self._read)

    def __repr__(self) -> str:
        """How much there is, and nothing of it."""
        return f"Vault({self._index!r})"

    def find(self, text: str) -> Seen:
        """What stands in a text; linear in its length."""
        return self._read(TEXT, text)

    @property
    def longest_called(self) -> int:
        """Digits of the longest half of a phone; 0 where there is none."""
        return self._index.longest_called

    def called(self, value: str) -> int:
        """Digits of this phone, by its id."""
        return max(self._index.lengths(value, "whole"), default=0)

    def is_piece(self, kind: LeakKind, value: str, piece: str, said: str) -> bool:
        """Whether this is what such a piece of this value says."""
        return self._index.spelt(kind, value, piece, (said,))

    def touches(self, view: View) -> bool:
        """Whether there is anything in a text that may be part of a value, as far as can be told fast."""
        seen = view.seen
        return bool(view.digits) or Sign.AT in seen or Sign.HOST in seen or b"@" in view.text or self._wordy(view)

    def of(self, mention: Mention) -> Seen:
        """What stands anywhere in a mention."""
        return self.among(mention, said(mention))

    def among(self, mention: Mention, every: Iterable[Said]) -> Seen:
        """The same; what its author wrote in it was read."""
        author = mention.author
        seen = [self.read(one) for one in every]
        about = (("display_name", author.display_name), ("bio", author.bio), ("handle", author.handle))
        seen += [self._profile(within, text) for within, text in about if text]
        seen += [
            self._in_link(link) for link in mention.links if link not in mention.text or unquote_plus(link) != link
        ]
        if not any(one.leaks or one.parts for one in seen):
            return NOTHING
        parts = tuple(part for one in seen for part in one.parts)
        return Seen((*(leak for one in seen for leak in one.leaks), *_gathered(parts)), parts)

    def read(self, one: Said) -> Seen:
        """What stands in a text that was read."""
        return self._seen(*one)

    def _profile(self, within: str, text: str) -> Seen:
        return self._remembered(within, text) if len(text) < LONG else self._read(within, text)

    def _in_link(self, link: str) -> Seen:
        """A link as it is read; where it was written otherwise, all of it is the place."""
        read = unquote_plus(link)
        seen = self._read(LINK, read)
        whole = (0, len(link))
        leaks = (
            leak if read == link else Leak(kind=leak.kind, span=whole, within=LINK, vault=True) for leak in seen.leaks
        )
        return Seen(tuple(leaks), ())

    def _read(self, within: str, text: str) -> Seen:
        return self._seen(within, sight(text))

    def _seen(self, within: str, view: View) -> Seen:
        hits = self._hits(view)
        if not hits:
            return NOTHING
        found = [
            Leak(kind=hit.entry.kind, span=view.span(hit.start, hit.end), within=within, vault=True)
            for hit in _longest([hit for hit in hits if hit.entry.piece.startswith(WHOLE)])
        ]
        return Seen(tuple(dict.fromkeys(found) if len(found) > 1 else found), tuple(_parts(view.span, within, hits)))

    def _hits(self, view: View) -> Sequence[Hit]:
        """All pieces of values; each sort looked for where there is a sign of it."""
        index, seen = self._index, view.seen
        codes = list(postcodes(index, view)) if Sign.POSTCODE in seen else []
        hits = [*codes]
        if self._wordy(view):
            hits += Words(index, tokens_of(view), codes).hits()
        for other in unmasked(index, view):
            hits += Words(index, tokens_of(other), codes).hits()
        if view.digits:
            hits += self._misspelt(view, codes)
            hits += house_numbers(index, view)
            hits += phones(index, view)
            hits += coded(index, view)
        if Sign.AT in seen or Sign.HOST in seen:
            hits += mailboxes(index, view)
        if LeakKind.PLATE in index.kinds:
            hits += capitals(index, view)
        return hits

    def _misspelt(self, view: View, codes: Sequence[Hit]) -> Iterator[Hit]:
        """A street with a letter wrong, where the number of the house stands with a word for a street."""
        index, streets = self._index, Sign.STREET in view.seen or Sign.ANGLO in view.seen
        if streets and index.homes and index.housed.any({*FIGURES.findall(view.text)}):
            row = tokens_of(view)
            yield from misspelt(index, row, Words(index, row, codes).elsewhere)

    def _wordy(self, view: View) -> bool:
        """Whether a word in it is part of a value, or may be once it is put together, or taken apart."""
        words = self._index.words
        if Sign.SPELLED in view.seen or words.any({*view.plain.text.translate(BARE).decode().split()}):
            return True
        if view.digits and words.any({token.said for token in view.numbers}):
            return True  # `8 mai 1945` begins with one
        original = view.plain.original
        return ("#" in original or len(original) < SHORT) and MIXED.search(original) is not None


def _gathered(parts: Iterable[Part]) -> Iterator[Leak]:
    """What a mention gives away only by all of its parts together: each piece where it stands."""
    for part in dict.fromkeys(across(parts)):
        yield Leak(kind=part.kind, span=part.span, within=part.within, vault=True)


def _parts(span: object, within: str, hits: Sequence[Hit]) -> Iterator[Part]:
    """Pieces, each once; of an address that is whole, that it is."""
    known: set[tuple[str, str]] = set()
    for hit in hits:
        value, kind, piece = hit.entry
        if (value, piece) not in known:
            known.add((value, piece))
            yield Part(value=value, kind=kind, piece=piece, span=span(hit.start, hit.end), within=within)  # type: ignore[operator]


def _longest(hits: Sequence[Hit]) -> Sequence[Hit]:
    """Of several of one kind that overlap, the longest; in the order in which they stand."""
    if len(hits) <= 1:
        return hits
    taken: list[Hit] = []
    for hit in sorted(dict.fromkeys(hits), key=lambda one: (one.start - one.end, one.start)):
        if len(taken) == MOST:
            break
        if not any(one.entry.kind == hit.entry.kind and one.start < hit.end and hit.start < one.end for one in taken):
            taken.append(hit)
    taken.sort(key=lambda one: one.start)
    return taken
