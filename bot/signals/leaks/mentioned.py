"""Where in a mention private data can stand, and anybody's among them."""

from collections.abc import Iterator
from typing import Final

from bot.model.leak import Leak
from bot.model.mention import Mention
from bot.signals.leaks.find import find

TEXT: Final = "text"


def anybodys(mention: Mention) -> tuple[Leak, ...]:
    """What looks private in its text and in the descriptions of its pictures, whoever it concerns."""
    return tuple(placed(leak, within) for within, text in said(mention) for leak in find(text))


def said(mention: Mention) -> Iterator[tuple[str, str]]:
    """Its text and the descriptions of its pictures, each with what it is called in a `Leak`."""
    yield TEXT, mention.text
    for number, media in enumerate(mention.media):
        if media.alt:
            yield f"alt:{number}", media.alt


def placed(leak: Leak, within: str) -> Leak:
    """The same, in another part of a mention than its text."""
    if within == TEXT:
        return leak
    return Leak(kind=leak.kind, span=leak.span, within=within, vault=leak.vault, other=leak.other)
