"""Marks of what people pay, miss, lift, look at, bring each other or blame on a referee, in words that threats borrow."""
# ruff: noqa: E501 - a pattern cut where the line ends reads worse than a long line

from typing import Final

from bot.model.decision import Span
from bot.signals.contexts.page import Page, around
from bot.signals.contexts.reach import DEADLY, HARM, Mark, marks, phrase

SERVED: Final = (
    r"(?:morceaux?|parts?|tranches?|rondelles?|filets?|steaks?|poulet|poisson|saumon|roti|gateau|tarte|pain|pizza|fromage|jambon|saucisson|brochettes?|legumes|melon|viande|magret|"
    r"canard|gigot|slices?|piece|bit of|cheque|cd|copy|mixtape|salmon|chops?|portion|wedge|cake|pie)"
)
PUBLIC: Final = r"(?:office|ministry|town hall|city hall|parliament|assembly|headquarters|hq|council|court|courthouse|ministere|mairie|assemblee|permanence|prefecture|siege|tribunal|palais|rectorat)"
BROUGHT: Final = r"(?:camera|cameras|crew|microphone|petition|leaflets|banners?|placards?|signs|banderoles?|pancartes?|tracts|signatures|micro|dictaphone|megaphones?|drums|tambours|casseroles|drapeaux|flags|candles|bougies)"
PRICED_FR: Final = (
    r"(?:billets?|places?|abonnements?|loyer|parking|stationnement|peage|train|tgv|avion|vol|taxi|trajet|hotel|chambre|gite|location|resto|restaurant|repas|menu|cafe|verre|tournee|bieres?|pizza|dessert|livres?|manuel|"
    r"cantine|creche|forfait|licence|cours|stage|chauffage|gaz|electricite|fioul|plein|reparations?|devis|livraison|colis|frais de port|garantie|velo|poussette|telephone|ordi\w*|cadeaux?|sapin|maillot|chaussures|robe|coiffeur|spectacle|concert|expo)"
)
PRICED_EN: Final = (
    r"(?:tickets?|rounds?|drinks?|dinner|lunch|brunch|breakfast|meals?|popcorn|snacks?|pizzas?|coffees?|espressos?|wine|cocktails?|beers?|pints?|curry|kebab|desserts?|cake|helpings?|taxi|cab|train|fare|flights?|hotel|room|rental|"
    r"parking|toll|shipping|postage|delivery|parcel|subscription|membership|upgrade|licen[cs]e|lessons?|classes|repairs?|rent|books?|shoes|dress|outfit|haircut|tattoo|gym|leg day|hangover|concert|show|museum|gig)"
)
"""What is paid for in money, or the morning after."""
BY_MEANS: Final = (
    r"(?:either way|anyway|twice|online|upfront|up front|in (?:tax|taxes|instalments|installments|advance|cash|euros|dollars|pounds|full|coins)|by (?:card|cheque|check|direct debit|bank transfer|phone)|"
    r"with (?:cash|your card|a card|the card|a voucher|vouchers|our taxes|your taxes|taxes|points|apple pay)|at the (?:door|till|bar|desk|gate|counter|checkout|machine|box office)|out of (?:the|your|our|public) (?:\w+ )?(?:pocket|budget|purse|taxes|funds|money))"
)
WHEN: Final = r"(?:(?:on|by|before|after|next|this) (?:the |next )?\w+ |tomorrow |tonight |later )?"
WILL: Final = r"(?:you will|you ll|youll|you re going to|you are going to|you re gonna|you gonna|you d)"
MISSED_FR: Final = r"(?:(?:la |le |les |l )?(?:rates?|ratez|loupes?|loupez|manques?|manquez|zappes?|zappez)|(?:la |le |les |l |en |y )?(?:goutes?|goutez|essayes?|essayez|achetes?|achetez|reserves?|reservez|lis|lisez|regardes?|regardez|vois|voyez) pas)"
MISSED_EN: Final = r"(?:if you (?:miss|skip|don t (?:try|buy|book|watch|read|taste|order|pack|wear|see|bring|get (?:one|a ticket|tickets)))|not (?:buying|booking|trying|packing|watching|seeing|ordering|tasting|bringing))"
OFFICIAL: Final = r"(?:votes?|lois?|reformes?|budget|decrets?|amendements?|politiques?|coupes|fermetures?|privatisations?|49 3|motion|bill|laws?|reforms?|cuts?|closures?|policy|policies|amendment|tax|taxes)"
"""What an office-holder does that people will feel. No `decision` and no `choice`: who was refused speaks of those."""
LIGHT_FR: Final = r"(?:une?|des|quelques|deux|trois|son|sa) (?:\w+ ){0,2}?(?:baffes?|gifles?|claques?|tartes?|fessees?|coups? de (?:pied|marteau|masse|batte|pelle)|correction|taloches?|beignes?)"
LIGHT_EN: Final = r"(?:an?|some|the) (?:\w+ ){0,2}?(?:slap(?:ping)?|smack(?:ing)?|kick(?:ing)?|clip|clout|hammer|beating|spanking|punch)"
CREW_FR: Final = (
    r"(?:arbitres?|juges? de (?:touche|ligne|chaise)|gardiens?|goal|defenseurs?|defense|attaquants?|buteurs?|milieux?|equipe|selectionneur|coach|scenaristes?|realisateurs?|monteurs?|doubleurs?|traducteurs?|graphistes?|designers?|developpeurs?|devs?|"
    r"architectes?|ingenieurs?|urbanistes?|concepteurs?|inventeurs?|livreurs?|imprimantes?|ordi\w*|pc|reveil|alarme|photocopieu\w+|box|chaudiere|voiture|bagnole|tondeuse|aspirateur|clavier|ecran|serveur|logiciel|applis?|site|telephone|moustiques?|chats?|chiens?|doublage|scenario|sous titres|montage|mise a jour|interface|pub|emballage|notice|horaires|meteo)"
)
CREW_EN: Final = (
    r"(?:refs?|referees?|umpires?|linesm[ae]n|keepers?|goalies?|defenders?|defence|strikers?|midfield|team|writers?|screenwriters?|directors?|editors?|animators?|translators?|designers?|developers?|devs?|architects?|engineers?|planners?|"
    r"inventors?|couriers?|printers?|laptop|computer|pc|alarm clock|copier|router|boiler|car|mower|vacuum|keyboard|screen|server|software|app|website|phone|mosquitoe?s?|cats?|dogs?|seagulls?)"
)
"""Whom a match, a series or a machine is blamed on: nobody who is spoken to."""
MADE_FR: Final = r"(?:invente\w*|concu\w*|imagine\w*|dessine\w*|design\w*|code\w*|programm\w+|gare\w*|pondu|cree\w*|fabrique\w*|monte\w*|installe\w*|traduit\w*|double\w*|scenarise\w*|mis (?:des|du|de l|de la|les|ce|cette)|laisse (?:son|sa|ses|des|trainer)|vendu\w*|construit\w*)"
MADE_EN: Final = r"(?:invented|designed|came up with|coded|programmed|parked|created|built|made|installed|translated|dubbed|edited|put|left)"
LOADED: Final = r"(?:ladders?|stairs?|ice|boxes|furniture|sofa|couch|wardrobe|piano|fridge|bricks|slabs|logs|bags|suitcases?|lifting|moving|carrying|digging|gardening|shovelling|deadlifts?|squats?|rowing|bike|slope|slide|trampoline)"
PICTURE: Final = (
    r"(?:photos?|images?|video|selfie|plan|scene|picture|pictures|pic|pics|clip|frame|screenshot|capture|film)"
)
DUE: Final = r"(?:inscriptions?|billets?|places|soldes|offre|promo|candidatures?|dossiers?|vote|voter|scrutin|registration|register|tickets?|sale|offer|early bird|applications?|deadline|entries|polls|doors|kick ?off|album|single|trailer|episode|season|release|exam|essay)"
EFFORT: Final = (
    r"(?:col|cote|montee|descente|rando|marathon|trail|seance|entrainement|burpees|squats|piment|sauce|curry|aiguille|piqure|vaccin|tatouage|epilation|dentiste|kine|osteo|gueule de bois|reveil|rythme|horaires|"
    r"hill|climb|descent|workout|session|spin class|needle|jab|tattoo|hangover|commute|pace|chilli|wasabi)"
)
ILLNESS: Final = r"(?:cancer|tabac|cigarettes?|clopes?|alcool|sucre|sel|stress|virus|covid|grippe|tension|diabete|maladie|canicule|chaleur|boulot|travail|tobacco|smoking|flu|heat|sugar|disease|illness)"
"""What harms whom nobody wants to harm: of an illness a sentence must not speak of more."""
HARMS: Final = r"(?:va|vont|will|ll|is going to|s going to|gonna) (?:\w+ )?(?:(?:te|t|vous) (?:tuer|achever|briser|casser|couper|arracher|faire (?:\w+ )?mal|detruire|bruler|massacrer|flinguer)|(?:kill|break|finish|hurt|destroy|burn) (?:you|your))(?: (?:les |la |le |l |your )?\w+)?"
FIGURE: Final = r"(?:paladine?|barbarian|barbare|rogue|roublarde?|druide?|wizard|magicien(?:ne)?|sorcerer|warlock|cleric|clerc|orc|elf|elfe|goblin|gobelin|necromancer|necromancien|character|personnage|avatar|sim|toon|pokemon|dragon|barde?|archer|ranger|monk|tank|mage|villager|werewolf)"
"""Whom people play."""
FEAST: Final = r"(?:anniversaire|anniv|birthday|mariage|wedding|fiancailles|engaged|enceinte|pregnant|bebe|baby|bapteme|en ville|in town|concert|album|promotion|diplome|graduation|demenag\w+|retraite|retiring|sold out|fete|party)"
PARTISAN: Final = r"(?:opportunistes?|carrieristes?|technocrates?|demagogues?|populistes?|girouettes?|politicien(?:ne)?|politicarde?|apparatchik|godillot|neoliberale?|opportunist|careerist|technocrat|demagogue|populist|weathercock|politician|neoliberal|turncoat|flip ?flopper|lobbyiste?)"
SETTLED: Final = r"(?:repare\w*|refait\w*|construit\w*|vote\w*|rouvert\w*|ouvert\w*|ferme\w*|retire\w*|abroge\w*|adopte\w*|finance\w*|installe\w*|nettoye\w*|indemnise\w*|regle\w*|fixed|repaired|rebuilt|built|passed|reopened|opened|closed|repealed|withdrawn|funded|installed|cleaned|settled|paid|resurfaced)"


def harmless(page: Page, start: int, end: int) -> Span | None:
    """Only the mark itself, unless its sentence speaks of harm."""
    begin, last = page.folded.span(start, end)
    first, through = around(page.sentences, begin)[0], around(page.sentences, max(begin, last - 1))[1]
    harm = HARM.search(page.text, first, through) or DEADLY.search(page.text, first, through)
    return None if harm else (begin, last)


DEALINGS: Final[tuple[Mark, ...]] = (
    *marks(
        "idiom",
        phrase,
        # done for somebody and not to them: `I'll cut you a slice`, `je te découpe un morceau`
        rf"\b(?:\w+ ){{0,3}}(?:te|vous) (?:decoup\w+|tranch\w+|grill\w+|rotir|cui[rt]\w*|hach\w+|coup\w+|fum\w+) (?:une?|du|des|deux|trois|quelques|de la) (?:\w+ )?{SERVED}\b",
        rf"\b(?:\w+ ){{0,3}}(?:cut|carve|slice|smoke|burn) you (?:an?|some|another) (?:\w+ )?{SERVED}\b",
        # who was not told of a feast
        rf"\b(?:\w+ ){{0,4}}(?:(?:te|vous) (?:tuer|tue|etrangler|deteste|hais)|(?:kill|murder|strangle|hate) you) (?:tu|t|vous|you|u) (?:ne |n )?(?:\w+ ){{0,2}}?(?:(?:m|nous) (?:as|avais|avez|aviez) (?:pas|jamais|rien) (?:dit|prevenue?|invitee?)|(?:never|didn t) (?:said|say|told|tell|mention|mentioned|invite|invited)) (?:\w+ ){{0,5}}?{FEAST}\b",
        # an effort: `le dernier col va te briser les jambes`
        rf"\b(?:le|la|les|l|ce|cette|cet|ces|ton|ta|tes|votre|un|une|the|this|that|your) (?:\w+ )?{EFFORT} (?:\w+ ){{0,4}}?{HARMS}",
        r"\bje suis (?:re)?passee? (?:\w+ )?devant (?:ton|ta|tes|votre|vos) (?:ancienne?s? (?:\w+ )?\w+|(?:\w+ )?(?:librairie|mairie|ministere|affiches?|portraits?|livres?|vitrine|expo|stand|theatre|statue|village))\b",
        # where everybody may stand, with what they bring there
        rf"\b(?:\w+ ){{0,6}}(?:outside|in front of|devant) (?:your|the|votre|la|le|l) (?:\w+ )?{PUBLIC} (?:\w+ ){{0,6}}?(?:with|avec) (?:\w+ ){{0,2}}?{BROUGHT}\b",
    ),
    # who is played: `my paladin will slit your throat`
    *marks(
        "sport_and_games",
        phrase,
        rf"\b(?:my|our|the|mon|ma|notre|le|la|l|un|une|a|an) (?:\w+ )?{FIGURE} (?:\w+ )?(?:will|ll|is going to|s going to|would|gonna|va|vais|vient|has|a) (?:\w+ ){{1,4}}\w+\b",
    ),
    *marks(
        "idiom",
        harmless,
        # a price: `you'll pay for it on Thursday (the tickets)`, `tu vas le payer cher ton abonnement`
        rf"\b(?:tu|vous) (?:(?:vas|allez) )?(?:\w+ )?(?:payer|paieras|payeras|paierez|payerez) (?:\w+ )?(?:plus |trop |tres |moins )?(?:plein tarif|le double|cher (?:pour )?(?:ton|ta|tes|votre|vos|le|la|les|l|une?|ce|cet|cette|ces) (?:\w+ )?{PRICED_FR})\b",
        rf"\b{WILL} (?:\w+ )?(?:have to )?(?:pay|regret) (?:for )?(?:it|this|that|these|those|them|the|your|everything) (?:second |third |last |extra |one )?{WHEN}(?:(?:the|your|my|our|those|these|a|an) (?:\w+ )?)?{PRICED_EN}\b",
        rf"\b{WILL} (?:\w+ )?(?:have to )?pay for (?:it|this|that|these|those|them|everything) {WHEN}{BY_MEANS}\b",
        # what is missed: `you'll regret it if you skip the pudding`
        rf"\b(?:tu|vous) (?:(?:vas|allez) )?(?:\w+ )?(?:regretter|regretteras|regretterez) (?:\w+ )?si (?:tu|vous) (?:ne |n )?{MISSED_FR}\b",
        rf"\b{WILL} (?:\w+ )?regret (?:it|this|that) {MISSED_EN}\b(?P<notM> (?:me|us|him|her)\b)?",
        # a blow for whom nobody speaks to: `l'arbitre mérite des baffes`, `whoever designed this form needs a slap`
        rf"\b(?P<notT>(?:tu|t|toi|vous|elle|cette|camille) )?(?:l|le|la|les|un|une|ce|cet|cette|ces|notre|nos|mon|ma|mes|leur|leurs|son) (?:\w+ )?{CREW_FR}(?: \w+){{0,5}} (?:merit|aur|cherch)\w* (?:\w+ ){{0,2}}?{LIGHT_FR}\b(?: (?:ce|cet|cette|a|au|aux|dans|derriere|sur) (?:\w+ )?\w+)?",
        rf"\b(?:celui|ceux|quiconque|le (?:mec|type|gars|genie|\w+ard|cretin|debile)|les (?:mecs|types|gars|gens|genies)|(?:la|une) personne) qui (?:(?:a|ont|s est|se sont|nous a|nous ont) )?(?:\w+ )?{MADE_FR} (?:(?:(?P<notV>{OFFICIAL})|\w+) ){{0,8}}?(?:merit|aur|cherch)\w* (?:\w+ ){{0,2}}?{LIGHT_FR}\b(?: (?:ce|cet|cette|a|au|aux|dans|derriere|sur) (?:\w+ )?\w+)?",
        rf"\b(?P<notU>(?:you|ur|youre|she|her) )?(?:the|that|this|those|these|our|my|their|his|a|every) (?:\w+ )?{CREW_EN} (?:\w+ ){{0,5}}?(?:needs?|deserves?|wants?|earned|could do with|is asking for|are asking for) {LIGHT_EN}\b",
        rf"\b(?:whoever|anyone who|the (?:guy|bloke|man|genius|idiot|person|people|one|\w+head) (?:who|that)) (?:\w+ )?{MADE_EN} (?:(?:(?P<notV>{OFFICIAL})|\w+) ){{0,8}}?(?:needs?|deserves?|wants?|earned|could do with) {LIGHT_EN}\b",
        # a back that aches, a hot pan, a picture
        rf"\bwatch (?:your|ur) back (?:with |on |when |while |if )(?:\w+ ){{0,4}}?{LOADED}\b|\bwatch (?:your|ur) back(?:s)? (?:hot|coming through|heavy|mind|wide load|tray|hot tray|hot pan)\b",
        rf"\b(?:regarde|regardez|look) (?:\w+ )?(?:derriere (?:toi|vous)|behind you|over your shoulder) (?:\w+ )?(?:sur|dans|in|on|at) (?:la|le|ta|cette|the|this|that|your|one of) (?:\w+ ){{0,3}}?{PICTURE}\b",
        # what hurts and is nobody: `le tabac va vous tuer`
        rf"\b(?:le|la|les|l|ce|cette|cet|ces|ton|ta|tes|votre|un|une|the|this|that|your) (?:\w+ )?{ILLNESS} (?:\w+ ){{0,4}}?{HARMS}",
        rf"\bca (?:va|risque de) (?:te|vous) (?:\w+ )?(?:faire (?:\w+ )?mal|piquer|bruler) (?:\w+ ){{0,9}}?{EFFORT}\b",
        # who goes on asking till the pavement is mended
        rf"\b(?:je|on|nous|i|we) (?:\w+ ){{0,6}}(?:tant que|jusqu a ce que|until|till|unless) (?:ce|cet|cette|ces|le|la|les|l|nos|notre|the|that|this|these|our|those) (?:(?:(?P<notP>plainte|complaint|charges|tweet|post|article|case|compte|account)|\w+) ){{1,4}}?(?:est|sont|soit|soient|sera|seront|is|are|gets?) (?:\w+ )?{SETTLED}\b",
        # who hides in a game
        r"\b(?:je sais|on sait|i know|we know) (?:ou (?:tu te (?:caches|planques)|tu campes|vous vous cachez|vous campez)|where (?:you re|you are|u r) (?:hiding|camping)) (?:[^ ]+ ){0,14}?(?:(?:une|autre|prochaine|nouvelle) (?:partie|manche)|map|serveur|respawn|spawn|cache cache|(?:one more|another|new) (?:round|game)|rematch|lobby|server|squad|loot|hide and seek)\b",
        # what closes at midnight
        rf"\b(?:tic tac|tick tock)(?: tic tac| tick tock)* (?:\w+ ){{0,6}}?{DUE}\b|\b{DUE} (?:\w+ ){{0,6}}?(?:tic tac|tick tock)\b",
    ),
    # what an office-holder's acts will cost: `vous allez le regretter, ce vote, quand les hôpitaux fermeront`
    *marks(
        "political",
        harmless,
        rf"\b(?:tu|vous|on|nous) (?:(?:vas|allez|va|allons) )?(?:\w+ )?(?:regrett|pai|pay)\w+ (?:\w+ )?(?:cher )?(?:pour )?(?:ce|cet|cette|ces|votre|vos|ton|ta) (?:\w+ )?{OFFICIAL}\b",
        rf"\b(?:vous n etes|vous etes|tu n es|tu es|t es|you are|you re) (?:\w+ )?(?:qu )?(?:nothing but |just |only )?(?:une?|an?|des) (?:\w+ )?{PARTISAN}\b(?P<notG> (?:et|and) (?:une?|an?|de)\b)?",
        rf"\b(?:you|we|we all|they) (?:\w+ )?(?:will|ll|re going to|are going to) (?:\w+ )?(?:all )?(?:regret|pay for) (?:this|that|these|those|your|the) (?:\w+ )?{OFFICIAL}\b",
    ),
)
"""Only the phrase itself; the last three groups none where they speak of harm."""
