"""What a person declared harmless: an office's address, the mailbox of a press service; found, it is no leak."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final

from bot.model.leak import Leak, LeakKind
from bot.model.mention import Mention
from bot.signals.leaks.keyed import KEY, Keyed
from bot.signals.leaks.mentioned import texts as written
from bot.signals.leaks.pieces import digits_of, kept
from bot.signals.leaks.secret import Vault

OPEN: Final = Keyed([bytes(KEY)])
"""What is public needs no secret."""
LETTERS: Final = re.compile(r"[^\W\d_]")
PHONE: Final = 7


@lru_cache(maxsize=64)
def declared(public: tuple[str, ...]) -> Vault | None:
    """What finds it; None where nothing was declared."""
    values = [(f"{number}", kind, value) for number, value in enumerate(public) for kind in _kinds(value)]
    made = []
    for name, kind, value in values:
        try:
            made.append(kept(name, kind, value, OPEN))
        except ValueError:
            continue  # a short number, a town alone: nothing takes these for a leak
    return Vault(made, OPEN) if made else None


def undeclared(leaks: Sequence[Leak], mention: Mention, public: tuple[str, ...]) -> tuple[Leak, ...]:
    """The leaks but for what was declared."""
    vault = declared(public) if leaks else None
    if vault is None:
        return tuple(leaks)
    author = mention.author
    texts = dict(written(mention)) | {"display_name": author.display_name, "bio": author.bio, "handle": author.handle}
    harmless = {within: [one.span for one in vault.find(text).leaks] for within, text in texts.items() if text}
    return tuple(leak for leak in leaks if not _inside(leak, harmless.get(leak.within, ())))


def _inside(leak: Leak, spans: Iterable[tuple[int, int]]) -> bool:
    start, end = leak.span
    return any(first < end and start < last for first, last in spans)


def _kinds(value: str) -> Iterator[LeakKind]:
    """As what a declared value may be met."""
    if "@" in value:
        yield LeakKind.EMAIL
    elif len(digits_of(value)) >= PHONE and not LETTERS.search(value):
        yield LeakKind.PHONE
    else:
        yield LeakKind.ADDRESS
