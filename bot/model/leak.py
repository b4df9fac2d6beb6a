"""A leak: of what kind a piece of private life is, and where it stands; never what it says."""

from collections.abc import Iterable
from enum import StrEnum

from bot.model.decision import Span
from bot.model.noun import Noun


class LeakKind(StrEnum):
    """What was given away."""

    ADDRESS = "address"
    PHONE = "phone"
    EMAIL = "email"
    NAME = "name"
    PLATE = "plate"
    PLACE = "place"
    DOCUMENT = "document"
    """Numbers of papers and of accounts: IBAN, NIR and the like."""


class Elsewhere(Noun, frozen=True, kw_only=True):
    """Where the other half stands of what was split over two mentions."""

    uri: str
    span: Span
    within: str = "text"


class Leak(Noun, frozen=True, kw_only=True):
    """One piece of somebody's private life in a mention, or in who wrote it."""

    kind: LeakKind
    span: Span
    """Half-open, in code points of what `within` names."""
    within: str = "text"
    """`text`, `alt:N`, `display_name`, `bio`, `handle`, `link`."""
    vault: bool = False
    """Whether it is the person's own, which they keep in the vault; else it looks like somebody's."""
    other: Elsewhere | None = None
    """The other half, where it was split over two mentions of one author."""


def elsewhere(leaks: Iterable[Leak]) -> tuple[str, ...]:
    """The URIs of the mentions in which the other halves stand, each once."""
    return tuple(dict.fromkeys(leak.other.uri for leak in leaks if leak.other))
