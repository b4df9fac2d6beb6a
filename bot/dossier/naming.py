"""Names of accounts that are not accused, and of witnesses, looked for in a text; each stands for one of ours."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

import re2

from bot.dossier.forms import Form, of_handle, of_id, of_name, said
from bot.dossier.ordinary import ordinary
from bot.dossier.readings import readings, viewed
from bot.model.decision import Span
from bot.signals.leaks.plain import HEAD
from bot.signals.leaks.signs import Sign
from bot.signals.leaks.tokens import Tokens, tokens_of

GAP: Final = 8
"""Bytes between two words of a name."""
SMALL: Final = 5
"""Letters of a name that is one even in small letters, and without a sign before it."""
NOTHING: Final = "$."
"""A pattern that no text holds."""
CALLED: Final = frozenset((b"@", b"#"))


class Called(NamedTuple):
    """A name in a text, and what stands for it."""

    span: Span
    alias: str


class Known(NamedTuple):
    """How somebody is called."""

    names: frozenset[str] = frozenset()
    handles: frozenset[str] = frozenset()
    ids: frozenset[str] = frozenset()


class Names:
    """Callable as a `Finder`: where somebody is named for sure; `broad` for where people wrote what they liked."""

    def __init__(self, known: Mapping[str, Known]) -> None:
        """Take how each is called, by what stands for it."""
        forms = [form for alias, one in known.items() for form in _forms(one, alias)]
        self._forms: dict[str, list[Form]] = {}
        for form in dict.fromkeys(forms):
            self._forms.setdefault(form.words[form.anchor], []).append(form)
        self._anchors = re2.compile("|".join(self._forms) or NOTHING)
        """What a text has in which somebody is named, if they are not spelled out."""
        self._words = re2.compile("|".join({word for form in forms for word in form.words}) or NOTHING)
        self._exact = {
            re.compile(re.escape(name), re.IGNORECASE): alias
            for alias, one in known.items()
            for name in (*one.names, *one.handles)
            if len(name) > 1 and any(map(str.isalnum, name)) and not said(name)
        }
        """Names in scripts that fold to nothing."""

    def __call__(self, text: str) -> Sequence[Span]:
        """Where somebody is named for sure."""
        return [one.span for one in self._called(text, small=0)]

    def touches(self, text: str) -> bool:
        """Whether there is anything in it that may be part of a name."""
        view = viewed(text)
        return bool(self._exact) or Sign.SPELLED in view.seen or self._words.search(view.text) is not None

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
            view = viewed(text[start : start + HEAD])
            if Sign.SPELLED not in view.seen and self._anchors.search(view.text) is None:
                continue
            row = tokens_of(view)
            for (first, last), alias in self._in_row(row, small):
                yield Called((start + first, start + last), alias)
        for pattern, alias in self._exact.items():
            yield from (Called(one.span(), alias) for one in pattern.finditer(text))

    def _in_row(self, row: Tokens, small: int) -> Iterator[Called]:
        """Of several at one place, the longest."""
        found = [
            (place - form.anchor, form)
            for place, token in enumerate(row.row)
            for form in self._forms.get(token.said, ())
            if _stands(row, place - form.anchor, form, small)
        ]
        taken: set[int] = set()
        for place, form in sorted(found, key=lambda one: (-len(one[1].words), not one[1].sure, one[0])):
            places = {*range(place, place + len(form.words))}
            if taken.isdisjoint(places):
                taken |= places
                first, last = row.row[place].start, row.row[place + len(form.words) - 1].end
                first -= row.view.text[max(0, first - 1) : first] in CALLED
                yield Called(row.view.span(first, last), form.alias)


def _forms(one: Known, alias: str) -> Iterator[Form]:
    for make, every in ((of_name, one.names), (of_handle, one.handles), (of_id, one.ids)):
        for name in sorted(every):
            yield from make(name, alias)


def _stands(row: Tokens, place: int, form: Form, small: int) -> bool:
    """Whether all its words stand there, one behind the other."""
    taken = row.row[max(0, place) : place + len(form.words)]
    if tuple(token.said for token in taken) != form.words:
        return False
    if any(after.start - before.end > GAP for before, after in pairwise(taken)):
        return False
    return form.sure or _is_name(row, place, small)


def _is_name(row: Tokens, place: int, small: int) -> bool:
    """Whether one word is written as a name is."""
    token = row.row[place]
    if row.view.text[max(0, token.start - 1) : token.start] in CALLED:
        return True
    capital = row.view.written(token.start, token.end)[:1].isupper()
    if small and capital:
        return True
    return (capital or 0 < small <= len(token.said)) and token.said not in ordinary()
