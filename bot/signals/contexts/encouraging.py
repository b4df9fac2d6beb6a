"""Marks of what those are called who harass the person, by somebody who stands by her: `tenez bon face à ces salauds`.

Only who is named so is protected: what the person herself is called in the same breath is not. Names of many, or of one
who is said to harass; a single `that bitch` might be the person. None that name a group: hatred encourages too.
"""
# ruff: noqa: E501 - a pattern cut where the line ends reads worse than a long line

import re
from typing import Final

from bot.model.decision import Span
from bot.signals.contexts.page import Page
from bot.signals.contexts.reach import Mark, marks
from bot.signals.support import SOLIDARITY

BEHAVED: Final = r"(?:pauvres?|sales|gros|grosses|petite?s?|vieux|vraie?s?|sacree?s?|immondes?|infames?|ignobles?|gentils|fucking|bloody|damn|goddamn|stupid|pathetic|vile|little|poor|miserable|horrible|nasty|sad|disgusting|worthless|cowardly|awful|absolute|total|cruel|anonymous)"
"""What may stand before such a name, and says nothing of a group."""
NAME_FR: Final = r"(?:salauds?|salopards?|saligauds?|salopes?|ordures?|connards?|connasses?|cons?|abrutie?s?|cretine?s?|imbeciles?|idiote?s?|debiles?|demeuree?s?|tares?|enfoires?|encules?|raclures?|dechets?|merdes?|merdeux|pourritures?|fumiers?|laches?|minables?|batards?|fils de putes?|porcs?|bouffons?|clowns?|blaireaux|tocards?|charognes?|crevures?|degueulasses?|nazes?|trous? du cul|trous? de balle|pauvres types?|sous merdes?|malades?|tordus?|vermines?)"
NAME_EN: Final = r"(?:bastards?|assholes?|arseholes?|idiots?|morons?|scumbags?|scum|pricks?|dickheads?|dicks?|losers?|cunts?|creeps?|jerks?|cowards?|bitch(?:es)?|pigs?|shits?|pieces? of (?:shit|crap|trash|garbage|filth)|(?:mother ?)?fuckers?|fuckwits?|twats?|wankers?|cretins?|trash|garbage|filth|clowns?|imbeciles?|fools?|weirdos?|ghouls?|thugs?|dumbass(?:es)?|shitheads?|dipshits?|bellends?|tossers?|lowlifes?|psychos?|dogs|vermin)"
NAME: Final = rf"(?:{NAME_FR}|{NAME_EN})(?: (?:et|and|ou|or) (?:de |d |des |ces |those |these )?(?:{BEHAVED} )?(?:{NAME_FR}|{NAME_EN}))?"
FLOCK: Final = r"(?:bande|meute|horde|armee|clique|poignee|brochette|ramassis|tas) (?:de|d)|(?:bunch|pack|gang|mob|band|herd|crowd|handful|load|army) of(?: these| those)?"
OF_MANY: Final = (
    rf"(?:(?:tou(?:s|tes) )?ces|these|those|(?:cette|une|la|ce|un|this|that|a|the) (?:{BEHAVED} )?(?:{FLOCK}))"
)
HARASS: Final = r"(?:(?:vous|te|t|s en pren\w+ a) (?:\w+ )?(?:harcel|insult|menac|attaqu|agress|injuri|pourri|traqu|poursui|humili|emmerd|cherch|cyberharcel|vous|toi|f(?:ai|on)t (?:ca|cela|subir|vivre))\w*|(?:\w+ ){0,2}?(?:harass|insult|threaten|attack|abus|bully|bulli|stalk|target|troll|mock|hound|torment)\w* you|(?:\w+ )?(?:does|do|did|doing|done|sends?|sent|writes?|wrote) (?:this|that|it|these|those|such \w+) to you)"
"""What they do to the person, behind `who`."""
FAVOURABLE: Final = r"(?:soutien\w*|soutenez|defend\w*|sui(?:t|vent)|aiment?|ecoutent?|croi(?:t|ent)|votent?|support|defend|follow|like|love|believe|vote|back)"
YOURSELF: Final = rf" (?:comme|like|such as|c est|ce sont|dont|that s|that is|that means|a commencer par|y compris|including) (?:aussi |bien |also )?(?:toi|vous|tu|you|u)\b| que (?:tu es|t es|vous (?:etes|faites|restez))\b| (?:qui|who|that) (?:vous|te|t|l)? ?(?:\w+ )?{FAVOURABLE}\b| (?:d|du|des) "
"""Behind the name, shows that the person is one of them, that they are on her side, or that a group is named."""
THEM: Final = rf"{OF_MANY} (?:{BEHAVED} ){{0,2}}{NAME}"

ENCOURAGING: Final = re.compile(
    r"\b(?<!le )(?<!ton )(?<!votre )(?<!manque de )(?<!du )courage\b(?! (?:de|d|fuyons|aux|pour vivre|a (?:ceux|celles|ton|ta|tes|vos|votre|son|sa|l|la|ces)|to|of)\b)|\bforce (?:et courage|a (?:toi|vous))\b"
    r"|\b(?:lache|lachez|cede|cedez|baisse|baissez|craque|craquez|abandonne|abandonnez|renonce|renoncez) (?:rien|pas|jamais)\b|\b(?:tiens|tenez|tenir) (?:bon|le coup|tete)\b|\b(?:garde|gardez) (?:la tete|espoir|le sourire)\b|\bsoi[sy](?:ez)? forte?s?\b"
    r"|\bne (?:te|vous|les|la) laisse[zs]? (?:pas|jamais)\b|\bne? ?laisse[zs]? (?:pas|jamais|aucun de) (?:ces|cette|les|une|tous)\b|\b(?:ignore|ignorez|bloque|bloquez|signale|signalez|oublie|oubliez|meprise|meprisez|laisse|laissez|masque|masquez)[ sz]*(?:donc |tous )*(?:les\b|ces\b|tous\b|cette (?:bande|meute))"
    r"|\bn (?:ecoute|ecoutez) (?:pas|jamais)\b|\b(?:porte|portez|porter) plainte contre\b|\b(?:on|nous) (?:est|sommes|reste|restons) (?:tous |toutes |nombreux |\w+ )?(?:la\b|avec (?:toi|vous)|derriere (?:toi|vous)|a (?:tes|vos) cotes)|\bje suis (?:la|avec (?:toi|vous)|de tout coeur avec)\b"
    r"|\b(?:tout|toute|plein|mon|ma|notre|immense) (?:mon |ma |de |notre )?(?:soutien|solidarite)\b(?! (?:a|aux|avec) (?:ceux|celles|ces|tes|vos))|\b(?:on|je|nous) (?:te|vous) (?:\w+ )?(?:croi[st]|croyons|soutien\w*|soutenons|admire\w*|aime|aimons|defend\w*)\b(?! pas)|\b(?:vaux|valez|merites?|meritez) (?:\w+ ){0,3}?mieux que\b|\btoute (?:notre|mon) (?:admiration|estime|affection)\b"
    r"|\bne (?:meritent?|valent?) (?:pas|que)\b|\bn? ?arrivent? pas a la cheville\b|\bne (?:gagner\w*|passer\w*|l emporter\w*) (?:pas|jamais)\b|\bne (?:te|vous) f\w+ (?:pas|jamais) (?:taire|peur|reculer)\b|\bn auront (?:pas|jamais)\b|\b(?:bravo|respect|chapeau|admirati\w+) (?:a (?:toi|vous)|de (?:tenir|resister|leur|ne pas))\b|\bdesolee? (?:que|pour|de) (?:\w+ )?(?:tu|vous|toi|ce que|ces)\b"
    r"|\b(?:stay|be|keep) (?:strong|safe)\b|\bhang (?:in there|on in there)\b|\bkeep (?:going|fighting|speaking|writing|your (?:head|chin) up|it up)\b|\bcarry on\b|\b(?:don t|dont|do not|never|not) (?:let|give (?:in|up)|listen|mind)\b|\bwon t let\b|\b(?:ignore|block|mute|report|sue|never mind|rise above|pay no attention to|forget) (?:them|those|these|the|all|this (?:bunch|pack|mob|gang))\b"
    r"|\b(?:we|i) (?:are |re |m |am |all |both )?(?:stand )?(?:with|behind|beside|by) you\b|\b(?:have|ve got|got) (?:your back|this)\b|\b(?:i|we) (?:\w+ )?(?:believe|support|love|admire|stand with|stand by) you\b(?! not)|\b(?:sending|much|lots of|all (?:my|our)|so much) (?:\w+ )?(?:love|strength|hugs|support|solidarity|courage)\b(?! (?:to|for) (?:those|these|the|everyone|your))|\byou (?:are|re) not alone\b(?! there)"
    r"|\b(?:you )?deserve (?:so much |far |much )?better\b|\bworth (?:\w+ ){0,3}?of (?:them|those|these)\b|\b(?:not|aren t|isn t) worth (?:your|the|it|a)\b|\b(?:so |very |really )?sorry (?:you|that|those|these|this|about)\b|\bwon t win\b|\byou (?:are|re) (?:\w+ )?(?:doing great|brilliant|loved|amazing|wonderful|great|admired)\b|\bwell done for\b|\bthinking of you\b"
    rf"|\b(?:qui|who|that) {HARASS}|{SOLIDARITY.pattern}"
)
"""Folded; says that the author stands by the person."""
SIDING: Final = re.compile(
    r"\b(?:ont|avaient|have|are|re|were) (?:\w+ )?(?:raison|right)\b|\b(?:auraient|should|ought) (?:du|to have|have)\b|\b(?:est|suis|sommes|are|re|am|m|stand) (?:\w+ )?(?:avec|derriere|with|behind|by) (?:eux|ceux|ces|them|those|these)\b|\b(?:soutien|solidarite|solidarity|support|love|strength|force|courage|bravo|respect|merci|thanks) (?:to|with|for|a|aux|avec) (?:the people|those|these|ceux|ces|celles|eux|them|tes|vos|your)\b|\b(?:tu|vous|you) (?:l |le |la )?(?:as|avez|merites?|meritez|deserve|had) (?:bien )?(?:cherche|merite|it|this|that|ca|coming)\b|\b(?:tu en es|vous en etes|one of (?:them|those|these) yourself)\b"
)
"""Folded; says that the author stands by those who harass her: feigned, the rest encourages nobody."""


def standing_by(page: Page, start: int, end: int) -> Span | None:
    """Only the mark itself, where the text encourages the person and takes nobody else's side."""
    if not page.says(ENCOURAGING) or page.says(SIDING):
        return None
    return page.folded.span(start, end)


HARASSERS: Final[tuple[Mark, ...]] = marks(
    "counter_speech",
    standing_by,
    rf"\b{THEM}\b(?P<notY>{YOURSELF})?",
    rf"\b(?:contre|face a|devant|a|aux|avec|par|against|facing|face of|by|let|from|to|with|ignore|block|mute|report|sue|at) (?:tous |all )?(?:les|des|the|aux)? ?(?:{BEHAVED} )?{NAME}\b(?P<notY>{YOURSELF})?",
    rf"\b(?:ce|cet|cette|le|la|l|les|un|une|the|this|that|an?|some) (?:{BEHAVED} ){{0,2}}{NAME} (?:qui|who|that) {HARASS}",
    rf"\b(?:ce sont|ils sont|elles sont|(?:ces|tous ces|ceux|celles) (?:\w+ ){{0,6}}?sont|they (?:are|re)|(?:these|those) (?:\w+ ){{1,5}}?are) (?:\w+ )?(?:des |de |d |une |a )?(?:(?:{FLOCK}) )?(?:{BEHAVED} )?{NAME}\b(?P<notY>{YOURSELF})?",
    rf"\b(?:(?:celui|celle|quiconque|ce type|cet homme) (?:qui )?{HARASS}|(?:whoever|anyone who|the (?:man|guy|person|one) (?:who|that)) {HARASS}) (?:\w+ ){{0,2}}?(?:est|is|must be) (?:\w+ )?(?:une?|an?) (?:{BEHAVED} )?{NAME}\b",
    rf"\b(?:what|such|quelles?|quels?) (?:(?:a|une?|utter|complete) )?(?:(?:{FLOCK}) )?(?:{BEHAVED} )?{NAME}\b(?P<notY>{YOURSELF})?(?P<notZ> (?:tu|t|vous|you|u)\b)?",
    rf"\b(?:fuck|screw|damn|to hell with|sod) (?:them\b|(?:all )?(?:of )?{THEM}\b|all of them\b|the {NAME}\b)(?P<notY>{YOURSELF})?",
    r"\bqu (?:ils|elles) aillent (?:tous |toutes )?(?:au diable|(?:se faire|bien se faire) (?:foutre|voir|enculer|mettre))\b",
    rf"\b(?:you (?:are|re) (?:\w+ )?worth|tu vaux|vous valez|(?:tu|vous) (?:es|etes) (?:\w+ )?(?:meilleure?|mieux)) (?:\w+ ){{0,4}}?(?:of|than|que|qu|fois) {THEM}\b(?P<notY>{YOURSELF})?",
)
"""Who is named so by somebody who stands by the person."""
