"""Marks of testimony and counter-speech: what others said, and what nobody should say."""
# ruff: noqa: E501 - a pattern cut where the line ends reads worse than a long line

from typing import Final

from bot.signals.contexts.reach import Mark, behind, clause, marks, onward
from bot.signals.contexts.said import HAD_FR, OTHERS_EN, OTHERS_FR, SAID_EN, SAID_FR, WRITTEN_EN, WRITTEN_FR

TESTIMONY: Final[tuple[Mark, ...]] = (
    *marks(
        "testimony",
        onward,
        # somebody said to me, to us, to her, to them: `il m'a écrit`, `on me disait`, `m'a-t-il dit` (folded: `mat il dit`)
        rf"\b(?P<notA>je |j |tu |vous )?(?:m|me|nous|lui|leur) (?:{HAD_FR} )?(?:\w+ ){{0,2}}{SAID_FR}\b(?P<notB> que (?:tu|t|vous)\b)?",
        rf"\b(?P<notC>je |j |tu |vous )?(?:la|l|les) (?:{HAD_FR} (?:\w+ )?)?{SAID_FR}\b",
        rf"\b(?:mat|lat|at|m at|m a t|l at|a t) (?:il|elle|on) (?:\w+ )?{SAID_FR}\b",
        rf"\b(?:me|m|se|s|nous) (?:\w+ ){{0,2}}(?:fait|faire|faisait|faisais|fais) (?:\w+ )?{SAID_FR}\b",
        r"\b(?:j ai|j|je|elle|il|on a|nous|nous avons) (?:\w+ )?(?:recu|recus|recois|recoit|recevons|recevais|recevait|lu|lis|vecu|subi|entendu|entends)\b",
        r"\bce que (?:je|j|elle|il|nous) (?:recois|recoit|lis|lit|ai recu|subis|subit|vis|vit|entends|entend)\b",
        r"\b(?:a|ai|ete|etes|etais|etait|etions|suis|est|sont) (?:traitee?s?|menacee?s?|insultee?s?|appelee?s?)\b",
        rf"\ben (?:me|nous|la|le|les|lui|leur|m|l) {SAID_FR}\b",
        rf"\b(?P<notK>mon |ma |mes |notre |nos |ton |ta |tes )?(?:\w+ )?{WRITTEN_FR} (?:\w+ ){{0,5}}?(?:disait|disent|disant|dit|disaient|est|etait|promettant|promettent|promettait|annoncait)\b",
        r"\b(?:ils|on|il|elle|elles|quelqu un) (?:\w+ )?(?:ont|a|avait|avaient) (?:\w+ )?(?:tagu|ecri|inscri|peint|grav|graff)\w* ",
        rf"\b(?:ton|ta|votre|vos|son|sa|leur|mon|ma|un|une|l) (?:ex|mari|chef|patron|collegue|voisin|homme|type|inconnu|compagnon|conjoint|frere|pere|harceleur) (?:(?:me|m|te|t|vous|lui|nous) )?(?:{HAD_FR} )?{SAID_FR}\b",
        # the same in English
        rf"\b(?P<notC>i |we |you )?(?:have |had |ve |just |even )?{SAID_EN} (?:at |to |that to )?(?:me|us|her|him|them|my \w+|our \w+)\b(?P<notD> (?:that )?you\b)?",
        rf"\b{OTHERS_EN} (?:(?:who|that|just|even|once|also|always|keeps?|kept|has|had|have|used|to|would|been|then|only) ){{0,3}}{SAID_EN}\b",
        r"\b(?P<notE>you |you ve |you have )?(?:i|i ve|ve|was|were|been|being|got|getting|is|are|be) (?:just |also |always |even |been |being )*(?:told|called|threatened|sent|asked)\b",
        r"\bi (?:still |just |often |always )?(?:get|got|receive|received|read|had|hear|heard) (?:\w+ ){0,3}(?:messages?|dms?|comments?|emails?|mails?|threats?|letters?|replies|calls)\b",
        rf"\b(?P<notL>my |our |your )?(?:\w+ )?{WRITTEN_EN} (?:\w+ ){{0,5}}?(?:said|says|saying|say|reads|read|went|goes|is|was|promising|promised|threatening)\b",
    ),
    # said of people among whom the author is
    *marks("testimony", clause, r"\b(?:comme moi|comme nous|like me|like us|like myself)\b"),
    *marks(
        "testimony",
        behind,
        rf"\b(?:(?:mat|lat|at|m at|m a t|l at|a t) (?:il|elle|on) (?:\w+ )?{SAID_FR}|qu (?:il|elle|on|ils) (?:m|me|nous|lui) (?:{HAD_FR} )?(?:\w+ )?{SAID_FR})\b",
        r"\b(?:voila|c est|c etait|tel est|ce sont|voici) (?:\w+ )?(?:ce qu|ce que|comme ca qu|ainsi qu|le genre de|les mots|les messages|la phrase|le message|ses mots|leurs mots|leur reponse|sa reponse)(?: \w+)*\b",
        rf"\b{OTHERS_FR} (?:(?:me|m|nous|lui|leur) )?(?:{HAD_FR} )?(?:\w+ )?{SAID_FR}(?: (?:hier|encore|souvent|tous|toujours|ce matin|ce soir|un jour)\b)?",
        rf"\b(?:is|are|was|were|that s|this is|those were|these are|that was) (?:\w+ )?(?:what|how|the (?:words?|messages?|kind|sort)) (?:{OTHERS_EN}|i|we|my \w+) (?:\w+ ){{0,2}}?(?:{SAID_EN}|get|got|read|receive|received|hear|heard)\b",
        rf"\b{OTHERS_EN} (?:(?:just|even|once|also|always|keeps?|kept|has|had|would|then|only) )*{SAID_EN}\b",
    ),
)
"""What was said to the author, or to somebody who is not addressed."""

COUNTER_SPEECH: Final[tuple[Mark, ...]] = marks(
    "counter_speech",
    onward,
    r"\b(?:arretez|arrete|arretons|stop|cessez|cesse|pas|jamais|personne|quiconque|interdit|inadmissible|inacceptable|droit) (?:\w+ ){0,5}(?:de |d |a )?"
    r"(?:traiter|traitez|traite|dire|disait|dit|ecrire|ecrit|ecrive|lire|appeler|appelez|envoyer|envoie|recevoir|entendre)\b",
    r"\b(?:ceux|celles|celui|celle|gens|quelqu un|ils|elles|il|elle|personnes|lachee?s?|types?|mecs?|trolls?) (?:qui )?(?:(?:t|te|vous|l|la|lui|leur|les) )?(?:(?:a|ont|avait|avaient|osent) )?"
    rf"{SAID_FR}\b",
    rf"\bqu on (?:puisse |ose )?(?:t|te|vous|l|la|lui|leur) (?:{HAD_FR} )?{SAID_FR}\b",
    rf"(?:^|\bcelui |\bcelle )qui (?:\w+ ){{0,2}}(?:parle|{SAID_FR})\b",
    rf"\bquand (?:on|un|une|quelqu un|des|les|votre|ton|mon|son) (?:\w+ ){{0,4}}?{SAID_FR}\b",
    r"\b(?P<notF>(?:te|t|vous|le|te le|vous le|a te|de te) )?(?:dire|ecrire|traiter|crier|envoyer) (?:a |aux |au |une |un |quelqu )",
    r"\b(?:laisse|laissez|laissons|ecoute|ecoutez|crois|croyez) (?:pas|jamais|personne) (?:\w+ ){0,4}(?:dire|traiter|faire croire|disent|dit|ecrivent|croire)\b",
    rf"\b(?:stop|don t|never|nobody|no one|not|anyone|anybody|whoever|those|people|everyone|when|if|keep|keeps|the ones|right to|cowards|trolls|they|he|she) (?P<notG>(?:\w+ ){{0,2}}i )?(?:\w+ ){{0,4}}?{SAID_EN}\b",
    r"\b(?P<notH>i m |i am |im |just |we re |keep |i ll be )?(?:telling|calling|saying|sending|writing|yelling|shouting) (?:a |an |someone |somebody |women |people |anyone |that |her |him |things |stuff |kill)",
    r"\b(?:any use of|use of|using|threatening to|threats? to|calls? to|menacer de|menaces? de|appels? a|appeler a|utiliser) ",
    r"\b(?P<notM>(?:te|vous|je|j) (?:\w+ )?)?(?:a|de|pour|osent|ose) (?:dire|ecrire|repeter|pretendre|faire croire) que ",
    r"\b(?:the word|the term|the phrase|le mot|le terme|l expression|l insulte|l injure)\b",
    r"\bi will not be (?:called|told)\b",
)
"""What others are told not to say, or are blamed for saying."""
