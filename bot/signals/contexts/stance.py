"""Marks of what an author denies, loves, laughs at, or holds against an office-holder's acts."""
# ruff: noqa: E501 - a pattern cut where the line ends reads worse than a long line

from typing import Final

from bot.signals.contexts.reach import Mark, clause, denied, fondly, marks, so_far, unaddressed, voted

STILL_WILL: Final = r"(?:wait|forget|hesitate|fail|mind|only|just|merely|sure|afraid|scared|done|finish|finished|joking|kidding|rest|stop|seulement|juste|que|fini|uniquement)"
NEGATION: Final[tuple[Mark, ...]] = marks(
    "negation",
    denied,
    rf"\b(?P<notO>tkt |tqt |inquiete |inquietez |stresse |oublie |oublies |oubliez |hesite |hesites |hesitez |hesiterai |hesiterait |generai |priverai |lasserai |peur )?(?:pas|jamais|nullement|aucunement) (?P<notI>a |peur |{STILL_WILL} )?",
    r"\b(?:aucun|aucune|nul|nulle) \w+ (?:\w+ )?(?:ne|n) ",
    r"\b(?:ni) \w+ ni ",
    r"\bno (?:woman|man|girl|boy|human|person|child|\w+ person|muslim|jew|immigrant|refugee|gay|lesbian) ",
    r"\bpersonne (?:ne |n )(?:va|vas|peut|veut|doit|te|vous|t) (?P<notQ>(?:\w+ )?(?:sauver|croire|croit|entendre|regretter|regrettera|pleurer|pleurera|aider|aidera|proteger|protegera|nier|ignorer|contester|oublier|manquer|retrouver|retrouvera|trouver|sauvera|aime|supporte) )?",
    rf"\b(?P<notJ>why |might as well |may as well |hesitate )?(?:not|never|don t|dont|won t|wont|wouldn t|wouldnt|didn t|isn t|aren t|ain t|arent|isnt|cannot|can t|cant|couldn t|neither) (?P<notR>(?:\w+ )?{STILL_WILL} )?",
    r"\b(?:nobody|no one|noone|neither) (?:is|will|wants|would|can|should|could|ll|was|has) (?P<notS>(?:\w+ )?(?:miss|deny|ignore|dispute|save|hear|help|believe|cry|find|protect|care|mourn|stop) )?",
)
"""Reads on to the end of its clause, and no further than the next subject."""

WISHED: Final = r"(?:happy|joyeux|joyeuse|bon|bonne|merry) (?:\d+ ?(?:th|e|eme) )?(?:birthday|bday|b day|anniv\w*|annif|fete|christmas|xmas|new year|noel|annee)"
AFFECTION: Final[tuple[Mark, ...]] = (
    *marks(
        "affection",
        clause,
        r"\b(?:je t|je vous|on t|on vous|nous t) (?:adore|aime|adorons|aimons)(?: (?:fort|tellement|trop|tant))?\b",
        r"\b(?:love (?:you|u|ya)|luv (?:you|u|ya)|miss you|proud of you)\b",
        r"(?:❤|🥰|😘|😍|💕|💖|🫶|🤗)",
        r"\b(?:ma|mon|mes) \w+ (?:preferee?s?|adoree?s?|d amour|cherie?s?)\b|\bmy (?:favou?rite|beautiful|lovely|darling|gorgeous|best|dear) \w+\b",
    ),
    # among friends a rude name opens what affection closes: `bitch you'd better bring wine, love you`
    *marks(
        "affection",
        fondly,
        r"^(?:oh |ah |hey |omg |mais |ma |mon |you )?(?:bitch|bitches|hoe|slut|slag|salope|connasse|garce|connard|enfoiree?|batard|bastard|idiot|moron) (?:[^ ]+ ){1,24}?(?P<notI>i |still )?(?:love (?:you|u|ya)|luv (?:you|u|ya)|miss (?:you|u|ya)|je t (?:aime|adore) (?:ma|mon|les) \w+|bisous)(?: [^ ]+){0,2}$",
    ),
    # wishes among friends: `happy birthday you old fart`, `happy birthday you …, love you`
    *marks(
        "affection",
        fondly,
        rf"\b{WISHED} (?:[^ ]+ ){{0,16}}?(?P<notI>i |still )?(?:love (?:you|u|ya)|luv (?:you|u|ya)|je t (?:aime|adore)|gros bisous)\b",
        rf"\b{WISHED} (?:\w+ ){{0,3}}?(?:you |mon |ma |espece de )?(?:old|vieux|vieille|vieil) (?:debris|schnock|croulant|machin|crouton|fossile|dinosaure|branche|canaille|singe|fart|git|codger|fossil|geezer|sod|bugger|timer|dinosaur|boy|bean|man|goat)\b",
    ),
    # what somebody does, not who: `you're mad, I love it`
    *marks(
        "affection",
        so_far,
        r"\b(?:j adore|on adore|i love it|love it|i love that|love that)\b|\b(?:bravo|felicitations?|congrats|congratulations|well done) (?:pour|d avoir|on|for)\b",
    ),
)
"""Said among friends: the clause."""

LAUGHTER: Final[tuple[Mark, ...]] = marks(
    "laughter",
    clause,
    r"(?:😂|🤣|😹|😆|😄|😅|😜|😉|😁)",
    r"\b(?:lol|lmao|rofl|haha\w*|hehe\w*|mdr\w*|ptdr|jk|just kidding|je plaisante|je rigole|je deconne)\b",
)
"""The clause; said in jest, or to mock."""

ACT: Final = (
    r"(?:reformes?|lois?|projet de loi|vote|votes|amendements?|politiques?|gouvernement|bilan|programme|budget|decrets?|circulaire|mesures?|decisions?|"
    r"promesses?|mandat|parti|ministere|majorite|gestion|silence|inaction|election|campagne|reponse|discours|rapport|mairie|conseil|"
    r"reform|reforms|law|laws|bill|policy|policies|government|record|programme|program|decree|measures?|decision|promises?|party|ministry|"
    r"administration|cuts|mandate|inaction|silence|vote|amendment|campaign|speech|council|office)"
)
STATE: Final = r"(?:republique|pays|france|nation|democratie|gauche|droite|parti|assemblee|fonction|gouvernement|parlement|senat|europe|ministere|country|nation|party|parliament|house|democracy|office|government|republic|congress|senate|constituency)"
POLLS: Final = r"(?:urnes|elections?|scrutin|isoloir|legislatives|presidentielles?|municipales|europeennes|regionales|polls|polling day|ballot(?: box)?|(?:voting |polling )?booth|(?:next |general |election )*election(?: day)?)"
POLITICAL: Final[tuple[Mark, ...]] = (
    *marks(
        "political",
        unaddressed,
        rf"\b(?:vos|votre|ton|ta|tes|your|cette|ce|this) (?:\w+ )?{ACT}\b",
        r"\b(?:honte|bravo|shame) (?:a|on) (?:vous|toi|you|your \w+|votre \w+)(?: tous| all| both)? (?:d avoir|de|pour|qui|for|if|who)\b",
        r"\b(?:vous avez|tu as|you have|you ve|you) (?:\w+ )?(?:menti|trahi|abandonne|vote|promis|ferme|supprime|lied|betrayed|abandoned|voted|promised|closed|cut|failed|sold|tue|detruit|casse|brade|liquide|killed|destroyed|gutted|wrecked) (?:\w+ ){0,3}?(?:francais|electeurs|electrices|voters|constituents|country|pays|peuple|people|us|nous|pour|for|against|contre|sur|about|on|le|la|les|our|the|l)\b",
        r"\b(?:vous etes|tu es|you are|you re) (?:\w+ )?(?:responsables?|comptables?|responsible|accountable|to blame) (?:de|du|des|for)\b",
        r"\b(?:vous vous (?:en )?(?:moquez|foutez|fichez)|tu (?:te|t en) (?:moques|fous|fiches)) (?:de nous|du monde|des gens|de ceux|de qui|du peuple|des pauvres|des malades|des \w+ qui)\b",
        r"\byou (?:\w+ ){0,2}(?:make|making|made) (?:a |an )?(?:fools?|mockery|laughing stock) (?:out )?of\b",
        r"\b(?:demission|demissionnez|demissionne|resign|step down|stand down)\b",
        r"\b(?:honte|ashamed|regrette|regret) (?:\w+ ){0,3}?(?:vote|voted|donne ma voix|elue?|elected|voter|voting)\b",
    ),
    *marks(
        "political",
        voted,
        r"\b(?:\w+ ){0,14}(?:regrett\w+|pay|pai\w+|payer\w*|souvien\w*|souviendr\w+|remember|regret|comprendr\w+) (?:\w+ ){0,4}?(?:aux|dans les|dans l|lors des|at the|in the|come the|on) (?:\w+ )?(?:urnes|elections?|scrutin|isoloir|polls|ballot box|ballot|polling day|election day)\b",
        r"\b(?:(?:vous etes|tu es|t es|you are|you re) )?(?:\w+ )?(?:pires?|plus mauvaise?s?|mauvaise?s?|nulle?s?|incompetente?s?|arrogante?s?|worst|bad|terrible|useless|weakest|incompetent|arrogant) (?:\w+ )?(?:ministres?|maires?|deputee?s?|presidente?s?|elue?s?|senateurs?|senatrices?|gouvernement|conseill\w+|ministers?|mayors?|mps?|senators?|councillors?|governments?|presidents?|premiers?)\b",
        rf"\b(?:vous etes|tu es|t es|you are|you re) (?:\w+ )?(?:la honte d[eu]|une honte pour|a disgrace to|an embarrassment to|a stain on|unworthy of|indignes? d[eu]) (?:la |le |l |notre |votre |ce |cette |the |this |our |your )?(?:\w+ )?{STATE}\b",
        r"\b(?:\w+ ){0,4}(?:battre|battra|battrons|virer|vire|virera|degager|degage|degagez|dehors|ejecter|balayer|sanctionner|sortir|beat|kick|vote|throw|boot|defeat|oust|out|see|bury) (?:\w+ ){0,10}?(?:urnes|elections?|scrutin|isoloir|polls|ballot box|ballot|polling day)\b",
    ),
)
"""At what somebody does in an office: to the end of the clause, or to where the person is addressed anew."""

BALLOT: Final[tuple[Mark, ...]] = marks(
    "idiom",
    voted,
    rf"\b(?:on|nous|je|vous|tu|le peuple|les francais|we|you|i|the people|voters) (?:\w+ ){{0,9}}?(?:aux|dans les|dans l|lors des|par les|at the|in the|come the|through the) (?:\w+ )?{POLLS}\b",
    r"\b(?:we|you|i) (?:\w+ ){0,9}?on (?:polling|election) day\b",
    r"\b(?:on|nous|vous|tu|we|you) (?:\w+ ){0,6}?(?:poubelles?|oubliettes|placard|decharge|dustbin|ash ?heap|trash ?heap|scrap ?heap|dump|wrong side|mauvais cote) (?:de l|of) (?:histoire|history)\b",
)
"""What is done to an office-holder at the polls, and by history: `we'll make you pay for this at the ballot box`."""
