"""How far an address goes: more words of its name, the flat, the postcode, the town."""
# ruff: noqa: E501 - a pattern cut where the line ends reads worse than a long line

import re
from typing import Any, Final

from bot.signals.leaks.streets import STATES
from bot.signals.leaks.view import View

STEP: Final = re.compile(
    rb"[ \-]{1,2}(?:de la |de l'|de |des |du |d'|la |le |les |l'|sur |sous |en |lez |st |ste |of |and )?([a-z0-9][a-z0-9'\-]*)"
)
FLAT: Final = re.compile(
    rb"[ ,\-(]{1,3}(?:(?:bat(?:iment)?|esc(?:alier)?|apt|appt?|appartement|etage|porte|suite|ste|unit|flat|room|bp|cs|#)[ .]{0,2}[a-z0-9]{1,5}\b|"
    rb"\d{1,2}(?:e|eme|er|nd|th|st|rd) (?:etage|floor))"
)
POSTCODE: Final = re.compile(rb"[ ,\-(]{1,4}(?:(?:f|b|ch|l)-)?(?:\d{5}|[1-9]\d{3})\b")
TOWN: Final = re.compile(rb"(?:, ?| a | in | sur | - | \(|,? a )([a-z][a-z'\-]*)")
STATE: Final = re.compile(rf",? (?:{STATES})(?: \d{{5}}(?:-\d{{4}})?)?\b".encode())
BRITISH: Final = re.compile(rb",? [a-z]{1,2}\d[a-z0-9]? ?\d[a-z]{2}\b")
DIRECTION: Final = re.compile(rb" (?:n|s|e|w|ne|nw|se|sw|north|south|east|west)\b[.]?")
FOLLOWING: Final = frozenset((b" ", b",", b"-", b"("))
"""With what all of these begin."""
LONGEST: Final = 5
"""Words that follow the first of a name."""
CEDEX: Final = re.compile(rb" (?:cedex(?: \d{1,2})?|\d{1,2}(?:e|eme|er)\b)")


def extended(view: View, end: int) -> int:
    """Where an address ends whose street, or its first word, ends here."""
    if view.text[end : end + 1] not in FOLLOWING:
        return end
    end = _behind(view, DIRECTION, _named(view, end))
    for pattern in (FLAT, FLAT):
        end = _behind(view, pattern, end)
    coded = _behind(view, POSTCODE, end)
    if coded > end:
        return _behind(view, CEDEX, _town(view, coded))
    town = TOWN.match(view.text, end)
    if town and view.written(*town.span(1))[:1].isupper():
        end = _named(view, town.end(1))
        coded = _behind(view, POSTCODE, end)
        end = _behind(view, CEDEX, end) if coded == end else coded
    return _behind(view, BRITISH, _behind(view, STATE, end))


def _town(view: View, end: int) -> int:
    """Behind the postcode: the town, in capitals or not."""
    step = STEP.match(view.text, end)
    return _named(view, step.end(1)) if step else end


def _named(view: View, end: int) -> int:
    """Behind the words of a name that begin with capitals."""
    for _ in range(LONGEST):
        step = STEP.match(view.text, end)
        if not step or not view.written(*step.span(1))[:1].isupper() or FLAT.match(view.text, end):
            return end
        end = step.end(1)
    return end


def _behind(view: View, pattern: Any, end: int) -> int:
    match = pattern.match(view.text, end)
    return match.end() if match else end
