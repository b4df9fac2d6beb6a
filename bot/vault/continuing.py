"""A phone number in three posts and more: what goes on where another stopped is a longer beginning of it, or end."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from bot.model.leak import LeakKind
from bot.model.mention import TEXT
from bot.model.vault import Part
from bot.signals.leaks.phones import national
from bot.signals.leaks.pieces import figures_of
from bot.signals.leaks.secret import Vault
from bot.signals.leaks.view import View

FEW: Final = 8
"""Pieces of other posts that are gone on from."""
BEFORE: Final = "before"
BEHIND: Final = "behind"
Others = Mapping[str, Sequence[Part]]
"""Pieces in an author's other mentions, by their URIs."""
Text = Callable[[str], str]
"""What a mention says; nothing where that is not known any more."""


def goes_on(vault: Vault, view: View) -> bool:
    """Whether a text has few digits enough to be the middle of a phone."""
    return 0 < view.digits < vault.longest_called


class Continuing:
    """The pieces of phones in an author's other mentions, and what goes on from them."""

    def __init__(self, vault: Vault, others: Others, text: Text) -> None:
        """Take what is looked for, those pieces, and what tells the text of a mention."""
        self._vault = vault
        self._text = text
        self._pieces = [
            (uri, part)
            for uri, parts in others.items()
            for part in parts
            if part.kind is LeakKind.PHONE and part.within == TEXT and self._length(part)
        ]

    def longer(self, view: View) -> Iterator[Part]:
        """The beginnings and ends of phones that this text's digits make of those in other posts."""
        own, numbers = view.figures.decode(), view.numbers
        for uri, part in self._pieces[:FEW]:
            there, side = self._digits(uri, part), _side(part)
            said = there + own if side == BEFORE else own + there
            length = len(said) if side == BEFORE else self._vault.called(part.value) - len(said)
            piece = f"{side}:{length}"
            if there and self._vault.is_piece(LeakKind.PHONE, part.value, piece, said):
                span = view.span(numbers[0].start, numbers[-1].end)
                yield Part(value=part.value, kind=LeakKind.PHONE, piece=piece, span=span, within=TEXT)

    def shorter(self, part: Part) -> Iterator[tuple[str, Part]]:
        """The posts from which this piece goes on, with what stands there."""
        side, length = _side(part), self._length(part)
        for uri, other in self._pieces:
            if other.value == part.value and _side(other) == side and self._length(other) < length:
                yield uri, other

    def _length(self, part: Part) -> int:
        """How many digits of a phone a piece is, with those from which it goes on; 0 for anything else."""
        side, _, length = part.piece.partition(":")
        if side == BEFORE:
            return int(length)
        return self._vault.called(part.value) - int(length) if side == BEHIND else 0

    def _digits(self, uri: str, part: Part) -> str:
        """The digits of a piece: those of its own post, with those from which it goes on; none if they are unknown."""
        length = self._length(part)
        own = figures_of(self._text(uri)[slice(*part.span)])
        if len(own) != length and len(national(own)) == length:
            own = national(own)
        if not own or len(own) >= length:
            return own if len(own) == length else ""
        for where, other in self.shorter(part):
            if self._length(other) == length - len(own):
                rest = self._digits(where, other)
                if rest:
                    return rest + own if _side(part) == BEFORE else own + rest
        return ""


def _side(part: Part) -> str:
    return part.piece.partition(":")[0]
