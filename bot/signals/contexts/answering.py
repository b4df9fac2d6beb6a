"""Marks of who answers somebody else in a thread, in defence of the person: `the guy above: you're a disgrace`.

Who is named by their place in the thread, as a man or as an answer, is not the person. None where the sentence takes their
side, speaks of harm, or calls a woman names: then it may be the person after all.
"""
# ruff: noqa: E501 - a pattern cut where the line ends reads worse than a long line

import re
from typing import Final

from bot.model.decision import Span
from bot.signals.contexts.page import OTHER, Page, around
from bot.signals.contexts.reach import DEADLY, HARM, Mark, marks

MAN_FR: Final = r"(?:types?|mecs?|gars|monsieur|messieurs|bonhomme|bonhommes|gus|keum|abruti|guignol|clown|bouffon|lache|gros malin|troll|commentaires?|reponses?|twittos|trolls)"
MAN_EN: Final = r"(?:guys?|man|men|blokes?|dudes?|gentleman|lads?|fella|idiot|clown|coward|trolls?|commenters?|comments?|reply|replies|posters?|reply guy|replyguy)"
PLACED: Final = (
    rf"(?:le|les|l|au|aux|a|du|pour le|pour les|ce|cet|ces|cette|la) (?:\w+ )?{MAN_FR} (?:(?:juste|la|qui|est|s exprime|parle) )*(?:au dessus|du dessus|d au dessus|ci dessus|plus haut|avant moi|d avant|precedente?s?|en dessous|du dessous|plus bas)(?: de moi| la| \w+ement)?",
    r"(?:a |pour )?(?:celui|ceux) (?:juste )?(?:du dessus|d au dessus|au dessus|d avant|du dessous|plus haut)(?: de moi)?",
    r"(?:a |au |pour le )(?:premier|dernier|deuxieme|1er) (?:commentaire|commentateur|message)",
    r"toi (?:juste |la )?au dessus(?: de moi)?",
    rf"(?:to )?(?:the|that|this|these|those) (?:\w+ )?{MAN_EN} (?:(?:right|just|directly|immediately) )?(?:above|before me|below|upthread|up thread)(?: me| this| mine)?(?: here)?",
    r"(?:to )?(?:the |that )?(?:previous|first|last|top|other) (?:poster|commenter|reply|replies|comment|reply guy)",
)
SPOKEN: Final = (
    r"(?:de|pour|a|d oser|pour oser) (?:lui|leur) (?:parler|dire|ecrire|repondre|envoyer|souhaiter|balancer|avoir (?:ecrit|dit|parle|repondu|envoye|souhaite)) (?:\w+ ){0,2}?(?:ca|cela|ainsi|comme ca|comme tu|sur ce ton|de la sorte|des (?:choses|horreurs|trucs|saloperies) pareilles|un truc pareil|une chose pareille)",
    r"(?:for|to) (?:talk|talking|speak|speaking|write|writing|say|saying) (?:(?:that|this|it|such (?:\w+ )?things?|things like that|stuff like that|something like that) )?(?:to|at) (?:her|him|them)(?: (?:like (?:that|this)|that way|this way))?",
)
"""How somebody spoke to whom the author defends."""
HARASSER: Final = (
    r"(?:encore )?(?:un|une|ce|cet|le|les|ces) (?:\w+ )?(?:anonymes?|trolls?|harceleurs?|laches?|courageux|heros|internautes?|comptes?|inconnus?|types?|mecs?) (?:\w+ )?qui (?:\w+ ){0,3}?(?:la|lui) (?:\w+ ){0,1}?(?:insult|menac|harcel|faire taire|fait taire|ecri|envo|souhait|trait|suit|suiv|traqu|attend)\w*",
    r"(?:another|the|this|that|these|those|a|an|some) (?:\w+ ){0,2}?(?:anonymous|trolls?|harassers?|stalkers?|cowards?|accounts?|strangers?|guys?|man|men|heroe?s?) (?:who|that) (?:\w+ ){0,4}?(?:threaten|insult|harass|shut|silenc|stalk|follow|messag|text|writ|abus)\w* (?:to )?(?:her|him)",
)
"""Who harasses her, told in the third person."""
SIDES: Final = re.compile(
    r"\b(?:a|ont|avait|avaient) (?:\w+ )?(?:raison|bien fait|bien dit)|\b(?:is|are|was|were|s|re) (?:\w+ )?(?:right|correct)\b|\b(?:agree|d['’]accord|exactly|exactement)\b",
    re.IGNORECASE,
)
HER: Final = re.compile(
    r"\b(?:bitch\w*|whores?|sluts?|cunts?|hags?|cows?|hoes?|skanks?|salopes?|putes?|putains?|connasses?|connes?|grognasses?|truies?|chiennes?|garces?|poufs?|pouffiasses?|pétasses?|petasses?|traînées?|trainees?|grosses?|folles?|menteuses?|(?:you|stupid|dumb|ugly|silly|old|this|that)\s+(?:\w+\s+)?(?:woman|girl|lady)|madame|camille)\b",
    re.IGNORECASE,
)
"""Names for a woman."""
VERDICT: Final = 5
"""Words that say what is thought of somebody."""
APART: Final = re.compile(r"\s*[:,—–-]|\s*$")
"""Parts a name from what is said to who bears it."""


def _against(page: Page, begin: int, last: int) -> bool:
    """Whether the stretch may be meant for the person after all."""
    return any(found.search(page.text, begin, last) for found in (HARM, DEADLY, HER, SIDES))


def called_upon(page: Page, start: int, end: int) -> Span | None:
    """To the end of the sentence, where it opens with the mark, parted from the rest, and speaks to who is named."""
    begin, after = page.folded.span(start, end)
    first, last = around(page.sentences, begin)
    if page.text[first:begin].strip(" \"'@«»“”—–-") or not APART.match(page.text, after):
        return None
    last = page.turn(after + 2, last)
    return None if _against(page, begin, last) else (begin, last)


def reproached(page: Page, start: int, end: int) -> Span | None:
    """The sentence up to the mark: `you're pathetic, talking to her like that`."""
    begin, after = page.folded.span(start, end)
    first = around(page.sentences, begin)[0]
    return None if _against(page, first, after) else (first, after)


def judged(page: Page, start: int, end: int) -> Span | None:
    """The sentence, and a short one behind it that speaks to nobody: `the man who threatens her. Pathetic.`"""
    begin, last = around(page.sentences, page.folded.span(start, end)[0])
    if last < len(page.text):
        behind = around(page.sentences, last)
        said = page.text[behind[0] : behind[1]]
        if len(said.split()) <= VERDICT and not OTHER.search(said):
            last = behind[1]
    return None if _against(page, begin, last) else (begin, last)


ANSWERING: Final[tuple[Mark, ...]] = (
    *marks("counter_speech", called_upon, *(rf"\b{placed}\b" for placed in PLACED)),
    *marks("counter_speech", reproached, *(rf"\b{spoken}\b" for spoken in SPOKEN)),
    *marks("counter_speech", judged, *(rf"\b{one}" for one in HARASSER)),
    # who does that to strangers is told what it is: `imagine being so sad you threaten a woman over parking`
    *marks(
        "counter_speech",
        reproached,
        r"\b(?:imagine[sz]?|imaginez|faut|il faut) (?:being|etre) (?:so |such an? |si |assez |tellement |aussi |vraiment )?(?:\w+ ){1,3}?(?:that )?(?:(?:you|tu|vous|pour|to|de) )?(?:(?:have to|need to|would) )?(?:tell|telling|wish|threaten|threatening|insult|harass|send|souhaiter|menacer|insulter|harceler|dire|ecrire) (?:\w+ ){0,4}?(?:an?|someone|somebody|strangers?|women|people|une?|quelqu un|des)(?: (?:total |complete |perfect )?(?:strangers?|woman|women|mother|girl|people|femme|inconnue?s?|elue|mere|gens))?\b(?: [^ ]+){0,8}",
    ),
)
"""What is said to whom the author answers, and not to the person."""
