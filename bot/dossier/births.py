"""Days of birth in a text, where they are said to be one."""

import re
from collections.abc import Iterator
from typing import Final

from bot.model.decision import Span
from bot.signals.leaks.view import View

_MONTHS = (
    "janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre|"
    "january|february|march|april|may|june|july|august|september|october|november|december"
)
_DAY = (
    r"(?:\d{1,2}(?:er|st|nd|rd|th)?[ ./\-]{1,3}(?:of )?"
    rf"(?:\d{{1,2}}|{_MONTHS})\b(?:[ ./\-,]{{1,3}}(?:\d{{4}}|\d{{2}})\b)?|"
    rf"(?:{_MONTHS}) \d{{1,2}}(?:st|nd|rd|th)?\b(?:,? \d{{4}}\b)?|"
    r"\d{4}-\d{2}-\d{2}\b)"
)
_BORN = (
    r"\b(?:ne (?=le\b|en\b|un\b)|nees?|ne\(e\)|ne[.]e|naquit|naissance|ddn|anniv(?:ersaire)?|born|birth(?:day|date)?|"
    r"date of birth|dob|d\.o\.b)(?![a-z])"
)
BORN: Final = re.compile(rf"{_BORN}[^0-9]{{0,24}}?({_DAY})".encode())


def births(view: View) -> Iterator[Span]:
    """Where the days stand in what was written."""
    for match in BORN.finditer(view.text) if view.digits else ():
        yield view.span(*match.span(1))
