"""Who stood by me is recognised however they are named, and ordinary words stay ordinary words."""

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.dossier.naming import Known, Names
from bot.dossier.ordinary import ordinary
from bot.dossier.readings import readings

ROSE = Known(
    frozenset({"Rose Martin 🌸 (elle) | avocate à Lyon"}),
    frozenset({"rosem_42@mastodon.test"}),
    frozenset({"did:plc:abcdefghij234567klmnopqr"}),
)
NAMES = Names({
    "A": ROSE,
    "B": Known(frozenset({"李明"}), frozenset({"li.bsky.test"})),
    "C": Known(frozenset({"Zoé de la Tour"})),
    "D": Known(frozenset({"Faits"}), frozenset({"faits.test"})),
})  # fmt: skip


def read(said, called):
    for (start, end), alias in sorted(called, reverse=True):
        said = said[:start] + alias + said[end:]
    return said


@pytest.mark.parametrize(
    ("said", "narrow"),
    [
        ("Rose Martin ment", "A ment"),
        ("ROSE  MARTIN", "A"),
        ("rose-martin", "A"),
        ("martin, rose", "A"),
        ("#RoseMartin", "A"),
        ("rosemartin", "A"),
        ("r o s e m a r t i n", "A"),
        ("ro\u200bse mаrtin", "A"),
        ("@rosem_42 tais-toi", "A tais-toi"),
        ("@rosem_42@mastodon.test", "A"),
        ("https://mastodon.test/@rosem_42/1", "https://mastodon.test/A/1"),
        ("https://x.test/%40rosem_42", "https://x.test/A"),
        ("at://did:plc:abcdefghij234567klmnopqr/1", "at://A/1"),
        ("Martin le sait", "A le sait"),
        ("李明 le sait", "B le sait"),
        ("Zoe Tour", "C"),
        ("zoé de la tour", "C"),
        ("@faits", "D"),
    ],
)
def test_they_are_recognised_wherever_they_stand(said, narrow):
    assert read(said, NAMES.narrow(said)) == narrow
    assert NAMES(said)


@pytest.mark.parametrize(
    "said",
    [
        "la rose est rouge",
        "prose",
        "Elle est là",
        "elle",
        "martinet",
        "mastodon.test",
        "Lyon",
        "une tour",
        "did:plc:autre",
        "Zoé",
        "lister",
    ],
)
def test_ordinary_words_name_nobody(said):
    assert NAMES.broad(said) == []


def test_a_word_that_the_dossier_itself_writes_is_a_name_only_where_people_write():
    assert "personne" in ordinary()
    names = Names({"A": Known(frozenset({"Personne"}))})
    assert names.narrow("Personne A a écrit") == []
    assert names.narrow("@personne")
    assert names.broad("Personne le sait")


def test_what_the_files_are_made_of_names_nobody_where_they_are_searched():
    """Whoever is called so could have no dossier."""
    words = "Marks, Court, Digest, Author, Place"
    said = '{"marks": [], "court": "", "digest": "", "author": ""}'
    for name in words.split(", "):
        assert Names({"A": Known(listed=frozenset({name}))})(said) == [], name
        assert Names({"A": Known(listed=frozenset({f"Rose {name}"}))})(said) == [], name
        assert read(name, Names({"A": Known(listed=frozenset({f"Rose {name}"}))}).broad(name)) == "A"


def test_nobody_is_found_where_nobody_is_hidden():
    assert Names({}).broad("Rose Martin") == []
    assert not Names({}).touches("Rose Martin")


# ── witnesses, whom I list by name ───────────────────────────────────────────────────────────────────────────────────

TYPED = {
    "Marie Dupont": ("Marie", "Dupont"),
    "MARIE DUPONT": ("Marie", "Dupont"),
    "marie dupont": ("Marie", "Dupont"),
    "Dupont, Marie": ("Marie", "Dupont"),
    "Mme Dupont": ("Mme", "Dupont"),
    "M. Dupont": ("M.", "Dupont"),
    "Marie Claire Dupont": ("Marie", "Claire", "Dupont"),
    "Jean-Pierre Le Goff": ("Jean", "Pierre", "Goff"),
    "Zoé de la Tourenne": ("Zoé", "Tourenne"),
    "Kevin O’Neil": ("Kevin", "Neil"),
    "N'Golo Kanté": ("Golo", "Kanté"),
    "Élodie Müller": ("Élodie", "Müller"),
    "Ștefan Łukasz": ("Ștefan", "Łukasz"),
    "Nadia Kermarrec (ma voisine du dessus)": ("Nadia", "Kermarrec"),
    "Rose Kermarrec": ("Rose", "Kermarrec"),
    "Ronald McDouglas": ("Ronald", "McDouglas"),
    "Марина Иванова": ("Марина", "Иванова"),
    "محمد العلي": ("محمد", "العلي"),
    "李明": ("李明",),
    "김 민준": ("민준",),
}
SHAPES = {
    "alone": lambda words: words[-1],
    "in order": " ".join,
    "capitals": lambda words: " ".join(words).upper(),
    "small": lambda words: " ".join(words).lower(),
    "turned round": lambda words: f"{words[-1].upper()}, {' '.join(words[:-1])}",
    "hyphens": "-".join,
    "underscores": "_".join,
    "dots": lambda words: ".".join(words).lower(),
    "a hashtag": lambda words: f"#JusticePour{''.join(words)}",
    "its genitive": lambda words: f"{words[-1]}'s",
    "elision": lambda words: f"d’{words[-1]}",
    "elision in capitals": lambda words: f"L'{words[-1].upper()}",
    "zero width": lambda words: "\u200b".join(" ".join(words)),
    "soft hyphens": lambda words: "\u00ad".join(words[-1]),
    "struck out": lambda words: "".join(f"{one}\u0336" for one in words[-1]),
    "an emoji within": lambda words: f"{words[-1][:2]}🌹{words[-1][2:]}",
    "a dot within": lambda words: f"{words[-1][:2]}.{words[-1][2:]}",
    "an address": lambda words: f"https://x.test/{'-'.join(words).lower()}?p=1",
    "a profile": lambda words: f"https://x.test/@{''.join(words).lower()}/1",
    "a file": lambda words: f"IMG_{'_'.join(words)}.jpg",
    "quotes": lambda words: f"«\u00a0{words[-1]}\u00a0»",
    "two lines": "\n".join,
    "a digit for a letter": lambda words: words[-1].replace("o", "0").replace("e", "3"),
    "drawn out": lambda words: re.sub("([aeiou])", r"\1\1\1\1", words[-1]),
    "mixed": lambda words: "".join(one.upper() if at % 2 else one.lower() for at, one in enumerate(words[-1])),
    "in a longer word": lambda words: f"#balance{words[-1].lower()}",
    "glued": lambda words: f"pour{''.join(words).lower()}",
}


def name_words(said):
    """What of it would tell who it is."""
    return [word for word in re.findall(r"[^\W\d_]{3,}", plainly(said)) if word != "mme"]


def plainly(said):
    bare = "".join(one for one in unicodedata.normalize("NFKD", said) if not unicodedata.combining(one))
    return re.sub("[\u200b\u00ad🌹.]", "", bare).casefold()


@pytest.mark.parametrize("typed", TYPED)
def test_whoever_i_list_is_recognised_by_each_name_in_every_shape(typed):
    names = Names({"▮": Known(listed=frozenset({typed}))})
    for shape, write in SHAPES.items():
        said = f"oui, {write(TYPED[typed])} le sait"
        left = plainly(read(said, names.broad(said)))
        for word in name_words(" ".join(TYPED[typed])):
            assert word not in left, (typed, shape, left)


VOWELS, CONSONANTS = "aeiouyéèôü", "bcdfglmnprstvz"
SYLLABLES = st.builds(str.__add__, st.sampled_from(CONSONANTS), st.sampled_from(VOWELS))
INVENTED = st.lists(SYLLABLES, min_size=3, max_size=4).map("".join).map(str.title)


@settings(max_examples=60, deadline=None)
@given(
    words=st.lists(INVENTED, min_size=2, max_size=3, unique=True), typed=st.sampled_from([str, str.upper, str.lower])
)
def test_any_name_is_recognised_in_every_shape(words, typed):
    names = Names({"▮": Known(listed=frozenset({typed(" ".join(words))}))})
    for shape, write in SHAPES.items():
        said = f"oui, {write(words)} le sait"
        left = plainly(read(said, names.broad(said)))
        assert not any(word in left for word in name_words(" ".join(words))), (shape, left)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("Rose Petit", "la rose est rouge, un petit peu"),
        ("Pierre Faith", "une pierre dans l’eau, keep the faith"),
        ("Grace Hope", "there is hope, by the grace of law"),
        ("Mme de la Tour", "de la colère, dans une tour"),
        ("Nadia, ma voisine", "ma voisine le sait"),
        ("Marie Dupont (mon avocate)", "mon avocate vous écrira"),
        ("Élodie Martin", "un martinet, des martinets"),
        ("M. Lin", "lin, coton, mme, m."),
        ("Léa Ali", "le pléa, alinéa 3, une alliance"),
    ],
)
def test_a_name_that_i_list_does_not_swallow_ordinary_words(typed, said):
    assert Names({"▮": Known(listed=frozenset({typed}))}).broad(said) == []


def test_nothing_of_a_name_is_left_beside_what_stands_for_it():
    names = Names({"▮": Known(listed=frozenset({"Kevin O’Neil", "Mme Dupont", "Jean Van den Bergh"}))})
    for said in ("O'Neil", "O’NEIL", "Mme Dupont", "van den Bergh", "J. Bergh", "Bergh, Jean"):
        assert read(said, names.broad(said)) == "▮", said


@pytest.mark.parametrize(
    "typed", ["محمد العلي, Nadia Kermarrec", "nadia kermarrec, Paul Durand", "NADIA KERMARREC (sœur)"]
)
def test_two_on_one_line_are_both_recognised(typed):
    names = Names({"▮": Known(listed=frozenset({typed}))})
    assert read("Kermarrec", names.broad("Kermarrec")) == "▮"
    assert not names.broad("sœur, durable")
    assert "العلي" not in typed or names.broad("العلي")


def test_whoever_is_called_as_i_am_does_not_cover_my_own_name():
    names = Names({"▮": Known(listed=frozenset({"Marie Dorval"}))}, own={"camille", "dorval"})
    assert read("Camille Dorval", names.broad("Camille Dorval")) == "Camille Dorval"
    assert read("sa mère Marie Dorval", names.broad("sa mère Marie Dorval")) == "sa mère ▮"
    assert read("Marie", names.broad("Marie")) == "▮"


CODED = st.lists(
    st.sampled_from(
        [
            "%41",
            "%C3%A9",
            "%E9",
            "%",
            "&#65;",
            "&eacute;",
            "&amp;#65;",
            "\\u0041",
            "\\x41",
            "xn--bcher-kva",
            "+a",
            "\u202e",
            "\u00ad",
            "а",
            "A b c d ",
            "_",
        ]
    )
    | st.text(max_size=4),
    max_size=20,
).map("".join)


@settings(max_examples=150, deadline=None)
@given(said=CODED)
def test_every_reading_knows_where_it_was_written(said):
    for one in readings(said):
        assert len(one.text) == len(one.places)
        for start, end in one.places:
            assert 0 <= start < end <= len(said)
        if one.text:
            first, last = one.span(0, len(one.text))
            assert 0 <= first < last <= len(said)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("%34%32", "42"),
        ("%2534%2532", "42"),
        ("caf%C3%A9", "café"),
        ("caf%E9", "café"),
        ("&#52;&#x32;", "42"),
        ("&amp;#52;2", "42"),
        ("\\u0034\\x32", "42"),
        ("xn--bcher-kva.test", "bücher.test"),
        ("\u202esnilozniZ\u202c", "\u202cZinzolins\u202e"),
        ("z.i.n.z.o", "zinzo"),
        ("rue+des+Zinzolins", "rue des Zinzolins"),
    ],
)
def test_what_is_written_otherwise_is_read(said, meant):
    assert meant in [one.text for one in readings(said)]
