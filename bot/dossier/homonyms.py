"""Names that are words as well, in French and in English: in small letters and alone, they name nobody."""

from typing import Final

_FIRST_NAMES: Final = (
    "aime aimee ambre ange angel angelique anis april aube august aurore avril belle bill bon bonne candide capucine "
    "carol celeste cerise chance charity charlotte chase chastity christian christmas clair claire clemence clement "
    "clementine cliff colombe constance constant coral crystal daisy dawn desire destiny dick divine dolly don drew "
    "earnest emeraude erica esperance eve faith fern fidele fleur flore forest franc francais france frances franche "
    "frank gay gene gentiane ginger glen grace grant guy harmonie harmony hazel heath heather henna hermine holly "
    "honey honor hope hunter hyacinthe iris ivory ivy jack jade jasmin jasmine jay jean jet jo joie joly joy june "
    "juste justice kit lance laurier lee liberty lilas lily lin lis lou lourdes madeleine mai marc marguerite marin "
    "marine mark mat max may melodie melody mercy miel miles modeste muguet myrtille neige noel norm norman nova "
    "ocean oceane olive opal opale oscar parfait paris pascal pat patience pearl peg penny pepper perle pierre "
    "placide poppy prince prudence prudent prune ray reine rich rob robin roger romain romaine roman romane rose ruby "
    "sage sandy saphir sky sol soleil sterling storm sue summer sylvestre trinity tulip valentine verity victoire "
    "viola violet violette wade will willow winter woody zen"
)
_FAMILY_NAMES: Final = (
    "abbe allemand alto angle archer baker ball banks bar barbe barber baron barre bas bass bataille baudet bean beau "
    "beck bel bell berger bird bishop black blanc blanche blanchet blond blood bloom blue boeuf bois bond bonhomme "
    "bonnet booth bouche boucher boulanger boulet bourdon bourgeois bouvier bow bowl branch bras brave brebis breton "
    "brick bridge bridges bright brook brooks brown brun brune burger burns bush butcher butler camp camus canard "
    "cannon canon captain card caron carpenter carre carrier carter case cave chabot champ champion chandler chapelle "
    "chapman charbonnier charpentier charron chat chateau chauvin chevalier chevallier church clark clerc cloche "
    "close coach cochon comte conte cook cooper coq corbeau corne cote cousin couture cox crane croix cross cuisinier "
    "cure curry dale dame day dean deer diamant diamond duc duke eagle east english esprit eveque falcon farmer "
    "faucon fer feuille field fields finch fire fish fisher flamand flower flowers foi fontaine forester forgeron "
    "fort fortune foster fournier fox freeman french friend frost fuller gagne gaillard garcon garde gardener gardner "
    "garnier gates gentil gibbon gilet gold golden good goodman grand grange grave graves gray green grey gros guerre "
    "hair hall hamster hand hardy hart hawk hay head herbe heron hill hills hiver hood hopper horn house houx humble "
    "hunt jacket jolie jolly jour key keys king kings knight lac lady lake lamb lane large lawn leaf lion little "
    "lodge loiseau long lord loup love low lune mace mackerel maire maison maitre major maker man marais marchand "
    "marche marechal marquis marsh marteau mason masse masters merle meunier miller mills minor moine monde monk mont "
    "montagne moor moss moulin mouton nation neuf neveu nil noble noir noire nord north oiseau olivier orange orme "
    "owl pacific page pain painter palmer pape papillon paradis parent park parker pas pasteur paye payne pecheur "
    "peck peintre perdrix peril pic picard pie pied pike pin pinson place plant plante poirier poisson poivre pole "
    "pomme pont pool poole pope port porte porter pot potier potter poulain poulet power powers pre premier prevost "
    "price priest prieur prior puits quick race rain raison ramier read reading reed renard river rivers riviere robe "
    "roche rocher rock roi romance rond rossignol rouge roux roy royal rue russell sable sadler saint salmon salt "
    "sand sander sanders saule sauvage savage saw school seal seigneur sergeant sergent serpent sharp shepherd short "
    "silver simple singer single skinner slater small smart smith snow soldat solomon sommet song south spring square "
    "stark steel stern stone strange street strong swan sweet swift tailor tanner taureau temple terrier testament "
    "thatcher thorn tison tisserand tour tourneur town turner vache valet vallee verger vert vicar vieux vigne villa "
    "village ville voisin walker wall waller walls ward water waters way weaver wells west wheeler white wild wise "
    "wolf wood woods worth wright yard young"
)
_HOW_THEY_ARE: Final = (
    "ancien bref cher chere content court doux dur fier fiere fou frais gai gros grosse haut haute heureux jeune joli "
    "lent libre long longue lourd lourde net nouveau petit petite petits plein propre pur rapide riche sage sec seul "
    "vieille vif vrai big clean dear fine free full funny great happy late lean loud lucky mean merry pure rough round "
    "tall thin true warm wide"
)
_WHO_THEY_ARE: Final = (
    "ami amie ancien ancienne aunt avocat avocate boss boy brother cher chere cherie colleague collegue collegues "
    "copain copine cousine dad daughter enfant enfants epouse epoux ex famille family father femme fille fils frere "
    "friend girl grandma grandpa husband juge maman mamie mari maries marraine mere mom mother mum neighbor neighbour "
    "nephew niece nounou oncle papa papi papy parents parrain patron patronne pere police president presidente "
    "princesse professeur professor sister soeur son syndic tante temoin temoins uncle voisine voisins wife witness"
)
RELATIONS: Final = frozenset(f"{_WHO_THEY_ARE} ma mon mes sa son ses my his her our notre nos".split())
"""Words that say who somebody is to somebody."""
HOMONYMS: Final = frozenset(f"{_FIRST_NAMES} {_FAMILY_NAMES} {_HOW_THEY_ARE} {_WHO_THEY_ARE}".split())
"""As they are compared."""
