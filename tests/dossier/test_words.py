"""Whatever somebody wrote to me stands in my dossier as they wrote it, and does nothing there but stand."""

import json
import re
import unicodedata
from collections import Counter
from itertools import chain

import pytest
from fontTools.ttLib import TTFont
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.dossier.typesetting.blocks import Document, Pairs, Words
from bot.dossier.typesetting.drawing import Care, drawable
from bot.dossier.typesetting.lines import lines
from bot.dossier.typesetting.press import HERE
from bot.dossier.typesetting.signs import coverage
from tests.dossier.setting import PAGE, document, expected, packed, printed, read

MARKUP = [
    '#panic("x")', '#import "/etc/passwd": *', '#read("main.typ")', "#{while true {}}", "*gras* _italique_ `code` $x^2$", "= Titre\n- liste\n+ liste\n/ terme: mot",
    "<etiquette> @etiquette \\ // commentaire /* autre */", "#set text(fill: white)", "\\u{202E}", "-- --- ... ~ 'a' \"b\"", "[crochets] {accolades} ]]] }}} )))",
    "(texte) Tj ET BT /F1 12 Tf", "%PDF-1.7\n1 0 obj << /JS (app.alert(1)) >> endobj", "<script>alert(1)</script> &amp; &lt;", "<img src=x onerror=alert(1)>", '=HYPERLINK("http://a.test")', "\\\\\\", '"}]}', "{n} / {total}",
]  # fmt: skip
SIGNS = [chr(point) for point in chain(range(32, 127), range(0xA1, 0x180), range(0x391, 0x3C9), range(0x410, 0x450))]
ALONE = re.compile("(?<=\\S)[\u0300\u0336\u20e3]")
# Two marks on one sign, one on a letter that no font has together with it, and joined emoji that are not one drawing, are read back twice or not at all by some readers of
# PDFs, though they are drawn as they should be: here each stands alone.
HOSTILE = "\u202a\u202b\u202d\u202e\u202c\u2066\u2067\u2068\u2069\u200e\u200f\u061c\u200b\u200c\u2060\ufeff\u00ad\u034f\u0300\u0336\u20e3\ufe0e\ufe0f\u3164\u2800\x00\x07\x1b\x7f\x85\u2028\u2029\t\r\x0b\x0c\ue000\ufffd\uffff⟦⟧🧿👩👧🇫🇷\U000e0067\U000f0000漢か한ไทยहिन्दीعשלו"
LEFT_TO_RIGHT = st.text(
    st.sampled_from(
        [*SIGNS, " ", "\n", *(one for one in HOSTILE if unicodedata.bidirectional(one) not in {"R", "AL"})]
    ),
    max_size=80,
).map(lambda text: ALONE.sub(" ", text))
ANYTHING = st.text(st.one_of(st.sampled_from([*SIGNS, *HOSTILE]), st.characters()), max_size=80).map(
    lambda text: ALONE.sub(" ", text)
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("set")


FEW = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def test_no_text_is_ever_markup(folder):
    assert packed(read(printed(folder, document(*MARKUP)))) == "".join(expected(one) for one in MARKUP)


@FEW
@given(st.lists(LEFT_TO_RIGHT, min_size=1, max_size=12))
def test_what_is_read_back_from_the_pages_is_what_was_written(folder, texts):
    assert packed(read(printed(folder, document(*texts)))) == "".join(expected(one) for one in texts)


@FEW
@given(st.lists(ANYTHING, min_size=1, max_size=12))
def test_whatever_signs_they_use_it_can_be_set_and_none_is_lost(folder, texts):
    pdf = printed(folder, document(*texts))
    assert pdf is not None
    wanted = Counter(packed(unfolded("".join(expected(one) for one in texts))))  # some forms are drawn beside a space
    assert not wanted - Counter(unfolded(packed(read(pdf))))


def unfolded(text):
    """Letters as they are written: readers of PDFs give some Arabic ones as the forms in which they are drawn, and
    brackets among letters that go from right to left as those that are seen.
    """
    return "".join(
        "\N{ARROW POINTING RIGHTWARDS THEN CURVING UPWARDS}"
        if unicodedata.mirrored(one)
        else unicodedata.normalize("NFKC", one)
        if "\ufb1d" <= one <= "\ufdff" or one >= "\ufe70"
        else one
        for one in text
    )


@pytest.mark.parametrize(
    "text",
    [
        "שלום עולם", "هذا نص عربي", "漢字とかなと한글", "ไทยภาษา", "हिन्दी में लिखा", "Ça fait 12 %\u202f; « bien\u00a0»", "👩‍👩‍👧 👍🏽 🇫🇷 1️⃣ ❤️ 🏴‍☠️", "ℕ ∑ ∮ 𝔸 → ★ ♥",
    ],
)  # fmt: skip
def test_each_script_is_read_back_as_it_was_written(folder, text):
    assert packed(read(printed(folder, document(text)))) == expected(text)
    assert expected(text) == packed(text)


@pytest.mark.parametrize(
    "text",
    ["a" * 60_000, "漢" * 60_000, "👩" * 20_000, "\u00a0" * 60_000, "é" * 60_000, "mot " * 15_000, "https://a.test/" + "x/" * 20_000, "-" * 60_000, "、" * 20_000, "𝐚" * 20_000],
    ids=["a", "cjk", "emoji", "nbsp", "accents", "words", "address", "hyphens", "stops", "mathematical"],
)  # fmt: skip
def test_sixty_thousand_signs_without_a_space_stay_within_the_page(folder, text):
    assert packed(read(printed(folder, document(text)))) == expected(text)


def test_thousands_of_marks_on_one_sign_take_no_hours(folder):
    shown = packed(read(printed(folder, document("é" + "\u0301" * 5_000))))
    assert shown.count("⟦U+0301⟧") == 4_996


def test_sixty_thousand_empty_lines_are_counted_and_not_printed(folder):
    set_ = read(printed(folder, document("avant" + "\n" * 60_000 + "après")))
    assert packed(set_) == "avant⟦U+000A⟧×59999après"


def test_what_no_font_draws_is_named_in_its_place():
    assert drawable("a\U000f0000b\x07c") == "a⟦U+F0000⟧b⟦U+0007⟧c"


def test_what_cannot_be_seen_is_named_where_it_says_nothing_to_its_neighbours():
    assert drawable("tu\u200be\u202er\u00ad\u2066x") == "tu⟦U+200B⟧e⟦U+202E⟧r⟦U+00AD⟧⟦U+2066⟧x"
    assert drawable("co\u200dn") == "co⟦U+200D⟧n"
    assert drawable("👩\u200d👧 ❤\ufe0f می\u200cروم") == "👩\u200d👧 ❤\ufe0f می\u200cروم"


def test_marks_that_stand_on_nothing_or_on_too_much_are_named():
    assert drawable("\u0301a") == "⟦U+0301⟧a"
    assert drawable("a" + "\u0301" * 5) == "a" + "\u0301" * 4 + "⟦U+0301⟧"


def test_nobody_can_write_one_of_our_names():
    assert drawable("⟦U+200B⟧") == "⟦U+27E6⟧U+200B⟦U+27E7⟧"


def test_lone_surrogates_are_named():
    assert drawable("a\ud800b") == "a⟦U+D800⟧b"


def test_an_override_of_theirs_cannot_turn_our_labels_around(folder):
    rows = tuple(
        (f"Étiquette {n}", Words(text=text))
        for n, text in enumerate(("\u202e\u2067gauche", "\u200fשלום (12", "عربي 34 ]"))
    )
    pdf = printed(folder, Document(language="fr", page=PAGE, blocks=(Pairs(rows=rows),)))
    assert [f"Étiquette {n}" in read(pdf) for n in range(3)] == [True, True, True]


def test_a_line_is_read_as_its_first_letter_is():
    assert lines("abc\n12 שלום abc\nabc שלום") == ["abc", {"pieces": ["12 שלום abc"], "rtl": True}, "abc שלום"]


def test_an_address_breaks_and_nothing_is_added_to_what_is_copied(folder):
    url = "https://bsky.app/profile/did:plc:k4wq7ovx2mzr5c3jd6n2tbue/post/" + "3l" * 60
    shown = read(printed(folder, document(url)))
    assert "\u200b" not in shown
    assert len(shown.split()) > 1
    assert "".join(shown.split()) == url


@pytest.mark.parametrize("care", [Care.PLAIN, Care.LATIN])
def test_with_more_care_more_is_named_and_all_of_it_can_be_set(folder, care):
    told = drawable("été שלום 👩⟦", care)
    assert "👩" not in told
    assert "été" in told
    assert "1F469" in told
    assert printed(folder, document("été שלום 👩 ⟦\ud800"), care) is not None


def test_the_table_of_signs_is_what_the_fonts_draw():
    """Run scripts/write-out-fonts when this fails."""
    known = coverage()
    written = json.loads((HERE.parent / "fonts" / "coverage.json").read_bytes())
    for name, ranges in written.items():
        covered = {point for first, last in ranges for point in range(first, last + 1)}
        with TTFont(HERE.parent / "fonts" / name, lazy=True) as font:
            drawn = set(font.getBestCmap())
        assert covered <= drawn
        assert len(drawn - covered) < 20
    assert {one.name for one in (HERE.parent / "fonts").glob("*.[ot]tf")} == written.keys()
    assert known.of("é").fonts
    assert not known.of("\U000f0000").fonts


def test_every_sign_that_is_said_to_be_drawn_is_drawn(folder):
    points = [point for point in range(0x20, 0x30000) if not 0xD800 <= point < 0xE000]
    every = [chr(point) for point in points if coverage().of(chr(point)).kind.value == "base"]
    assert len(every) > 45_000
    assert printed(folder, document(" ".join(every))) is not None
