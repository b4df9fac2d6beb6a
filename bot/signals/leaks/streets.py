"""The words of addresses: kinds of streets and how they are shortened, in French and English."""
# ruff: noqa: E501 - a pattern cut where the line ends reads worse than a long line

from typing import Final

FRENCH: Final = {
    "rue": "r. r",
    "avenue": "ave av. ave. av",
    "boulevard": "bd bd. bld bld. blvd boul boul. bvd bvd.",
    "allee": "allees all.",
    "impasse": "imp. imp",
    "chemin": "chem. chem ch. che. chm",
    "route": "rte rte.",
    "quai": "",
    "square": "sq. sq",
    "place": "pl. pl",
    "ruelle": "",
    "venelle": "",
    "faubourg": "fbg fbg. fg fg.",
    "residence": "res. resid.",
    "lotissement": "lot.",
    "hameau": "",
    "sentier": "sente",
    "esplanade": "espl.",
    "promenade": "prom.",
    "rond-point": "",
    "montee": "",
    "traverse": "",
    "villa": "",
    "cite": "",
    "clos": "",
    "cours": "",
    "passage": "pass. psg",
    "voie": "",
    "cote": "",
    "mail": "",
    "parvis": "",
    "lieu-dit": "lieudit",
    "domaine": "dom.",
    "corniche": "",
    "carrefour": "",
    "chaussee": "chee ch.ee",
    "galerie": "",
    "pont": "",
    "parc": "",
    "rang": "",
    "montagne": "",
}
"""Kinds of streets before the name, with how they are shortened."""
_PLAIN_WORDS = (
    "place cours cote voie mail villa cite passage parc pont domaine carrefour galerie promenade montee traverse "
    "parvis rang clos montagne faubourg residence square route esplanade"
)
PLAIN_WORDS: Final = frozenset(_PLAIN_WORDS.split())
"""Those that are everyday words too: `3 place de parking`."""
ENGLISH: Final = {
    "street": "st str",
    "avenue": "ave av",
    "road": "rd",
    "lane": "ln",
    "drive": "dr",
    "boulevard": "blvd",
    "court": "ct",
    "terrace": "ter terr",
    "crescent": "cres",
    "close": "",
    "gardens": "gdns",
    "mews": "",
    "parkway": "pkwy",
    "highway": "hwy",
    "circle": "cir",
    "alley": "aly",
    "turnpike": "tpke",
    "place": "pl",
    "square": "sq",
    "way": "",
    "trail": "trl",
}
"""Kinds of streets behind the name, with how they are shortened."""
_LOOSE = (
    "annex arcade bayou beach bend bluff bluffs bottom branch bridge brook brooks burg burgs bypass camp canyon cape "
    "causeway center centers circles cliff cliffs club common commons corner corners course courts cove coves creek "
    "crest crossing crossroad crossroads curve dale dam divide drives estate estates expressway extension extensions "
    "fall falls ferry field fields flat flats ford fords forest forge forges fork forks fort freeway garden gateway "
    "glen glens green greens grove groves harbor harbors haven heights hill hills hollow inlet island islands isle "
    "junction junctions key keys knoll knolls lake lakes land landing light lights loaf lock locks lodge loop mall "
    "manor manors meadow meadows mill mills mission motorway mount mountain mountains neck orchard oval overpass park "
    "parks parkways pass passage path pike pine pines plain plains plaza point points port ports prairie radial ramp "
    "ranch rapid rapids rest ridge ridges river roads route row rue run shoal shoals shore shores skyway spring "
    "springs spur spurs squares station stravenue stream streets summit throughway trace track trafficway tunnel "
    "underpass union unions valley valleys via viaduct view views village villages ville vista walk walks wall ways "
    "well wells rise yard wharf parade vale hill"
)
LOOSE: Final = frozenset(_LOOSE.split())
"""Kinds that are everyday words; behind a name in capitals only (USPS Publication 28, appendix C1)."""
_ABSTRACT = (
    "idees idee illusions mensonges promesses fantasmes excuses larmes regrets cliches prejuges reves bonheur espoir "
    "desespoir honte gloire bisounours lamentations complots betises conneries haine bonne grande vraie ideologies "
    "opinions certitudes sac service secours plus moins trop desserte garage parking ecole loin suite presse velo course nuit jour "
    "dreams broken memory sorrow"
)
ABSTRACT: Final = frozenset(_ABSTRACT.split())
"""Of streets that stand on no map: `avenue des idées reçues`."""
STATES: Final = (
    "al ak az ar ca co ct de fl ga hi id il in ia ks ky la me md ma mi mn ms mo mt ne nv nh nj nm ny nc nd oh ok or pa ri "
    "sc sd tn tx ut vt va wa wv wi wy dc pr gu vi mp pw fm mh"
).replace(" ", "|") + "|as"
_SQUARES = "marche eglise gare mairie republique liberte victoire fontaine poste ecole chateau moulin foire halle"
SQUARES: Final = frozenset(_SQUARES.split())
"""After which places are called: `3 place du marché`, in small letters too."""
ARTICLES: Final = r"(?:de la |de l'|de |des |du |d'|la |le |les |l'|aux |au |a la )"


def alternatives(words: dict[str, str]) -> str:
    """All of them as a pattern, the longest first."""
    every = [form for word, forms in words.items() for form in (word, *forms.split())]
    return "|".join(form.replace(".", "[.]") for form in sorted(every, key=len, reverse=True))


KIND_OF: Final = {
    form: word for words in (ENGLISH, FRENCH) for word, forms in words.items() for form in (word, *forms.split())
}
"""Each form to the word it stands for; where both languages shorten alike, the French one."""
KINDS: Final = {form.replace(".", ""): word for form, word in KIND_OF.items() if form != "ter"}
"""Kinds of streets by how a token says them."""
