"""Who wrote to me has his own words beside the file: nothing in it tells him which of his guesses is right."""

import msgspec
import pytest

from bot.dossier.content import Day, Element, Outside, Party, Tie
from bot.dossier.covering import MASK
from bot.dossier.fact import Attached, Done, Piece, Turn
from bot.dossier.previewing import preview
from bot.dossier.redacting import redacted
from bot.dossier.statement import Statement
from bot.model.leak import LeakKind
from tests.dossier.plants import ACCUSED, NOON, ORDINARY, PERSON, WITNESS, beside, contents, fact, knowing, piece
from tests.dossier.test_planted import DRAFT

GUESSES = {
    LeakKind.ADDRESS: [f"{number} rue des {name}, 97981 Zibeline" for number, name in
                       ((4217, "Zinzolins"), (12, "Lilas"), (8, "Églantines"))],
    LeakKind.PHONE: ["06 39 98 47 21", "06 39 98 11 22", "06 39 98 33 44"],
    LeakKind.EMAIL: ["quasimodette@boite.test", "wilhelmine@boite.test", "ernestine@boite.test"],
    LeakKind.NAME: ["Wilhelmine Quasimodette", "Ernestine Falbala", "Hortense Bigoudi"],
    LeakKind.PLACE: ["école Zoltan Wyszkowski", "le club de Pétaouchnok", "Fitness Gargamel"],
}  # fmt: skip
PLACES = {
    "a post": lambda said: {"text": f"Elle ? {said} !"},
    "an edit": lambda said: {"turns": (Turn(what="edited", at=NOON, text=said, digest="cd" * 32),)},
    "an alternative text": lambda said: {"media": (Attached(kind="image", alt=said, digest="ab" * 32, size=9),)},
    "a display name": lambda said: {"name": said},
    "a handle": lambda said: {"handle": said.replace(" ", "-").replace(",", "") + ".test"},
    "an address on the net": lambda said: {"url": f"https://x.test/@mechant/{said.replace(' ', '-')}"},
    "what he wrote before": lambda said: {"beside": beside("parent", author=ACCUSED, text=said)},
    "what I answered him": lambda said: {"beside": beside("reply", text=f"non, je n’ai rien à voir avec {said}")},
    "what he tells of himself": lambda said: {"bio": said},
    "a letter of his": lambda said: {"kind": "letter", "author": "", "text": f"Je sais tout : {said}", "pieces": ()},
}


def shown(facts, known=(), witnesses=(), **said):
    draft = msgspec.structs.replace(DRAFT, witnesses=tuple(witnesses))
    return redacted(contents(*facts, **said), draft, knowing(known), ()).contents


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("kind", GUESSES)
def test_whichever_of_his_guesses_is_right_he_reads_the_same_file(kind, place):
    tried = [PLACES[place](said) for said in GUESSES[kind]]
    told = [said.pop("bio", "") for said in tried]
    facts = [fact(number, **said) for number, said in enumerate(tried, 1)]
    accused = [
        Party(key=f"{ACCUSED}{number}", platform="bluesky", id=f"{number}", bio=bio) for number, bio in enumerate(told)
    ]
    parties = (*contents().parties, *accused)
    read = [shown(facts, [(kind, right)], parties=parties) for right in GUESSES[kind]]
    assert read == [read[0]] * len(read)


def test_halves_of_an_address_in_two_posts_do_not_tell_which_belong_together():
    tried = [("au 4217", "rue des Zinzolins"), ("au 12", "rue des Lilas"), ("au 8", "rue des Églantines")]
    halves = [half for pair in tried for half in pair]
    facts = [fact(number, text=f"elle vit {half}") for number, half in enumerate(halves, 1)]
    read = [
        shown(facts, [(LeakKind.ADDRESS, f"{number.removeprefix('au ')} {street}, 97981 Zibeline")])
        for number, street in tried
    ]
    assert read == [read[0]] * len(read)
    assert "Zinzolins" not in str(read[0])


def test_my_own_handle_that_is_my_name_takes_nothing_from_his():
    mine = Party(key=PERSON, platform="mastodon", id="7", handles=("quasimodette@x.test",), names=("Wilhelmine Quasimodette",),
                 protected=True, accused=False)  # fmt: skip
    made = shown(
        [fact(text="Tu mens, Paul.")],
        [(LeakKind.NAME, "Wilhelmine Quasimodette")],
        parties=(contents().parties[0], mine),
    )
    assert (made.facts[0].handle, made.facts[0].url, made.facts[0].text) == (
        fact().handle,
        fact().url,
        "Tu mens, Paul.",
    )
    assert "Quasimodette" not in str(made.parties)


@pytest.mark.parametrize("how", [str, str.lower, str.upper, " ".join, lambda name: f"@{name[:4]}"])
def test_he_does_not_learn_which_of_the_people_whom_he_named_is_a_witness(how):
    names = ["Marceline Brimborion", "Hildegarde Patafiole", "Rose Falbala"]
    facts = [fact(number, text=f"{how(name)} ment") for number, name in enumerate(names, 1)]
    read = [shown(facts, witnesses=[name]) for name in names]
    assert read == [read[0]] * len(read)


def test_no_name_of_ours_stands_in_what_he_wrote():
    made = shown(
        [fact(text="Hildegarde Brimborion ment", name="Ami de Hildegarde Brimborion")],
        witnesses=["Hildegarde Brimborion"],
    )
    assert "personne" not in made.facts[0].text + made.facts[0].name


def test_how_grave_my_rules_find_it_does_not_tell_him_either():
    """The rule that knows my vault is the gravest, and has him muted."""
    done = (Done(what="mute", at=NOON, outcome="done"),)
    proven = (piece(), piece(what="record"), piece(what="origin"))
    right = {
        "proves": ("record", "chain"),
        "pieces": proven,
        "severity": 90,
        "level": 5,
        "reasons": ("harassment_doxxing",),
        "most_worrying": True,
        "done": done,
    }
    guesses = ["06 39 98 47 21", "06 39 98 11 22"]
    lesser = {"level": 1, "proves": ("chain",), "pieces": (piece(what="record"),)}
    read = []
    for known in guesses:
        facts = [
            fact(number, text=f"son tel {one}", **(right if one == known else lesser))
            for number, one in enumerate(guesses, 1)
        ]
        days = [Day(day=NOON.date(), counts=(0, 1, 0, 0, 0, 1), marks=("muted",))]
        elements = (Element(law="fr.endangering_disclosure", element="disclosure", facts=(guesses.index(known) + 1,)),)
        read.append(shown(facts, [(LeakKind.PHONE, known)], days=tuple(days), elements=elements, law="fr"))
    assert read[0] == read[1]
    assert not read[0].facts[0].graded
    assert any({1, 2} <= {*one.facts} for one in read[0].elements)


def test_i_am_told_before_in_which_facts_words_are_masked():
    whole = contents(fact(1, text="son tel 06 39 98 11 22"), fact(2), fact(3, text="06 39 98 33 44"))
    assert preview(whole, redacted(whole, DRAFT, knowing([]), ()).contents).withheld == (1, 3)
    named = contents(fact(1), fact(2, text="Brimborion ment"), fact(3, kind="letter", author="", text="Mes mots."))
    assert preview(named, redacted(named, DRAFT, knowing([]), ()).contents).withheld == (2,)


def test_the_name_of_a_witness_takes_nothing_from_what_is_proven_and_how_grave_it_is():
    given = fact(text="Brimborion ment, tu vas crever", level=5, reasons=("violence_threats",), proves=("record",))
    made = shown([given], witnesses=["Hildegarde Brimborion"]).facts[0]
    assert "Brimborion" not in made.text
    assert (made.graded, made.level, made.reasons, made.proves) == (True, 5, given.reasons, given.proves)


def test_a_threat_without_anything_private_stays_as_grave_as_it_is():
    given = fact(
        text=ORDINARY,
        severity=90,
        level=5,
        reasons=("violence_threats",),
        done=(Done(what="mute", at=NOON, outcome="done"),),
    )
    made = shown([given], [(LeakKind.PHONE, "06 39 98 47 21")]).facts[0]
    assert (made.graded, made.level, made.reasons, made.done) == (True, 5, given.reasons, given.done)


def test_accounts_are_masked_whoever_they_are_but_his_and_mine():
    mine = Party(
        key=PERSON, platform="bluesky", id="did:plc:camille", handles=("camille.test",), protected=True, accused=False
    )
    said = "@camille.test. @camille, @mechant.test: dis à @inconnue et à @autre@mastodon.test, ou à moi"
    made = shown([fact(text=said)], parties=(contents().parties[0], mine))
    assert made.facts[0].text == f"@camille.test. @camille, @mechant.test: dis à {MASK} et à {MASK}, ou à moi"


def test_where_only_a_name_gives_it_away_the_words_of_every_day_are_left():
    made = shown(
        [fact(1, text="Brimborion ment, je sais où elle vit"), fact(2, text=ORDINARY)],
        witnesses=["Hildegarde Brimborion"],
    )
    assert made.facts[0].text.startswith(MASK)
    assert "je sais où elle vit" in made.facts[0].text
    assert made.facts[1].text == ORDINARY


# ── digests ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def without(made):
    return [one.digest or one.size for one in (*made.pieces, *made.media)] + [one.digest for one in made.turns]


@pytest.mark.parametrize(
    "said",
    [
        {"kind": "letter", "author": "", "text": "Hildegarde Brimborion a reçu un appel"},
        {"kind": "letter", "author": "", "text": "il a dit : 06 39 98 47 21"},
        {"author": WITNESS, "text": "je l’ai vu"},
        {"beside": beside("quoted", author=WITNESS, text="courage")},
    ],
)
def test_nothing_of_what_was_masked_is_left_to_compare_a_guess_with(said):
    rest = {
        "media": (Attached(kind="image", digest="ab" * 32, size=9),),
        "turns": (Turn(what="edited", at=NOON, text="rien", digest="cd" * 32),),
        "pieces": (piece(), piece(what="noted")),
    }
    made = shown([fact(**rest | said)], witnesses=["Hildegarde Brimborion"]).facts[0]
    assert not any(without(made))


def test_what_i_brought_can_be_guessed_so_its_digest_is_not_there():
    made = shown([fact()], outside=(Outside(about="certificat", name="a.pdf", piece=piece()),))
    assert (made.outside[0].piece.digest, made.outside[0].piece.size) == ("", 0)
    assert made.facts[0].pieces[0].digest
    assert "digests" in made.withheld


def test_an_office_that_i_told_stays_and_so_do_his_addresses():
    given = fact(uri="at://did:plc:mechant/app.bsky.feed.post/3k1")
    made = shown([given], statement=Statement(words="Il m’écrit chaque jour."))
    assert (made.facts[0].uri, made.facts[0].url) == (given.uri, given.url)
    assert made.statement.words == "Il m’écrit chaque jour."


# ── addresses on the net ─────────────────────────────────────────────────────────────────────────────────────────────

THEIRS = [
    "https://mastodon.test/@zephirine/123",
    "https://mastodon.test/users/zephirine/statuses/1",
    "at://did:plc:passante/app.bsky.feed.post/1",
    "https://bsky.test/profile/passante.test/post/1",
    "https://bsky.test/profile/passante.test/post/1?ref=mechant.test",
    "https://x.test/users/passante/statuses/1?by=https://x.test/@trouble",
    "https://bsky.test/xrpc/getPosts?uris=at%3A%2F%2Fdid%3Aplc%3Apassante%2Fapp.bsky.feed.post%2F1",
    "https://bsky.test/xrpc/getPosts?uris=at%253A%252F%252Fdid%253Aplc%253Amechant%252F1&uris=at://did:plc:passante/1",
]


@pytest.mark.parametrize("address", THEIRS)
def test_no_address_on_the_net_names_who_stands_beside_me(address):
    from tests.dossier.plants import crowd

    given = fact(
        beside=beside("root", author="", handle="", text="", kept=False, uri=address),
        pieces=(Piece(what="post", file="a", digest="ab" * 32, size=1, at=NOON, url=address),),
    )
    tie = Tie(account=ACCUSED, other=f"bluesky:{address}", status="suggested", score=1, at=NOON)
    made = shown([given], crowds=(crowd(root=address, origin=address),), ties=(tie,),
                 outside=(Outside(about="a", name="b", piece=piece(url=address)),))  # fmt: skip
    told = msgspec.json.encode(made).decode()
    assert not any(name in told for name in ("zephirine", "passante"))
    assert made.facts[0].pieces[0].digest == ""


@pytest.mark.parametrize(
    "address", ["at://did:plc:mechant/a/1", "https://bsky.test/profile/mechant.test/post/3", "at://did:plc:camille/a/2"]
)
def test_his_addresses_and_mine_stay(address):
    local = Party(key="mastodon:x.test/7", platform="mastodon", id="7", handles=("trouble",))
    given = fact(beside=beside("root", author="", handle="", text="", kept=False, uri=address))
    made = shown([given], parties=(*contents().parties, local))
    assert made.facts[0].beside[0].uri == address
