"""What the other side reads: my address, my people and my witnesses are not in it, and all else stands as it was written."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.dossier.content import Party, Tie
from bot.dossier.covering import MASK, covered
from bot.dossier.fact import Attached, Beside, Done, Showing, Turn
from bot.dossier.finding import Sought
from bot.dossier.leaves import leaves
from bot.dossier.masking import masked
from bot.dossier.redacting import redacted
from bot.dossier.statement import Domicile, Statement
from bot.dossier.witnesses import concealed
from tests.dossier.plants import ACCUSED, NOON, ORDINARY, SUPPORTER, WITNESS, beside, contents, fact, piece, vault
from tests.dossier.test_planted import DRAFT

MINE = vault()
HOME = "4217 rue des Zinzolins"


def redact(*facts, public=(), draft=DRAFT, **said):
    return redacted(contents(*facts, **said), draft, MINE, public).contents


def text(said, **more):
    return redact(fact(text=said, **more)).facts[0].text


@pytest.mark.parametrize("said", ["Zoltan Wyszkowski est mort en 1943", "la rue Zoltan Wyszkowski est fermée"])
def test_the_name_of_my_place_is_covered_where_somebody_else_may_be_meant(said):
    assert MINE.find(said).leaks == ()
    assert "Wyszkowski" not in text(said)


def test_who_helps_me_and_on_what_machine_i_am_is_nobody_elses_business():
    done = Done(what="mute", at=NOON, outcome="done", by="règle de Nadia")
    tie = Tie(account="a", other="b", status="confirmed", score=0.9, at=NOON, by="Nadia Kermarrec")
    told = redact(
        fact(done=(done,), rules=("règle de Nadia",)), ties=(tie,), instruments=("portable-de-camille, DNS 192.0.2.1",)
    )
    assert (told.ties[0].by, told.facts[0].done[0].by, told.facts[0].rules, told.instruments) == ("", "", (), ())


# ── values ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_what_threatens_me_still_says_what_it_said():
    assert text(f"Je sais où tu vis : {HOME}, 97981 Zibeline-sur-Orvet. Je viens.") == (
        f"Je sais où tu vis : {MASK}. Je viens."
    )


@pytest.mark.parametrize("said", ["0639984721", "06 39 98 47 21", "zéro six trente-neuf 98 quarante-sept 21"])
def test_the_mask_does_not_tell_how_long_it_was(said):
    assert text(f"son tel {said}, appelez") == f"son tel {MASK}, appelez"


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("née le 12 mars 1984 à Lyon", f"née le {MASK} à Lyon"),
        ("date de naissance : 12/03/1984", f"date de naissance : {MASK}"),
        ("she was born on March 12, 1984", f"she was born on {MASK}"),
        ("je ne viens pas le 12 mars", "je ne viens pas le 12 mars"),
        ("le procès est le 12 mars 2026", "le procès est le 12 mars 2026"),
        ("son frère habite 8 rue Imaginaire, 31000 Toulouse", f"son frère habite {MASK}"),
        ("sa sœur : 06 39 98 11 22", f"sa sœur : {MASK}"),
        ("FR76 3000 6000 0112 3456 7890 189", MASK),
        ("appelez le 3919 ou le 17", "appelez le 3919 ou le 17"),
        ("rue des Zinzolins, c’est là", f"rue des {MASK}, c’est là"),
        ("le reste est 984721", f"le reste est {MASK}"),
    ],
)
def test_what_looks_private_is_masked_whoever_it_concerns(said, read):
    assert text(said) == read


@pytest.mark.parametrize(
    "given",
    [
        (fact(1, name="06 39 98", text="47 21, appelez-la"),),
        (fact(1, name="au 4217", text="elle vit rue des Zinzolins"),),
        (
            fact(1, text="le début : 0639", name="a"),
            fact(2, text="et la fin 984721"),
        ),
        (fact(1, text="elle vit rue des Zinzolins"), fact(2, text=ORDINARY), fact(3, text="au 4217")),
        (fact(1, text="4217 rue", turns=(Turn(what="edited", at=NOON, text="des Zinzolins"),)),),
        (fact(1, text="quasimodette@", media=(Attached(kind="image", alt="boite-zibeline.test"),)),),
        (fact(1, name="Wilhelmine", text="Quasimodette est une menteuse"),),
    ],
)
def test_what_was_split_over_names_texts_and_edits_is_not_put_together_again(given):
    said = " ".join(leaf.text for leaf in leaves(redact(*given)))
    sought = Sought(MINE)
    assert not sought(said)
    digits = "".join(one for one in said if one.isdigit())
    assert "4217" not in said or "zinzolins" not in said.lower()
    assert "39984721" not in digits


def test_decoys_do_not_hide_my_mailbox():
    """A finder looks at so many signs and no more."""
    decoys = " ".join(f"contact{number}@mairie-{number}.test" for number in range(40))
    said = text(f"@a.b @c.d {decoys} quasimodette@boite-zibeline.test {decoys}")
    assert "quasimodette" not in said


def test_a_hundred_repetitions_are_masked_to_the_last():
    assert "4721" not in text("06 39 98 47 21, " * 100)


def test_a_very_long_post_is_masked_to_its_end():
    assert text(f"{'blabla ' * 15_000}{HOME}").endswith(f"blabla {MASK}")


def test_what_i_declared_public_stays():
    office = "20 rue de l’Exemple, 75000 Paris"
    said = f"son bureau : {office}, presse@camille.test"
    read = redact(fact(text=said), public=("presse@camille.test", office)).facts[0].text
    assert read == said


def test_the_place_that_receives_my_post_stays_and_my_home_does_not():
    domicile = Domicile(kind="third_party", name="Me Martin", lines=("8 rue Imaginaire", "31000 Toulouse"))
    assert redact(fact(), statement=Statement(domicile=domicile)).statement.domicile == domicile
    at_home = msgspec.structs.replace(domicile, lines=(HOME, "97981 Zibeline-sur-Orvet"))
    assert redact(fact(), statement=Statement(domicile=at_home)).statement.domicile.lines[0] == MASK


# ── the accused stays who he is ──────────────────────────────────────────────────────────────────────────────────────


def test_nothing_of_the_accused_is_changed():
    mastodon = Party(key="mastodon:x.test/109", platform="mastodon", id="109348", handles=("mechant@x.test",))
    post = fact(
        author=mastodon.key,
        handle="mechant@x.test",
        text="écrivez à mechant@x.test",
        url="https://x.test/@mechant/109348123456789012",
    )
    made = redact(post, parties=(mastodon,))
    assert made.parties == (mastodon,)
    assert (made.facts[0].text, made.facts[0].url) == (post.text, post.url)


def test_a_handle_that_is_my_address_is_masked_and_the_account_still_known():
    party = Party(key=ACCUSED, platform="bluesky", id="did:plc:mechant", handles=("4217-rue-des-zinzolins.test",))
    made = redact(fact(handle=party.handles[0]), parties=(party,))
    assert made.parties[0].id == "did:plc:mechant"
    assert made.parties[0].handles == (MASK,)
    assert made.facts[0].handle == MASK
    assert made.facts[0].author == made.parties[0].key == ACCUSED


# ── witnesses and supporters ─────────────────────────────────────────────────────────────────────────────────────────


def test_a_supporter_is_one_person_through_the_whole_dossier():
    made = redact(
        fact(1, text=f"@{SUPPORTER['handle']} tu la défends, Ostrogoth ?"),
        fact(2, beside=beside("quoted", author=WITNESS, handle=SUPPORTER["handle"])),
        ties=(Tie(account=ACCUSED, other=WITNESS, status="suggested", score=0.4, at=NOON),),
        statement=Statement(words="Zéphirine Ostrogoth m’a aidée. zephirine et les autres aussi."),
    )
    assert made.statement.words == "personne A m’a aidée. personne A et les autres aussi."
    assert made.facts[0].text == f"{MASK} tu la {MASK} ?"
    assert made.facts[1].beside == (Beside(role="quoted", uri="", author="personne A", text=MASK),)
    assert made.ties[0].other == "personne A"
    assert {one.key for one in made.parties} == {ACCUSED, "bluesky:did:plc:camille", "personne A"}
    assert msgspec.structs.asdict(made.parties[2]) | {"key": ""} == msgspec.structs.asdict(
        Party(key="", platform="mastodon", id="", accused=False)
    )


def test_a_witness_is_named_by_a_letter_in_the_language_of_the_dossier():
    said = Statement(words="Hildegarde Brimborion a tout vu. Brimborion le dira.")
    assert redact(statement=said).statement.words == "personne B a tout vu. personne B le dira."
    assert redact(statement=said, language="en").statement.words == "person B a tout vu. person B le dira."


def test_what_a_supporter_wrote_to_me_alone_is_not_shown():
    given = fact(
        kind="direct",
        author=WITNESS,
        handle=SUPPORTER["handle"],
        name="Z",
        text="je t’ai vue rue X",
        uri="at://z/1",
        url="https://z.test/1",
        pieces=(piece(url="https://z.test/1"),),
    )
    made = redact(given).facts[0]
    assert (made.author, made.handle, made.name, made.uri, made.url, made.text) == ("personne A", "", "", "", "", MASK)
    assert made.pieces[0].url == ""


def test_my_own_replies_are_mine():
    made = redact(fact(beside=beside("reply", text="Laissez-moi.")))
    assert made.facts[0].beside[0].text == "Laissez-moi."


def test_a_passer_by_who_is_in_no_table_is_hidden_too():
    made = redact(fact(beside=beside("parent", author="bluesky:did:plc:passant", handle="passant.test")))
    assert (made.facts[0].beside[0].author, made.facts[0].beside[0].handle) == ("personne B", "")


THANKS = "@nadia@their.test et @jo.bsky.social, merci de votre aide ; bonjour @mechant.test"


def told(said, **more):
    """My statement, as it is read."""
    return redact(fact(), statement=Statement(words=said), **more).statement.words


@pytest.mark.parametrize(
    "place",
    [
        lambda said: {"beside": beside("reply", text=said)},
        lambda said: {"beside": beside("quoted", author="bluesky:did:plc:passant", text=said)},
        lambda said: {"kind": "call", "text": said},
        lambda said: {"media": (Attached(kind="image", alt=said),), "beside": beside("reply", text=said)},
    ],
)
def test_nobody_whom_i_thank_is_named(place):
    made = redact(fact(1, **place(THANKS)), fact(2, **place("encore merci @nadia, et à @NADIA@their.test !")))
    said = " ".join(leaf.text for leaf in leaves(made)).casefold()
    assert ("nadia" in said, "jo.bsky" in said) == (False, False)


def test_whom_i_thank_in_my_statement_is_one_person_throughout():
    said = Statement(words=THANKS, contact="@camille@ailleurs.test", effects="@camille, c’est moi ; merci @Nadia")
    made = redact(fact(), statement=said).statement
    assert made.words == "personne C et personne D, merci de votre aide ; bonjour @mechant.test"
    assert (made.contact, made.effects) == (said.contact, "@camille, c’est moi ; merci personne C")


@pytest.mark.parametrize(
    "said",
    [
        "https://their.test/@nadia/109",
        "https://their.test/users/nadia/statuses/109",
        "https://bsky.app/profile/nadia.bsky.social/post/3k",
        "at://did:plc:nadia234567/app.bsky.feed.post/3k",
        "＠nadia@their.test",
        "@na\u200bdia@their.test",
        "&#64;nadia",
        "https://x.test/?u=%40nadia%40their.test",
        "nadia.bsky.social",
        "@la_nadia",
        "(@nadia)",
    ],
)
def test_an_address_names_nobody_either(said):
    made = told(f"merci {said} voilà")
    assert "nadia" not in made.replace("\u200b", "")
    assert "personne C" in made
    assert made.endswith(" voilà")


@pytest.mark.parametrize("said", ["écrivez à aide@their.test", "le 3 @ 5 euros", "@ tous", "a@b", "via bsky.social"])
def test_what_is_no_handle_is_nobody(said):
    assert "personne" not in told(said)


def test_whom_everybody_may_read_of_stays():
    said = "@camille.test, @mairie@ville.test, @mairie, @mechant, @camille"
    assert told(said, public=("@mairie@ville.test", "@camille.test")) == said


def test_a_word_stays_a_word_where_somebody_is_called_so():
    assert told("merci @lecteur, un lecteur parmi mes lecteurs") == "merci personne C, un lecteur parmi mes lecteurs"


def test_who_is_addressed_and_has_an_account_is_one_person():
    assert told("merci @zephirine, merci @Zephirine@mastodon.test") == "merci personne A, merci personne A"


def test_a_witness_may_be_listed_by_handle():
    witnesses = ("@nadia@their.test", "Jo Kerduff (@jo.test)", "zephirine@mastodon.test")
    said = "merci @nadia, nadia@their.test, Kerduff, @jo.test, @zephirine ; their test"
    read = told(said, draft=msgspec.structs.replace(DRAFT, witnesses=witnesses))
    assert read == "merci personne B, personne B, personne C, personne A ; their test"


def test_a_value_of_mine_is_not_taken_apart_by_a_name_of_ours():
    """`@boite-zibeline.test` would be somebody's handle."""
    assert "quasimodette" not in told("écrivez quasimodette @boite-zibeline.test")


def test_whoever_is_called_as_i_am_does_not_hide_me():
    said = Statement(complainant="Camille Dorval", words="Ma mère, Marie Dorval, l’a vu. Mme Dorval, c’est moi.")
    made = redact(fact(), statement=said, draft=msgspec.structs.replace(DRAFT, witnesses=("Marie Dorval",))).statement
    assert made.complainant == "Camille Dorval"
    assert made.words == "Ma mère, personne B, l’a vu. Mme Dorval, c’est moi."


def test_who_wrote_in_the_thread_is_known_by_the_name_they_chose():
    passer = Party(key="b", platform="bluesky", id="x", handles=("p.test",), names=("Hippolyte",), accused=False)
    assert told("merci Hippolyte", parties=(*contents().parties, passer)) == "merci personne B"


def test_a_witness_who_has_an_account_is_one_person():
    hidden = concealed(contents(fact()), ["zéphirine ostrogoth 🌸 (ELLE)", "Hildegarde Brimborion"])
    assert [*hidden.values()] == ["personne A", "personne A", "personne B"]


def test_there_are_letters_for_thirty_supporters():
    parties = tuple(
        Party(key=f"bluesky:did:plc:{number}", platform="bluesky", id="", accused=False) for number in range(30)
    )
    every = [*concealed(contents(parties=parties)).values()]
    assert (every[0], every[25], every[26], every[29]) == ("personne A", "personne Z", "personne AA", "personne AD")


@pytest.mark.parametrize("said", ["Elle est venue, lui aussi.", "la rose est rouge", "Une marche pour Martine"])
def test_names_do_not_swallow_ordinary_words(said):
    parties = (
        *contents().parties,
        Party(
            key="b", platform="bluesky", id="", names=("Rose Martin (elle, lui)",), handles=("ros.test",), accused=False
        ),
    )
    assert redact(fact(text=said), parties=parties).facts[0].text == said


# ── files, digests ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_files_go_by_numbers_and_originals_do_not_go():
    given = fact(
        media=(
            Attached(kind="image", file="originals/photo.jpg"),
            Attached(kind="image", file="pictures/0001.jpg", showing=Showing.SHOWN),
        )
    )
    made = redact(given, fact(2))
    assert [one.pieces[0].file for one in made.facts] == ["0001", "0002"]
    assert [one.file for one in made.facts[0].media] == ["", "pictures/0001.jpg"]
    assert {"originals", "pictures"} <= {*made.withheld}
    assert made.masked


def test_no_digest_confirms_a_guess_at_what_is_masked():
    """Who knows a post but for ten digits tries them all in a second."""
    given = fact(
        text="son numéro : 06 39 98 47 21", turns=(Turn(what="edited", at=NOON, text="rien", digest="ab" * 32),)
    )
    made = redact(given, fact(2))
    assert (made.facts[0].pieces[0].digest, made.facts[0].turns[0].digest) == ("", "")
    assert made.facts[1].pieces[0].digest == fact(2).pieces[0].digest
    assert "digests" in made.withheld


def test_what_has_nothing_to_mask_stays_as_it_is():
    made = redact(fact(1), fact(2, text="Tu vas voir 😀 مرحبا 你好"), parties=contents().parties[:2])
    bare = [msgspec.structs.replace(one, pieces=()) for one in made.facts]
    assert bare == [
        msgspec.structs.replace(fact(1), pieces=()),
        msgspec.structs.replace(fact(2, text="Tu vas voir 😀 مرحبا 你好"), pieces=()),
    ]


# ── whatever is written ──────────────────────────────────────────────────────────────────────────────────────────────

PIECES = st.sampled_from(
    [
        HOME,
        "06 39 98",
        "47 21",
        "0639984721",
        "rue des",
        "Zinzolins",
        "4217",
        "@",
        "quasimodette",
        "boite-zibeline.test",
        MASK,
        "\u202e",
        "%20",
        "&#52;",
        "+",
        "_",
        "\ud800",
        "Brimborion",
    ]
)
ANYTHING = st.lists(PIECES | st.text(max_size=6), max_size=12).map("".join)


@settings(max_examples=60, deadline=None)
@given(said=ANYTHING, name=ANYTHING)
def test_masked_again_it_is_the_same_and_nothing_is_found_in_it(said, name):
    sought = Sought(MINE)
    whole = contents(fact(text=said, name=name))
    hidden = concealed(whole, ["Hildegarde Brimborion"])
    once = masked(whole, sought, hidden)
    assert masked(once, sought, hidden) == once
    assert not any(sought(leaf.text) for leaf in leaves(once))


@settings(max_examples=60, deadline=None)
@given(said=ANYTHING)
def test_covering_comes_to_an_end_whatever_a_finder_says(said):
    assert covered(said, lambda text: [(0, 1)]) in {"", MASK}
    assert covered(said, lambda _: ()) == said


def test_what_is_declared_does_not_cover_for_what_is_not():
    office = "20 rue de l’Exemple"
    for said in (f"{office} Wilhelmine Quasimodette", f"{office}, {HOME}", f"{HOME}, {office}", f"xn--{office} {HOME}"):
        read = redact(fact(text=said), public=(office,)).facts[0].text
        assert not any(word in read for word in ("Wilhelmine", "Zinzolins")), said
