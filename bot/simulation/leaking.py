"""What of private data was given away in a scenario."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from bot.model.leak import Leak
from bot.model.reason import Reason

if TYPE_CHECKING:
    from bot.recording.judged import Judged  # brings the database, which `judge` does without


def leaks(judged: "Iterable[Judged]") -> list[dict[str, Any]]:
    """One for each mention and kind, in the order in which they were found; both halves where one was split.

    The person's own always; what only looks private where a rule took it for a disclosure.
    """
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for one in judged:
        for uri, leak in _told(one):
            found.setdefault((uri, leak.kind), {"uri": uri, **as_data(leak)})
    return list(found.values())


def as_data(leak: Leak) -> dict[str, Any]:
    """A leak as it is printed: never what it says."""
    return {"kind": leak.kind.value, "span": list(leak.span), "in": leak.within}


def _told(one: "Judged") -> Iterator[tuple[str, Leak]]:
    """Each with its mention; of one that was split, the other half before it."""
    disclosed = Reason.HARASSMENT_DOXXING in one.decision.reasons
    for leak in one.facts.leaks:
        if leak.other is not None:
            yield leak.other.uri, Leak(kind=leak.kind, span=leak.other.span, within=leak.other.within, vault=True)
        if leak.vault or disclosed:
            yield one.facts.mention.uri, leak
