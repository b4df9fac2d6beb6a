"""A text read once for all who look for private data in it, and screened in one pass."""

from typing import Final

from bot.signals.leaks import addresses, dwelling, mailed, mails, numbered, numbers, papers, schools, tokens
from bot.signals.leaks.plain import Plain
from bot.signals.leaks.screen import Screen
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
    Sign.MAPPED: papers.MAPPED,
    Sign.DEGREES: papers.DEGREES,
    Sign.IBAN: papers.IBAN_BEGINS,
    Sign.PAPER: rf"\b(?:{papers.PAPER})\b",
    Sign.PLATE: papers.ANY_PLATE,
    Sign.PLATE_WORD: rf"\b(?:{papers.PLATE_WORD})",
    Sign.POSTCODE: dwelling.CODE.pattern.decode(),
    Sign.SPELLED: tokens.THREE_ALONE,
    Sign.POSED: numbered.POSING,
    Sign.NIR: papers.NIR.pattern,
    Sign.CARD: papers.CARD.pattern,
    Sign.NATIONAL: papers.NATIONAL.pattern,
}
SCREEN: Final = Screen([PATTERNS[sign] for sign in sorted(EVERY)])


def sight(text: str) -> View:
    """What the text shows, its numbers in words as digits, with all signs of what may stand in it. Linear."""
    plain = Plain(text)
    seen = SCREEN.held(plain.text)
    if Sign.SAID not in seen:
        return View(plain, plain.text, seen=seen)
    view = numbers.written_in_digits(plain)
    return View(plain, view.text, view.places, seen={*seen, *SCREEN.held(view.text)})
