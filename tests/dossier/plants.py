"""What must not be read, in all disguises, planted in all places of a dossier."""

import hashlib
import random
from datetime import UTC, date, datetime, timedelta
from urllib.parse import quote

import msgspec

from bot.dossier.content import (
    About,
    Contents,
    Crowd,
    Element,
    Outside,
    Party,
    Seal,
    Tie,
)
from bot.dossier.fact import Attached, Beside, Fact, Piece, Turn
from bot.dossier.statement import Domicile, Judged, Statement
from bot.model.leak import LeakKind
from bot.signals.leaks.keyed import Keyed
from bot.signals.leaks.pieces import kept
from bot.signals.leaks.secret import Vault
from tests.vault.conftest import VAULT

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
PERSON, ACCUSED, WITNESS = "bluesky:did:plc:camille", "bluesky:did:plc:mechant", "mastodon:mastodon.test/109348"
WITNESSES = ("Hildegarde Brimborion",)
SUPPORTER = {"handle": "zephirine@mastodon.test", "name": "Zéphirine Ostrogoth 🌸 (elle)"}
ORDINARY = "Je t’attends demain, tu verras bien qui rira."


def vault(seed=0):
    """A vault with the values that stand nowhere else."""
    return knowing([(LeakKind(kind), value) for kind, every in VAULT.items() for value in every], seed)


def knowing(values, seed=0):
    """A vault with these alone: kinds and values."""
    keyed = Keyed([random.Random(seed).randbytes(32)])
    return Vault([kept(f"{number}", kind, value, keyed) for number, (kind, value) in enumerate(values)], keyed)


def fact(number=1, **said):
    """A post of the accused's."""
    given = {
        "number": number,
        "at": NOON + timedelta(hours=number),
        "kind": "mention",
        "author": ACCUSED,
        "handle": "mechant.test",
        "name": "Le Méchant",
        "uri": f"at://did:plc:mechant/app.bsky.feed.post/3k{number}",
        "url": f"https://bsky.test/profile/mechant.test/post/3k{number}",
        "text": ORDINARY,
        "exhibit": hashlib.sha256(b"%d" % number).hexdigest()[:32],
        "pieces": (
            Piece(
                what="record",
                file=f"originals/{number}.json",
                digest=hashlib.sha256(b"piece %d" % number).hexdigest(),
                size=812,
                at=NOON,
            ),
        ),
    }
    return Fact(**given | said)


def contents(*facts, **said):
    """A dossier of these."""
    given = {
        "about": About.CASE,
        "subject": "case-1",
        "person": "camille",
        "language": "fr",
        "zone": "Europe/Paris",
        "made_at": NOON,
        "selected": len(facts),
        "known": len(facts),
        "which": "all",
        "facts": facts,
        "parties": (
            Party(
                key=ACCUSED, platform="bluesky", id="did:plc:mechant", handles=("mechant.test",), names=("Le Méchant",)
            ),
            Party(key=PERSON, platform="bluesky", id="did:plc:camille", accused=False, protected=True),
            Party(
                key=WITNESS,
                platform="mastodon",
                id="109348",
                handles=(SUPPORTER["handle"],),
                names=(SUPPORTER["name"],),
                accused=False,
            ),
        ),
    }
    return Contents(**given | said)


# ── disguises ────────────────────────────────────────────────────────────────────────────────────────────────────────

CYRILLIC = str.maketrans("aceiopxyABCEHKMOPT", "асеіорхуАВСЕНКМОРТ")
FULL_WIDTH = {ord(one): ord(one) + 0xFEE0 for one in "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"}
BOLD = {ord("a") + at: 0x1D41A + at for at in range(26)} | {ord("0") + at: 0x1D7CE + at for at in range(10)}
DISGUISES = {
    "as it is": str,
    "capitals": str.upper,
    "small": str.lower,
    "zero width": "\u200b".join,
    "joiners": "\u2060".join,
    "soft hyphens": "\u00ad".join,
    "Cyrillic": lambda said: said.translate(CYRILLIC),
    "full width": lambda said: said.translate(FULL_WIDTH),
    "bold": lambda said: said.lower().translate(BOLD),
    "struck out": lambda said: "".join(f"{one}\u0336" for one in said),
    "percent": lambda said: quote(said, safe=""),
    "percent twice": lambda said: quote(quote(said, safe=""), safe=""),
    "plus": lambda said: quote(said, safe="").replace("%20", "+"),
    "entities": lambda said: "".join(f"&#{ord(one)};" for one in said),
    "escapes": lambda said: "".join(f"\\u{ord(one):04x}" for one in said),
    "turned": lambda said: f"\u202e{said[::-1]}\u202c",
    "underlined": lambda said: said.replace(" ", "_"),
    "lines": lambda said: said.replace(" ", "\n"),
    "much space": lambda said: said.replace(" ", "\u2003"),
    "in the middle": lambda said: f"ah ah {said} voilà",
    "in quotes": lambda said: f"«\u00a0{said}\u00a0»",
    "in brackets": lambda said: f"({said})",
}
FORMS = {
    "address": [
        "4217 rue des Zinzolins",
        "rue des Zinzolins au 4217",
        "4217, r. des Zinzolins",
        "#4217RueDesZinzolins",
    ],
    "phone": [
        "06 39 98 47 21",
        "0639984721",
        "+33 (0)6.39.98.47.21",
        "zéro six 39 98 quarante-sept 21",
        "o6 39 98 47 2l",
        "06-39/98 47*21",
    ],
    "email": [
        "quasimodette@boite-zibeline.test",
        "quasimodette (at) boite-zibeline point test",
        "Quasi.Modette+tri@boite-zibeline.test",
    ],
    "name": ["Quasimodette, Wilhelmine", "#WilhelmineQuasimodette", "w i l h e l m i n e  q u a s i m o d e t t e"],
    "plate": ["QX-739-ZV", "qx739zv", "QX 739 ZV"],
    "place": ["école Zoltan Wyszkowski", "#EcoleZoltanWyszkowski", "Zoltan Wyszkowski"],
    "witness": ["Hildegarde Brimborion", "Brimborion, Hildegarde", "#HildegardeBrimborion", "hildegarde brimborion"],
    "supporter": ["@zephirine", "@zephirine@mastodon.test", "Zéphirine Ostrogoth", "zephirine ostrogoth"],
}
"""How each is written before it is disguised; the values themselves besides."""
LETTERS_ONLY = {"bold", "Cyrillic", "struck out"}


def written(random_):
    """Something that must not be read, somehow, and what it is."""
    kind = random_.choice([*FORMS])
    said = random_.choice([*VAULT.get(kind, ()), *FORMS[kind]])
    disguise = random_.choice([*DISGUISES])
    return kind, disguise, DISGUISES[disguise](said)


# ── places ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def beside(role, **said):
    given = {
        "role": role,
        "uri": "at://did:plc:camille/1",
        "author": PERSON,
        "handle": "camille.test",
        "text": "bonjour",
    }
    return (Beside(**given | said),)


def piece(**said):
    return Piece(**{"what": "brought", "file": "originals/9", "digest": "ab" * 32, "size": 1, "at": NOON} | said)


def crowd(**said):
    given = {"number": 1, "since": NOON, "until": NOON, "authors": 3, "hostile": 3, "mentions": 9, "supporters": 1}
    return Crowd(**given | said)


IN_A_FACT = {
    "text": lambda said: {"text": said},
    "text behind much else": lambda said: {"text": f"{ORDINARY * 40} {said}"},
    "alt text": lambda said: {"media": (Attached(kind="image", alt=said),)},
    "display name": lambda said: {"name": said},
    "handle": lambda said: {"handle": said},
    "URL": lambda said: {"url": f"https://x.test/profil/{said}?q=1"},
    "URI": lambda said: {"uri": f"https://x.test/@mechant/{said}"},
    "language": lambda said: {"lang": said},
    "edit": lambda said: {"turns": (Turn(what="edited", at=NOON, text=said, digest="cd" * 32),)},
    "quoted post": lambda said: {"beside": beside("quoted", text=said)},
    "what was answered": lambda said: {"beside": beside("parent", text=said)},
    "own reply": lambda said: {"beside": beside("reply", text=said)},
    "URI of a post that nobody kept": lambda said: {
        "beside": beside("root", author="", handle="", text="", kept=False, uri=f"https://x.test/@{said}/1")
    },
    "URI of own reply": lambda said: {"beside": beside("reply", uri=f"at://did:plc:camille/{said}")},
    "handle of what was answered": lambda said: {"beside": beside("root", handle=said)},
    "words of a supporter": lambda said: {"beside": beside("quoted", author=WITNESS, text=said)},
    "file name of a picture": lambda said: {"media": (Attached(kind="image", file=f"originals/{said}.png"),)},
    "URL of a piece": lambda said: {"pieces": (piece(url=f"https://x.test/{said}"),)},
    "file name of a piece": lambda said: {"pieces": (piece(file=f"originals/{said}.json"),)},
    "answer of a server": lambda said: {"pieces": (piece(answer=f"HTTP/1.1 200 {said}"),)},
    "rule": lambda said: {"rules": (said,)},
}
IN_THE_WHOLE = {
    "statement": lambda said: {"statement": Statement(words=f"Il écrit que j’habite {said}. J’ai peur.")},
    "effects": lambda said: {"statement": Statement(effects=said)},
    "name of who complains": lambda said: {"statement": Statement(complainant=said)},
    "contact": lambda said: {"statement": Statement(contact=said)},
    "office": lambda said: {"statement": Statement(office=said)},
    "who they believe it is": lambda said: {"statement": Statement(presumed=f"Un voisin, du {said}.")},
    "what is asked": lambda said: {"statement": Statement(asked=(said, "retrait"))},
    "addressee": lambda said: {"statement": Statement(addressee=said)},
    "domicile": lambda said: {
        "statement": Statement(domicile=Domicile(kind="third_party", name="Me Martin", lines=(said,)))
    },
    "name at the domicile": lambda said: {"statement": Statement(domicile=Domicile(kind="third_party", name=said))},
    "judgment": lambda said: {"judged": (Judged(kind="judgment", at=date(2026, 1, 2), text=said),)},
    "reference of a judgment": lambda said: {"judged": (Judged(kind="judgment", reference=said),)},
    "court": lambda said: {"judged": (Judged(kind="court_ban", court=said),)},
    "element": lambda said: {"elements": (Element(law="fr.harassment_online", element="effects", said=said),)},
    "judgment beside an element": lambda said: {
        "elements": (Element(law="fr.x", element="y", judged=(Judged(kind="conviction", text=said),)),)
    },
    "what was brought": lambda said: {"outside": (Outside(about=said, name="a.pdf", piece=piece()),)},
    "file name of what was brought": lambda said: {
        "outside": (Outside(about="certificat", name=f"{said}.pdf", piece=piece()),)
    },
    "bio": lambda said: {"parties": (Party(key=ACCUSED, platform="bluesky", id="did:plc:mechant", bio=said),)},
    "names of an account": lambda said: {
        "parties": (Party(key=ACCUSED, platform="bluesky", id="did:plc:mechant", names=("A", said)),)
    },
    "handles of an account": lambda said: {
        "parties": (Party(key=ACCUSED, platform="bluesky", id="did:plc:mechant", handles=("a.test", said)),)
    },
    "id of an account": lambda said: {"parties": (Party(key=f"mastodon:x.test/{said}", platform="mastodon", id=said),)},
    "who linked accounts": lambda said: {
        "ties": (Tie(account=ACCUSED, other="b", status="confirmed", score=1, at=NOON, by=said),)
    },
    "origin of a raid": lambda said: {"crowds": (crowd(origin=f"https://x.test/{said}"),)},
    "root of a raid": lambda said: {"crowds": (crowd(root=f"at://did:plc:mechant/{said}"),)},
    "account that may be the same": lambda said: {
        "ties": (Tie(account=ACCUSED, other=f"mastodon:x.test/{said}", status="suggested", score=1, at=NOON),)
    },
    "URL of what was brought": lambda said: {
        "outside": (Outside(about="capture", name="a.png", piece=piece(url=f"https://x.test/@mechant/{said}")),)
    },
    "instruments": lambda said: {"instruments": (f"machine {said}",)},
    "deposits": lambda said: {"seals": (Seal(number=1, seal="ef" * 32, at=NOON, places=(said,)),)},
    "subject": lambda said: {"subject": said},
}


def planted(seed, count):
    """A dossier with so many plants: one a fact, and one of the whole; and what each of them is."""
    random_ = random.Random(seed)
    facts, plants = [], []
    for number in range(1, count):
        place = random_.choice([*IN_A_FACT])
        kind, disguise, said = written(random_)
        facts.append(fact(number, **IN_A_FACT[place](said)))
        plants.append((kind, disguise, place))
    place = random_.choice([*IN_THE_WHOLE])
    kind, disguise, said = written(random_)
    plants.append((kind, disguise, place))
    whole = contents(*facts)
    changed = IN_THE_WHOLE[place](said)
    if "parties" in changed:
        changed["parties"] += whole.parties[1:]
    return msgspec.structs.replace(whole, **changed), plants
