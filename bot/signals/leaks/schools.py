"""Where somebody's children are: the school that is named beside them."""
# ruff: noqa: E501 - a pattern cut where the line ends reads worse than a long line

from collections.abc import Iterator
from typing import Final

import re2

from bot.model.leak import LeakKind
from bot.signals.leaks.extent import extended
from bot.signals.leaks.found import Found
from bot.signals.leaks.signs import Sign
from bot.signals.leaks.view import View

WHOSE: Final = r"\b(?:ses|tes|vos|leurs|son|sa|ton|ta|his|her|their|your)"
CHILD: Final = (
    r"(?:enfants?|gosses?|gamine?s?|mioches?|petite?s?|fils|filles?|bebe|mome|jumeaux|jumelles|"
    r"kids?|children|child|son|sons|daughters?|boys?|girls?|baby|twins|toddler)"
)
SCHOOL: Final = r"(?:ecole|maternelle|creche|college|lycee|primaire|garderie|halte-garderie)"
NAMED: Final = rf"\b(?:{SCHOOL}|school|primary|nursery|academy|high|elementary|preschool|daycare|kindergarten)\b"
AT_SCHOOL: Final = re2.compile(
    rf"{WHOSE} (?:\w+ )?{CHILD} (?:\w+ ){{0,4}}(?:a l'|a la |au |dans l'|dans la |en |de l'){SCHOOL}(?: (?:maternelle|primaire|elementaire|privee|publique))? ((?:de la |de l'|du |des |de )?[a-z][a-z'\-]*)"
)
IN_SCHOOL: Final = re2.compile(
    rf"{WHOSE} (?:\w+ )?{CHILD} (?:\w+ ){{0,4}}(?:at|to|attends?|in) ((?:[a-z'\-.]+ ){{1,4}}?(?:school|primary|elementary|high|nursery|preschool|daycare|kindergarten|academy|college))\b"
)


def schools(view: View) -> Iterator[Found]:
    """The name of the school, with its town."""
    if Sign.SCHOOL not in view.seen:
        return
    for match in AT_SCHOOL.finditer(view.text):
        if view.written(*match.span(1)).strip("'")[:1].isupper():
            yield Found(LeakKind.PLACE, match.start(1), extended(view, match.end(1)))
    for match in IN_SCHOOL.finditer(view.text):
        if view.written(*match.span(1))[:1].isupper():
            yield Found(LeakKind.PLACE, match.start(1), extended(view, match.end(1)))
