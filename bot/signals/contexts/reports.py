"""Marks of testimony and counter-speech: what others said, and what nobody should say."""
# ruff: noqa: E501 - a pattern cut where the line ends reads worse than a long line

from typing import Final

from bot.signals.contexts.reach import Mark, clause, marks, phrase
from bot.signals.contexts.said import (
    BASE_EN,
    CAME,
    FINITE_EN,
    HAD_FR,
    MANY_EN,
    OTHERS_EN,
    OTHERS_FR,
    PLACE,
    SAID_EN,
    SAID_FR,
    SPOKE_EN,
    SPOKE_FR,
    TOLD_EN,
    VOICE,
    WRITTEN_EN,
    WRITTEN_FR,
    WRONG,
)
from bot.signals.contexts.telling import announced, behind, blamed, listed, named_there, poured, so_called, told

TESTIMONY: Final[tuple[Mark, ...]] = (
    *marks(
        "testimony",
        told,
        # somebody said to me, to us, to her, to them: `il m'a écrit`, `on me disait`, `m'a-t-il dit` (folded: `mat il dit`)
        rf"\b(?P<notA>je |j |tu |vous )?(?:m|me|lui) (?:{HAD_FR} )?(?:\w+ ){{0,2}}?{SAID_FR}\b",
        rf"\b(?P<notA>je |j |tu |vous )?leur {HAD_FR} (?:\w+ )?{SAID_FR}\b",
        rf"\bnous (?P<notN>allons |avons |voulons |pouvons |devons |sommes |te |t |vous )?(?:{HAD_FR} )?(?:\w+ )?{SAID_FR}\b",
        rf"\b(?P<notC>je |j |tu |vous )?(?:la|l|les) {HAD_FR} (?:\w+ )?{SAID_FR}\b",
        rf"\b{OTHERS_FR} (?:la|le|l|les|lui|leur|nous) (?:{HAD_FR} )?(?:\w+ )?{SAID_FR}\b",
        rf"\b(?:la|l|les|lui|leur) {SPOKE_FR}\b",
        rf"\b{OTHERS_FR} (?:\w+ment |souvent |toujours |encore |aussi |parfois |juste )?{SPOKE_FR}\b",
        rf"\b{OTHERS_FR} (?:aurait|auraient|avait|avaient|a|ont|va|vont) (?:\w+ment |deja |encore |aussi |bien |toujours |souvent |meme |juste |ete )?{SAID_FR}\b",
        rf"\b(?:mat|lat|at|m at|m a t|l at|a t) (?:il|elle|on) (?:\w+ )?{SAID_FR}\b",
        rf"\b(?P<notT>tu |vous )?(?:me|m|se|s|nous) (?:\w+ ){{0,2}}?(?:fait|faire|faisait|faisais|fais|font) (?:\w+ )?{SAID_FR}\b",
        r"\b(?:j ai|jai|j|je|elle|il|on a|nous|nous avons) (?:\w+ )?(?:recu|recus|recois|recoit|recevons|recevais|recevait|lu|lis|vecu|subi|entendu|entends)\b(?P<notX> (?:\w+ )?(?:ton|ta|tes|votre|vos)\b)?",
        r"\bce que (?:je|j|elle|il|nous) (?:recois|recoit|lis|lit|ai recu|subis|subit|vis|vit|entends|entend)\b",
        r"\b(?:ai|ete|etes|etais|etait|etions|suis|est|sont|a) (?:traitee?s?|menacee?s?|insultee?s?|appelee?s?)\b",
        rf"\b(?:on|il|elle|ils|elles|qui) (?:ma|mon|mont|lon|lont|nous ont|vous ont) (?:\w+ )?{SAID_FR}\b",
        rf"\b(?:(?:a|ont|avait|avaient|aurait) (?:\w+ )?{SAID_FR}|{SPOKE_FR}) (?:a|aux) (?:mon|ma|mes|notre|nos|son|sa|ses|leur|leurs|une?|des|cette|ce|ces|deux|quelqu un)\b(?: \w+)?",
        r"\b(?P<notJ>je |tu |vous |en te |en vous )?(?:disant|criant|hurlant|scandant|repetant|gueulant)\b",
        rf"\ben (?:me|nous|la|le|les|lui|leur|m|l) {SAID_FR}\b",
        rf"\b(?P<notK>mon |ma |ton |ta |tes |votre |vos )?(?:\w+ )?{WRITTEN_FR} (?P<notP>(?:a |pour )?(?:ton |ta |tes |toi |vous |votre )?)(?:\w+ ){{0,5}}?(?:disait|disent|disant|dit|disaient|promettant|promettent|promettait|annoncait|comme)\b",
        r"\b(?:ils|on|il|elle|elles|quelqu un) (?:\w+ )?(?:ont|a|avait|avaient) (?:\w+ )?(?:tagu|ecri|inscri|peint|grav|graff)\w* ",
        rf"\b(?:au|a l|a la|en|dans le|dans la|chez le) {PLACE} (?:\w+ ){{0,2}}?(?:c etait|j etais|on m|on me|ils me)\b",
        rf"\b(?P<notU>toi |vous |je )?(?:qui|et) (?:(?:m|me|te|t|vous|lui|leur|nous|l|la|les) )?(?:{HAD_FR} )?(?:\w+ )?{SAID_FR}\b(?P<notB> (?:te|vous|t)\b| (?:\w+ )?(?:adresse|numero|photos?|nudes?)\b)?",
        r"\b(?:menacee?s?|insultee?s?|harcelee?s?|traitee?s?|agonie?s?) (?:de (?:mort|viol|tous les noms)|par|depuis|en pleine)\b",
        r"\b(?:mon|ma|mes|son|sa|ses|leur|le|la) (?:\w+ ){0,2}?(?:lisait|lit|lisent|entend|entendait|entendent)\b(?P<notW> (?:ton|ta|tes|votre|vos)\b)?",
        r"\b(?:de|a|et|va|doit|puisse|devoir|faut) lire\b(?P<notX> (?:le|la|les|l|ton|ta|tes|votre|vos|ce|cette|ces|un|une|des|mon|ma|mes|en|tout|plus|sur|et)\b)?",
        r"\b(?:pour|chez|a cause de) (?:lui|elle|eux|elles) (?:je|j|elle) ",
        # the same in English
        rf"\b(?P<notD>i |we |you |let |lemme )?(?:have |had |ve |just |even |already |also |always |once )*(?:{FINITE_EN} (?:at |to |that to )?(?:me|us)|{TOLD_EN} (?:her|him|them|my \w+|our \w+))\b",
        rf"\b{OTHERS_EN} (?:(?:who|that|just|even|once|also|always|keeps?|kept|has|had|have|used|to|would|been|then|only) ){{0,3}}{FINITE_EN}(?: (?:to |at )?(?:me|us|her|him|them|my \w+))?\b",
        rf"\b{MANY_EN} (?:(?:in|at|from|of|on) (?:\w+ ){{1,3}})?(?:(?:just|even|also|always|keep|would|then|only|regularly|often|still) ){{0,2}}{BASE_EN} (?:to |at )?(?:me|us|her|him|them|my \w+|our \w+)\b",
        r"\b(?P<notE>you |you ve |you have )?(?:i|i ve|ive|ve|was|were|been|being|got|getting|is|are|be) (?:just |also |always |even |been |being )*(?:told|called|threatened|sent|asked)\b",
        r"\bi (?:still |just |often |always )?(?:get|got|receive|received|read|had|hear|heard) (?P<notY>your )?(?:\w+ ){0,3}(?:messages?|dms?|comments?|emails?|mails?|threats?|letters?|replies|calls)\b",
        rf"\b(?P<notL>your )?(?:\w+ )?{WRITTEN_EN} (?P<notQ>(?:to |for )?your? )?(?:\w+ ){{0,5}}?(?:said|says|saying|say|reads|went|goes|promising|promised|threatening|like)\b",
        rf"\b(?:at|in|from) (?:my |the |our )?{PLACE} (?:\w+ ){{0,2}}?(?:it was|i was|they)\b",
        r"\b(?:he|she|they|guy|man|boss|ex) (?:was|were|is|s|goes) (?:all |just )?like\b",
        r"\b(?P<notI>i m |i am |im |just |only |i keep |i was |not |re |are |stop )?(?:saying|shouting|yelling|screaming|chanting|typing|muttering)\b",
        rf"\bwho (?:\w+ ){{0,3}}?{SAID_EN}\b",
        r"\b(?:my|his|her|their|the) (?:\w+ ){0,2}?(?:read|reads|heard|hears)\b(?P<notY> your\b)?",
        r"\b(?:to|and|should|must|will|had to|have to) (?:wake up and )?read\b(?P<notZ> (?:the|your|this|these|my|a|an|it|that|more|all|some|about|up|me|on|and|or)\b)?",
        r"\bto (?:him|her|them) (?:i|she|he) (?:was|am|is)\b",
        r"\b(?P<notG>i |we )?(?:and|then) (?:\w+ly |just |even )?(?:screamed|shouted|yelled|wrote|said|called|posted|texted|hissed|spat|whispered)\b",
        r"\b(?:threatened|abused|harassed|insulted|heckled) (?:by|with|for)\b",
        r"\b(?:from|of|with|used to|sick of|tired of|up with) (?:\w+ )?(?:hearing|reading|being told|being called|receiving|getting)\b(?P<notR> (?:you|your|from)\b)?",
        r"\b(?:marre|assez|fatiguee?|lassee?|guerit pas|guerit jamais|habituee?|remet pas|remet jamais) (?:d |de |a )(?:\w+ )?(?:entendre|entendu|lire|recevoir|etre traitee?s?|me faire)\b",
        r"\b(?:one|other|others|another|next|last|first|latest|second|third|nicest|worst|kindest|mildest|text|caption) (?:just )?(?:said|says|read|reads|went|goes)\b",
    ),
    *marks(
        "testimony",
        named_there,
        rf"\b(?P<notK>mon |ma |ton |ta |tes |votre |vos )?(?:\w+ )?{WRITTEN_FR} (?:\w+ ){{0,7}}?(?:est|etait|c est|sont)\b",
        rf"\b(?P<notL>your )?(?:\w+ )?{WRITTEN_EN} (?:\w+ ){{0,7}}?(?:is|was|are|were)\b",
        r"\b(?P<notV>(?:ma|mon|my|our|notre) )?(?:reponse|replique|answer|reply|response) (?:\w+ ){0,4}?(?:a|to)\b(?P<notW> (?:toi|ta|ton|tes|votre|vos|your)\b)?",
    ),
    # what a verb or the arrival of something announces, behind a colon
    *marks(
        "testimony",
        announced,
        rf"\b(?P<notA>je |j |tu |vous |on te |te |nous |i |we |you )?(?:\w+ )?(?:{SPOKE_FR}|{SPOKE_EN})\b",
        rf"\b(?:trouvee?s?|recu|laissee?|glissee?|collee?|found|left|got|received|had) (?:\w+ ){{0,2}}?(?:{WRITTEN_FR}|{WRITTEN_EN})\b",
        rf"\b(?:{WRITTEN_FR}|{WRITTEN_EN}) (?:sur|dans|sous|devant|a|au|on|in|under|at|across) (?:ma|mon|mes|sa|son|ses|notre|nos|leur|leurs|la|le|l|my|our|his|her|their|the)\b",
        rf"\b{VOICE}\b",
        r"\b(?:la phrase|l insulte|la menace|l injure|les termes|the sentence|the phrase|the threat|the insult)\b",
        r"\b(?:les|ces|ses|sa|son|leur|leurs|quels|memes?|the|these|those|his|her|their|same|favou?rite) (?:\w+ ){0,2}?(?:mots?|phrases?|propos|repliques?|refrain|rengaine|mantra|insultes?|menaces?|paroles|words?|lines?|sentences?|phrase|insults?|threats?|refrain|nickname|surnom|blague|joke|greeting)\b",
        r"\b(?:genre|type|sorte|style|choses|messages|ce|sort|kind|things?|stuff|what) (?:de |of )?(?:\w+ ){0,3}?(?:que |qu )?(?:je|on|nous|elle|il|i|we|she|he|women|femmes|elues|journalists|journalistes) (?:\w+ )?(?:recois|recoit|recevons|lis|lit|entends|entend|subis|get|gets|read|hear|receive|wake up to)\b",
        rf"\b(?:son|sa|ses|leur|leurs|his|her|their|le dernier|la derniere|the latest|the last|the first|le premier|la premiere|un autre|une autre|another) (?:\w+ )?(?:{WRITTEN_FR}|{WRITTEN_EN})\b",
    ),
    *marks(
        "testimony",
        listed,
        rf"\b(?P<notK>ton |ta |tes |votre |vos |your )?(?:{WRITTEN_FR}|{WRITTEN_EN}) (?:\w+ ){{0,3}}?{CAME}\b",
        r"\b(?:recue?s?|lue?s?|trouvee?s?|entendue?s?|arrivee?s?|received|heard|overheard|found|came|arrived) (?:par|dans|sous|sur|au|a|ce|cette|hier|de|in|on|at|by|from|this|last|under|through|yesterday|today)\b",
        rf"(?:^|\b(?:voici|here is|here s) (?:\w+ )?(?:que j ai |what i )?){CAME}\b",
        rf"\b(?:j ai|i ve|i|je|on a|nous avons|we) (?:\w+ )?{CAME}\b",
        r"\b(?:mes (?:mails|messages|mentions|dm|commentaires|notifications)|ma (?:boite|messagerie)|mon courrier|my (?:inbox|mentions|dms|messages|mail|comments|notifications|voicemail))\b",
    ),
    *marks(
        "testimony",
        poured,
        r"\bdepuis (?:ma|mon|mes|que) (?:\w+ ){1,8}?(?:n arrete|pleuvent|pleut|defilent|deferlent|s enchainent)\b",
        r"\bsince (?:my|i|that|the) (?:\w+ ){1,8}?(?:doesn t stop|hasn t stopped|never stops|won t stop|non stop|nonstop|pouring in|keeps? coming)\b",
    ),
    # said of people among whom the author is
    *marks("testimony", clause, r"\b(?:comme moi|comme nous|like me|like us|like myself)\b"),
    # what stands before it: `…, he said`
    *marks(
        "testimony",
        behind,
        rf"\b(?:(?:mat|lat|at|m at|m a t|l at|a t) (?:il|elle|on) (?:\w+ )?{SAID_FR}|qu (?:il|elle|on|ils) (?:m|me|nous|lui) (?:{HAD_FR} )?(?:\w+ )?{SAID_FR})\b",
        rf"\b{OTHERS_FR} (?:(?:me|m|nous|lui|leur) )?(?:{HAD_FR} )?(?:\w+ )?{SAID_FR}\b",
        rf"\b{OTHERS_EN} (?:(?:just|even|once|also|always|keeps?|kept|has|had|would|then|only) )*{SAID_EN}(?: (?:to |at )?(?:me|us|her|him|them))?\b",
    ),
    *marks(
        "testimony",
        so_called,
        rf"\b(?:voila|c est|c etait|tel est|ce sont|voici) (?:\w+ )?(?:ce qu|comme ca qu|ainsi qu) (?:on|il|elle|ils|elles|une?|des|mon|les) (?:\w+ ){{0,3}}?{SAID_FR}\b",
        r"\b(?:c est|c etait|ce sont|ce furent|voila|voici) (?:\w+ ){0,3}?(?:phrases?|mots?|messages?|menaces?|choses?|insultes?|textos?|mails?|commentaires?) (?:\w+ ){0,6}?(?:entendue?s?|entend|entends|recue?s?|recois|recoit|lue?s?|lis|ecrite?s?|dite?s?|envoyee?s?)\b",
        r"\b(?:that|those|this|these) (?:is|was|were|are|s) (?:\w+ ){0,3}?(?:words?|messages?|threats?|things?|texts?|sentences?|insults?|comments?) (?:\w+ ){0,5}?(?:said|say|says|heard|hear|hears|got|get|gets|received|receives|read|reads|sent|wrote|told)\b",
        r"\b(?:voila|c est|c etait|ce sont) (?:\w+ )?(?:ce que|les mots que|les messages que|le message que|la phrase que) (?:je|j) (?:\w+ )?(?:recois|recu|lis|lu|entends|entendu)\b",
        rf"\b(?:is|are|was|were|that s|this is|those were|these are|that was) (?:\w+ )?(?:what|how|the (?:words?|messages?|kind|sort)(?: of \w+)?) (?:{OTHERS_EN}|i|we|my \w+) (?:\w+ ){{0,2}}?(?:{SAID_EN}|get|got|read|receive|received|hear|heard)\b",
    ),
)
"""What was said to the author, or to somebody who is not addressed."""

COUNTER_SPEECH: Final[tuple[Mark, ...]] = (
    *marks(
        "counter_speech",
        blamed,
        r"\b(?:arretez|arrete|arretons|stop|cessez|cesse|pas|jamais|personne|quiconque|interdit|inadmissible|inacceptable|droit) (?:\w+ ){0,5}(?:de |d |a )?"
        r"(?:traiter|traitez|traite|dire|disait|dit|ecrire|ecrit|ecrive|lire|appeler|appelez|envoyer|envoie|recevoir|entendre)\b",
        r"\b(?:ceux|celles|celui|celle|gens|quelqu un|ils|elles|il|elle|personnes|lachee?s?|types?|mecs?|trolls?) (?:qui )?(?:(?:t|te|vous|l|la|lui|leur|les) )?(?:(?:a|ont|avait|avaient|osent) )?"
        rf"{SAID_FR}\b",
        rf"\b(?:qu on|que (?:les|des|certains|certaines|tous ces|ces|nos|leurs) \w+) (?:\w+ment |ose |osent |puisse |puissent |encore )?{SAID_FR}\b",
        rf"\bqu on (?:puisse |ose )?(?:t|te|vous|l|la|lui|leur) (?:{HAD_FR} )?{SAID_FR}\b",
        r"\b(?:a|to) (?:tous |toutes |everyone |everybody |anyone |all |whoever )?(?:ceux|celles|celui|those|the ones|people|who|everyone|anyone|whoever) (?:qui |who |that )?(?:\w+ )?\w+",
        rf"(?:^|\bcelui |\bcelle |\bmais |\bet )qui (?:\w+ ){{0,2}}(?:parle|{SAID_FR})\b",
        rf"\bquand (?:on|un|une|quelqu un|des|les|votre|ton|mon|son) (?:\w+ ){{0,4}}?{SAID_FR}\b",
        r"\b(?P<notF>(?:te|t|vous|le|te le|vous le|a te|de te) )?(?:dire|ecrire|traiter|crier|envoyer|hurler) (?:a |aux |au |une |un |quelqu |d une |d un )",
        r"\b(?P<notF>(?:te|t|vous|vais|veux) )?(?:insulter|traiter|qualifier|appeler|surnommer|injurier) (?:une?|des|la|le|les|l|ma|mon|mes|cette|ce|ces|son|sa|ses|leur|nos|notre|quelqu un|autrui) ",
        r"\b(?:laisse|laissez|laissons|ecoute|ecoutez|crois|croyez) (?:pas|jamais|personne) (?:\w+ ){0,4}(?:dire|traiter|faire croire|disent|dit|ecrivent|croire)\b",
        rf"\b(?:stop|don t|never|nobody|no one|not|anyone|anybody|whoever|those|people|everyone|when|if|keeps|the ones|right to|cowards|trolls|they|he|she) (?P<notG>(?:\w+ ){{0,2}}i )?(?:\w+ ){{0,4}}?{SAID_EN}\b",
        r"\b(?P<notH>i m |i am |im |just |we re |keep |i ll be )?(?:telling|calling|saying|sending|writing|yelling|shouting) (?:a |an |the |my |this |someone |somebody |women |men |kids |people |anyone |that |her |him |them |things |stuff |kill)",
        r"\b(?:any use of|use of|using|threatening to|threats? to|calls? to|menacer de|menaces? de|appels? a|appeler a|utiliser) ",
        r"\b(?P<notM>(?:te|vous|je|j) (?:\w+ )?)?(?:a|de|pour|osent|ose) (?:dire|ecrire|repeter|pretendre|faire croire) que ",
        r"\b(?:the word|the term|the phrase|le mot|le terme|l expression|l insulte|l injure)\b",
        r"\bi will not be (?:called|told)\b",
    ),
    # what others believe
    *marks(
        "counter_speech",
        told,
        r"\b(?:certains|certaines|gens|beaucoup|ceux qui|celles qui|people|some|many|those who|anyone who|bigots|racists|racistes) (?:\w+ ){0,2}?(?:pensent|croient|prennent|voient|considerent|think|believe|claim|insist|assume)\b",
    ),
    # `to say … is racist`
    *marks(
        "counter_speech",
        phrase,
        rf"\b(?P<notF>je |te |vous |i |i m )?(?:dire|penser|croire|affirmer|pretendre|suggerer|comparer|traiter|qualifier|souhaiter|insinuer|ecrire|utiliser|employer|"
        rf"saying|thinking|believing|claiming|suggesting|comparing|calling|wishing|telling|writing|implying|using|to say|to think|to claim|to call) (?:\w+ ){{1,25}}?{WRONG}\b",
    ),
    # `to write … to somebody`: what stands between is said by nobody here
    *marks(
        "counter_speech",
        phrase,
        rf"\b(?P<notF>je |j |i |te |vous |ai |vais |veux )?(?:ecrire|dire|hurler|crier|envoyer|lancer|balancer|souhaiter|{SAID_EN}) (?:\w+ ){{1,9}}?(?:a|aux|to|at) (?:quelqu un|une?|des|sa|son|ses|mon|ma|mes|l|la|le|les|leur|someone|somebody|an?|my|his|her|their|women|men|people|strangers|anyone|kids|children|teenagers|girls|minors)\b(?: \w+)?",
    ),
)
"""What others are told not to say, or are blamed for saying."""
