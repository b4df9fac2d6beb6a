"""Support: thanks, testimonies and solidarity said to the person, as French and English speakers write them.

Patterns are tried on what a text reads as: lower case, no accents, words parted by one space (`n'es` is `n es`). What
is said in scorn with the same words (`merci de te taire`, `thanks for nothing`) is none. Whether a text also hurts is
not asked here: who thanks and threatens is no supporter.
"""
# ruff: noqa: E501 - a pattern cut where the line ends reads worse than a long line

import re
from functools import cache
from typing import Final

from bot.model.support import Support
from bot.signals.leaks.screen import Screen

HARM: Final = r"(?:cyber ?)?(?:harcel|menac|agress|viol|insult|frapp|suivi|traqu|stalk|humili|battue|doxx|raid)\w*"
HARMED: Final = r"(?:cyber ?)?(?:harass|threaten|assault|rap|stalk|abus|insult|follow|attack|bull|beat|doxx|humiliat|hounded|target)\w*"
SAME: Final = r"(?:la meme (?:chose|histoire|situation)|les memes (?:choses|messages|menaces|insultes)|pareil|ca aussi|tout ca|tout cela|cet enfer)"
YOURS: Final = r"(?:tout|toutes?|tous|votre|ton|ta|vos|tes|ce que|ce|cet|cette|ces|le|la|les|l|nous|elles|eux|elle|lui|avoir|moi|mes|ma|mon)"
TURNED: Final = r"(?:rigolade|rire|fou rire|rien|lecon|honte|blague|spectacle|cirque|bonne tranche|barre|poilade|aveu|inflation|chomage|dette|gachis|desastre|catastrophe)"
ENDED: Final = r"(?:taire|fermer|degager|partir|demissionner|disparaitre|cesser|arreter|repondre|bien vouloir|ne (?:pas|plus|jamais)|retirer|supprimer|vous (?:taire|en aller|excuser|barrer)|te (?:taire|casser|barrer|la fermer)|la (?:fermer|boucler)|justifier|preciser|confirmer|publier|corriger|prendre|laisser)"
SPOILT: Final = r"(?:nothing|the laughs?|ruining|destroying|killing|wrecking|lying|proving|admitting|confirming|wasting|the inflation|the mess|making (?:it|everything|things) worse|not (?:answering|caring|doing)|shutting|leaving|resigning|screwing|betraying|selling)"

TESTIMONY: Final = re.compile(
    rf"\bmoi aussi\b.{{0,60}}\b(?:{HARM}|subi|vecu|porte plainte|peur|arrive|connu)\b"
    rf"|\bj (?:ai|avais) (?:aussi |moi aussi |deja |moi meme )*(?:ete|subi|vecu|connu|traverse) (?:\w+ ){{0,4}}?(?:{HARM}|{SAME})\b"
    r"|\b(?:ca|cela) m est (?:aussi )?arrivee?\b|\bje suis passee? par la\b|\bje vis (?:la meme|exactement la meme|ca depuis)\b"
    rf"|\b(?:il|ils|elle|mon ex|un homme|un type|un collegue|mon (?:mari|voisin|patron|chef)) (?:m|me) (?:a |ont |avait )?(?:\w+ ){{0,2}}?{HARM}\b"
    rf"|\b(?:j ai|je) (?:\w+ )?(?:porte|depose) plainte\b|\bvictime (?:moi aussi|aussi) de\b|\bj en ai ete victime\b"
    rf"|\b(?:me too|happened to me|happened to my|been there|i ve been there|i went through (?:this|it|the same|something)|i ve been through (?:this|it|the same))\b"
    rf"|\bi (?:was|ve been|have been|got|was also|have also been) (?:\w+ ){{0,2}}?{HARMED}\b"
    rf"|\b(?:he|they|she|my ex|a man|some guy|my (?:boss|neighbour|neighbor|husband|colleague)) (?:also )?{HARMED} me\b"
    r"|\bi (?:\w+ )?(?:reported it|pressed charges|went to the police)\b|\bit took me \w+ years? to (?:talk|speak|tell|say|report)\b|\bj ai mis \w+ ans? a (?:en )?(?:parler|le dire|porter plainte)\b"
)
THANKS: Final = re.compile(
    rf"\bmerci (?:\w+ )?(?:pour|de) (?!{TURNED}\b)(?!(?:la|le|l|ce|cette|les|une|un) (?:\w+ )?{TURNED}\b){YOURS}\b"
    rf"|\bmerci d (?:avoir|etre|exister|en (?:parler|avoir)|ouvrir|oser|elever)\b|\bmerci de (?!{ENDED}\b)(?:parler|nous|vous battre|te battre|porter|defendre|continuer|tenir|dire|temoigner|resister|rester|partager|raconter|donner|montrer|tout coeur|l avoir|votre|ton|ta)\b"
    r"|\b(?:merci (?:a (?:vous|toi)|beaucoup|infiniment|mille fois|encore|du fond|tellement|madame|camille)|(?:un )?(?:grand|immense|enorme) merci|mille mercis?|merci merci)\b(?! (?:de|d|pour) (?:\w+ )?(?:"
    f"{ENDED}|{TURNED}))"
    r"|^merci(?: \w+)?$|\b(?:je vous|je te|on vous|nous vous) remercie\b|\b(?:tellement|si|tres|infiniment|profondement) reconnaissante?s?\b|\bvous m avez (?:aidee?|sauvee?|donne (?:du |le |la )?(?:courage|force))\b|\btu m as (?:aidee?|sauvee?|donne (?:du |le |la )?(?:courage|force))\b"
    rf"|\b(?:thank (?:you|u)|thanks|thx|ty) (?:\w+ ){{0,3}}?for (?!{SPOILT}\b)(?:everything|your|all|speaking|being|this|what|standing|having|sharing|telling|saying|fighting|the|giving|explaining|helping|doing|talking|not giving up|never giving up)\b(?! (?:laughs?|inflation|mess|disaster|lies|comedy))"
    r"|\b(?:thank you so much|thank you very much|many thanks|a (?:huge|big|massive) thank you|so grateful|i am grateful|i m grateful|forever grateful)\b|^thank (?:you|u)(?: \w+)?$|\byou (?:helped|saved|inspired) me\b|\byou gave me (?:the )?(?:strength|courage|hope)\b"
)
SOLIDARITY: Final = re.compile(
    r"\b(?:je|on|nous) (?:te|vous) (?:\w+ )?(?:soutien\w*|soutenons|crois|croit|croyons)(?! (?:pas|plus|incapable|capable|stupide|bete))\b|\b(?:tu n es|t es|vous n etes) pas (?:toute )?seule?s?\b(?! a (?:\w+er|\w+ir)\b)"
    r"|\b(?:de tout coeur|on est|nous sommes|je suis|je reste|toute la \w+ est) (?:\w+ )?(?:avec|derriere|aupres de|a (?:tes|vos) cotes?)(?: (?:toi|vous))?\b(?! le | la | les | un | une | mon | ma )"
    r"|\b(?:tiens|tenez) bon\b|\b(?:ne )?(?:lache|lachez) rien\b|\bforce (?:et courage|a (?:toi|vous))\b|\b(?:tout mon|mon|notre|plein) (?:\w+ )?soutien\b|\bsoutien (?:total|indefectible|a (?:toi|vous|camille|madame))\b|\b(?:solidarite|solidaires?) (?:avec (?:toi|vous)|totale|a (?:toi|vous))\b|\ben soutien\b"
    r"|\b(?:bon|plein de|beaucoup de|plein plein de) courage\b|^(?:\w+ )?courage(?: (?:a (?:toi|vous)|camille|madame|on est|vous|tu)\b|$)|\bcourage a (?:toi|vous)\b|\bje pense (?:fort )?a (?:toi|vous)\b|\b(?:on|nous|je) ne (?:te|vous) (?:laisse\w*|abandonne\w*) pas\b|\bne les (?:laisse|laissez|ecoute|ecoutez) pas\b"
    r"|\blaissez? l[ae] (?:\w+ )?tranquille\b|\b(?:foutez|fichez) lui (?:\w+ )?la paix\b|\bleave (?:her|him) (?:the \w+ )?alone\b"
    r"|\byou (?:are|re) not alone\b|\b(?:i|we) (?:believe|support|stand (?:with|by)) you\b|\b(?:i|we) (?:are|re|m|am) (?:\w+ )?(?:with|behind) you\b|\bstay strong\b|\bhang in there\b|\bsending (?:\w+ ){0,2}(?:love|strength|hugs|support|solidarity)\b|\b(?:solidarity|in solidarity)\b|\b(?:don t|do not|never) let (?:them|these|those|the)\b|\bkeep (?:going|fighting|speaking|your head up)\b|\byou (?:have|ve got|got) (?:my|our) (?:full )?support\b|\bthinking of you\b"
)
DENIED: Final = re.compile(
    r"\b(?:no|sans facon|non) (?:thanks|thank you|merci)\b|\bcourage fuyons\b|\bcry me\b|\bjoue\w* (?:a )?(?:la|les) victimes?\b|\bplay\w* the victim\b"
)
"""Says the opposite."""
KINDS: Final = ((Support.TESTIMONY, TESTIMONY), (Support.THANKS, THANKS), (Support.SOLIDARITY, SOLIDARITY))
UNLESS: Final = "(?!"
"""Begins what must not follow, which the linear-time engine does not know."""
BEYOND_ASCII: Final = re.compile(r"[^\W\x00-\x7f]")


def support(folded: str) -> Support | None:
    """Of what kind of support a text is, by what folding reads; None if it is none."""
    held = _screen().held(_wire(folded))
    if not held:
        return None
    for number, (kind, pattern) in enumerate(KINDS):
        if number in held and pattern.search(folded) and not DENIED.search(folded):
            return kind
    return None


@cache
def _screen() -> Screen:
    """Tells in a microsecond which patterns a text may hold: none of them, for most of what is said."""
    return Screen([loose(pattern.pattern) for _, pattern in KINDS])


def _wire(folded: str) -> bytes:
    """The text for an engine to which only ASCII makes words."""
    return (folded if folded.isascii() else BEYOND_ASCII.sub("_", folded)).encode("ascii", "replace")


def loose(pattern: str) -> str:
    """A pattern for the linear-time engine that finds all that this one finds, and more: nothing is ruled out in it,
    and nothing counted far. What is ruled out holds no parenthesis to be read as such, and rules out nothing itself.
    """
    first, *rest = pattern.replace(".{0,60}", ".*").split(UNLESS)
    return first + "".join(map(_beyond, rest))


def _beyond(rest: str) -> str:
    """What follows the parenthesis that is open where this begins."""
    depth = 1
    for place, sign in enumerate(rest):
        depth += (sign == "(") - (sign == ")")
        if not depth:
            return rest[place + 1 :]
    raise ValueError("a parenthesis is not closed")
