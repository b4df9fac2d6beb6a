"""Marks of what somebody says again and again, or says to many: `he'd say: …`, `they all write the same. …`."""
# ruff: noqa: E501 - a pattern cut where the line ends reads worse than a long line

from typing import Final

from bot.signals.contexts.reach import Mark, marks
from bot.signals.contexts.said import BASE_EN, OTHERS_EN, WRITTEN_EN, WRITTEN_FR
from bot.signals.contexts.telling import poured, told

SAME: Final = r"(?:(?:all |exactly |just |always |tous |toutes |toujours |exactement )*(?:the same(?: (?:thing|things|words|way|stuff|sentence))?|alike|pareil|la meme (?:chose|phrase)|les memes (?:mots|choses|phrases)))"

REPEATED: Final[tuple[Mark, ...]] = (
    *marks(
        "testimony",
        told,
        rf"\b{OTHERS_EN} (?:d|would|used to|liked to|loved to) (?:(?:always|just|often|only|then|even|sometimes) )?{BASE_EN}\b(?P<notY> (?:to )?you\b)?",
    ),
    *marks(
        "testimony",
        poured,
        rf"\b(?:they|people|men|trolls|ils|elles) (?:\w+ )?(?:write|send|text|post|ecrivent|envoient) {SAME}\b(?P<notY> (?:about|to|of|de|sur|a) (?:you|toi|vous)\b)?",
        rf"\b(?P<notK>tu |vous |you |i |j |je )?(?:a|ont|avait|avaient|avons|got|gets?|had|received|receives?) (?:\w+ )?(?:(?:recu|lu|eu|trouve) )?(?:les|the) (?:memes?|same) (?:{WRITTEN_FR}|{WRITTEN_EN})\b",
        # `it always starts with a compliment and ends with …`
        r"\b(?:it|ca|cela|they|elles|ils) (?:(?:always|toujours|all|tous|toutes) (?:starts?|begins?|opens?|commence(?:nt)?)|(?:starts?|begins?|opens?|commence(?:nt)?) (?:always|toujours|tous|toutes|chaque fois)) (?:\w+ ){0,16}?(?:ends?|finish|finishes|finit|finissent|(?:se )?terminent?) (?:up )?(?:with|in|on|by|par|avec|en|sur)\b",
    ),
)
"""No `you` hears it: what one says to her would be no report."""
