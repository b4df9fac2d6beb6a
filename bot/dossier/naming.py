"""Names of accounts that are not accused, and of witnesses, looked for in a text; each stands for one of ours."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from bot.dossier.ordinary import ordinary
from bot.dossier.readings import readings
from bot.model.decision import Span
from bot.signals.language import KNOWN
from bot.signals.leaks.plain import HEAD, Plain
from bot.signals.leaks.sight import sight
from bot.signals.leaks.tokens import Tokens, tokens, tokens_of

GAP: Final = 8
"""Bytes between two words of a name."""
WORDS: Final = 8
"""Words of a name that are compared."""
LETTERS: Final = 3
"""Letters of the shortest name."""
SMALL: Final = 5
"""Letters of a name that is one even in small letters, and without a sign before it."""
GLUED: Final = 6
"""The same of several words without what parts them."""
NUMBER: Final = 12
"""Characters of a name that is no word: what a platform numbers its accounts with."""
CALLED: Final = frozenset((b"@", b"#"))
STOP_WORDS: Final = frozenset(Plain(word).text.decode() for word in KNOWN)
"""Words that name nobody: `elle`, which many write behind their names."""
PARTS: Final = re.compile(r"[|(\[{/•·,;:–—]|\s-\s")
"""What parts a display name from what else its owner tells there."""
PERSONAL: Final = 2
"""Words of a name that is a first name and a family name."""


class Called(NamedTuple):
    """A name in a text, and what stands for it."""

    span: Span
    alias: str


class Form(NamedTuple):
    """One way in which somebody is named."""

    words: tuple[str, ...]
    alias: str
    sure: bool
    """Whether it is a name however it is written; else it may be a word like others."""


class Names:
    """Callable as a `Finder`: where somebody is named for sure; `broad` for where people wrote what they liked."""

    def __init__(self, named: Mapping[str, Iterable[str]], handles: Mapping[str, Iterable[str]]) -> None:
        """Take names, and handles, by what stands for them."""
        forms = [form for alias, every in named.items() for name in every for form in _of_name(name, alias)]
        forms += [form for alias, every in handles.items() for handle in every for form in _of_handle(handle, alias)]
        self._forms: dict[str, list[Form]] = {}
        for form in sorted(dict.fromkeys(forms), key=lambda one: (-len(one.words), not one.sure)):
            self._forms.setdefault(form.words[0], []).append(form)
        self._exact = {
            name.casefold(): alias
            for every in (named, handles)
            for alias, group in every.items()
            for name in group
            if len(name) > 1 and any(map(str.isalnum, name)) and not _said(name)
        }
        """Names in scripts that fold to nothing."""

    def __call__(self, text: str) -> Sequence[Span]:
        """Where somebody is named for sure."""
        return [one.span for one in self._called(text, small=0)]

    def narrow(self, text: str) -> Sequence[Called]:
        """The same, and what stands for each."""
        return list(self._called(text, small=0))

    def broad(self, text: str) -> Sequence[Called]:
        """Where somebody may be named, in small letters too."""
        return list(self._called(text, small=SMALL))

    def _called(self, text: str, small: int) -> Iterator[Called]:
        if not (self._forms or self._exact):
            return
        yield from self._among(text, small)
        for reading in readings(text):
            for span, alias in self._among(reading.text, small):
                yield Called(reading.span(*span), alias)

    def _among(self, text: str, small: int) -> Iterator[Called]:
        for start in range(0, max(len(text), 1), HEAD // 2) if self._forms else ():
            row = tokens_of(sight(text[start : start + HEAD]))
            for (first, last), alias in self._in_row(row, small):
                yield Called((start + first, start + last), alias)
        low = text.casefold() if self._exact else ""
        if len(low) == len(text):
            for name, alias in self._exact.items():
                yield from (Called(one.span(), alias) for one in re.finditer(re.escape(name), low))

    def _in_row(self, row: Tokens, small: int) -> Iterator[Called]:
        place = 0
        while place < len(row.row):
            form = self._form(row, place, small)
            if form is None:
                place += 1
                continue
            first, last = row.row[place].start, row.row[place + len(form.words) - 1].end
            first -= row.view.text[max(0, first - 1) : first] in CALLED
            yield Called(row.view.span(first, last), form.alias)
            place += len(form.words)

    def _form(self, row: Tokens, place: int, small: int) -> Form | None:
        for form in self._forms.get(row.row[place].said, ()):
            taken = row.row[place : place + len(form.words)]
            if tuple(token.said for token in taken) != form.words:
                continue
            if any(after.start - before.end > GAP for before, after in pairwise(taken)):
                continue
            if form.sure or _is_name(row, place, small):
                return form
        return None


def _is_name(row: Tokens, place: int, small: int) -> bool:
    """Whether one word is written as a name is."""
    token = row.row[place]
    if row.view.text[max(0, token.start - 1) : token.start] in CALLED:
        return True
    capital = row.view.written(token.start, token.end)[:1].isupper()
    if small and capital:
        return True
    return (capital or 0 < small <= len(token.said)) and token.said not in ordinary()


def _of_name(name: str, alias: str) -> Iterator[Form]:
    """All of it, each part of it, turned round, and glued; of a first and a family name, each."""
    parts = [name, *filter(str.strip, PARTS.split(name))]
    for place, part in enumerate(parts):
        words = _said(part)
        if len(words) > 1:
            yield from _of_words(words, alias)
        if (len(words) == 1 and place <= 1) or (len(words) == PERSONAL and part.strip().istitle()):
            yield from (Form((word,), alias, sure=False) for word in words if _is_telling(word))


def _of_words(words: tuple[str, ...], alias: str) -> Iterator[Form]:
    turned = (*words[1:], words[0])
    for said in (words, turned):
        yield Form(said, alias, sure=True)
        if sum(map(len, said)) >= GLUED:
            yield Form(("".join(said),), alias, sure=True)


def _of_handle(handle: str, alias: str) -> Iterator[Form]:
    """All of it, and what stands before its host."""
    words = _said(handle)
    if len(words) > 1:
        yield Form(words, alias, sure=True)
    local = re.split(r"[@.]", handle.lstrip("@"), maxsplit=1)[0]
    said = _said(local)
    if len(said) > 1:
        yield Form(said, alias, sure=sum(map(len, said)) >= GLUED)
        yield Form(("".join(said),), alias, sure=sum(map(len, said)) >= GLUED)
    elif said and len(said[0]) >= NUMBER:
        yield Form(said, alias, sure=True)
    elif said and _is_telling(said[0]):
        yield Form(said, alias, sure=False)


def _is_telling(word: str) -> bool:
    return len(word) >= LETTERS and not word.isdigit() and word not in STOP_WORDS


def _said(name: str) -> tuple[str, ...]:
    return tuple(token.said for token in tokens(name).row)[:WORDS]
