"""What the finders of private data give, and the words around it that tell whose it is."""
# ruff: noqa: E501 - a pattern cut where the line ends reads worse than a long line

from typing import Any, Final, NamedTuple

import re2

from bot.model.leak import LeakKind
from bot.signals.leaks.screen import Screen
from bot.signals.leaks.view import View

BEFORE: Final = 48
"""Bytes before something found that are looked at."""
POSSESSIVE: Final = (
    r"(?:son|sa|ses|leurs?|ton|ta|tes|votre|vos|his|her|their|your|ur|perso\w*|prive\w*|private|home|personal)"
)


class Found(NamedTuple):
    """Something private, and where it stands in a view's text."""

    kind: LeakKind
    start: int
    end: int


def preceded(view: View, start: int, pattern: Any, reach: int = BEFORE) -> bool:
    """Whether a compiled pattern holds shortly before a place."""
    return pattern.search(view.text[start - reach if start > reach else 0 : start]) is not None


THING: Final = (
    r"(?:numero|num|n|tel|telephone|06|07|fixe|portable|mobile|mail|e-?mail|courriel|adresse|iban|rib|plaque|whatsapp|"
    r"signal|insta|number|phone|cell|address|line|dm)"
)
OWN: Final = (
    rf"\b(?:mon|ma|notre|nos|mes|my|our) (?:\w+[ -]){{0,2}}?{THING}\b[^.!?]{{0,24}}$|"
    r"\b(?:appel(?:le|ez)|contact(?:e|ez)|ecri(?:s|vez)|joign(?:s|ez)|envo(?:ie|yez)|laiss(?:e|ez)|tex(?:te|tez))[ -](?:moi|nous)\b[^.!?]{0,24}$|"
    r"\b(?:me|nous) (?:joindre|contacter|ecrire|appeler)\b[^.!?]{0,24}$|\bje suis (?:joignable|dispo\w*)\b[^.!?]{0,24}$|"
    r"\b(?:call|text|email|e-mail|mail|write|reach|contact|dm|ring|phone|message) (?:to )?(?:me|us)\b[^.!?]{0,24}$|"
    r"\b(?:j'|j ?)(?:habite|reside|vis)\b[^.!?]{0,24}$|\b(?:je (?:vis|loge)|nous habitons|i live|i'm living|we live)\b[^.!?]{0,24}$"
)
"""Words by which authors offer what is theirs."""
_INSTITUTIONS = (
    r"(?:mairie|hotel[ -]de[ -]ville|prefecture|sous-prefecture|ministere|commissariat|gendarmerie|tribunal|"
    r"palais de justice|assemblee|senat|elysee|matignon|parlement|conseil|theatre|cinema|musee|librairie|"
    r"bibliotheque|mediatheque|universite|faculte|hopital|clinique|gare|stade|eglise|siege|permanence|boutique|magasin|"
    r"agence|association|asso|collectif|syndicat|cabinet|office|standard|accueil|secretariat|service client|"
    r"numero (?:vert|gratuit|d'urgence|d'ecoute)|ligne d'ecoute|ecoute|urgences?|sos|samu|pompiers|planning familial|"
    r"fondation|presse|redaction|city hall|town hall|police|station|court ?house|embassy|ambassade|consulat|consulate|"
    r"museum|library|theater|theatre|hospital|university|headquarters|store|shop|restaurant|cafe|pub|bar|hotline|"
    r"helpline|lifeline|crisis line|switchboard|press office|customer service|charity|foundation|"
    r"exposition|expo|concert|conference|vernissage|dedicace|manif\w*|rassemblement|rally)\b"
)
INSTITUTION: Final = rf"\b{_INSTITUTIONS}"
"""Words for places and lines that are everybody's."""
BEHIND: Final = re2.compile(rf",? (?:a la |au |a l'|at the ){_INSTITUTIONS}")
"""The same right behind an address: `12 rue des Lilas, à la bibliothèque`."""
TO: Final = frozenset((b" a", b", "))
"""How that begins."""
PRIVATE: Final = rf"\b{POSSESSIVE}\b|\b(?:chez|habite|vit|creche|loge|dort|lives?|living|stays?|sleeps?)\b"
"""Words that say that it is somebody's after all."""
TOLD: Final = Screen([OWN, PRIVATE, INSTITUTION])
OF_OWNER, OF_SOMEBODY, OF_ALL = range(3)
"""Their numbers in it."""


def harmless(view: View, found: Found) -> bool:
    """Whether the words before it offer it as the author's own, as one does who wants to be reached; or name an office,
    a helpline or a shop, and nobody's home."""
    start, end = found.start, found.end
    told = TOLD.held(view.text[max(0, start - BEFORE) : start])
    if OF_OWNER in told or OF_SOMEBODY in told:
        return OF_OWNER in told
    return OF_ALL in told or (view.text[end : end + 2] in TO and BEHIND.match(view.text, end) is not None)
