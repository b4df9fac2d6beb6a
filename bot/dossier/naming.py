"""Names of accounts that are not accused, and of witnesses, looked for in a text; each stands for one of ours."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

import re2

from bot.dossier.addressing import handles
from bot.dossier.disguises import disguises
from bot.dossier.forms import GLUED, Form, of_handle, of_id, of_name
from bot.dossier.homonyms import HOMONYMS
from bot.dossier.listed import of_listed
from bot.dossier.ordinary import ordinary
from bot.dossier.readings import readings, viewed
from bot.dossier.scripts import Scripts
from bot.model.decision import Span
from bot.signals.leaks.plain import HEAD
from bot.signals.leaks.signs import Sign
from bot.signals.leaks.tokens import Tokens, tokens_of
from bot.signals.leaks.view import Token

GAP: Final = 8
"""Bytes between two words of a name."""
SMALL: Final = 5
"""Letters of a name that is one even in small letters, and without a sign before it."""
EDGE: Final = 4
"""The same of one that begins or ends a hashtag."""
LONG: Final = GLUED + 3
"""Letters of a name that no ordinary word has in it."""
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
    """What they chose to be called, names or not."""
    handles: frozenset[str] = frozenset()
    ids: frozenset[str] = frozenset()
    listed: frozenset[str] = frozenset()
    """What the person calls them: names, each word of them."""
    addressed: frozenset[str] = frozenset()
    """Handles as `addressing` compares them, of which nothing else is known."""


class Names:
    """Callable as a `Finder`: where somebody is named for sure; `broad` for where people wrote what they liked."""

    def __init__(self, known: Mapping[str, Known], own: Collection[str] = ()) -> None:
        """Take how each is called, by what stands for it, and the words that name the person, too."""
        forms = dict.fromkeys(form for alias, one in known.items() for form in _forms(one, alias, own))
        self._forms: dict[str, list[Form]] = {}
        for form in forms:
            self._forms.setdefault(form.words[form.anchor], []).append(form)
        self._anchors = re2.compile("|".join(self._forms) or NOTHING)
        """What a text has in which somebody is named, if they are not spelled out."""
        self._words = re2.compile("|".join({word for form in forms for word in form.words}) or NOTHING)
        self._within = {form.words[0]: form for form in forms if form.sure and len(form.words) == 1}
        """Names that are looked for within longer words."""
        self._inner = re2.compile("|".join(self._within) or NOTHING)
        self._addressed = {key: alias for alias, one in known.items() for key in one.addressed}
        self._scripts = Scripts({alias: (one.names | one.handles, one.listed) for alias, one in known.items()})

    def __call__(self, text: str) -> Sequence[Span]:
        """Where somebody is named for sure."""
        return [one.span for one in self._called(text, small=0)]

    def touches(self, text: str) -> bool:
        """Whether there is anything in it that may be part of a name."""
        view = viewed(text)
        return bool(self._scripts) or Sign.SPELLED in view.seen or self._words.search(view.text) is not None

    def narrow(self, text: str) -> Sequence[Called]:
        """The same, and what stands for each."""
        return _apart(self._called(text, small=0))

    def broad(self, text: str) -> Sequence[Called]:
        """Where somebody may be named, in small letters and disguised, too."""
        found = list(self._called(text, small=SMALL))
        for read in disguises(text) if self._forms else ():
            found += [Called(read.span(*span), alias) for span, alias in self._among(read.text, SMALL)]
        return _apart(found)

    def _called(self, text: str, small: int) -> Iterator[Called]:
        for span, key in handles(text) if self._addressed else ():
            if key in self._addressed:
                yield Called(span, self._addressed[key])
        if not (self._forms or self._scripts):
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
            for (first, last), alias in (*self._in_row(row, small), *self._in_words(row)):
                yield Called((start + first, start + last), alias)
        yield from (Called(*one) for one in self._scripts.find(text))

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
                first -= _is_called(row, row.row[place])
                yield Called(row.view.span(first, last), form.alias)

    def _in_words(self, row: Tokens) -> Iterator[Called]:
        """Within hashtags and handles; what is long, within any word: `justicepourmariedupont`."""
        for token in row.row:
            if len(token.said) <= EDGE or self._inner.search(token.said) is None:
                continue
            for word in self._within:
                start, size = token.said.find(word), len(word)
                least = EDGE if start == 0 or token.said.endswith(word) else SMALL
                if start >= 0 and (size >= LONG or (least <= size and _is_called(row, token))):
                    yield Called(_part(row, token, start, start + size), self._within[word].alias)


def _part(row: Tokens, token: Token, start: int, end: int) -> Span:
    """Where some letters of a word stand; of one that is spelled out, all."""
    if token.end - token.start != len(token.said):
        return row.view.span(token.start, token.end)
    return row.view.span(token.start + start, token.start + end)


def _apart(found: Iterable[Called]) -> Sequence[Called]:
    """Of several that have signs in common, all of these, as what the longest stands for."""
    kept: list[Called] = []
    for one in sorted(found, key=lambda one: (one.span[0] - one.span[1], one)):
        (start, end), alias = one
        beside = [each for each in kept if each.span[0] < end and start < each.span[1]]
        kept = [each for each in kept if each not in beside]
        every = [*beside, one]
        whole = min(each.span[0] for each in every), max(each.span[1] for each in every)
        kept.append(Called(whole, beside[0].alias if beside else alias))
    return kept


def _forms(one: Known, alias: str, own: Collection[str]) -> Iterator[Form]:
    for make, every in ((of_name, one.names), (of_handle, one.handles), (of_id, one.ids)):
        for name in sorted(every):
            yield from make(name, alias)
    for name in sorted(one.listed):
        yield from of_listed(name, alias, own)


def _stands(row: Tokens, place: int, form: Form, small: int) -> bool:
    """Whether all its words stand there, one behind the other."""
    taken = row.row[max(0, place) : place + len(form.words)]
    if tuple(token.said for token in taken) != form.words:
        return False
    if any(after.start - before.end > GAP for before, after in pairwise(taken)):
        return False
    return form.sure or _is_name(row, place, small)


def _is_called(row: Tokens, token: Token) -> bool:
    """Whether a sign stands before it that calls somebody."""
    return row.view.text[max(0, token.start - 1) : token.start] in CALLED


def _is_name(row: Tokens, place: int, small: int) -> bool:
    """Whether one word is written as a name is."""
    token = row.row[place]
    if _is_called(row, token):
        return True
    capital = row.view.written(token.start, token.end)[:1].isupper()
    if small and capital:
        return True
    return (capital or (0 < small <= len(token.said) and token.said not in HOMONYMS)) and token.said not in ordinary()
