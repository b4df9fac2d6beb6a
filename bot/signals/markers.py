"""What marks a context, in French and English, as patterns over folded text; ours, reasoned from the language.

bot/signals/context.py says how far each reaches. A group named
`not…` that took part shows that the marker is none: `I'm telling you` is no report of what others say.
"""
# ruff: noqa: E501, ISC004 - a pattern cut where the line ends reads worse than a long line

from typing import Final

SAID_FR: Final = (
    r"(?:dit|disait|disaient|disent|dise|disant|dire|ecrit|ecrits|ecrivait|ecrivaient|ecrivent|ecrive|ecrire|repete|repetes|"
    r"repetait|repetent|repeter|crie|criait|crient|crier|criaient|hurle|hurlait|hurlent|lance|lancait|lancent|balance|"
    r"balancait|envoie|envoient|envoye|envoyait|envoyer|traite|traites|traitee|traitees|traitait|traitaient|traitent|"
    r"traiter|appele|appelee|appelle|appellent|appelait|appelaient|insulte|insultee|insultait|insultent|menace|menacee|menacait|"
    r"menacent|menacer|promis|promettait|jure|jurait|glisse|murmure|souffle|repond|repondu|repondait|conseille|ordonne|demande|"
    r"demandait|commente|poste|souhaite|souhaitent|souhaitait)"
)
SAID_EN: Final = (
    r"(?:said|says|saying|say|told|tells|telling|tell|called|calls|calling|call|wrote|writes|writing|write|sent|sends|"
    r"sending|send|texted|messaged|emailed|shouted|shouts|shouting|shout|yelled|yells|yelling|screamed|screams|screaming|"
    r"threatened|threatens|threatening|whispered|whispers|tweeted|commented|asked|asks|asking|replied|used to say)"
)
HAD_FR: Final = (
    r"(?:a|as|ont|avait|avaient|aurait|ait|aient|avez|est|etait|suis|etais|fait|faisait|faisaient|fais|font)"
)
OTHERS_EN: Final = (
    r"(?:he|she|they|someone|somebody|people|person|stranger|strangers|man|men|woman|women|guy|guys|boss|ex|husband|father|"
    r"mother|teacher|colleague|stalker|troll|trolls|account|accounts|who|whoever|anyone|anybody|everyone|nobody|"
    r"boy|boys|kids|neighbour|neighbor|brother|character|general|villain)"
)

TESTIMONY: Final = (
    # somebody said to me, to us, to her, to them: `il m'a écrit`, `on me disait`, `m'a-t-il dit` (folded: `mat il dit`)
    rf"\b(?P<notA>je |j |tu |vous )?(?:m|me|nous|lui|leur) (?:{HAD_FR} )?(?:\w+ ){{0,2}}{SAID_FR}\b(?P<notB> que (?:tu|t|vous)\b)?",
    rf"\b(?P<notC>je |j |tu |vous )?(?:la|l|les) (?:{HAD_FR} (?:\w+ )?)?{SAID_FR}\b",
    rf"\b(?:m|la|l)at (?:il|elle|on) {SAID_FR}\b",
    rf"\b(?:me|m|se|s) (?:suis |est |etre |etait |sont )?(?:fait|faire) (?:\w+ )?{SAID_FR}\b",
    r"\b(?:j ai|j|je|elle|il|on a|nous|nous avons) (?:\w+ )?(?:recu|recus|recois|recoit|recevons|recevais|recevait|lu|lis|vecu|subi)\b",
    r"\bce que (?:je|j|elle|il|nous) (?:recois|recoit|lis|lit|ai recu|subis|subit|vis|vit)\b",
    r"\b(?:a|ai|ete|etais|etait|etions|suis) (?:traitee?s?|menacee?s?|insultee?s?|appelee?s?)\b",
    # the same in English
    rf"\b(?P<notC>i |we |you )?(?:have |had |ve |just |even )?{SAID_EN} (?:at |to |that to )?(?:me|us|her|him|them|my \w+|our \w+)\b(?P<notD> (?:that )?you\b)?",
    rf"\b{OTHERS_EN} (?:(?:who|that|just|even|once|also|always|keeps?|kept|has|had|have|used|to|would|been) ){{0,3}}{SAID_EN}\b",
    r"\b(?P<notE>you |you ve |ve |you have )?(?:i|was|were|been|being|got|getting|is|are|be) (?:just |also |always |even )?(?:told|called|threatened|sent|asked)\b",
    r"\bi (?:still |just |often |always )?(?:get|got|receive|received|read|had) (?:\w+ ){0,3}(?:messages?|dms?|comments?|emails?|mails?|threats?|letters?|replies)\b",
)
"""What was said to the author, or to somebody who is not addressed."""

OWN_KIND: Final = (r"\b(?:comme moi|comme nous|like me|like us|like myself)\b",)
"""Said of people among whom the author is: the whole clause is testimony."""

COUNTER_SPEECH: Final = (
    r"\b(?:arretez|arrete|arretons|stop|cessez|cesse|pas|jamais|personne|quiconque|interdit|inadmissible|inacceptable|droit) (?:\w+ ){0,5}(?:de |d |a )?"
    r"(?:traiter|traitez|traite|dire|disait|dit|ecrire|ecrit|ecrive|lire|appeler|appelez|envoyer|envoie|recevoir|entendre)\b",
    r"\b(?:ceux|celles|celui|celle|gens|quelqu un|ils|elles|il|elle|personnes|lachee?s?|types?|mecs?|trolls?) (?:qui )?(?:(?:t|te|vous|l|la|lui|leur|les) )?(?:(?:a|ont|avait|avaient|osent) )?"
    rf"{SAID_FR}\b",
    rf"\bqu on (?:puisse |ose )?(?:t|te|vous|l|la|lui|leur) (?:{HAD_FR} )?{SAID_FR}\b",
    r"\b(?P<notF>(?:te|t|vous|le|te le|vous le|a te|de te) )?(?:dire|ecrire|traiter|crier|envoyer) (?:a |aux |au |une |un |quelqu )",
    r"\b(?:laisse|laissez|laissons|ecoute|ecoutez|crois|croyez) (?:pas|jamais|personne) (?:\w+ ){0,4}(?:dire|traiter|faire croire|disent|dit|ecrivent|croire)\b",
    rf"\b(?:stop|don t|never|nobody|no one|not|anyone|anybody|whoever|those|people|everyone|when|if|keep|keeps|the ones|right to|let|cowards|trolls|they|he|she) (?P<notG>(?:\w+ ){{0,2}}i )?(?:\w+ ){{0,4}}?{SAID_EN}\b",
    r"\b(?P<notH>i m |i am |im |just |we re |keep |i ll be )?(?:telling|calling|saying|sending|writing|yelling|shouting) (?:a |an |someone |somebody |women |people |anyone |that |her |him |things |stuff |kill)",
    r"\b(?:any use of|use of|using|threatening to|threats? to|calls? to|menacer de|menaces? de|appels? a|appeler a|utiliser) ",
    r"\b(?P<notM>(?:te|vous|je|j) (?:\w+ )?)?(?:a|de|pour|osent|ose) (?:dire|ecrire|repeter|pretendre|faire croire) que ",
    r"\b(?:the word|the term|the phrase|le mot|le terme|l expression|l insulte|l injure)\b",
    r"\bi will not be (?:called|told)\b",
)
"""What others are told not to say, or are blamed for saying."""

NEGATION: Final = (
    r"\b(?:pas|jamais|nullement|aucunement) (?P<notI>a )?",
    r"\b(?:aucun|aucune|nul|nulle) \w+ (?:\w+ )?(?:ne|n) ",
    r"\bno (?:woman|man|girl|boy|human|person|child|\w+ person|muslim|jew|immigrant|refugee|gay|lesbian) ",
    r"\bpersonne (?:ne |n )(?:va|vas|peut|veut|doit|te|vous|t)\b",
    r"\b(?P<notJ>why |might as well |may as well |hesitate )?(?:not|never|don t|dont|won t|wont|wouldn t|wouldnt|didn t|isn t|aren t|ain t|arent|isnt|cannot|can t|cant|couldn t) ",
    r"\b(?:nobody|no one|noone|neither|nothing) (?:is|will|wants|would|can|should|could|ll|was|has)\b",
)
"""Reads on to the end of its clause, and no further than the next subject."""

FICTION: Final = (
    r"\b(?:dans|du|de|sur|in|from|of) (?:le |la |un |une |ce |cette |mon |son |the |a |this |my |his |her |l )?(?:\w+ )?(?:film|films|roman|"
    r"romans|serie|episode|chapitre|chanson|polar|manga|movie|movies|novel|novels|series|episode|chapter|song|songs|book|story)\b",
    r"\b(?:mon|son|the|my|this|her|his) (?:personnage|character|villain|hero|heroine|heros)\b",
    r"\b(?:replique|paroles|lyrics|plot|screenplay|scenario|song title)\b",
    r"\b(?:mario kart|fifa|fortnite|minecraft|league of legends|valorant|smash bros|counter strike|call of duty|warzone|"
    r"tekken|street fighter|elden ring|zelda|monopoly|scrabble|echecs|chess|fantasy league|laser game|paintball|"
    r"board game|video game|jeu video|next game|jeu de societe|raid boss|babyfoot|ping pong|belote)\b",
)
"""Stories and games: the clause speaks of them. What the person wrote or played is no fiction: `ton film` is not here."""

IDIOM: Final = (
    r"\b(?:\w+ ){0,4}(?:mort|morte|morts|mortes|mourir|meurs|creve|crever|crevant|tuer|tue|tuee|tues) (?:\w+ )?de (?:rire|faim|froid|"
    r"chaud|fatigue|soif|trouille|peur|honte|joie|jalousie|envie|plaisir|ennui|bonheur|sommeil)\b",
    r"\b(?:\w+ )?(?:tuer|tue|tuait) (?:le|du) temps\b",
    r"\b(?:\w+ ){0,3}(?:kill|killed|killing|slay|slayed|murdered) (?:it|the time|time|me|the bill|the stage|that|this)\b",
    r"\b(?:\w+ ){0,2}(?:to die for|die laughing|drop dead gorgeous|dead gorgeous|laughing|die of laughter|the death of me)\b",
    r"\b(?:\w+ ){0,4}(?:kill|die) for (?:a|an|that|this|your|some|the)\b",
    r"\b(?:\w+ ){0,3}jours (?:de conge|de vacances|feries)\b",
    r"\b(?:bitch|bitches) (?:please|better have my money)\b",
    r"\b(?:\w+ ){0,5}(?:si tu|si vous|if you|if u|if anyone) (?:\w+ ){0,3}(?:spoil\w*|divulgach\w*)\b",
    r"\b(?:\w+ ){0,3}shoot (?:you|me) (?:an?|the) (?:email|mail|message|dm|text|line|note)\b",
    r"\b(?:\w+ ){0,5}(?:defoncer|ecraser|demonter|fumer|eclater|exploser|battre|fracasser|massacrer|crush|destroy|beat|smash|slaughter)"
    r" (?:\w+ ){0,4}(?:au|aux|a la|at|in|sur le|on the) (?:foot|football|rugby|basket|tennis|match|tournoi|tournament|playoffs|derby|quiz|"
    r"terrain|pitch|field|court|finals?|poker|karaoke|concours|hockey|volley|petanque|piste|race|debate)\b",
)
"""Only the phrase itself."""

AFFECTION: Final = (
    r"\b(?:je t|je vous|on t|on vous|nous t) (?:adore|aime|adorons|aimons)(?: (?:fort|tellement|trop|tant))?\b",
    r"\b(?:love (?:you|u|ya)|luv (?:you|u|ya)|miss you|proud of you)\b",
    r"(?:❤|🥰|😘|😍|💕|💖|🫶|🤗)",
)
"""Said among friends: the whole sentence."""

LAUGHTER: Final = (
    r"(?:😂|🤣|😹|😆|😄|😅|😜|😉|😁)",
    r"\b(?:lol|lmao|rofl|haha\w*|hehe\w*|mdr\w*|ptdr|jk|just kidding|je plaisante|je rigole|je deconne)\b",
)
"""The whole clause; said in jest, or to mock."""

THIRD_PERSON: Final = (
    r"\b(?:ce|cet|cette|ces|quel|quelle|quels|quelles|mon|ma|mes|son|sa|ses|leur|leurs|notre|nos|le|la|les|un|une|des|du|aux|"
    r"comme|autre|autres|that|this|these|those|the|a|an|my|his|her|their|some|all|most|any|every|of|such|other|like)\b"
)
"""Before somebody who is spoken of, not spoken to."""

FIRST_PERSON: Final = (
    r"\b(?:i m|im|ima|i am|i was|we are|we re|us|myself|ourselves|as an?|my fellow|proud|being an?|je suis|j etais|nous sommes|on est|"
    r"nous les|nous autres|moi|en tant que|fiere?s? d etre)\b"
)
"""Before what authors call themselves."""

NARRATIVE: Final = r"\b(?:me too|metoo|balancetonporc|temoignage|witness|survivor|survivante?)\b"
"""Says of a whole post that it tells what happened to its author; sentences about `me` and `us` are testimony then."""
