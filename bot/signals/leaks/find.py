"""Anybody's private data in a text: addresses, phones, mailboxes, papers, plates, places."""

from collections.abc import Callable, Iterator
from typing import Final

import re2

from bot.model.leak import Leak, LeakKind
from bot.signals.leaks.addresses import addresses
from bot.signals.leaks.found import Found, harmless
from bot.signals.leaks.known import SEATS
from bot.signals.leaks.mails import mails
from bot.signals.leaks.papers import papers, plates, positions
from bot.signals.leaks.phones import phones
from bot.signals.leaks.schools import schools
from bot.signals.leaks.sight import sight
from bot.signals.leaks.signs import Sign
from bot.signals.leaks.view import View

MOST: Final = 64
"""Things told of one text."""
KNOWN: Final = re2.compile(SEATS)
FEW: Final = 2
"""Digits of plates; of papers and phones there are more."""
MANY: Final = 5


def find(text: str) -> tuple[Leak, ...]:
    """What looks private, in the order in which it stands; nothing twice at one place. Linear in the text's length.

    What its author offers as their own is left out, and so is what belongs to an office or a helpline.
    """
    return find_in(sight(text))


def find_in(view: View) -> tuple[Leak, ...]:
    """The same of a text that was read."""
    taken: list[Found] = []
    for found in _each(view):
        if len(taken) < MOST and not any(one.start < found.end and found.start < one.end for one in taken):
            taken.append(found)
    kept = (one for one in taken if not (harmless(view, one) or _known(view, one)))
    return tuple(Leak(kind=one.kind, span=view.span(one.start, one.end)) for one in sorted(kept, key=_place))


def _each(view: View) -> Iterator[Found]:
    """Those sooner that know better what they are, the longer ones first."""
    for finder in _finders(view):
        found = list(finder(view))
        yield from sorted(found, key=_longest) if len(found) > 1 else found


def _finders(view: View) -> Iterator[Callable[[View], Iterator[Found]]]:
    """Those that may find something."""
    digits, seen = view.digits, view.seen
    if digits >= MANY:
        yield papers
        yield phones
    if Sign.MAILED in seen:
        yield mails
    if digits >= FEW and (Sign.PLATE in seen or Sign.PLATE_WORD in seen):
        yield plates
    if Sign.MAPPED in seen or Sign.DEGREES in seen:
        yield positions
    if Sign.STREET in seen or (digits and (Sign.ANGLO in seen or Sign.DOOR in seen)):
        yield addresses
    if Sign.SCHOOL in seen:
        yield schools


def _known(view: View, found: Found) -> bool:
    return found.kind is LeakKind.ADDRESS and KNOWN.match(view.text, found.start) is not None


def _longest(found: Found) -> tuple[int, int]:
    return found.start, -found.end


def _place(found: Found) -> int:
    return found.start
