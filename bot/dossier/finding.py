"""What must not be read by the other side, looked for in a text: the vault's values, and what looks private."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import Final

from bot.dossier import homes
from bot.dossier.births import births
from bot.dossier.homes import about_signs
from bot.dossier.readings import readings, viewed
from bot.model.decision import Span
from bot.model.vault import Part
from bot.signals.leaks.find import find_in
from bot.signals.leaks.halves import beside, says_something
from bot.signals.leaks.mentioned import Said
from bot.signals.leaks.plain import HEAD
from bot.signals.leaks.secret import NOTHING, Seen, Vault
from bot.signals.leaks.sight import sight
from bot.signals.leaks.view import View
from bot.vault.declared import declared

Finder = Callable[[str], Sequence[Span]]
"""Where in a text stands what must not be read."""
OVERLAP: Final = 4_096
"""Code points that two parts of a long text have in common."""
SHORT: Final = 1_500
"""Code points in which anybody's data are looked for at once: a finder tells so many and no more."""


class Sought:
    """What must not be read: callable as a `Finder`, and wider where people wrote what they liked."""

    def __init__(self, vault: Vault | None, public: tuple[str, ...] = (), own: Collection[str] = ()) -> None:
        """Take the person's vault, what they declared public, and the handles that are no mailboxes."""
        self._vault = vault
        self._declared = declared(public)
        self._own = frozenset(handle.casefold().strip("@ ") for handle in own)

    def __call__(self, text: str) -> Sequence[Span]:
        """Whole values of the vault, however they are written."""
        return self._within(text, self._whole)

    def given(self, text: str) -> Sequence[Span]:
        """Those, with the rest of their address."""
        return self._within(text, lambda said: self._told(said, homes.whole))

    def wide(self, text: str) -> Sequence[Span]:
        """Those, and halves that nearly say it all."""
        return self._within(text, lambda said: self._told(said, homes.whole, homes.telling))

    def free(self, text: str) -> Sequence[Span]:
        """All this, and anybody's private data, as far as they look it: in what people wrote."""
        return [*self.wide(text), *self.looks(text)]

    def looks(self, text: str) -> Sequence[Span]:
        """What looks private, whatever the vault has."""
        return self._within(text, self._looks)

    def touches(self, text: str) -> bool:
        """Whether there is anything in it that may be part of a value."""
        return self._vault is not None and self._vault.touches(viewed(text))

    def split(self, texts: Sequence[str]) -> Sequence[Sequence[Span]]:
        """The halves that several texts of one author say together, however far apart."""
        every = [self._halves(text) for text in texts]
        known = {(part.value, part.piece) for parts in every for part in parts}
        return [
            [part.span for part in parts if any((part.value, other) in known for other in beside(part.piece))]
            for parts in every
        ]

    def _within(self, text: str, find: Callable[[str], Iterable[Span]]) -> list[Span]:
        """What is found in the text, and in what else it says; but for what was declared."""
        found = list(find(text))
        for reading in readings(text):
            found += [reading.span(*span) for span in find(reading.text)]
        for harmless in self._harmless(text) if found else ():
            found = [rest for one in found for rest in _without(one, harmless)]
        return found

    def _harmless(self, text: str) -> Sequence[Span]:
        return [leak.span for leak in self._declared.find(text).leaks] if self._declared else ()

    def _whole(self, text: str) -> Iterator[Span]:
        for start, seen in self._seen(text):
            yield from ((start + one.span[0], start + one.span[1]) for one in homes.meant(seen))

    def _told(self, text: str, *ways: Callable[[str, Seen], Iterable[Span]]) -> Iterator[Span]:
        apart = text.replace("_", " ")
        for start, seen in self._seen(text):
            for tell in ways if seen is not NOTHING else ():
                yield from ((start + first, start + last) for first, last in tell(apart[start:], seen))

    def _looks(self, text: str) -> Iterator[Span]:
        for start in range(0, max(len(text), 1), SHORT * 2 // 3):
            view = sight(text[start : start + SHORT])
            found = [(start + first, start + last) for first, last in (*_private(view), *births(view))]
            harmless = self._harmless(text) if found else ()
            for first, last in found:
                public = any(first < end and begin < last for begin, end in harmless)
                if not public and text[first:last].casefold().strip("@ ") not in self._own:
                    yield first, last

    def _halves(self, text: str) -> list[Part]:
        return [part for _, seen in self._seen(text[:HEAD]) for part in seen.parts if says_something(part)]

    def _seen(self, text: str) -> Iterator[tuple[int, Seen]]:
        """What the vault has in each part of a text, and where that part begins."""
        if self._vault is None:
            return
        for start in range(0, max(len(text), 1), HEAD - OVERLAP):
            view = viewed(text[start : start + HEAD])
            for begin, one in ((0, view), *about_signs(view)):
                yield start + begin, self._vault.read(Said("text", one))


def _private(view: View) -> Iterator[Span]:
    return (leak.span for leak in find_in(view))


def _without(one: Span, harmless: Span) -> Iterator[Span]:
    """What of it does not stand there."""
    (start, end), (first, last) = one, harmless
    if start < min(end, first):
        yield start, min(end, first)
    if max(start, last) < end:
        yield max(start, last), end
