"""Mentions as thousands of people write them on many servers: of every length, about everything, no two alike.

The words are our own, and put together at random: harder to pack than language is, so that nothing looks smaller than
it will be.
"""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.model.arrival import Arrival
from bot.model.mention import Via
from tests.benchmarks.raid import RULES, TERMS, word, written
from tests.doubles import mastodon_shapes as shapes
from tests.doubles.mastodon_world import World

WORDS = {
    "fr": """
        abeille accordéon affiche aiguillage ajuster alambic amarrer ampoule ancre apaiser arbitre argile
        armoire assiette atelier aubergine autoroute avalanche balcon bambou banlieue baraque bascule bateau
        bavard berceau beurre billet bivouac bobine boulanger bousculer brouillard brocante cabane cadenas
        caillou calepin cantine caravane carrefour cerise chantier charpente chaussure cheminée chorale citron
        clairière cloche colline commode comptoir confiture copain cordage corniche couloir courgette coussin
        crayon crépuscule cuivre dactylo débordé déménager dérouler désormais détour diapason dossier douane
        duvet ébène écharpe éclaircie écluse égarer élan embarquer empreinte encombrant enjamber enquête épingle
        équipage errance escale étagère étourdi façade falaise fanfare fermier feuillage ficelle flâner fougère
        fourchette framboise friche fumée gadoue galerie garage gentiment givre goudron gourmand grange grenier
        guichet haleter hameau hangar haricot hiver horloge houle huître illusion imprimer incendie ivoire
        jachère jardinier jetée jongler jumelle kiosque labour lagune laine lanterne lavoir lessive lézard linge
        lointain louche lucarne luthier maçon magasin maladroit manivelle marécage marmite mélasse menuisier
        miette miroir moisson montagne mousse muraille nappe navette nénuphar neveu nuage oasis obscur ombrelle
        orageux orchestre oreiller ourlet outil palissade panier papillon parapluie parquet passerelle patience
        péniche perron pétrin pigeon plancher poivre pollen ponton potager poussière presque promenade puits
        quai quincaillerie rabais radeau raisin rambarde ravin récolte refrain remorque renard rideau rivage
        robinet ronce rouille sablier saison sapin sarment savon scierie seigle semelle sentier serrure sillon
        soupir source tablier talus tambour tartine taupe témoin terrasse thym tiroir toiture torchon tournesol
        traîneau trébucher tricot tuile urgence usine vacarme vaisselle vanille vapeur vélo verger veste
        vigneron village voisin volet wagon yaourt zinc
    """,
    "en": """
        acorn afternoon alley amber anchor apron arcade armchair attic autumn awkward badger bakery ballad
        bandage barley basement basket beacon bellows bicycle birch blanket blizzard bluff borrow bracket
        bramble breeze bridge brittle bucket buffet burrow butcher button cabbage cabin candle canyon carpet
        cart cedar cellar chimney chisel chorus cider clerk climb clover clumsy coastal cobbler collar compass
        copper corner cottage cradle crayon creek cricket crooked crumble cupboard curtain daisy damp dawn
        deliver desk dough drawer drizzle drought drummer dusk dwindle eager early eastern echo elbow elder
        ember engine errand evening fabric faded fairly farmer feather fence ferry fiddle flannel flicker flour
        foggy footpath forge fragile freight frost furnace gable garden garlic gather gentle ginger glacier
        glimpse goose gravel gutter hallway hammer handle harbour hardly harvest hatch hazel heather hedge
        herring hinge hollow honey hoof hurdle icicle island ivy jacket jersey jigsaw juggle kettle kitchen
        knitting ladder lantern lather laundry lavender lemon lettuce limestone linen lobster locker lodge
        lumber magnet mallet maple marble market marsh meadow mellow mineral mitten moorland mortar mosaic muddy
        mustard narrow needle nettle nimble notebook oatmeal orchard otter oven paddle pantry parcel parsley
        pasture patch pebble pepper picnic pigeon pillow plough plumber pocket porch pottery puddle pulley
        quarry quilt quiver rafter railway rainbow rattle ribbon ripple rooster rubble rusty saddle sawdust
        scarf scatter seldom shallow shelter shovel shutter silver sketch sleeve slender sparrow spindle
        splinter spoon stable stumble sturdy sunset tangle thicket thimble thistle thread timber toast towel
        trellis trumpet tunnel turnip twig umbrella valley velvet village vinegar wagon walnut warehouse whisker
        willow window wobble woollen yarn yonder
    """,
}
"""Those that nobody foresees."""
JOINTS = {
    "fr": """
        le la les un une des de du à au et mais ou donc que qui ne pas plus très dans sur avec pour sans chez je
        tu il elle on nous vous ça ce cette mon ta leur est sont était sera peut faut fait voit y en
    """,
    "en": """
        the a an of to and but or so that which not no more very in on with for without at I you he she we they
        it this these my your their is are was will can must does sees there from by as if
    """,
}
ENDS = (".", ".", ".", " !", " ?", "…", "!", "?", " 🙂", " 🌧️", "")
HOSTS = tuple(f"{word(number)}.test" for number in range(400, 640))
PEOPLE = 2_500
EACH = 4
"""Mentions of one author on average: of a million, most are by people who write few."""
RUDE = 0.05
"""The share of mentions that hold a rule's word."""


class Saying:
    """Draws what people write; always the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.words = {language: (JOINTS[language].split(), words.split()) for language, words in WORDS.items()}

    def said(self, sentences: int, language: str) -> str:
        """Some sentences, of every length."""
        return " ".join(self._sentence(language) for _ in range(sentences))

    def written(self, language: str) -> str:
        """What a mention says; a share of them holds a rule's word."""
        said = self.said(min(9, 1 + int(self.random.expovariate(1 / 1.5))), language)
        return f"{said} {word(self.random.randrange(RULES * TERMS))}" if self.random.random() < RUDE else said

    def _sentence(self, language: str) -> str:
        length = min(40, 2 + int(self.random.expovariate(1 / 8)))
        drawn = (self.random.choice(self.words[language][self.random.random() < 0.4]) for _ in range(length))
        return " ".join(drawn).capitalize() + self.random.choice(ENDS)


class Everyday(Saying):
    """Draws people on Mastodon's servers, whose counts grow as they write, and their mentions."""

    def __init__(self, seed: int = 20261122, people: int = PEOPLE) -> None:
        super().__init__(seed)
        self.world = World(host="social.test")
        self.me = self.world.join("figure")
        self.shapes: list[dict[str, Any]] = []
        self.world.on_event = lambda to, event, what: self.shapes.append(shapes.notification(self.world, what))
        for _ in range(people):
            self._introduce()
        self.count = 117_020_457_624_302_809

    def bring(self, moments: list[datetime]) -> Iterator[Arrival]:
        """A mention at each of these moments."""
        account = f"mastodon:social.test/{self.me.id}"
        for at in moments:
            told = self._notification(at)
            yield Arrival(
                source=f"{account}/stream",
                platform="mastodon",
                via=Via.STREAM,
                at=at,
                raw=written(told),
                account=account,
                cursor=told["id"],
            )

    def _introduce(self) -> None:
        """One more author: most are on other servers, have a picture, and say something of themselves."""
        chance, language = self.random, self.random.choice(("fr", "fr", "en"))
        name = "_".join(chance.sample(self.words[language][1], chance.choice((1, 1, 2)))) + str(
            chance.choice(("", 7, 1984))
        )
        host = None if chance.random() < 1 / 4 else chance.choice(HOSTS)
        author = self.world.join(f"{name}{len(self.shapes)}", host)
        author.name, author.bio = (
            name.replace("_", " ").title(),
            self.said(chance.choice((0, 1, 2, 3)), language),
        )
        author.created_at = datetime(2018, 1, 1, tzinfo=UTC) + timedelta(hours=chance.randrange(60_000))
        self.world.post(author.username, "@figure ~")
        told = self.shapes[-1]
        shown = self._shown(author.id)
        for account in (told["account"], told["status"]["account"]):
            account.update(shown)
        told["status"]["language"] = language
        del self.world.people[author.id]  # so that the double need not look through all of them

    def _shown(self, account: str) -> dict[str, Any]:
        chance, folders = self.random, "/".join(account[place : place + 3] for place in range(0, 18, 3))
        shown: dict[str, Any] = {
            "followers_count": int(10 ** (4 * chance.random())),
            "following_count": int(10 ** (3 * chance.random())),
            "statuses_count": int(10 ** (5 * chance.random())),
        }
        for what, share in {"avatar": 0.9, "header": 0.5}.items():
            if chance.random() < share:
                place = f"cache/accounts/{what}s/{folders}/original/{chance.getrandbits(64):016x}.jpg"
                shown |= dict.fromkeys((what, f"{what}_static"), f"https://files.social.test/{place}")
        fields = (
            {"name": self.said(1, "en")[:20], "value": self.said(1, "fr")[:60], "verified_at": None} for _ in "12"
        )
        return shown | {"fields": [one for one in fields if chance.random() < 0.3]}

    def _notification(self, at: datetime) -> dict[str, Any]:
        chance = self.random
        one = chance.choice(self.shapes)
        status, number = one["status"], self.count
        self.count += chance.randrange(1, 10**12)
        said = self.written(status["language"])
        moment = at.strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03}Z"
        base = status["uri"].rpartition("/")[0], status["url"].rpartition("/")[0]
        new = {
            "id": str(number),
            "created_at": moment,
            "uri": f"{base[0]}/{number}",
            "url": f"{base[1]}/{number}",
            "content": status["content"].replace("~", said),
        }
        if chance.random() < 1 / 2:
            new |= {"in_reply_to_id": str(number - chance.randrange(10**14)), "in_reply_to_account_id": self.me.id}
        known = {"id": str(chance.randrange(10**8, 10**9)), "created_at": moment}
        author = self._since(one["account"], moment)
        new["account"] = author
        return one | known | {"group_key": f"ungrouped-{known['id']}", "account": author, "status": status | new}

    def _since(self, account: dict[str, Any], moment: str) -> dict[str, Any]:
        """An author as they are now: they wrote again, and others came and went."""
        account["statuses_count"] += self.random.randrange(1, 30)
        account["followers_count"] = max(0, account["followers_count"] + self.random.randrange(-3, 6))
        return account | {"last_status_at": moment[:10]}
