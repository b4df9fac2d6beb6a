"""The vault's values in a mention: in its text, its pictures' descriptions, its links, and in who wrote it."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final, NamedTuple
from urllib.parse import unquote_plus

from bot.model.leak import Leak, LeakKind
from bot.model.mention import Mention
from bot.model.vault import Kept, Part
from bot.signals.leaks.coded import CAPITAL, coded
from bot.signals.leaks.index import Index
from bot.signals.leaks.keyed import Keyed
from bot.signals.leaks.mailed import AT, mailboxes
from bot.signals.leaks.mentioned import TEXT, said
from bot.signals.leaks.named import Words, house_numbers, postcodes
from bot.signals.leaks.numbered import Hit, phones
from bot.signals.leaks.numbers import NO_DIGITS, SAID, View, in_digits
from bot.signals.leaks.plain import Plain
from bot.signals.leaks.tokens import ALONE, MIXED, tokens_of

PROFILES: Final = 10_000
"""Names and descriptions of accounts of which is remembered what stands in them."""
WORD: Final = re.compile("[a-z]+")
SINGLE: Final = frozenset("abcdefghijklmnopqrstuvwxyz")
SHORT: Final = 64
"""Characters up to which words that only capitals part are looked for outside of hashtags, too: handles, names."""
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
        self._profile = lru_cache(maxsize=PROFILES)(self._seen)

    def __repr__(self) -> str:
        """How much there is, and nothing of it."""
        return f"Vault({self._index!r})"

    def find(self, text: str) -> Seen:
        """What stands in a text; linear in its length."""
        return self._seen(TEXT, text)

    def of(self, mention: Mention) -> Seen:
        """What stands anywhere in a mention."""
        author = mention.author
        seen = [self._seen(within, text) for within, text in said(mention)]
        about = (("display_name", author.display_name), ("bio", author.bio), ("handle", author.handle))
        seen += [self._profile(within, text) for within, text in about if text]
        seen += [
            self._in_link(link) for link in mention.links if link not in mention.text or unquote_plus(link) != link
        ]
        if not any(one.leaks or one.parts for one in seen):
            return NOTHING
        return Seen(
            tuple(leak for one in seen for leak in one.leaks), tuple(part for one in seen for part in one.parts)
        )

    def _in_link(self, link: str) -> Seen:
        """A link as it is read; where it was written otherwise, all of it is the place."""
        read = unquote_plus(link)
        seen = self._seen(LINK, read)
        whole = (0, len(link))
        leaks = (
            leak if read == link else Leak(kind=leak.kind, span=whole, within=LINK, vault=True) for leak in seen.leaks
        )
        return Seen(tuple(leaks), ())

    def _seen(self, within: str, text: str) -> Seen:
        plain = Plain(text)
        wordy = self._wordy(plain)
        if not (wordy or self._numbered(plain)):
            return NOTHING
        view = in_digits(plain)
        hits = [*(Words(self._index, tokens_of(view)).hits() if wordy else ()), *self._numbers(view)]
        if not hits:
            return NOTHING
        whole = [hit for hit in hits if hit.entry.piece.partition(":")[0] == WHOLE]
        found = (
            Leak(kind=hit.entry.kind, span=view.span(hit.start, hit.end), within=within, vault=True)
            for hit in _longest(whole)
        )
        return Seen(tuple(dict.fromkeys(found)), tuple(_parts(view.span, within, hits)))

    def _numbers(self, view: View) -> Iterator[Hit]:
        yield from postcodes(self._index, view, LeakKind.ADDRESS)
        yield from house_numbers(self._index, view)
        yield from phones(self._index, view)
        yield from mailboxes(self._index, view)
        yield from coded(self._index, view)

    def _wordy(self, plain: Plain) -> bool:
        """Whether a word in it is part of a value, or may be once it is put together, or taken apart."""
        words = {*WORD.findall(plain.text.decode())}
        if self._index.known(words) or len(words & SINGLE) >= ALONE:
            return True
        original = plain.original
        return ("#" in original or len(original) < SHORT) and MIXED.search(original) is not None

    def _numbered(self, plain: Plain) -> bool:
        """Whether it has a digit, a number in words, a mailbox, or capitals that may be of a plate."""
        text = plain.text
        if text.translate(None, NO_DIGITS) or SAID.search(text) or AT.search(text):
            return True
        return LeakKind.PLATE in self._index.kinds and CAPITAL.search(plain.original) is not None


def _plainly(link: str) -> bool:
    """Whether a link is read as it is written, so that who reads the text has read it."""
    return unquote_plus(link) == link


def _parts(span: object, within: str, hits: Sequence[Hit]) -> Iterator[Part]:
    """Pieces, each once; of an address that is whole, that it is."""
    known: set[tuple[str, str]] = set()
    for hit in hits:
        value, kind, piece = hit.entry
        if (value, piece) not in known:
            known.add((value, piece))
            yield Part(value=value, kind=kind, piece=piece, span=span(hit.start, hit.end), within=within)  # type: ignore[operator]


def _longest(hits: Sequence[Hit]) -> Iterator[Hit]:
    """Of several of one kind that overlap, the longest."""
    taken: list[Hit] = []
    for hit in sorted(hits, key=lambda one: (one.start - one.end, one.start)):
        if not any(one.entry.kind == hit.entry.kind and one.start < hit.end and hit.start < one.end for one in taken):
            taken.append(hit)
    return iter(sorted(taken, key=lambda one: one.start))
