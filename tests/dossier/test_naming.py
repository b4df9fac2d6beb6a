"""Who stood by me is recognised however they are named, and ordinary words stay ordinary words."""

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


def test_nobody_is_found_where_nobody_is_hidden():
    assert Names({}).broad("Rose Martin") == []
    assert not Names({}).touches("Rose Martin")


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
