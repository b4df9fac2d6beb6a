"""Where each character of a folded text was written."""

from bot.model.decision import Span
from bot.signals.text import Folded


def places(folded: Folded) -> tuple[Span, ...]:
    """One span for each character of its text."""
    return tuple(folded.span(at, at + 1) for at in range(len(folded.text)))
