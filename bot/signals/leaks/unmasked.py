"""Words in which digits and signs pose as letters, as they are read: `12 rue d3s L1las`."""

import re
from collections.abc import Iterator
from typing import Final

from bot.signals.leaks.index import Index
from bot.signals.leaks.streets import KINDS
from bot.signals.leaks.tokens import DROPPED
from bot.signals.leaks.view import View

RUN: Final = re.compile(rb"[a-z0-9$@]*[0-9$@][a-z0-9$@]*")
"""Letters with what poses as some among them; a number alone is one too, and so is a handle."""
LETTERS: Final = bytes(range(97, 123))
COUNTED: Final = re.compile(rb"[0-9]+(?:[a-z]|[ap]m|er|st|nd|rd|th|km|mn)")
"""A number with what it counts: `3pm`, `16h`, `2nd`."""
SMALL: Final = DROPPED | frozenset(KINDS)
"""Words of addresses that are nobody's: in disguise, they hide what stands behind them."""
READ: Final = tuple(bytes.maketrans(b"013457@$", letters) for letters in (b"oieastas", b"oleastas"))
"""As what they are read: a 1 is an i or an l."""


def unmasked(index: Index, view: View) -> Iterator[View]:
    """The text with letters for what poses as some, in so many readings as there are, where one has a word of the vault
    that stands so in it."""
    if not view.digits and b"@" not in view.text and b"$" not in view.text:
        return
    masked = [run.span() for run in RUN.finditer(view.text) if _is_masked(run[0])]
    known: set[bytes] = set()
    for letters in READ if masked else ():
        read = bytearray(view.text)
        for start, end in masked:
            read[start:end] = read[start:end].translate(letters)
        words = {bytes(read[start:end]).decode() for start, end in masked}
        if bytes(read) not in known and (index.words.any(words) or not words.isdisjoint(SMALL)):
            known.add(bytes(read))
            yield View(view.plain, bytes(read), view.places, view.seen)


def _is_masked(run: bytes) -> bool:
    """Whether it is a word in disguise, and neither a number nor a handle."""
    if run.startswith(b"@") or COUNTED.fullmatch(run):
        return False
    return 0 < len(run.translate(None, LETTERS)) < len(run)
