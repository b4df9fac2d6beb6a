"""Anybody's private data in a text: addresses, phones, mailboxes, papers, plates, places."""
# ruff: noqa: E501 - a pattern cut where the line ends reads worse than a long line

from collections.abc import Callable, Iterator
from typing import Final

import re2

from bot.model.leak import Leak
from bot.signals.leaks.addresses import KIND, addresses
from bot.signals.leaks.found import Found, of_institution, told_by_owner
from bot.signals.leaks.known import SEATS
from bot.signals.leaks.mails import AT, BARE_AT, mails
from bot.signals.leaks.numbers import SAID, View, in_digits
from bot.signals.leaks.papers import papers, plates, positions
from bot.signals.leaks.phones import phones
from bot.signals.leaks.plain import Plain
from bot.signals.leaks.schools import schools

MOST: Final = 64
"""Things told of one text."""
GATE: Final = re2.compile(
    rf"[0-9]|[a-z0-9_]{AT}[a-z0-9]|{BARE_AT}|///|{SAID.pattern}|\b{KIND}[ \-]|\b(?:ecole|college|lycee|creche|school|nursery|primary)\b"
)
"""Without one of these there is nothing to be found."""
MAILED: Final = re2.compile(rf"[a-z0-9_]{AT}[a-z0-9]|{BARE_AT}")
KNOWN: Final = re2.compile(SEATS)
FEW: Final = 2
"""Digits of plates; of papers and phones there are more."""
MANY: Final = 5


def find(text: str) -> tuple[Leak, ...]:
    """What looks private, in the order in which it stands; nothing twice at one place. Linear in the text's length.

    What its author offers as their own is left out, and so is what belongs to an office or a helpline.
    """
    plain = Plain(text)
    if GATE.search(plain.text) is None:
        return ()
    view = in_digits(plain)
    taken: list[Found] = []
    for found in _each(view):
        if len(taken) < MOST and not any(one.start < found.end and found.start < one.end for one in taken):
            taken.append(found)
    kept = (one for one in taken if not (told_by_owner(view, one) or of_institution(view, one) or _known(view, one)))
    return tuple(Leak(kind=one.kind, span=view.span(one.start, one.end)) for one in sorted(kept, key=_place))


def _each(view: View) -> Iterator[Found]:
    """Those sooner that know better what they are, the longer ones first."""
    finders: list[Callable[[View], Iterator[Found]]] = []
    if view.digits >= MANY:
        finders += [papers, phones]
    if MAILED.search(view.text):
        finders.append(mails)
    if view.digits >= FEW:
        finders.append(plates)
    finders += [positions, addresses, schools]
    for finder in finders:
        found = list(finder(view))
        yield from sorted(found, key=_longest) if len(found) > 1 else found


def _known(view: View, found: Found) -> bool:
    return KNOWN.match(view.text, found.start) is not None


def _longest(found: Found) -> tuple[int, int]:
    return found.start, -found.end


def _place(found: Found) -> int:
    return found.start
