"""Marks of who is spoken of and who is spoken to."""
# ruff: noqa: E501 - a pattern cut where the line ends reads worse than a long line

from typing import Final

from bot.signals.contexts.reach import Mark, apposed, clause, marks, named, self_named

THIRD: Final[tuple[Mark, ...]] = marks(
    "third_person",
    named,
    r"\b(?:ce|cet|cette|ces|quel|quelle|quels|quelles|mon|ma|mes|son|sa|ses|leur|leurs|notre|nos|le|la|les|un|une|des|du|aux|"
    r"comme|autre|autres|that|this|these|those|the|a(?P<notE> (?:vomir|chier|faire|crever|pleurer|mourir|gerber|gifler|baffer|claquer)\b)?|an|my|his|her|their|some|all|most|any|every|of|such|other|like)\b",
)
"""Before somebody who is spoken of, not spoken to."""

FIRST: Final[tuple[Mark, ...]] = (
    *marks(
        "first_person",
        self_named,
        r"\b(?:i m|im|ima|i am|i was|i look like|i feel like|we are|we re|us|we|myself|ourselves|as an?|my fellow|proud|being an?|je suis|j etais|"
        r"je me suis|j ai l air|nous sommes|on est|on s appelle|nous les|nous autres|nous|moi|en tant que|fiere?s? d etre|suis je)\b(?P<notX> (?:just |really |actually |now |all |still |also |not |already |so |always )?(?:going|gonna|coming|about|ready|here|outside|waiting|watching|venu|venue|la|en bas|pret|prete|je|j|will|ll|want|need|know|can|could|should|would|have|vais|veux|sais|peux|viens) )?",
    ),
    *marks(
        "first_person",
        apposed,
        r"\b(?:moi|me|nous|us) (?P<notZ>(?:je|j|i|aussi|tu|t|te|you|on|si|too) )?(?:\w+ ){0,5}\w+",
    ),
)
"""Before what authors call themselves."""

SECOND: Final[tuple[Mark, ...]] = marks(
    "second_person",
    clause,
    r"\b(?:tu|t|te|toi|ton|ta|tes|vous|votre|vos|jte|jt|you|u|ur|ya|your|youre|yours|yourself|urself|tg|ftg|stfu|gfy|kys|ntm)\b",
    r"^(?:\w+ )?(?:va|vas|allez|ferme|fermez|degage|degagez|creve|crevez|casse|tais|taisez|suce|montre|envoie|reponds|repondez|bouffe|mange|retourne|boucle|rentre|lache|apprends|arrete|pleure|chiale|remballe|ravale|"
    r"go|shut|eat|die|suck|show|send|answer|get|burn|rot|drop|kill|hang|leave|fuck|stop|stay|cry|quit|learn|crawl|delete|resign)\b",
    r"\b(?:espece de|espece d|bande de|bande d)\b",
)
"""Whose clause speaks to somebody: by a pronoun, or as an order."""
