"""Mailboxes of the vault in a text, whole or in part, however the sign between their halves is written."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

import re2

from bot.model.leak import LeakKind
from bot.signals.leaks.index import Index
from bot.signals.leaks.numbered import Hit
from bot.signals.leaks.signs import Sign
from bot.signals.leaks.view import View

_AT: Final = (
    r"(?:@|\barobase?\b|[\[({<] ?(?:at|a|chez) ?[\])}>]|\bat\b|\bchez\b|_at_)[\])}>]?"
    r" ?[a-z0-9\- ]{1,64}(?:[\[({<] ?)?(?:\.|dot\b|point\b)|(?:@|\barobase?) ?$"
)
AT: Final = re2.compile(_AT)
"""The sign, with a host behind it, or at the end."""
BOXED: Final = f"[a-z0-9][^a-z0-9]*(?:{_AT})"
"""The same behind what may be the name of a mailbox, as handles that begin a text are not."""
SIGN: Final = re.compile(rb"@|arobase?|[\[({<] ?(?:at|a|chez) ?[\])}>]|at|chez|_at_")
TAG: Final = re.compile(rb"[+][a-z0-9_.\-]*$")
"""What is written behind a plus in the name of a mailbox, and goes there all the same."""
PART: Final = re.compile(rb"[a-z0-9]+")
SIGNS: Final = frozenset({"dot", "point", "pt", "tiret", "dash", "underscore", "hyphen", "moins", "bas"})
"""Words for the signs within an address, which say nothing."""
HOST: Final = re2.compile(
    r"[a-z0-9\-]{2,}(?:\.| dot | point |\[\.\]|\(\.\))[a-z]{2,}(?:(?:\.| dot | point )[a-z]{2,})?"
)
REACH: Final = 80
"""Bytes on either side of the sign that are looked at."""
MOST: Final = 24
"""Parts on either side."""
LONGEST: Final = 64
"""Letters of the name of a mailbox (RFC 5321)."""
FEW: Final = 8
"""Hosts, and signs, that are looked at in one text."""


_Part = tuple[str, int, int]
"""What it says, and where it stands."""


def mailboxes(index: Index, view: View) -> Iterator[Hit]:
    """Whole addresses; and halves: the name with the sign behind it, the host alone."""
    if LeakKind.EMAIL not in index.kinds:
        return
    if Sign.AT in view.seen:
        yield from _about_signs(index, view.text)
    if Sign.HOST in view.seen:
        for _, host in zip(range(FEW), HOST.finditer(view.text), strict=False):
            for entry in index.find(LeakKind.EMAIL, "host", _glued(_parts(view.text, *host.span()))):
                yield Hit(entry, *host.span())


def _about_signs(index: Index, text: bytes) -> Iterator[Hit]:
    for _, found in zip(range(FEW), AT.finditer(text), strict=False):
        sign = SIGN.search(text, found.start())
        if sign is None:
            continue
        start = max(0, sign.start() - REACH)
        before = _parts(text, start, start + len(TAG.sub(b"", text[start : sign.start()])))
        for box, start in _boxes(index, before):
            yield from _whole(index, box, start, _parts(text, sign.end(), sign.end() + REACH))
            for entry in index.find(LeakKind.EMAIL, "box", box):
                yield Hit(entry, start, sign.end())


def _boxes(index: Index, before: Sequence[_Part]) -> Iterator[tuple[str, int]]:
    """Names of known mailboxes that end here, and where they begin."""
    said = ""
    for part, start, _ in reversed(before[-MOST:]):
        said = part + said
        if len(said) > LONGEST:
            return
        if index.find(LeakKind.EMAIL, "box", said):
            yield said, start


def _whole(index: Index, box: str, start: int, behind: Sequence[_Part]) -> Iterator[Hit]:
    said = ""
    for part, _, end in behind[:MOST]:
        said += part
        for entry in index.find(LeakKind.EMAIL, "mail", f"{box}@{said}"):
            yield Hit(entry._replace(piece="whole"), start, end)


def _parts(text: bytes, start: int, end: int) -> list[_Part]:
    found = [(part[0].decode(), *part.span()) for part in PART.finditer(text, start, end)]
    return [part for part in found if part[0] not in SIGNS]


def _glued(parts: Sequence[_Part]) -> str:
    return "".join([said for said, _, _ in parts])
