"""What the vault keeps of one value: digests of its pieces under keys that are kept apart, never the value."""

from bot.model.leak import LeakKind
from bot.model.noun import Noun


class Kept(Noun, frozen=True, kw_only=True):
    """One value of one person's."""

    id: str
    """Random; says nothing."""
    kind: LeakKind
    pieces: dict[str, tuple[bytes, ...]]
    """Digests by what each piece is for (bot/signals/leaks/pieces.py)."""


class Part(Noun, frozen=True, kw_only=True):
    """A piece of a value that says little alone, and all beside another piece of it."""

    value: str
    """`Kept.id`."""
    kind: LeakKind
    piece: str
    """What it is for: `number`, `street`, `before:4`…"""
    span: tuple[int, int]
    within: str = "text"
