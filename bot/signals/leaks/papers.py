"""Numbers of papers, accounts and vehicles, places on the map; with their check digits."""
# ruff: noqa: E501 - a pattern cut where the line ends reads worse than a long line

from collections.abc import Iterator
from typing import Any, Final

import re2

from bot.model.leak import LeakKind
from bot.signals.leaks.found import Found, preceded
from bot.signals.leaks.signs import Sign
from bot.signals.leaks.view import View

IBAN_BEGINS: Final = r"\b[a-z]{2}[ \-.]?\d{2}"
IBAN: Final = re2.compile(r"\b[a-z]{2}[ \-.]?\d{2}(?:[ \-.]?[a-z0-9]){11,40}")
LENGTHS: Final = (
    "ad24 ae23 al28 at20 az28 ba20 be16 bg22 bh22 br29 ch21 cr22 cy28 cz24 de22 dk18 do28 ee20 es24 fi18 fo18 fr27 gb22 "
    "ge22 gi23 gl18 gr27 gt28 hr21 hu28 ie22 il23 is26 it27 jo30 kw30 kz20 lb28 li21 lt20 lu20 lv21 mc27 md24 me22 mk19 "
    "mr27 mt31 mu30 nl18 no15 pk24 pl28 ps29 pt25 qa29 ro24 rs22 sa24 se24 si19 sk24 sm27 tn24 tr26 ua29"
)
COUNTRIES: Final = {one[:2]: int(one[2:]) for one in LENGTHS.split()}
"""Characters of an IBAN by country (ISO 13616 registry)."""
NIR: Final = re2.compile(
    r"\b[12378](?:[ .\-]?\d){2}[ .\-]?(?:0[1-9]|1[0-2]|[2-9]\d)[ .\-]?(?:\d{2}|2[ab])(?:[ .\-]?\d{3}){2}(?:[ .\-/]{0,3}\d{2})?\b"
)
NATIONAL: Final = re2.compile(r"\b(?:\d{2}[.]\d{2}[.]\d{2}[ \-]\d{3}[.]\d{2}|756[.]\d{4}[.]\d{4}[.]\d{2})\b")
"""Belgium's national number and Switzerland's AVS number, as they are printed."""
CARD: Final = re2.compile(r"\b[3-6]\d{3}(?:[ \-]?\d{4}){3}\b")
PAPER: Final = (
    r"passeport|passport|carte (?:nationale )?d'identite|cni|id card|identity card|ssn|social security(?: number)?|"
    r"national insurance(?: number)?|nino|permis(?: de conduire)?|driving licen[cs]e|driver's licen[cs]e|"
    r"(?:n(?:umero)? (?:de )?)?secu(?:rite sociale)?|nir|num(?:ero)? fiscal"
)
PAPERS: Final = re2.compile(
    rf"\b(?:{PAPER})\b[^0-9.!?]{{0,16}}?"
    r"((?:[a-z]{1,2}[ \-]?)?\d{1,4}(?:[ \-]?[a-z]{1,2})?(?:[ \-]?\d){4,14}[a-z]?)\b"
)
"""Papers without check digits are believed where they are named."""
_ANY: Final = r"\b(?:[a-hj-np-tv-z]{2}[ \-.]{0,2}\d{3}[ \-.]{0,2}[a-hj-np-tv-z]{2}|[a-z]{2}\d{2} ?[a-z]{3}|[12][ \-][a-z]{3}[ \-]\d{3})\b"
"""France since 2009 and Italy; Great Britain; Belgium."""
ANY: Final = re2.compile(_ANY)
_FNI: Final = r"\b(\d{2,4})[ \-]?([a-z]{2,3})[ \-]?((?:0[1-9]|[1-8]\d|9[0-5]|2[ab]|97\d))\b"
FNI: Final = re2.compile(_FNI)
ANY_PLATE: Final = f"{_ANY}|{_FNI}"
PLATE_WORD: Final = (
    r"plaques?(?: d'immat\w*)?|immat\w*|licen[cs]e plate|number plate|plate(?: number)?|reg(?:istration)?"
)
NAMED_PLATE: Final = re2.compile(
    rf"\b(?:{PLATE_WORD})"
    r"(?: (?:est|c'est|is|it's|no|number|numero))?[ :=]{1,3}([a-z]{1,3}[ \-]?[a-z0-9]?[ \-]?\d{2,4}[ \-]?[a-z0-9]{0,3}|\d{1,4}[ \-]?[a-z]{2,3}[ \-]?\d{0,3})\b"
)
VEHICLE: Final = re2.compile(
    r"\b(?:plaques?|immat\w*|voiture|bagnole|caisse|vehicule|scooter|moto|camionnette|berline|clio|twingo|golf|gare[es]?|"
    r"plate|plates|car|vehicle|van|truck|bike|reg|registration|licen[cs]e|parked|drives?|roule)\b"
)
GPS: Final = re2.compile(
    r"[+-]?\b\d{1,2}[.]\d{4,}(?: ?[ns])?[ ,;/]{1,3}[+-]?\d{1,3}[.]\d{4,}(?: ?[eow]\b)?|"
    r"\b\d{1,2} ?[^a-z0-9]? ?\d{1,2}'? ?\d{1,2}(?:[.]\d+)?[\"' ]{1,3}[ns][ ,]{1,2}\d{1,3} ?[^a-z0-9]? ?\d{1,2}'? ?\d{1,2}(?:[.]\d+)?[\"' ]{1,3}[eow]\b"
)
WORDS_ON_A_MAP: Final = re2.compile(r"///[a-z]{3,20}[.][a-z]{3,20}[.][a-z]{3,20}\b")
_PLUS = "[2-9cfghjmpqrvwx]"
MAPPED: Final = rf"///[a-z]|{_PLUS}[+]{_PLUS}{{2}}"
PLUS: Final = re2.compile(rf"\b[2-9c]{_PLUS}{{7}}[+]{_PLUS}{{2,3}}\b")
"""A code of the map for a place of some metres (Open Location Code, in full)."""
OTHER: Final = re2.compile(r"\b(?:vols?|flight|ref\w*|code|version|modele|model|salle|room|article|loi)[^a-z0-9]{0,4}$")
"""Before letters and digits of other things."""
DEGREES: Final = r"\d[.]\d{4}|\d[\"' ]{1,3}[ns][ ,]"
"""Without it there is no place on the map in degrees."""
LONG: Final = 9
"""Digits of the shortest IBAN and of a place on the map."""
SWISS: Final = 13
"""Digits of an AVS number."""
SEPARATORS: Final = b" -./"
VALUES: Final = {ord(sign): str(int(sign, 36)) for sign in "0123456789abcdefghijklmnopqrstuvwxyz"}
"""What letters and digits count for in an IBAN."""
NEAR: Final = 60


def papers(view: View) -> Iterator[Found]:
    """IBANs, social security numbers, bank cards; and papers that are named."""
    text = view.text
    if view.digits >= LONG and Sign.IBAN in view.seen:
        for match in IBAN.finditer(text):
            end = _iban_end(match.group())
            if end:
                yield Found(LeakKind.DOCUMENT, match.start(), match.start() + end)
    for sign, pattern, right in NUMBERS if view.digits >= LONG else ():
        for match in pattern.finditer(text) if sign in view.seen else ():
            if right(_bare(match.group())):
                yield Found(LeakKind.DOCUMENT, *match.span())
    for match in PAPERS.finditer(text) if Sign.PAPER in view.seen else ():
        yield Found(LeakKind.DOCUMENT, *match.span(1))


def plates(view: View) -> Iterator[Found]:
    """Plates of vehicles: in capitals as they are written, or beside a word for a vehicle."""
    for pattern, sure in ((ANY, True), (FNI, False)) if Sign.PLATE in view.seen else ():
        for match in pattern.finditer(view.text):
            if preceded(view, match.start(), OTHER):
                continue
            if (sure and _capitals(view, match)) or _of_vehicle(view, match):
                yield Found(LeakKind.PLATE, *match.span())
    for match in NAMED_PLATE.finditer(view.text) if Sign.PLATE_WORD in view.seen else ():
        yield Found(LeakKind.PLATE, *match.span(1))


def positions(view: View) -> Iterator[Found]:
    """Places on the map: degrees to ten metres or better, three words, or a code."""
    for pattern, there in (
        (GPS, view.digits >= LONG and Sign.DEGREES in view.seen),
        (WORDS_ON_A_MAP, Sign.MAPPED in view.seen),
        (PLUS, Sign.MAPPED in view.seen),
    ):
        for match in pattern.finditer(view.text) if there else ():
            yield Found(LeakKind.PLACE, *match.span())


def _capitals(view: View, match: Any) -> bool:
    """Whether its letters are capitals and it stands by itself: in a text all in capitals, signs must part it."""
    start, end = match.span()
    letters = [letter for letter in view.written(start, end) if letter.isalpha()]
    if not all(letter.isupper() for letter in letters):
        return False
    return b" " not in match.group().strip() or any(map(str.islower, view.plain.original))


def _of_vehicle(view: View, match: Any) -> bool:
    return VEHICLE.search(view.text[max(0, match.start() - NEAR) : match.end() + NEAR]) is not None


def _bare(written: bytes) -> bytes:
    return written.translate(None, SEPARATORS)


def _iban_end(written: bytes) -> int:
    """How many bytes of what looks like an IBAN are one; 0 if none are (ISO 7064, MOD 97-10)."""
    wanted = COUNTRIES.get(written[:2].decode(), 0)
    bare = _bare(written)[:wanted]
    if not wanted or len(bare) < wanted or _number(bare[4:] + bare[:4]) % 97 != 1:
        return 0
    places = [place for place, code in enumerate(written, start=1) if code not in SEPARATORS]
    return places[wanted - 1]


def _number(letters: bytes) -> int:
    return int("".join([VALUES[code] for code in letters]))


def _is_nir(bare: bytes) -> bool:
    """Whether its key is right: 97 less the number modulo 97, 2A and 2B read as 19 and 18 (INSEE)."""
    number, key = bare[:13].replace(b"2a", b"19").replace(b"2b", b"18"), bare[13:]
    return bool(key) and number.isdigit() and 97 - int(number) % 97 == int(key)


def _is_national(bare: bytes) -> bool:
    """Whether its check digits are right: of a Belgian one modulo 97, behind a 2 for who was born since 2000; of a Swiss
    one as of an EAN-13."""
    if len(bare) == SWISS:
        return sum((code - 48) * (1 + 2 * (place % 2)) for place, code in enumerate(bare)) % 10 == 0
    number, key = bare[:-2], int(bare[-2:])
    return key in (97 - int(number) % 97, 97 - int(b"2" + number) % 97)


def _luhn(digits: bytes) -> bool:
    doubled = [(code - 48) * (1 + place % 2) for place, code in enumerate(reversed(digits))]
    return sum(value - 9 * (value > 9) for value in doubled) % 10 == 0  # noqa: PLR2004 - as ISO/IEC 7812 has it


NUMBERS: Final = ((Sign.NIR, NIR, _is_nir), (Sign.CARD, CARD, _luhn), (Sign.NATIONAL, NATIONAL, _is_national))
"""With what tells whether their check digits are right."""
