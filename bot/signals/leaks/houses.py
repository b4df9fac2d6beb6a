"""The numbers of houses in a text, beside a street of the vault or as they stand alone."""
# ruff: noqa: E501 - a pattern cut where the line ends reads worse than a long line

import re
from collections.abc import Iterator
from typing import Final

from bot.signals.leaks.addresses import RESIDES
from bot.signals.leaks.dwelling import POSTCODE
from bot.signals.leaks.found import preceded
from bot.signals.leaks.index import Entry, Index
from bot.signals.leaks.numbered import Hit
from bot.signals.leaks.pieces import POSED
from bot.signals.leaks.signs import Sign
from bot.signals.leaks.streets import KINDS
from bot.signals.leaks.tokens import Tokens
from bot.signals.leaks.view import Token, View

NEAR: Final = 5
"""Tokens about a street in which the number of the house stands."""
_FILLING = "numero num no n nr number chez est c bat batiment esc escalier apt appt appartement etage porte flat suite unit immeuble imm a b d north south east west s e w"
FILLING: Final = frozenset(_FILLING.split())
"""What may stand between a street and the number of the house."""
ONE: Final = frozenset({"un", "one"})
"""A number where a word for one stands before it: `une rue` counts streets."""
SAID_NUMBER: Final = re.compile(rb"(?:\b(?:au|at|n|no|numero|number|num|nr|habite|vit|lives|loge|creche)[ .:o]{1,3})$")
BEHIND: Final = re.compile(rb"(?: ?(?:bis|ter|quater|[a-d])\b)?[^a-z0-9]*([a-z0-9]+)")
_COUNTED = (
    "ans annees mois semaines jours heures h minutes min mn secondes fois euros metres km kilometres tonnes "
    "personnes gens habitants riverains voisins enfants eleves familles blesses blessees morts mortes victimes "
    "pompiers policiers gendarmes agents manifestants locataires logements maisons arbres places voitures velos "
    "commerces boutiques "
    "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre "
    "years months weeks days hours minutes times percent miles metres meters people neighbours neighbors kids children "
    "families injured dead officers homes flats trees cars shops "
    "january february march april june july august september october november december"
)
COUNTED: Final = re.compile(rb"[ \n]{0,2}(?:%|(?:" + "|".join(_COUNTED.split()).encode() + rb")\b)")
"""Behind a number that is no house's: what it counts, or the month of a day."""
LINE: Final = re.compile(
    rb"\b(?:bus|tram(?:way)?|trolley(?:bus)?|metro|lignes?|line|noctilien|navette|(?<!en )route) (?:n[o ]{1,2})?$"
)
"""Before the number of a line, which has a stop in the street."""
DAY: Final = re.compile(rb"\b(?:le|the|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche) $")
ARTICLE: Final = re.compile(rb",? (?:la|l'|cette|toute la) ")
"""Behind a day: `le 12, la rue des Lilas`, where a house is the `12, rue des Lilas`."""
DURING: Final = re.compile(rb"\b(?:in|since|until|by|en|depuis) $")
YEARS: Final = range(1500, 2100)
SIGNS: Final = bytes(code for code in range(128) if not bytes((code,)).isalnum())
REACH: Final = 12
"""Bytes before a number that are looked at."""
FIGURES: Final = re.compile(rb"[0-9]+")
POSING: Final = re.compile(rb"[0-9oil]+")


class Houses:
    """The numbers about the streets of one text."""

    def __init__(self, index: Index, row: Tokens) -> None:
        """Take what is looked for, and the text's tokens."""
        self._index = index
        self._row = row.row
        self._view = row.view

    def beside(self, first: int, last: int, entry: Entry) -> tuple[int | None, bool]:
        """Where the number of this value's house stands about these tokens, if it does; and whether another one does."""
        ahead = range(first - 1, max(-1, first - 1 - NEAR), -1)
        behind = range(last + 1, min(len(self._row), last + 1 + NEAR))
        other = False
        for places in (ahead, behind):
            for place in places:
                token = self._row[place]
                said = token[0]
                if said.isdigit() and len(said) < POSTCODE:
                    if COUNTED.match(self._view.text, token.end) if places is behind else self._of_another(token):
                        break  # the street alone, which may be half of it
                    outermost = self._house(place, places.step, entry)
                    if outermost is not None:
                        return outermost, False
                    other = True
                    break
                if self._is_one(token, entry):
                    return place, False
                if not (said in KINDS or said in FILLING or said.isdigit()):
                    break
        return None, other

    def _house(self, place: int, step: int, entry: Entry) -> int | None:
        """The last token of the house's number: one, or all that stand in a row, where it is said digit by digit, or in
        two halves: `42 17`."""
        token = self._row[place]
        if self._is_house(token.said, entry) or self._is_house(self._posed(token), entry):
            return place
        said, last = "", place
        while 0 <= place < len(self._row) and self._row[place].number and len(said) < POSTCODE:
            said = self._row[place].said + said if step < 0 else said + self._row[place].said
            last, place = place, place + step
        return last if len(said) < POSTCODE and self._is_house(said, entry) else None

    def _of_another(self, token: Token) -> bool:
        """Whether a number before a street is that of a bus, of a day, or of a year in which something was there."""
        before = self._view.text[max(0, token.start - REACH) : token.start]
        if LINE.search(before):
            return True
        if DAY.search(before):
            return ARTICLE.match(self._view.text, token.end) is not None
        year = token.said.isdigit() and int(token.said) in YEARS and DURING.search(before)
        return bool(year) and not preceded(self._view, token.start, RESIDES)

    def _posed(self, token: Token) -> str:
        """The number with letters beside it that pose as digits: `l2`."""
        if Sign.POSED not in self._view.seen:
            return token.said
        text = self._view.text
        start = token.start
        while start and text[start - 1] in b"oil" and token.start - start < POSTCODE:
            start -= 1
        match = POSING.match(text, start)
        return match[0].translate(POSED).decode() if match else token.said

    def _is_one(self, token: Token, entry: Entry) -> bool:
        before = self._view.text[max(0, token.start - REACH) : token.start]
        return token.said in ONE and SAID_NUMBER.search(before) is not None and self._is_house("1", entry)

    def _is_house(self, said: str, entry: Entry) -> bool:
        return any(one.value == entry.value for one in self._index.house(said.lstrip("0") or "0"))


def house_numbers(index: Index, view: View) -> Iterator[Hit]:
    """Numbers that stand as those of a house do: behind `au`, before the word for a street, alone, at an end."""
    text = view.text
    if not (index.homes and index.housed.any({*FIGURES.findall(text)})):
        return
    for said, start, end in view.numbers:
        entries = index.house(said.lstrip("0") or "0") if len(said) < POSTCODE else ()
        if not entries or text[max(0, start - 1) : start].isalpha():
            continue
        street = BEHIND.match(text, end)
        at_end = street is None or not text[:start].strip(SIGNS) or street[1].decode() in KINDS
        if at_end or SAID_NUMBER.search(text[max(0, start - REACH) : start]):
            yield from (Hit(entry, start, end) for entry in entries)
