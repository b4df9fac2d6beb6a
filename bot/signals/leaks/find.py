"""Anybody's private data in a text: addresses, phones, mailboxes, papers, plates, places."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final

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
KNOWN: Final = re.compile(SEATS.encode())
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
    for finder in _finders(view):
        found = [*finder(view)]
        for one in sorted(found, key=_longest) if len(found) > 1 else found:
            if not taken or (len(taken) < MOST and not any(each[1] < one[2] and one[1] < each[2] for each in taken)):
                taken.append(one)
    if not taken:
        return ()
    kept = [one for one in taken if not (harmless(view, one) or _known(view, one))]
    kept.sort(key=_place)
    return tuple([Leak(kind=kind, span=view.span(start, end)) for kind, start, end in kept])


def _finders(view: View) -> Sequence[Callable[[View], Iterator[Found]]]:
    """Those that may find something; those sooner that know better what they find."""
    digits, seen = view.digits, view.seen
    found = [papers, phones] if digits >= MANY else []
    if not seen:
        return found
    if Sign.MAILED in seen:
        found.append(mails)
    if digits >= FEW and (Sign.PLATE in seen or Sign.PLATE_WORD in seen):
        found.append(plates)
    if Sign.MAPPED in seen or Sign.DEGREES in seen:
        found.append(positions)
    if Sign.STREET in seen or (digits and (Sign.ANGLO in seen or Sign.DOOR in seen)):
        found.append(addresses)
    if Sign.SCHOOL in seen:
        found.append(schools)
    return found


def _known(view: View, found: Found) -> bool:
    return found.kind is LeakKind.ADDRESS and KNOWN.match(view.text, found.start) is not None


def _longest(found: Found) -> tuple[int, int]:
    return found.start, -found.end


def _place(found: Found) -> int:
    return found.start
