"""Marks of fiction, of sport and games, and of idioms: where killing is told, played or a way of speaking."""
# ruff: noqa: E501 - a pattern cut where the line ends reads worse than a long line

from typing import Final

from bot.signals.contexts.dealings import DEALINGS
from bot.signals.contexts.reach import Mark, clause, marks, phrase, played, won
from bot.signals.contexts.said import PLAYED, SAID_EN, SAID_FR
from bot.signals.contexts.telling import announced, told

STORY: Final = (
    r"(?:films?|romans?|series?|episodes?|chapitres?|chansons?|polars?|mangas?|livres?|nouvelles?|pieces?|bd|tomes?|saisons?|refrains?|scenes?|sketchs?|"
    r"movies?|novels?|chapters?|songs?|books?|story|stories|plays?|chorus|verse|sitcom|trailer|musical|podcast|finale|opera)"
)
ROLE: Final = r"(?:personnages?|heros|heroine|mechante?|tueur|assassin|characters?|villain|hero|heroine|protagonist|antagonist|narrator|narrateur|killer)"

FICTION: Final[tuple[Mark, ...]] = (
    *marks(
        "fiction",
        clause,
        rf"\b(?:dans|du|de|sur|in|from|of) (?:le |la |l |un |une |ce |cette |mon |son |the |a |this |my |his |her |that )?(?:\w+ )?{STORY}\b",
        rf"\b(?:mon|son|le|the|my|this|her|his) {ROLE}\b",
        r"\b(?:replique|paroles|lyrics|plot|screenplay|scenario|song title)\b",
        rf"\b{PLAYED}\b",
    ),
    # a title or a verse, after what one reads or goes to see: `Relire Baudelaire : « … »`, `Au ciné ce soir : …`
    *marks(
        "fiction",
        announced,
        r"\b(?:relire|relis|relisons|relu|relecture|en train de lire|lecture (?:du|de la|d) \w+|(?:re ?)?reading|reread|a l affiche|(?:au|film du|seance de|piece du|livre du) (?:cine\w*|theatre|soir|jour|mois)|(?:at|to) the (?:cinema|pictures|movies|theatre)|(?:film|movie|book) (?:night|club|of the \w+)|tonight s (?:film|movie|play))\b",
    ),
    # told in a story: `In the novel the son writes to his mother: …`
    *marks(
        "fiction",
        told,
        rf"\b(?:dans|in) (?:le |la |l |un |une |ce |cette |mon |son |the |a |this |my |his |her |that )?(?:\w+ )?{STORY} (?:\w+ ){{0,5}}?(?:{SAID_FR}|{SAID_EN}|goes)\b",
        rf"\b(?:mon|son|le|the|my|this|her|his) {ROLE} (?:\w+ ){{0,3}}?(?:{SAID_FR}|{SAID_EN})\b",
        r"\b(?:le|the) (?:refrain|chorus|couplet|song|chanson|titre|title) (?:\w+ )?(?:fait|dit|goes|says|is|est)\b",
        r"\b(?:replique|line|quote|citation) (?:culte|celebre|preferee|from|de|of)\b",
        r"\b(?:famous|favourite|favorite|classic|iconic|best) (?:\w+ )?(?:line|quote)\b",
    ),
)
"""Stories, and games by name, which tell one too: the clause speaks of them. What the person made is none: `ton film`."""

BEATEN: Final = (
    r"(?:defonc|ecras|demont|fum|eclat|explos|fracass|massacr|crucifi|enterr|atomis|humili|pulveris|lamin|piet+in|ratatin|rosti|corrig|dechir|bouff)"
    r"(?:e|es|ee|ees|er|ent|ait|erai|era|erons|ez)?|detrui(?:re|s|t|rai|te|ts)|batt(?:re|u|us|rai|ra)|"
    r"crush(?:ed|ing)?|destroy(?:ed|ing)?|beat(?:en|ing)?|smash(?:ed|ing)?|slaughter(?:ed|ing)?|bury|buried|"
    r"annihilate[ds]?|obliterate[ds]?|demolish(?:ed)?|wreck(?:ed)?|own(?:ed)?|pwn(?:ed)?|wiped?|massacred?|thrash(?:ed)?|hammer(?:ed)?|toast"
)
SLAIN: Final = (
    r"mort|morte|morts|dead|die|(?:les|nous|me|m as|m a|fait|faire|fais|font) (?:tu|crev)(?:e|es|ee|ees|er|ent|ait|era|erons|ez)|(?:tu|crev)(?:e|es|ent|er|ez) (?:les|la|le|leur|leurs|tout|tous|ce|son|notre)"
    r"|(?:you|t|vous|tu|elle|il|ils|on) (?:ve |as |avez |a |ont |les |the )*(?:tuee?s?|killed|murdered)|(?:got|get|getting|were|was|been) (?:killed|murdered|shot)"
    r"|(?:kill|murder|shoot)(?:s|ed|er|ing)? (?:us|them|em|it|me|that|the|those|their|our|this|at|for|from|wide)|shot"
)
"""Words of death, where nobody says that they will do it to the addressee: what a match decides is no reason for that."""
FOUGHT: Final = rf"{BEATEN}|{SLAIN}"
SLAY: Final = r"(?:te|t|vous|vs) (?:tu|crev)(?:e|er|erai|era)|(?:kill|murder|shoot) (?:you|u|ya)"
CONTEST: Final = (
    r"(?:foot|football|rugby|basket|tennis|golf|match de \w+|quiz|karaoke|hockey|volley|boxe|boxing|escrime|fencing|(?:prochaine? |next )(?:match|game|round|manche|partie|tournoi|set)|tournoi|tournament"
    r"|rematch|revanche|ranked|scrim|speedrun|partie d \w+|partie de \w+|boss|clan|raid)"
)
GROUND: Final = (
    r"(?:foot|football|rugby|basket|tennis|matchs?|match|tournoi|tournament|playoffs?|derby|quiz|terrain|pitch|finale?s?|semi finals?|semis|in the semi|quarter finals?|demi finale|en demie|quarts? de finale|karaoke|concours|"
    r"hockey|volley|piste|stade|stadium|ligue|league|coupe|cup|championnat|championship|mi temps|half time|second half|seconde periode|buteur|striker|"
    r"gardien|goalkeeper|penalty|penalties|kickoff|coup d envoi|manche|rounds?|rematch|revanche|score|gg|ggwp|bien joue|well played|good game|"
    r"next season|saison prochaine|l annee prochaine|sans rancune|no hard feelings|spawn|respawn|ranked|clan|scrim|speedrun|boss)"
)
EFFORT: Final = (
    r"(?:la cote est|cette cote|cote raide|montee|ravito\w*|marathon|trail|denivele|ascension|dernier col|burpees|abdos|squats|triathlon|"
    r"climb|hill|feed station|leg day|press ups|spin class|ironman|workout)"
)
"""What hurts whom it is meant for, and no more."""
DAY: Final = r"samedi|dimanche|ce week end|saturday|sunday|weekend"
SPORT: Final[tuple[Mark, ...]] = (
    *marks(
        "sport_and_games",
        played,
        rf"\b{PLAYED}\b",
        rf"\b(?:{FOUGHT}) (?:\w+ ){{0,6}}?{GROUND}\b",
        rf"\b{GROUND} (?:\w+ ){{0,8}}?(?:{FOUGHT})\b",
        # played by two, in it and not after it: `I'll kill you at tennis`
        rf"\b(?:{SLAY}) (?:\w+ )?(?:au|aux|a la|a l|en|dans|lors|at|in|on|during) (?:\w+ ){{0,2}}?{CONTEST}\b",
        rf"\b(?:on|nous) (?:\w+ )?(?:\w+ )?(?:vous|les) (?:{BEATEN}) (?:{DAY})\b",
        rf"\b(?P<notH>(?:te|t|toi) )?(?:{BEATEN}) (?:les \w+ |them |em |you |you lot |your lot |your team |ton equipe |votre equipe )?(?:on |this |next )?(?:{DAY})\b",
        # a result: `4-0 et au lit`, `three nil`
        rf"\b(?:{BEATEN}|{SLAIN}|ecrases?) (?:\w+ ){{0,3}}?[0-9] [0-9]\b",
    ),
    *marks(
        "sport_and_games",
        won,
        rf"\b(?:souffrir|en baver|en chier|mourir|suffer|hurt|die) (?:\w+ ){{0,6}}?{EFFORT}\b",
        rf"\b(?:coming (?:for|after) you|te chercher|te rattraper|vous rattraper) (?:\w+ ){{0,3}}?(?:{EFFORT}|laps?|leaderboard|classement|podium|title|crown|top spot|titre)\b",
        r"\b[0-9] [0-9] (?:et|and) (?:au lit|a la maison|off to bed)\b|\b[0-9] [0-9] (?:minimum|facile|easy|au moins|at least|pour nous|to us)\b",
    ),
)
"""Games named, or a verb of winning beside what sport is played on; none where somebody speaks of knives or of a home,
or of what comes after the match.
"""

SPOILS: Final = r"(?:rates?|brules?|oublies?|manges?|finis|goutes?|touches?|bois|caches?|burn|burnt|bring|serve|ramenes?|apportes?|eat|ate|eaten|forget|finish|drink|drop|touch|ruin|overcook)"
DISH: Final = (
    r"(?:mayo\w*|gateaux?|sauce|croissants?|tarte|tartes|creme|souffle|gratin|fondue|raclette|frites|glaces?|chocolats?|pain|beurre|cafe|bieres?|pizza|galette|dessert|tupperware|fromage|"
    r"cake|cakes|pie|gravy|roast|cookies?|biscuits?|leftovers|fries|chips|ice cream|coffee|beer|turkey|pudding|trifle|butter|cheese|sandwich|lasagne|salad|salade|quiche|casserole|stew)"
)
TRIFLE: Final = (
    r"(?:rates?|oublies?|manges?|finis|bois|bouffes?|spoil\w*|divulgach\w*|gagnes?|triches?|perds|ronfles?|dis|chantes?|arrives? (?:encore )?en retard|viens pas|venez pas|ramenes? pas|"
    r"forget|forgot|eat|ate|finish|drink|miss|win|cheat|lose|snore|sing|steal|don t (?:come|bring|show up|call|save me)|are late|cancel)"
)
"""What nobody is killed for."""
GRAVE: Final = r"(?:plainte|police|flics|tribunal|article|tweet|complaint|cops|court|lawyer|post|charges)"
"""What threats are about."""
SLAYN: Final = (
    r"(?:te|t|vous) (?:tue|tuer\w*|fais la peau|etrangle|etripe|trucide|massacre|demonte|defonce|renie|deteste)"
)
LAUGHED: Final = r"(?:mdr+|ptdr+|lol|lmao+|haha\w*|hehe\w*|jk|xd)"
PUSH: Final = r"(?:mort|morte|morts|mortes|mourir|meurs|meurt|mourra|creve|creves|crever|crevant|crevee?|tuer|tue|tuee|tues|etrangler|etouffer|pisser|hurler)"
TOURED: Final = (
    r"(?:glastonbury|coachella|bonnaroo|lollapalooza|wacken|hellfest|roskilde|tomorrowland|reading festival|latitude|download festival|edinburgh|london|paris|berlin|"
    r"dublin|belfast|glasgow|manchester|liverpool|leeds|bristol|cardiff|birmingham|sheffield|newcastle|brighton|new york|los angeles|chicago|boston|toronto|montreal|vancouver|"
    r"sydney|melbourne|brisbane|perth|auckland|tokyo|madrid|barcelona|lisbon|rome|milan|amsterdam|brussels|vienna|stockholm|oslo|copenhagen|mexico|brazil|europe|america|australia|canada|japan|"
    r"the (?:title|trophy|cup|gold|medal|crown|record|podium|championship|playoffs?|final|finals|premiership|league|ashes|grand slam|number one|top spot))"
)
"""Where bands go and teams hope to."""
GIVEN: Final = (
    rf"(?:{DISH}|pizzas?|sushis?|burgers?|kebabs?|takeaway|dinner|lunch|diner|dejeuner|apero|raclette|cartons|cles?|keys|courses|shopping|groceries|colis|parcel|poussette|pram|"
    r"demenagement|valises|bagages|suitcases|luggage|moving van|van|covoit\w*|velos?|bikes?|parapluie|umbrella|billets|tickets|grand mere|mamie|maman|papa|mum|mom|les enfants|the kids|the dog)"
)
"""What somebody comes with whom one likes to find at the door; flowers and presents are not among it."""
TUNE: Final = rf"(?:songs?|tunes?|chansons?|musique|refrain|playlist|memes?|gifs?|stickers?|recettes?|recipes?|{DISH}|pizzas?|burgers?|sushis?|kebabs?|food)"
"""What friends send each other, and envy."""
EVENT: Final = r"(?:show|gig|talk|concert|signing|match|lecture|panel|screening|reading|ceremony|keynote|conference|workshop|spectacle|dedicace|projection|conf|lecture|ceremonie|table ronde|salon|festival)"
FINE: Final = r"(?:jolie?|belle|chouette|sympa|mignonne?s?)"
SHOP: Final = r"(?:boutique|librairie|commerce|local|permanence)"
"""Where anybody may go in and be seen."""
IDIOM: Final[tuple[Mark, ...]] = DEALINGS + marks(
    "idiom",
    phrase,
    # at a door or a place of work with what is brought there, or for what everybody goes there for
    rf"\b(?:je|on|j|nous) (?:\w+ ){{0,4}}(?:devant|en bas de|chez|a|sur|dans) (?:chez )?(?:toi|vous|ta|ton|votre) (?:\w+ ){{0,4}}?(?:avec|pour) (?:\w+ ){{0,2}}?{GIVEN}\b",
    rf"\b(?:i m|im|we re|i am|we are|i ll be|we ll be|waiting|standing) (?:\w+ ){{0,4}}(?:your|yours) (?:\w+ ){{0,4}}?(?:with|got) (?:\w+ ){{0,2}}?{GIVEN}\b",
    r"\b(?:je sais|on sait) ou (?:tu|vous) (?:travailles?|travaillez|bosses|bossez|etudies|jouez|joues) (?:\w+ ){0,2}?(?:j y (?:passe (?:un|boire|prendre)|prends|bois|mange|achete|allais|etais|ai (?:travaille|mange|bosse|fait))|j etais (?:ton|ta|votre) (?:stagiaire|eleve|collegue)|j ai ete (?:ton|ta|votre) \w+|on y mange|c est la ou (?:je|j)|ma \w+ y|mon \w+ y)",
    r"\bi know where (?:you|u) (?:work|study|train|teach|play) (?:\w+ ){0,2}?(?:i (?:order|drink|eat|buy|shop|get my|had|used to|study|studied|trained) (?:\w+ ){0,4}?there|i was (?:your|an?) (?:\w+ )?(?:intern|student|colleague|client|patient|pupil|apprentice)|i (?:used to )?(?:work|worked) there|so do i|my \w+ (?:works|worked|studied|goes) there)\b",
    rf"\b(?:i ll|we ll|i will|will|gonna|going to) (?:\w+ )?(?:find|catch|come find|track down|look for) you (?:\w+ )?(?:after|at|before|during) (?:the|your) (?:\w+ )?{EVENT} (?:\w+ ){{0,2}}?(?:to (?:say|get|buy|give|thank|ask|have|shake|tell)|for an? (?:\w+ )?(?:photo|selfie|chat|hug|drink|autograph|signature|coffee))\b",
    rf"\b(?:on|je) (?:va|vais) (?:te|vous) (?:retrouver|chercher|trouver|attraper|choper) (?:apres|a|avant|pendant) (?:\w+ )?{EVENT} (?:\w+ ){{0,2}}?pour (?:\w+ )?(?:dire|photo|selfie|dedicace|autographe|remercier|saluer|demander|feliciter|bisou|boire|offrir)\b",
    r"\b(?:go|get|stay) (?:back )?(?:in|to|into) the kitchen (?:\w+ ){0,3}?the (?:\w+ )?(?:pasta|water|oven|rice|sauce|timer|kettle|pan|pot|soup|toast|cake) ",
    r"\b(?:\w+ ){0,2}(?:cow|bitch|bastard|sod|bugger|pig|git|idiot) of an? (?:\w+ )?(?:machine|printer|phone|laptop|day|week|job|thing|car|bus|website|app|hill|door|boiler|cold|update)\b",
    r"\bgo back (?:to )?where you (?:came from|started) (?:and |then )*(?:turn|take|keep|at the|past|left|right|cross)\b",
    r"\b(?:je suis|on est|j attends) (?:devant|en bas de) (?:chez (?:toi|vous)|(?:ton|ta|votre) \w+) (?:\w+ ){0,4}?(?:on va (?:etre en retard|rater|louper|arriver)|t es prete?|tu es prete?|vous etes prets?|le taxi|le film|le train)\b",
    r"\b(?:\w+ ){0,4}coming to (?:get|fetch|collect) you (?:at|from) (?:the |your )?(?:station|airport|train|bus stop|hotel|dentist|hospital) (?:\w+ )?(?:at|around|by) \w+\b",
    r"\bwatch (?:your|ur) back (?:\w+ ){0,3}?(?:crossing|lifting|ice|stairs|boxes|sofa|gym|traffic|cyclists|seagulls|cars|picking|bending|deadlifting)\b",
    rf"\b(?:\w+ ){{0,4}}{PUSH} (?:\w+ )?de (?:rire|faim|froid|chaud|chaleur|fatigue|soif|trouille|peur|honte|joie|jalousie|envie|plaisir|ennui|bonheur|sommeil|curiosite|impatience|tristesse|chagrin)\b",
    r"\b(?:\w+ ){0,4}(?:mourir|crever|tuer) (?:au|a la|au boulot|a l) (?:travail|tache|boulot|ouvrage)\b",
    r"\b(?:\w+ )?(?:tuer|tue|tuait|tuez|tuons) (?:le|du) (?:temps|suspense|game|match|jeu)\b",
    r"\b(?:tu|vous|il|elle|ca) (?:m |me |nous )(?:as |a |avez |avais )?(?:tuee?s?|tues|tuez|acheves|achevee?|acheve) (?:avec|quand|a chaque|de|par)\b",
    r"\b(?:\w+ ){0,4}(?:tuer|tue|tues) (?:la sante|les yeux|le dos|dans l oeuf|la poule)\b",
    r"\b(?:\w+ ){0,2}crev\w+ (?:l ecran|le plafond|l abces|le plancher)\b|\bca creve les yeux\b",
    r"\b(?:\w+ ){0,3}(?:bruler|brulez|brules|brule) (?:les planches|les etapes|les calories)\b",
    r"\b(?:\w+ ){0,6}(?:casser|casses|cassez|casse) (?:la baraque|les prix|les pieds|du sucre|les oreilles)\b",
    r"\b(?:\w+ ){0,3}(?:tout (?:dechirer|defoncer|casser|tuer|exploser|peter|eclater))\b",
    r"\b(?:\w+ ){0,3}(?:mettre|mettez|mets|mis) le feu (?:ce soir|a la scene|au public|a la salle|sur scene|au dancefloor)\b",
    r"\b(?:te|vous) dis merde (?:pour|demain|ce soir)\b",
    r"\b(?:\w+ ){0,3}pend\w+ (?:la cremailleere|la cremaillere|au telephone|a (?:tes|vos) levres)\b",
    r"\b(?:\w+ ){0,3}(?:aime|adore|kiffe|soutiens) a (?:en crever|mort|en mourir)\b",
    r"\b(?:\w+ ){0,3}(?:kill|kills|killed|killing|slay|slays|slayed|murdered|crushed|crushing|smash|smashed|smashing|crush|nail|nailed|ace|rock|destroy|destroyed) (?:it|the time|time|me|the bill|the stage|that|this)\b",
    r"\b(?:\w+ ){0,4}(?:to die for|die laughing|die of laughter|drop dead gorgeous|dead gorgeous|dying laughing|the death of me|dressed to kill|knock (?:em|them) dead|kill two birds|kill the (?:mood|vibe|lights|engine|music))\b",
    r"\b(?:\w+ ){0,4}(?:kill|die|murder) for (?:a|an|that|this|your|some|the|tickets|one|more)\b",
    r"\b(?:could|would|d) (?:\w+ )?(?:murder|kill|destroy) (?:a|an|some) (?:\w+ )?(?:\w+)\b",
    r"\b(?:\w+ ){0,2}(?:scared|bored|worked|love you|loved|starved|frightened|tickled|freezing|miss you) (?:\w+ )?to death\b",
    r"\b(?:i|we|l|ll|will|gonna) (?:\w+ ){0,2}(?:die|mourir) (?:if|without|before|until)\b",
    r"\b(?:\w+ ){0,3}(?:vais|va) (?:mourir|crever) si\b",
    r"\b(?:\w+ ){0,2}(?:tu|vous) (?:vas|va|allez) (?:me|nous) (?:tuer|achever|rendre folle|rendre fou|faire mourir|faire pleurer)\b",
    r"\b(?:i hate you|je te (?:hais|deteste)|je vous (?:hais|deteste)) (?:for|d|de) (?:being|having|looking|etre|avoir|chanter|ecrire) (?:so |this |that |aussi |si |tellement |such )",
    r"\b(?:fusillee?s?|descendue?s?|crucifiee?s?|assassinee?s?|lynchee?s?|demolie?s?|ereintee?s?) par (?:la|les|toute la|le) (?:critiques?|presse|jury)\b",
    r"\bj ai creve\b|\b(?:\w+ ){0,3}crev\w+ la (?:dalle|faim)\b",
    r"\b(?:\w+ ){0,5}(?:defoncer|ecraser|demonter|fumer|eclater|exploser|battre|fracasser|massacrer|crush|destroy|beat|smash|slaughter)"
    r" (?:\w+ ){0,4}(?:au|aux|a la|at|in|sur le|on the) (?:foot|football|rugby|basket|tennis|match|tournoi|tournament|playoffs|derby|quiz|"
    r"terrain|pitch|field|court|finals?|poker|karaoke|concours|hockey|volley|petanque|piste|race|debate)\b",
    r"\bbreak a leg\b|\b(?:\w+ ){0,4}slap on the (?:back|wrist)\b|\b(?:oh |ah )?la vache\b|\bcomme vache qui pisse\b",
    r"\b(?:\w+ ){0,3}(?:of the world|de tous les pays|du monde entier)\b",
    r"\b(?:\w+ ){0,2}(?:bite|bit|dodged?|sweat(?:ing)?) (?:the |a )?bullets?\b",
    r"\b(?:lucky|cheeky|jammy|clever|brilliant|gorgeous) (?:bastard|bitch|cow|git|devil)s?\b",
    r"\b(?:\w+ ){0,3}jours (?:de conge|de vacances|feries)\b",
    r"\b(?:bitch|bitches) (?:please|better have my money)\b",
    r"\b(?:bitch|bitches) you (?:look|looked|are|re|ate|slay|slayed) (?:\w+ ){0,2}?(?:amazing|gorgeous|stunning|beautiful|fabulous|incredible|radiant|glowing|iconic|perfect|hot|great)\b",
    # others are faster: `before someone beats you to it`
    r"\b(?:\w+ ){0,8}beat(?:s|en|ing)? (?:you|u|me|us|them|him|her) to (?:it|the (?:punch|story|idea|door|last|first|line|finish|top|title|job|prize))\b",
    # what is found for somebody, and watched on a screen
    r"\b(?:\w+ ){0,4}(?:find|get|catch|make) you (?:a|an|some|another) (?P<notG>(?:\w+ )?(?:coffin|grave|rope|noose|ditch|hole|casket|box|hearse|cell|day|bullet)\b)?(?:\w+ )?\w*",
    r"\b(?:\w+ ){0,4}watching you (?:\w+ ){0,2}?(?:on (?:\w+ )?(?:tv|telly|bbc\w*|itv|channel|netflix|youtube|twitch|stage|screen|iplayer|news)|perform|win)\b",
    r"\b(?:fais|faites|faire) (?:bien )?(?:attention|gaffe) (?:\w+ ){0,8}?(?:neige|verglas|pluie|glisse|brouillard|tempete|orage|moustiques|canicule|chaleur|soleil)\b",
    # mail, pictures, heavy boxes, tears
    r"\b(?:\w+ ){0,4}(?:ton|votre|ta|your) (?:adresse (?:e ?mail|mail|courriel|electronique|web)|e ?mail address|work email)\b",
    r"\b(?:\w+ ){0,5}(?:shot|shoot|hanged|hung) (?:you )?(?:from the (?:left|right|side|waist)|in (?:black and white|colour|color|profile|35mm|natural light|(?:the )?(?:tate|louvre|moma|gallery|museum))|on (?:film|location|35mm)|for (?:vogue|the cover))\b",
    r"\bwatch your back (?:lifting|carrying|gardening|bending|when (?:you )?lift\w*|with (?:that|those|these) (?:boxes|box|weights?|bags?))\b",
    r"\b(?:\w+ ){0,4}(?:hunt|track) (?:you )?down (?:a|an|some|the) (?:\w+ )?(?:copy|copies|pair|tickets?|recipe|link|record|book|edition)\b|\b(?:\w+ ){0,4}(?:hunt|track|find) you (?:down|out) (?:a|an|some) (?:\w+ )?(?:copy|pair|tickets?|recipe|link|spare)\b",
    r"\b(?:\w+ ){0,4}chok(?:e|es|ed|ing) up\b",
    r"\b(?:tu|vous) (?:ne )?(?:finir\w+|passer\w+|verr\w+|tiendr\w+) pas (?:l |la |le )?\w+ sans (?:une? (?:prix|medaille|sourire|nouvelle|nouveau|bon|bonne|autre)|le|la|les|chauffage|lire|relire|voir|revoir|moi|nous)\b",
    # who brings breakfast, and laughs
    r"\b(?:je sais|i know) (?:ou tu habites|ou vous habitez|where (?:you|u) live) (?:\w+ ){0,6}?(?:croissants?|gateaux?|tarte|confitures?|soupe|chocolatines?|pains? au chocolat|jam|cake|pie|cookies|marmalade|soup|muffins)\b(?: \w+){0,3} (?:😄|😂|🤣|😆|😁|😊|🥐|🍰|🎂)",
    # a death of joy, a fault in the kitchen
    r"\b(?:\w+ ){0,10}or (?:i ll|i will|i m gonna|i m going to|ill|i might) (?:\w+ )?(?:die|cry|scream|faint|explode|combust|melt|riot)\b(?P<notJ> (?:trying|before|killing|at you)\b)?",
    r"\b(?:\w+ ){0,5}(?:strangle|kill|murder|slap|punch|fight|throttle) you for making me (?:cry|laugh|sob|blush|hungry|feel|smile|wait|tear|snort|ugly)\b",
    # a trifle that is punished with death, and laughed at
    rf"\b(?:\w+ )?(?:{SLAY}|te (?:fais la peau|tuer|etrangle|etripe|trucide|massacre|demonte)|(?:strangle|murder|haunt|fight) you) (?:si (?:tu|t|vous)|if (?:you|u)) (?:\w+ ){{0,2}}?{TRIFLE} (?:(?:(?P<notY>{GRAVE})|\w+) ){{0,6}}?{LAUGHED}\b",
    rf"\b(?:si (?:tu|t|vous)|if (?:you|u)) (?:\w+ ){{0,2}}?{TRIFLE} (?:(?:(?P<notY>{GRAVE})|\w+) ){{0,6}}?(?:(?:je|j|on) {SLAYN}|(?:i ll|i will|ill|i m gonna|imma) (?:\w+ )?(?:kill|strangle|murder|haunt|fight|end) (?:you|u)|(?:you re|youre|t es|tu es) (?:dead(?: meat)?|morte?)) (?:\w+ ){{0,2}}?{LAUGHED}\b",
    rf"\b(?:\w+ ){{0,4}}(?:{SLAY}|te (?:tuer|etrangle\w*|deteste|renie)|(?:strangle|haunt|hate) you) (?:si (?:tu|vous) (?:me|m) (?:re|r)?(?:envo\w+|montr\w+|mets|fais|chant\w+)|if (?:you|u) (?:\w+ )?(?:send|sing|show|play|give) me) (?:\w+ ){{0,4}}?{TUNE}\b",
    rf"\b(?:si (?:tu|vous) (?:me|m) (?:re|r)?(?:envo\w+|montr\w+|mets|fais|chant\w+)|if (?:you|u) (?:\w+ )?(?:send|sing|show|play|give) me) (?:\w+ ){{0,4}}?{TUNE} (?:(?:je|j|i|i ll|i will|i m gonna|ill) (?:\w+ )?(?:{SLAY}|t etrangle|te (?:deteste|renie)|(?:strangle|haunt|hate|block) you))\b",
    rf"\b(?:tu as|t as|vous avez|you|u|you ve) (?:\w+ ){{0,2}}?(?:mange|fini|bu|bouffe|devore|ate|eaten|finished|drank|nicked|stole) (?:\w+ ){{0,4}}?{DISH} (?:\w+ )?(?:je|j|jvais|i|i m|im|i ll|ill|ima) (?:\w+ ){{0,2}}?(?:{SLAY}|te tuer|te deteste|t etrangle|strangle you|hate you)\b",
    rf"\b(?:stop|quit|arrete|arretez) (?:\w+ )?(?:post|partag|montr|parl|shar|show|talk)\w* (?:\w+ ){{0,4}}?{TUNE} (?:\w+ )?(?:or|ou|sinon) (?:je|j|on|i|i m|i ll|we re) (?:\w+ ){{0,2}}?(?:debarque|arrive|viens|invite|coming|come|move in|turn up|show up)(?: (?:chez|to|at|round|over|a) (?:toi|vous|your|yours|diner|\w+) ?(?:house|place|home|door|flat)?)?\b",
    # whoever moves in, lives next door or is robbed
    r"\b(?:je sais|on sait|i know|we know) (?:\w+ )?(?:ou tu habites|ou vous habitez|where (?:you|u) live)(?: now| maintenant)? (?:\w+ ){0,6}?(?:housewarming|cremaillere|merci pour l (?:invitation|accueil)|thanks for (?:having|the invite|inviting)|neighbou?rs?|next door|voisine?s?|meme (?:rue|immeuble|quartier)|same (?:street|building|block))\b",
    r"\b(?:\w+ ){0,3}(?:je sais|on sait|i know) (?:\w+ )?(?:ou tu habites|ou vous habitez|where (?:you|u) live) (?:\w+ )?(?:\w+ )?(?:ton|ta|tes|votre|vos|your|ur) (?:\w+ )?(?:jardin|roses|fleurs|glycine|potager|balcon fleuri|facade|garden|roses|flowers|lawn) (?:est|sont|is|are) (?:\w+ )?\w+\b",
    r"\b(?:lock|close|shut|fermez|verrouillez|ferme) (?:\w+ )?(?:your|vos|tes|ta|the|a) (?:\w+ )?(?:doors?|windows?|portes?|fenetres?|volets|cle) (?:\w+ ){0,9}?(?:break ins?|burglar\w*|burgled|robber\w*|thieves|prowlers?|foxes|cambriol\w*|voleurs?|rodeurs?|vols)\b",
    rf"\b(?:\w+ ){{0,5}}(?:si tu|si t|si vous|if you|if u) (?:\w+ ){{0,2}}?{SPOILS} (?:\w+ ){{0,3}}?{DISH}\b(?: (?:je|j|on|i|we) (?:te |t |vous |ll |will )?(?:tue|tuer|kill) (?:you)?)?",
    # what kills nobody on purpose: an illness, a habit; what whoever brought somebody up will say
    r"\b(?:ca|cela|this|it|that) (?:va|finira par|will|ll|s going to|s gonna|is going to|could|might|can) (?:\w+ )?(?:te |vous )?(?:tuer|achever|kill(?:ing)?|finish) ?(?:you|ya)?\b",
    r"\b(?:si (?:tu|vous) (?:ne |n )?(?:soignes?|traites?|traitez|soignez|dors|dormez|fumes|manges|bois)|if you (?:don t |do not |keep |go on )?(?:treat\w*|sleep\w*|rest\w*|smok\w+|drink\w*)) (?:\w+ ){0,6}?(?:elle|il|ca|it|they|that) (?:va|vont|finira par|will|ll) (?:te |vous )?(?:tuer|kill) ?(?:you)?\b",
    r"\b(?:fags|cigs|cigarettes|smoking|vaping|drinking|booze|sugar|salt|coffee|night shifts|those hours|clopes?|cigarettes?|alcool|sel|sucre|fumer|boire) (?:it|they|that|ca|elles?|ils?) (?:ll|will|s going to|re going to|va|vont) (?:te |vous )?(?:tuer|kill) ?(?:you)?\b",
    r"\b(?:maman|papa|mamie|papi|ta mere|ton pere|le chef|la chef|le coach|le prof|la prof|mum|mom|dad|nan|grandma|your (?:mum|mom|dad|mother|father|boss|editor|coach|agent|dentist|doctor))(?: s| is)? (?:va|vont|will|ll|going to|gonna) (?:\w+ )?(?:te |vous |m |me |nous )?(?:tuer|etrangler|massacrer|scalper|trucider|kill|murder|strangle|throttle|skin) ?(?:you|me|us|ya)?\b",
    # whom somebody made cry or laugh, or told the end: `I'm going to kill you, you made me cry again`
    r"\b(?:\w+ ){0,4}(?:(?:te|vous) (?:tuer|tue|etrangler|deteste|hais)|(?:kill|murder|strangle|throttle|slap) you) (?:\w+ )?(?:tu|t|vous|you) (?:\w+ ){0,2}?(?:(?:m|me|nous) (?:as |a |avez )?(?:\w+ )?(?:fait|fais|faites)(?: \w+)? (?:pleurer|rire|rougir|chialer|rater|louper|craquer|manger|grossir|saliver|pisser)|(?:made|make|got|had) me (?:\w+ )?(?:cry|crying|laugh|laughing|sob|sobbing|blush|hungry|miss my|snort|ugly|tear|late)) (?:\w+ ){0,2}?(?:again|on the \w+|in public|at work|with (?:that|this|your)|over (?:that|this)|dans le (?:metro|rer|bus|train|tram)|au (?:boulot|bureau|travail)|en public|avec (?:ta|ton|tes|votre|cette|ce)|devant (?:tout|mes))\b",
    r"\b(?:\w+ ){0,5}(?:spoil\w*|divulgach\w*) (?:the|this|it|that|anything|la|le|l|ca|cet|cette|rien|un|une) (?:\w+ ){0,4}?(?:(?:je|on) (?:te|vous) (?:tue|tuer\w*|etrangle|renie|deteste|bloque)|(?:i|we) (?:ll|will|m gonna|m going to) (?:\w+ )?(?:kill|murder|strangle|never|end|hunt|block) ?(?:you)?)\b",
    r"\b(?:\w+ ){0,6}(?:birthday|wedding|party|baby shower|leaving do|anniversaire|mariage|pendaison|bapteme|cremaillere|apero)\b(?: \w+){0,4} or else$",
    r"\bgare a (?:toi|vous) si (?:tu|vous) (?:ne |n )?(?:viens|venez|passes|passez|dis|manges|reprends|goutes|appelles|rates|oublies) (?:\w+ ){0,5}?(?:anniversaire|mariage|fete|apero|soiree|repas|bapteme|cremaillere|gateaux?|bonjour|coucou|dessert|noel)\b",
    r"\b(?:je sais|i know) (?:ou tu habites|ou vous habitez|where (?:you|u) live) (?:\w+ ){0,6}?(?:rapporter|ramener|rendre|recuperer|dropping|returning|bringing|drop|picking up) (?:\w+ ){0,4}?(?:pull|veste|manteau|cles?|livres?|perceuse|echelle|tupperware|plat|velo|jumper|coat|jacket|keys|books?|drill|ladder|dish|bike|umbrella|parapluie|charger|chargeur)\b",
    # shot long ago, or in a newspaper: nobody is spoken to
    r"\b(?P<notL>tu |t |vous )?(?:a|ont|avait|avaient|fut|furent|est|sont|etait|etaient|meurt|meurent|mourut|tombe|tomba) (?:\w+ )?(?:tue|tues|tuee|tuees|assassinee?s?|abattue?s?|morte?s?|executee?s?|touchee?s?|blessee?s?|fusillee?s?|frappee?s?|atteinte?s?|mourir|suicide) (?:d|par|de) (?:une?|deux|trois|plusieurs|\w+) (?:\w+ )?balles?(?: (?:dans|en|a) (?:la |le |l |pleine )?\w+)?",
    # seen where everybody could see them
    r"\b(?:saw|seen|watched) (?:your \w+|you) (?:\w+ )?(?:on (?:stage|tv|telly|the news|youtube|the big screen|the pitch)|perform\w*|compet\w*|graduat\w*|(?:in|at) (?:the|a|his|her|their) (?:\w+ )?(?:play|show|film|final|choir|concert|recital|gala|musical|panto|paper|match|fete))\b",
    rf"\b{FINE} (?:petite? |grande? )?{SHOP} (?:que )?(?:tu as|t as|vous avez) (?:\w+ )?(?:visite|inaugure|ouvert|decouvert|choisi|trouve|soutenu|defendu|recommande|presente|mis)\w*(?P<notS> (?:\w+ ){{0,4}}?(?:seule?|sans|avec (?:ta|ton|tes|votre|vos)))?\b",
    rf"\b{FINE} (?:petite? |grande? )?{SHOP} la (?:rencontre|dedicace|signature|soiree|lecture|conference|causerie|seance|discussion|libraire|vitrine|foule|queue|file|selection)\b",
    # tours, festivals, what one wants to win
    rf"\b(?:we|i) (?:re|are|m|am) (?:\w+ )?coming for you (?:again )?(?:{TOURED})\b|\b(?:{TOURED}) (?:we|i) (?:re|are|m|am) (?:\w+ )?coming for you\b",
    # of what nobody can be addressed: `la mort est une salope`, `cancer is a bastard`
    r"\b(?:la mort|la vie|le cancer|la maladie|le destin|alzheimer|le covid|l age|death|life|cancer|grief|alzheimer s|dementia|covid|depression) (?:c |est|is|s)(?: est)? (?:\w+ )?(?:une?|a|an|such a|the|vraiment une?) (?:\w+ )?\w+\b",
    r"\b(?:\w+ ){0,5}(?:si tu|si vous|if you|if u|if anyone) (?:\w+ ){0,3}(?:spoil\w*|divulgach\w*)\b",
    r"\b(?:\w+ ){0,3}shoot (?:you|me|us|over) (?:an?|the) (?:\w+ )?(?:email|mail|message|dm|text|line|note|link)\b",
)
"""Only the phrase itself."""
