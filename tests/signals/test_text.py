"""Whatever a text is dressed in, it is read; and what was found can be shown where it stands."""

import string

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.signals.text import HEAD, TAIL, Folder
from tests.signals.places import places
from tests.timing import seconds

FOLDER = Folder([("salope", "salopes"), ("connard", "connards"), ("asshole",), ("pute",), ("tuer",)])
fold, readings = FOLDER.fold, FOLDER.readings

DRESSED = [
    "salope",
    "SALOPE",
    "Salopé",
    "ｓａｌｏｐｅ",
    "𝓼𝓪𝓵𝓸𝓹𝓮",
    "ⓢⓐⓛⓞⓟⓔ",
    "🅂🄰🄻🄾🄿🄴",
    "sаlоре",
    "ѕalοpe",
    "s\u200ba\u200dl\u2060o\ufeffpe",
    "\u202esalope\u202c",
    "s\u00adalope",
    "s\x00alope",
    "sal\ud800ope",
    "s̶a̷l̸o̲p̈e",
    "s4l0p3",
    "$@l0p€",
    "saaaalooooope",
    "s a l o p e",
    "s.a.l.o.p.e",
    "s-a-l-o-p-e",
    "s_a_l_o_p_e",
    "s*lope",
    "sal*pe",
    "s🔥a🔥l🔥o🔥p🔥e",
    "🇸🇦🇱🇴🇵🇪",
]


@pytest.mark.parametrize("text", DRESSED)
def test_a_disguised_word_reads_as_the_word(text):
    assert "salope" in {folded.text for folded in readings(text)}


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("connnnnard", "connard"),
        ("fuuuuck", "fuck"),
        ("sa1ope", "salope"),
        ("b!tch", "bitch"),
        ("enculé·e·s", "encule"),
        ("je 🔥 te 🔥 vois", "je te vois"),
        ("y o u  a r e", "you are"),
        ("C’est l'été, cœur", "c est l ete coeur"),
        ("tu (vraiment) ... toi ?!", "tu vraiment toi"),
    ],
)
def test_what_can_be_read_in_two_ways_is_read_in_both(text, read):
    assert read in {folded.text for folded in readings(text)}


@pytest.mark.parametrize("text", ["le 12 mai 2024", "06 39 98 12 34", "3 sur 10", "a 4 b"])
def test_a_number_is_not_taken_for_a_word(text):
    assert any(character.isdigit() for character in fold(text).text) or text == "a 4 b"


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("j3 v4is te tuer", "je vais te tuer"),
        ("j e v a i s t e t u e r", "je vais te tuer"),
        ("t u  e s  u n e  p u t e", "tu es une pute"),
        ("jvais te tuer, jte jure", "je vais te tuer je te jure"),
        ("vs ne repondez pas ,je vs attends chez vs", "vous ne repondez pas je vous attends chez vous"),
        ("PSG vs OM, vs moi", "psg vs om vs moi"),
        ("#SalePute", "sale pute"),
        ("#sale_pute", "sale pute"),
        ("#salepute", "sale pute"),
        ("#SALEPUTE", "sale pute"),
        ("#lesDéputés", "les deputes"),
        ("s*l*pe", "salope"),
        ("c.o.n.n.a.r.d", "connard"),
        ("sal.ope", "salope"),
        ("enculé.e.s", "encule"),
        ("enculé(e)s", "enculees"),
        ("enculé-e-s", "enculees"),
        ("cccooonnnaaarrrddd", "connard"),
        ("salope69", "salope"),
        ("\u202eepolas", "salope"),
    ],
)
def test_what_people_type_to_be_missed_is_read(text, read):
    assert read in {folded.text for folded in readings(text)}


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("il y a à boire, il y a l'été", "il y a a boire il y a l ete"),
        ("u r a star", "u r a star"),
        ("à 5h17 sur l'A55, le 1er", "a 5h17 sur l a55 le 1er"),
        ("#therapist #concours", "therapist concours"),
        ("tue-le, dis-le", "tue le dis le"),
        ("la note* en bas", "la note en bas"),
    ],
)
def test_what_only_looks_disguised_is_left_as_it_is(text, read):
    assert fold(text).text == read


def test_links_and_full_handles_are_names_and_nothing_said():
    assert fold("@con.test va voir https://con.test/salope ou www.con.test ce soir").text == "va voir ou ce soir"


def test_a_bare_handle_is_a_name_unless_its_sign_poses_as_a_letter():
    assert fold("@camille merci").text == "merci"
    assert [folded.text for folded in readings("@salope merci")] == ["merci"]
    assert [folded.text for folded in readings("what an @sshole")] == ["what an", "what an asshole"]


@pytest.mark.parametrize("text", DRESSED)
def test_what_is_found_is_shown_where_it_was_written(text):
    before = "Dis donc, "
    written = f"{before}{text}, hein"
    for folded in readings(written):
        at = folded.text.find("salope")
        if at >= 0:
            start, end = folded.span(at, at + len("salope"))
            assert len(before) - 1 <= start < end <= len(before) + len(text)
            break
    else:
        pytest.fail("not read")


anything = st.text(alphabet=st.characters(), max_size=80) | st.text(
    alphabet=string.ascii_letters + string.digits + " .,!?*@$€|·'’«»\n-_éèçàœßΑаеорсух🔥😂🇫🇷\u200b\u0301\u202e",
    max_size=120,
)


@given(anything)
@example("a·b·c 1 1 a a a")
@example("\ud800\x00")
@example("İıſẞﬃ①㊙")
def test_every_place_lies_in_the_original_and_in_order(text):
    for folded in readings(text):
        last = 0
        for start, end in places(folded):
            assert 0 <= start < end <= len(text)
            assert start >= last
            last = start


@given(anything)
@example("4a4 b2b s s s a")
@example("0AA·A0")
@example("a1 1a !a a! a!a")
@example("aaa b ccc")
@example("*a*a **")
@example("0'A🆋A")
def test_folding_what_is_folded_changes_nothing(text):
    once = fold(text).text
    assert fold(once).text == once


@given(anything)
def test_folded_text_is_words_parted_by_one_space(text):
    for folded in readings(text):
        assert folded.text == " ".join(folded.text.split(" ")).strip()
        assert "  " not in folded.text
        assert folded.text == folded.text.casefold()


@pytest.mark.parametrize(
    "unit",
    ["a", "@", ".", "a ", "*a", "a1", "é·e", "🔥", "@a.a", "! ", "1!", "https://", "a*", "\u0301", "@" + "." * 50],
)
def test_a_text_made_to_wear_readers_out_takes_linear_time(unit):
    def taken(size):
        text = (unit * size)[:size]
        return max(seconds(lambda: [places(folded) for folded in readings(text)]), 0.002)

    assert taken(60_000) < 40 * taken(6_000)


def test_a_megabyte_is_read_at_both_ends():
    text = "salope " + "x" * 1_000_000 + " ordure"
    folded = fold(text)
    assert len(folded.text) <= HEAD + TAIL
    at = folded.text.index("ordure")
    start, end = folded.span(at, at + 6)
    assert text[start:end] == "ordure"
    start, end = folded.span(0, 6)
    assert text[start:end] == "salope"
