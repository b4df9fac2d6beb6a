"""The words with which people report what others say, in French and English, folded; ours, from the grammar."""
# ruff: noqa: E501 - a pattern cut where the line ends reads worse than a long line

from typing import Final

SAID_FR: Final = (
    r"(?:(?:trait|insult|injuri|menac|cri|hurl|gueul|brail|aboy|lanc|balanc|envoy|envoi|appel|appell|surnomm|qualifi"
    r"|jur|souffl|murmur|chuchot|siffl|conseill|ordonn|demand|comment|post|publi|tweet|tagu|graff|souhait|repet|racont|annonc"
    r"|assen|crach|gliss|expliqu|rappel|laiss|rapport|sign|sort|claqu|beugl|vomi|promen|interpell)(?:e|es|ee|ees|er|ent|ait|eait|aient|eaient|ais|ant|eant|era|erait|eront|erent|ez)"
    r"|dits?|dites?|disait|disais|disaient|disent|dise|disant|dire|dira|ecrite?s?|ecrivait|ecrivais|ecrivaient|ecrivent|ecrive|ecrivant|ecrire"
    r"|repond|repondu|repondait|repondent|promis|promet|promettent|promettait|inscrit|peint|lu|lit|lisait|fait savoir|eu droit a|sorti)"
)
FINITE_EN: Final = (
    r"(?:said|says|saying|told|tells|telling|called|calls|calling|wrote|writes|writing|written|sent|sends|sending|texts|texted|texting|"
    r"messaged|messaging|dms|dmed|dming|emails|emailed|emailing|mailed|shouted|shouts|shouting|yelled|yells|yelling|screamed|screams|screaming|"
    r"threatened|threatens|threatening|whispered|whispers|hissed|spat|muttered|snapped|tweeted|tweets|tweeting|posted|posts|commented|comments|"
    r"commenting|asked|asks|asking|replied|replies|answered|sprayed|scrawled|painted|signed|signs|swore|swears|promised|promises|warned|warns|insulted|"
    r"insults|insulting|harassed|harasses|harassing|used to say)"
)
"""No orders: `send me …` reports nothing."""
BASE_EN: Final = r"(?:say|tell|call|write|send|text|message|dm|email|shout|yell|scream|threaten|tweet|post|comment|ask|insult|harass|reply|answer)"
SAID_EN: Final = rf"(?:{FINITE_EN}|{BASE_EN})"
TOLD_EN: Final = (
    r"(?:told|tells|telling|called|calls|calling|texted|texts|texting|messaged|messaging|emailed|emailing|threatened|threatens|threatening|insulted|"
    r"insults|insulting|harassed|harasses|harassing|warned|warns|asked|asks|(?:said|says|saying|wrote|writes|writing|shouted|shouts|shouting|yelled|"
    r"yells|yelling|screamed|screams|screaming|spat|hissed|sent|sends|sending|whispered|snapped) (?:at|to|that to))"
)
"""Verbs whose object hears it."""
MANY_EN: Final = (
    r"(?:they|people|men|women|who|strangers|trolls|boys|girls|guys|kids|readers|followers|accounts|bullies|idiots|classmates|students|fans|parents|"
    r"neighbours|neighbors|colleagues|customers|users|viewers|always|would|to|did)"
)
SPOKE_FR: Final = (
    r"(?:disait|disaient|disent|dit|ecrit|ecrivait|ecrivaient|ecrivent|repond|repondait|repondent|repondu|repetait|repetaient|repetent|criait|criaient|"
    r"crient|hurlait|hurlaient|hurlent|lancait|lancaient|lancent|promettait|jurait|menacait|menacent|racontait|ajoutait|ajoute|lit|lisait|lut|relit|sorti|sort|sortait|eu droit a|dicte|affiche|affichait|conclut|insultait|envoyait|"
    r"tweetait|postait|murmurait|chuchotait|soufflait|annoncait|proclamait|proclame|signait|traitait|traitaient|traitent|appelait|appelaient|appellent|"
    r"insultaient|insultent|menacaient|souhaitait|souhaitaient|souhaitent|conseillait|conseillent|ordonnait|demandait)"
)
"""Verbs that are no nouns."""
SPOKE_EN: Final = (
    r"(?:said|says|wrote|writes|reads|went|goes|asked|replied|shouted|yelled|screamed|texted|messaged|tweeted|posted|commented|added|"
    r"whispered|hissed|answered|told me|told us|told her|told him|tells me|came out with|comes out with|was like|were like|is like|reading out|read out)"
)
HAD_FR: Final = (
    r"(?:a|as|ont|avait|avaient|aurait|ait|aient|avez|est|etait|suis|etais|fait|faisait|faisaient|fais|font)"
)
OTHERS_EN: Final = (
    r"(?:he|she|they|someone|somebody|people|person|stranger|strangers|man|men|woman|women|guy|guys|boss|ex|husband|wife|father|"
    r"dad|mum|mom|mother|stepfather|uncle|brother|cousin|teacher|coach|professor|colleague|coworker|manager|stalker|troll|trolls|"
    r"account|accounts|who|whoever|anyone|anybody|everyone|nobody|boy|boys|girls|kid|kids|neighbour|neighbor|reader|readers|"
    r"viewer|customer|passenger|driver|defendant|accused|suspect|attacker|abuser|bully|bullies|followers|idiots|classmates|counsel|barrister|lawyer|judge|prosecutor|policeman|officer|doctor|doc|surgeon|gp|oncologist|consultant|vet|dentist|nurse|client|voice|caller|patient|student|students|pupil|parent|parents|senator|player|fan|fans|director|producer|photographer|landlord|driver|heckler)"
)
OTHERS_FR: Final = (
    r"(?:il|ils|elle|elles|on|qui|quelqu un|un (?:inconnu|type|mec|homme|gars|lecteur|collegue|client|voisin|compte|internaute|passant|eleve|anonyme)|"
    r"(?:mon|ton|son|leur|votre|notre|le|l|ce) (?:ex|mari|chef|patron|directeur|collegue|voisin|pere|beau pere|oncle|frere|cousin|prof|coach|"
    r"entraineur|compagnon|conjoint|copain|harceleur|agresseur|prevenu|accuse|auteur|suspect|homme|type|mec|gars)|(?:les|des|ces|ses) (?:gens|types|"
    r"mecs|gars|trolls|comptes|garcons|eleves|gamins|hommes|inconnus|anonymes|internautes|lecteurs|collegues|voisins|harceleurs))"
)
WRITTEN_FR: Final = (
    r"(?:messages?|commentaires?|mails?|mels?|courriels?|courriers?|lettres?|mots?|sms|textos?|tweets?|posts?|reponses?|menaces?|insultes?|injures?|"
    r"graffitis?|tags?|pancartes?|banderoles?|affiches?|appels?|vocal|inscriptions?|slogans?|notifications?|titre)"
)
WRITTEN_EN: Final = (
    r"(?:messages?|comments?|mails?|emails?|e mails?|letters?|notes?|texts?|tweets?|posts?|repl(?:y|ies)|threats?|insults?|"
    r"graffiti|tags?|placards?|banners?|signs?|posters?|calls?|voicemails?|inbox|dms?|slogans?|headline|caption|voice notes?)"
)
CAME: Final = (
    r"(?:recue?s?|lue?s?|trouvee?s?|entendue?s?|du jour|de ce matin|de la nuit|d hier|de la semaine|ce matin|cette nuit|hier soir|hier|aujourd hui|"
    r"received|heard|overheard|found|read|got|of the day|of the week|this morning|this week|last night|yesterday|overnight|today|so far)"
)
"""That something came, or when."""
WRONG: Final = (
    r"(?:est|c est|sont|is|are|it s|that s|makes you) (?:\w+ ){0,3}?(?:racistes?|racisme|sexistes?|sexisme|homophobes?|homophobie|transphobes?|transphobie|"
    r"antisemites?|antisemitisme|misogynes?|islamophobes?|validistes?|delit|crime|haine|haineux|inacceptable|inadmissible|intolerable|ignoble|honteux|"
    r"degueulasse|illegal|interdit|violence|insulte|racist|racism|sexist|sexism|homophobic|homophobia|transphobic|transphobia|antisemitic|antisemitism|"
    r"misogynistic|misogyny|islamophobic|ableist|bigot|bigotry|hate|hateful|crime|unacceptable|wrong|vile|abuse|abusive|harassment|disgusting|shameful)"
)
"""Says that something must not be said."""
VERDICT: Final = (
    r"(?:(?:est|c est|is|it s|that s|was|etait|reste|remains) (?:\w+ ){0,3}?(?:faux|fausse|mensonges?|mensongere?|erreur|tromper|idiote?|stupide|bete|absurde|ridicule|ignorance|ignorante?|age|siecle|monstrueux|monstrueuse|"
    r"abjecte?|repugnante?|revoltante?|odieux|odieuse|indigne|infame|scandaleux|scandaleuse|scandale|dangereux|dangereuse|condamnable|lachete|lache|immonde|ecoeurante?|triste|grave|pathetique|indecente?|diffamation|betise|connerie|"
    r"false|untrue|lies?|mistake|mistaken|nonsense|ridiculous|absurd|stupid|ignorant|ignorance|monstrous|repulsive|cruel|evil|dangerous|scandal|disgrace|offensive|inexcusable|indefensible|outdated|century|pathetic|defamation|idiotic|cowardly)\b"
    r"|(?:n est|ne sera|ne seront) (?:pas|jamais) (?:\w+ ){0,2}?(?:opinion|avis|humour|blague|courageux|drole|acceptable|normal|excuse|argument|trait|personnalite|liberte|debat)\b"
    r"|(?:isn t|is not|will never be|ain t) (?:\w+ ){0,2}?(?:opinion|joke|edgy|brave|funny|acceptable|okay|ok|normal|excuse|argument|personality|debate|humour|humor|free speech|courage)\b"
    r"|(?:ne (?:vous|te|les|nous|le|la) rend|doesn t make|does not make|won t make|never made)\b)"
)
"""Says so of one saying or thought; of several it would be what is said of them."""
THOUGHT_FR: Final = (
    r"(?:pens(?:e|es|ent|ez|er|ait|aient)|croi(?:s|t|ent|re)|croyez|croyait|croyaient|affirm(?:e|es|ent|ez|er|ait)|pretend(?:s|ent|ez|re|ait)?|sugger(?:e|ent|er)|insinu(?:e|ent|er)|soutien(?:s|t|nent)|repet(?:e|es|ent|er)|"
    r"proclam(?:e|ent|er)|declar(?:e|ee?s?|ent|er)|estim(?:e|ent|ez)|considere(?:nt)?|suppose(?:nt)?|imagine(?:nt)?|clame(?:nt)?|martele(?:nt)?|racont(?:e|ent|er)|ecri(?:t|vent|re)|dit|dis|dites|disent|dise|dire|ose|osent|oser)"
)
"""What people do who hold something; `nier` and `savoir` are none of it."""
THOUGHT_EN: Final = (
    r"(?:think|thinks|thought|believe|believes|believed|claim|claims|claimed|say|says|said|suggest|suggests|suggested|imply|implies|implied|insist|insists|insisted|declare|declares|declared|argue|argues|argued|"
    r"pretend|pretends|assume|assumes|assumed|assert|asserts|asserted|repeat|repeats|repeated|proclaim|proclaims|proclaimed|write|writes|wrote|tweet|tweets|tweeted|post|posts|posted|preach|preaches|preached)"
)
SAYING: Final = (
    r"(?:dire|penser|croire|affirmer|pretendre|suggerer|insinuer|soutenir|repeter|proclamer|declarer|entendre|lire|ecrire|raconter|estimer|considerer|souhaiter|"
    r"saying|thinking|believing|claiming|suggesting|implying|insisting|declaring|arguing|hearing|reading|pretending|assuming|asserting|repeating|wishing|writing|proclaiming|preaching)"
)
"""What a sentence begins with that speaks of a saying."""
WANTING: Final = r"(?:vouloir|hair|detester|mepriser|appeler|menacer|reduire|accuser|insulter|traiter|comparer|exclure|tuer|wanting|hating|despising|calling|threatening|reducing|accusing|insulting|treating|comparing|excluding|killing|harassing)"
"""What a sentence begins with that speaks of what people do."""
ODIOUS: Final = (
    r"(?:honteux|honteuse|honte|triste|tristesse|inadmissible|inacceptable|intolerable|insupportable|scandaleux|scandale|raciste|sexiste|homophobe|transphobe|antisemite|absurde|stupide|idiote?|bete|ignoble|ignare|ignorante?|abject|odieux|"
    r"revoltant|grave|dangereux|faux|mensonge|haine|haineux|degueulasse|degoute|desole|choque|revolte|ecoeure|enerve|fatigue|glace|horreur|horrible|monstrueux|malade|fou|folle|cretin|"
    r"shameful|shame|sad|unacceptable|intolerable|scandalous|scandal|disgrace|disgraceful|racist|sexist|homophobic|transphobic|antisemitic|absurd|stupid|foolish|fool|idiot|vile|ignorant|bigot|awful|horrible|wrong|false|lie|"
    r"hateful|hate|disgusting|disgusts|sickens|saddens|angers|appalling|monstrous|outrageous|infuriating|tiresome|exhausting|funny|edgy|brave)"
)
"""What is thought of those who say something."""
NOTION: Final = (
    r"(?:idee|cliche|croyance|mensonge|prejuge|stereotype|theorie|affirmation|propos|discours|these|mythe|legende|rumeur|accusation|pretexte|fantasme|"
    r"idea|belief|lie|myth|notion|claim|stereotype|trope|prejudice|suggestion|assumption|theory|rumour|rumor|accusation|fantasy|narrative|rhetoric|conspiracy)"
)
"""What is held of others, as a noun."""
VOICE: Final = (
    r"(?:voix|numero (?:masque|inconnu|prive)|inconnue?s?|anonymes?|repondeur|messagerie|au telephone|par la fenetre|dans la rue|dans les couloirs|tribunes?|gradins|foule|haut parleur|megaphone|voice|stands|terraces|crowd|"
    r"unknown (?:number|caller)|no caller id|withheld number|anonymous|stranger|on the phone|down the phone|out of a window|in the street)"
)
"""Who or what speaks without a name."""
PLACE: Final = (
    r"(?:lycee|college|ecole|primaire|cours|fac|caserne|boulot|travail|bureau|stade|club|recre|cantine|maison|internat|hopital|"
    r"school|college|work|class|office|church|uni|university|home|camp|practice|training|lunch|court)"
)
"""Where people grew up or work."""
FOLK_FR: Final = (
    r"(?:chef|patron|boss|directeur|collegue|voisin|prof|professeur|entraineur|coach|oncle|cousin|grand pere|beau pere|pere|frere|ex|mari|compagnon|client|"
    r"medecin|dentiste|kine|inconnu|type|mec|homme|realisateur|producteur|metteur en scene|photographe|recruteur|formateur|pretre|pasteur|policier|gendarme|"
    r"proprietaire|chauffeur|livreur|maitre de stage|superieur|manager|serveur|passager)"
)
FOLK_EN: Final = (
    r"(?:boss|manager|director|colleague|coworker|neighbour|neighbor|teacher|professor|coach|uncle|cousin|grandfather|stepfather|father|dad|brother|ex|husband|"
    r"partner|client|customer|doctor|dentist|stranger|guy|man|producer|photographer|recruiter|priest|pastor|officer|cop|policeman|landlord|driver|supervisor|"
    r"passenger|friend of my \w+)"
)
"""Who did it, where it is told."""
PLAYED: Final = (
    r"(?:mario kart|fifa|fortnite|minecraft|league of legends|valorant|smash bros|counter strike|call of duty|warzone|rocket league|"
    r"overwatch|apex|dota|starcraft|pokemon|among us|tekken|street fighter|elden ring|dark souls|zelda|monopoly|scrabble|echecs|chess|"
    r"fantasy league|laser game|paintball|airsoft|board games?|video games?|jeux? videos?|next game|jeux? de societe|raid boss|babyfoot|"
    r"ping pong|darts|flechettes|billard|snooker|bowling|badminton|squash|padel|mini golf|karting|beer pong|trivial pursuit|table tennis|belote|tarot|poker|petanque|uno|risk|catan|dames|checkers|backgammon|mots croises|pub quiz|speedrun|lobby|respawn)"
)
"""Games by name: where they are named, killing is playing."""
