"""Where in a mention private data can stand, and anybody's among them."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from bot.model.leak import Leak
from bot.model.mention import ALT, TEXT, Mention
from bot.signals.leaks.find import find_in
from bot.signals.leaks.sight import sight
from bot.signals.leaks.view import View


class Said(NamedTuple):
    """What an author wrote in a mention, and what it is called in a `Leak`."""

    within: str
    view: View


def said(mention: Mention) -> tuple[Said, ...]:
    """Its text and the descriptions of its pictures, read once for all who look for something in them."""
    return tuple(Said(within, sight(text)) for within, text in texts(mention))


def texts(mention: Mention) -> Iterator[tuple[str, str]]:
    """The same as it was written."""
    yield TEXT, mention.text
    for number, media in enumerate(mention.media):
        if media.alt:
            yield f"{ALT}{number}", media.alt


def anybodys(every: Iterable[Said]) -> tuple[Leak, ...]:
    """What looks private, whoever it concerns."""
    found: list[Leak] = []
    for within, view in every:
        leaks = find_in(view)
        found += leaks if within == TEXT else [placed(leak, within) for leak in leaks]
    return tuple(found)


def placed(leak: Leak, within: str) -> Leak:
    """The same, in another part of a mention than its text."""
    if within == TEXT:
        return leak
    return Leak(kind=leak.kind, span=leak.span, within=within, vault=leak.vault, other=leak.other)
