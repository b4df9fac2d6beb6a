"""Veils over what can hurt, until somebody asks to see: words of rules keep their first letter, accounts get a name."""

import re
from typing import Final

WORD: Final = re.compile(r"\w{2,}")
HARMLESS: Final = frozenset(
    {
        *(
            "account_age",
            "ban_evasion",
            "bare_profile",
            "case_stage",
            "conduct",
            "context",
            "followers",
            "identical_text",
            "image_known",
            "kin",
            "kind",
            "language",
            "leak",
        ),
        *(
            "listed",
            "mentions_count",
            "new_account",
            "pattern",
            "relationship",
            "repeated",
            "reported",
            "schedule",
            "score",
            "script",
        ),
    }
)
"""Conditions whose notes hold numbers and our own words only; those of all others are veiled."""


def veiled(condition: str, note: str) -> str:
    """A condition's note, with the rule's words veiled where it may name any."""
    return note if condition in HARMLESS else covered(note)


def covered(words: str) -> str:
    """Each word by its first letter and its length."""
    return WORD.sub(lambda found: found[0][0] + "•" * (len(found[0]) - 1), words)
