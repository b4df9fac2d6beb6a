"""Phone numbers as people write them: French, North American, British, Belgian, Swiss, and any with its country."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

import re2

from bot.model.leak import LeakKind
from bot.signals.leaks.found import Found, preceded
from bot.signals.leaks.view import NO_DIGITS, View

RUN: Final = re.compile(rb"\b[0-9oil]++\b(?:[ .\-/_(),:*|]{1,3}[0-9oil]++\b)*+")
"""Each byte is read once: what parts groups cannot stand in one."""
GROUP: Final = re.compile(rb"[0-9oil]+")
WITHIN: Final = b"0123456789oil ()"
"""What stands in a number beside the one sign that parts it."""
POSED: Final = bytes.maketrans(b"oil", b"011")
LEAST: Final = 8
"""Digits of a number."""
AT_HOME: Final = (9, 11)
"""The same of one without its country: a Belgian or a Swiss one has 9, a British one, or a North American behind a 1,
has 11."""
MOST: Final = 15
"""Digits of a number with its country (ITU-T E.164)."""
DIGITS_MEANT: Final = 5
"""True digits that a run has at least: with fewer, letters that pose as digits spell a word."""
FRENCH: Final = frozenset("1234567 9".replace(" ", ""))
"""What a French number begins with after its 0; 08 are services."""
FREE: Final = frozenset({"800", "833", "844", "855", "866", "877", "888", "900"})
"""North American services."""
COUNTRIES: Final = {
    "1": (10, 10),
    "32": (8, 9),
    "33": (9, 10),
    "34": (9, 9),
    "39": (9, 11),
    "41": (9, 10),
    "44": (10, 11),
    "49": (8, 12),
    "212": (9, 10),
    "213": (8, 9),
    "216": (8, 8),
    "351": (9, 9),
    "352": (6, 9),
    "353": (9, 10),
}
"""How many digits follow the country's, a 0 in brackets with them (ITU national numbering plans)."""
ANY_COUNTRY: Final = (7, 12)
CALLED: Final = re2.compile(
    r"\b(?:call|phone|number|cell|mobile|text|tel|telephone|whatsapp|sms|num|numero|appel\w*|joindre|portable|fixe|06|07)\b"
)
"""Words before something that is a number to be called."""
COUNTED: Final = re2.compile(
    r"\b(?:commandes?|colis|suivi|siren|siret|isbn|issn|doi|rcs|tva|factures?|dossier|ticket|ref|references?|order|"
    r"tracking|invoice|parcel|articles?|art|loi|version|build|vol|flight|budget)\b[^a-z]{0,10}$"
)
"""Words before numbers of other things."""


Group = tuple[str, int, int]
"""Digits that nothing parts, and where they stand."""


def phones(view: View) -> Iterator[Found]:
    """Numbers of people's phones; those of services and helplines are left out."""
    for run in RUN.finditer(view.text):
        start, end = run.span()
        if end - start < LEAST or len(run[0].translate(None, NO_DIGITS)) < DIGITS_MEANT:
            continue
        found = [*_in_run(view, _groups(view.text, start, end))]
        if found and not preceded(view, start, COUNTED):
            yield from found


def national(digits: str) -> str:
    """A number without what may stand before it: +33, 0033, 33 or 0 in France, +1 in North America."""
    bare = digits.removeprefix("00")
    if bare.startswith("33") and len(bare) in {11, 12}:
        return bare[2:].removeprefix("0")
    if bare.startswith("1") and len(bare) == len("1") + 10:
        return bare[1:]
    return bare.removeprefix("0")


def _groups(text: bytes, start: int, end: int) -> Sequence[Group]:
    digits = text.translate(POSED).decode()
    spans = [part.span() for part in GROUP.finditer(text, start, end)]
    return [(digits[first:last], first, last) for first, last in spans]


def _in_run(view: View, groups: Sequence[Group]) -> Iterator[Found]:
    place = 0
    while place < len(groups):
        end = _end(view, groups, place)
        if end:
            start = groups[place][1]
            yield Found(LeakKind.PHONE, start - _signs(view.text, start), groups[end - 1][2])
        place = end or place + 1


def _end(view: View, groups: Sequence[Group], place: int) -> int:
    """Behind which group a number ends that begins with this one; 0 if none does."""
    taken = [*groups[place : place + MOST]]
    digits, start = "".join([group[0] for group in taken]), taken[0][1]
    abroad = digits.startswith("00") or b"+" in view.text[max(0, start - 2) : start]
    least, most = (LEAST, MOST + 2) if abroad else AT_HOME
    while len(digits) >= least:
        if len(digits) <= most and _is_number(view, taken, digits, abroad=abroad):
            return place + len(taken)
        digits = digits[: -len(taken.pop()[0])]
    return 0


def _is_number(view: View, taken: Sequence[Group], digits: str, *, abroad: bool) -> bool:
    start = taken[0][1]
    if not _of_one_piece(view.text[start : taken[-1][2]], len(taken)):
        return False
    if abroad:
        return _abroad(digits.removeprefix("00"))
    shape = tuple([len(group[0]) for group in taken])
    if digits[0] == "0":
        return _at_home(view, taken, digits, shape)
    return _american(view, start, digits, shape)


def _of_one_piece(written: bytes, groups: int) -> bool:
    """Whether one sign parts it, and one that also parts sentences parts all of it."""
    signs = written.translate(None, WITHIN)
    if not signs:
        return True
    return len(set(signs)) == 1 and (signs[0] not in b":,*|" or len(signs) == groups - 1)


def _abroad(digits: str) -> bool:
    for length in (1, 2, 3):
        if digits[:length] in COUNTRIES:
            least, most = COUNTRIES[digits[:length]]
            rest = digits[length:]
            return least <= len(rest) <= most and not _service(digits[:length], rest)
    least, most = ANY_COUNTRY
    return least <= len(digits) - 2 <= most


def _service(country: str, rest: str) -> bool:
    return (country == "33" and rest.removeprefix("0")[:1] == "8") or (country == "1" and rest[:3] in FREE)


def _at_home(view: View, taken: Sequence[Group], digits: str, shape: tuple[int, ...]) -> bool:
    if len(digits) == 10 and digits[1] in FRENCH:  # noqa: PLR2004 - as the French plan has it
        return shape[:3] != (2, 2, 4) or _spaced(view, taken)
    if len(digits) == 11 and digits[1] in "127":  # noqa: PLR2004 - as the British plan has it
        return min(shape) > 2 and digits[1:4] not in FREE  # noqa: PLR2004 - no group is shorter
    return shape in {(2, 3, 2, 2), (3, 2, 2, 2)} and digits[1] in "12345679"


def _spaced(view: View, taken: Sequence[Group]) -> bool:
    """Whether it is no date: only spaces part it, and a word for a phone stands before it."""
    said = view.text[taken[0][1] : taken[-1][2]]
    return not any(sign in said for sign in b"/.-") and preceded(view, taken[0][1], CALLED)


def _american(view: View, start: int, digits: str, shape: tuple[int, ...]) -> bool:
    if shape[0] == 1 and digits[0] == "1":
        digits, shape = digits[1:], shape[1:]
    if shape[3:] and shape[:3] == (3, 3, 4):
        return False
    if len(digits) != 10 or digits[0] in "01" or digits[3] in "01" or digits[:3] in FREE:  # noqa: PLR2004 - NANP
        return False
    return shape == (3, 3, 4) or preceded(view, start, CALLED)


def _signs(text: bytes, start: int) -> int:
    """How many of the signs before it belong to it."""
    before = text[max(0, start - 2) : start]
    return len(before) - len(before.rstrip(b"+("))
