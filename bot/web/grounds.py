"""What moderators write of reasons, as it comes from a form."""

from typing import Final

from bot.moderating.statements import Grounds
from bot.web.visit import Visit

LANGUAGES: Final = frozenset({"fr", "en"})
LONGEST: Final = 5_000
"""Signs of a statement."""


def language(visit: Visit) -> str:
    """In which it is to be written; the community's where nobody chose."""
    chosen = visit.form.get("language")
    return chosen if chosen in LANGUAGES else visit.person.language


def grounds(visit: Visit) -> Grounds:
    """On what it rests, and where it can be contested."""
    return Grounds(visit.form.get("contact")[:500], visit.form.get("rule")[:500], visit.form.get("law")[:500])


def reasons(visit: Visit) -> str:
    """The reasons as they were gone over; empty: none are given."""
    return visit.form.get("statement").strip()[:LONGEST]


def filled(visit: Visit) -> dict[str, str]:
    """What was filled in, for the same form again."""
    return {name: visit.form.get(name) for name in ("contact", "rule", "law", "language")}
