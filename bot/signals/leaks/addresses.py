"""Postal addresses in French and English, in whatever order, with or without a town."""
# ruff: noqa: E501 - a pattern cut where the line ends reads worse than a long line

from collections.abc import Iterator, Sequence
from typing import Any, Final

import re2

from bot.model.leak import LeakKind
from bot.signals.leaks.extent import extended
from bot.signals.leaks.found import Found, preceded
from bot.signals.leaks.signs import Sign
from bot.signals.leaks.streets import (
    ABSTRACT,
    ARTICLES,
    ENGLISH,
    FRENCH,
    KIND_OF,
    LOOSE,
    PLAIN_WORDS,
    SQUARES,
    alternatives,
)
from bot.signals.leaks.view import View

NUMBER: Final = r"\d{1,4}(?: ?(?:bis|ter|quater|[a-d])\b)?(?: ?[-/&] ?\d{1,4}\b)?"
KIND: Final = rf"(?:{alternatives(FRENCH)})"
WORD: Final = r"[a-z0-9][a-z0-9'\-]*"
MONTHS: Final = "janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre"
NAME: Final = rf"{ARTICLES}{{0,3}}(\d{{1,2}}(?:er)? (?:{MONTHS})(?: \d{{4}})?|{WORD})"
BEFORE_KIND: Final = r"(?:[ ,]{1,3}(?:de la |de l'|du |dans la |sur la |, )?|-)"
NUMBERED: Final = re2.compile(rf"\b{NUMBER}{BEFORE_KIND}({KIND})[ \-]{{1,2}}{NAME}")
NUMBERED_AFTER: Final = re2.compile(
    rf"\b({KIND})[ \-]{{1,2}}{NAME}(?:[ \-]{WORD}){{0,4}}?(?:,? (?:au |a )?(?:n[o ]|no[. ]|num(?:ero)? |nr )? ?|,? au |, ?)(\d{{1,4}})(?: ?(?:bis|ter))?\b"
)
AFTER_SURE: Final = re2.compile(r"(?: au| n| no| num| numero| nr|,? n)[ .o]{0,3}(?:numero )?\d{1,4}$|, ?\d{1,4}$")
NO_HOUSE: Final = re2.compile(
    r" ?(?:h\b|heures?\b|euros?|eur\b|%|ans?\b|jours?\b|mois\b|fois\b|km\b|m\b|min\b|janvier|fevrier|mars|avril|mai\b|juin|"
    r"juillet|aout|septembre|octobre|novembre|decembre|personnes?|blesses?|morts?|[a-z]{3,}s\b)"
)
RESIDES: Final = re2.compile(
    r"(?:^|[^'])\b(?:habit(?:e|es|ent|ait)|vit|vivent|creche(?:nt)?|loge(?:nt)?|reside(?:nt)?|domicilie\w*|demeure|dort|planque\w*|"
    r"adresse(?: est| exacte| perso\w*| c'est| complete)*|domicile|chez (?:elle|lui|eux|toi)|"
    r"lives?|living|address(?: is| was|'s)?|stays?|staying|resides?|hiding|hides|house is)"
    r"[ :=]{1,3}(?:(?:au|a|dans|sur|at|on|in|just|now|c'est) ){0,3}(?:la |le |l')?$"
)
MAILBOX: Final = re2.compile(r"\badresses?(?: perso\w*)? $")
"""Before `mail` it makes no street: `votre adresse mail au bureau`."""
STREET: Final = rf"\b{KIND}[ \-]"
NAMELESS: Final = re2.compile(rf"\b({KIND})[ \-]{{1,2}}{NAME}")
AT_POSTCODE: Final = re2.compile(r"(?:[ \-]{1,2}[a-z'\-]+){0,4}[ ,\-(]{1,3}(?:f-)?\d{5} [a-z]")
BEHIND_NAME: Final = f"{alternatives(ENGLISH)}|{'|'.join(sorted(LOOSE, key=len, reverse=True))}"
ANGLO: Final = re2.compile(rf"\b(\d{{1,5}}[a-d]?)[ ,]{{1,2}}((?:[a-z0-9'\-]+[.]? ){{1,3}}?)({BEHIND_NAME})\b")
AT_HOME: Final = re2.compile(
    r"\b(?:lives?|living|address|stays?|staying|resides?|house|home|located|at|doxx?)(?: (?:is|at|on|in|just|now|'s))*[ :=]{1,3}$"
)
MILITARY: Final = re2.compile(r"\b((?:psc|unit|cmr) \d{3,5},? box \d{3,5}|[afd]po,? (?:aa|ae|ap) \d{5})\b")
DOORS: Final = r"\b(?:digicode|code|(?:door|gate|entry) code|buzzer|interphone)\b|(?:psc|unit|cmr) \d|\b[afd]po[ ,]"
DOOR: Final = re2.compile(
    r"\b(?:digicode|code (?:de (?:la |l')?|d')?(?:porte|entree|immeuble|portail|hall)|door code|gate code|entry code|buzzer|interphone)"
    r"(?: (?:est|is|c'est|le|number))*[ :=]{1,3}([a-z]{0,2}\d[a-z0-9]{2,6})\b"
)
PART_OF_MORE: Final = frozenset((b"/", b".", b":", b"-", b"$", b"#"))
HOURS: Final = re2.compile(
    r"\b(?:[ap][.]?m|days?|weeks?|months?|years?|hours?|minutes?|more|other|new|of|and|the|is|in|at|to)\b"
)
"""What is counted, and no name of a street."""
NO_NAME: Final = frozenset(
    {"n", "no", "numero", "num", "et", "ou", "est", "and", "or", "is", "a", "en", "avec", "pour"}
)
"""What stands behind a street that is not named."""
NO_STREETS: Final = ABSTRACT | NO_NAME
DURING: Final = re2.compile(r"\b(?:in|since|of|from|until|by|en|depuis) $")
YEARS: Final = range(1900, 2100)


def addresses(view: View) -> Iterator[Found]:
    """Homes, and the codes of their doors."""
    if Sign.STREET in view.seen:
        numbered = [*_numbered(view), *_numbered_after(view)] if view.digits else []
        yield from numbered
        yield from _nameless(view, numbered)
    if not view.digits:
        return
    if Sign.ANGLO in view.seen:
        yield from _anglo(view)
    for pattern in (MILITARY, DOOR) if Sign.DOOR in view.seen else ():
        for match in pattern.finditer(view.text):
            yield Found(LeakKind.ADDRESS, *match.span(1))


def _numbered(view: View) -> Iterator[Found]:
    for match in NUMBERED.finditer(view.text):
        if _is_street(view, match):
            yield _street(view, *match.span())


def _numbered_after(view: View) -> Iterator[Found]:
    for match in NUMBERED_AFTER.finditer(view.text):
        sure = AFTER_SURE.search(match.group()) and not NO_HOUSE.match(view.text, match.end(3))
        if sure and _is_street(view, match):
            yield Found(LeakKind.ADDRESS, *match.span())


def _nameless(view: View, known: Sequence[Found]) -> Iterator[Found]:
    """Streets without a number: where somebody is said to live, or with a postcode behind them."""
    for match in NAMELESS.finditer(view.text):
        start, end = match.span()
        if any(one.start <= start < one.end for one in known):
            continue
        placed = preceded(view, start, RESIDES) or (view.digits and AT_POSTCODE.match(view.text, end))
        mailbox = match.group(1) == b"mail" and preceded(view, start, MAILBOX)
        if placed and not mailbox and _is_street(view, match):
            yield _street(view, start, end)


def _street(view: View, start: int, end: int) -> Found:
    return Found(LeakKind.ADDRESS, start, extended(view, end))


def _is_street(view: View, match: Any) -> bool:
    """Whether it is no idiom, and no everyday word that counts something."""
    (start, end), (first, last) = match.span(2), match.span(1)
    name, kind = view.text[start:end].decode(), view.text[first:last].decode()
    if name.strip("'-") in NO_STREETS:
        return False
    if KIND_OF.get(kind, kind) not in PLAIN_WORDS:
        return True
    if not view.written(start, end)[:1].islower() or name in SQUARES or preceded(view, match.start(), RESIDES):
        return True
    return AT_POSTCODE.match(view.text, match.end()) is not None


def _anglo(view: View) -> Iterator[Found]:
    for match in ANGLO.finditer(view.text):
        start, end = match.span()
        if view.text[max(0, start - 1) : start] in PART_OF_MORE or HOURS.search(match.group(2)) or _dated(view, match):
            continue
        if _capital(view, match) or preceded(view, start, AT_HOME):
            yield Found(LeakKind.ADDRESS, start, extended(view, end))


def _capital(view: View, match: Any) -> bool:
    """Whether the street is written as a name."""
    named = all(word[:1].isupper() or word[:1].isdigit() for word in view.written(*match.span(2)).split())
    if not named or match.group(3).decode() not in LOOSE:
        return named
    return view.written(*match.span(3))[:1].isupper() and int(match.group(1).rstrip(b"abcd")) not in YEARS


def _dated(view: View, match: Any) -> bool:
    """Whether its number is a year of which something is told."""
    return int(match.group(1).rstrip(b"abcd")) in YEARS and preceded(view, match.start(), DURING)
