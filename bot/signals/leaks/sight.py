"""A text read once for all who look for private data in it, and screened in one pass."""

from collections.abc import Collection
from typing import Any, Final

import re2

from bot.signals.leaks import addresses, dwelling, mailed, mails, numbered, numbers, papers, schools, tokens
from bot.signals.leaks.plain import Plain
from bot.signals.leaks.signs import EVERY, Sign
from bot.signals.leaks.view import View

PATTERNS: Final = {
    Sign.SAID: numbers.SAID.pattern,
    Sign.MAILED: mails.MAILED,
    Sign.AT: mailed.BOXED,
    Sign.HOST: mailed.HOST.pattern,
    Sign.STREET: addresses.STREET,
    Sign.ANGLO: rf" (?:{addresses.BEHIND_NAME})\b",
    Sign.DOOR: addresses.DOORS,
    Sign.SCHOOL: schools.NAMED,
    Sign.MAPPED: "///[a-z]",
    Sign.DEGREES: papers.DEGREES,
    Sign.IBAN: papers.IBAN_BEGINS,
    Sign.PAPER: rf"\b(?:{papers.PAPER})\b",
    Sign.PLATE: papers.ANY_PLATE,
    Sign.PLATE_WORD: rf"\b(?:{papers.PLATE_WORD})",
    Sign.POSTCODE: dwelling.CODE.pattern.decode(),
    Sign.SPELLED: tokens.THREE_ALONE,
    Sign.POSED: numbered.POSING,
}
ALWAYS: Final = len(PATTERNS)
"""The number of a pattern that every text holds: without it, the automaton ran out of memory and has told nothing."""
MEMORY: Final = 16 << 20
"""Bytes of what the automaton remembers of the texts it met; with half, it forgets."""


def sight(text: str) -> View:
    """What the text shows, its numbers in words as digits, with all signs of what may stand in it. Linear."""
    plain = Plain(text)
    seen = _seen(plain.text)
    if Sign.SAID not in seen:
        return View(plain, plain.text, seen=seen)
    view = numbers.in_digits(plain)
    return View(plain, view.text, view.places, seen={*seen, *_seen(view.text)})


def _seen(text: bytes) -> Collection[int]:
    found: list[int] = SCREEN.Match(text) or []
    return found if ALWAYS in found else EVERY


def _screen() -> Any:
    chosen = re2.Options()
    chosen.log_errors = False
    chosen.max_mem = MEMORY
    made = re2.Set.SearchSet(chosen)
    for sign in Sign:
        made.Add(PATTERNS[sign])
    made.Add("")
    made.Compile()
    return made


SCREEN: Final = _screen()
"""One automaton of all of them: texts take a microsecond, where each pattern alone takes two."""
