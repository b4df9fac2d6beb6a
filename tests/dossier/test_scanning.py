"""Before it is handed over, the bytes themselves are searched: one find, or one file that nobody can read, and it is not."""

import hashlib
import io
import json
import random
import zipfile
from base64 import b64encode
from pathlib import Path

import pypdfium2
import pytest
import typst
from PIL import Image

from bot.dossier.fact import Showing
from bot.dossier.finding import Sought
from bot.dossier.pictures import shown
from bot.dossier.reading import Place
from bot.dossier.redacting import redacted
from bot.dossier.scanning import Found, scan
from tests.dossier.plainly import FONTS, pdf, write
from tests.dossier.plants import ORDINARY, contents, fact, vault
from tests.dossier.test_planted import DRAFT
from tests.vault.conftest import VAULT

MINE = Sought(vault())
HOME = "4217 rue des Zinzolins"
INNOCENT = [
    line
    for name in ("innocent_fr.txt", "innocent_en.txt")
    for line in (Path(__file__).parents[1] / "signals" / name).read_text("utf-8").splitlines()
]


def found(tmp_path, name, raw):
    file = tmp_path / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(raw if isinstance(raw, bytes) else raw.encode())
    return [(one.place, one.number) for one in scan(tmp_path, MINE)]


def with_pixels(kind, **more):
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(out, kind, **more)
    return out.getvalue()


# ── where it may stand ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("cells", "broken"),
    [
        (["il dit : elle vit 4217 rue des", "Zinzolins, viens", ""], "over two cells"),
        (["elle habite depuis toujours au 4217 rue des Zinzolins voilà", "", ""], "over the lines of a cell"),
        (["06 39", "98 47", "21"], "over three cells"),
        (["quasimodette@boite-zibeline.test", "", ""], "over the lines of a cell, within a word"),
        (["la dénommée Wilhelmine", "Quasimodette", ""], "over two cells"),
    ],
)
def test_my_address_broken_over_cells_and_lines_is_found(tmp_path, cells, broken):
    assert found(tmp_path, "dossier.pdf", pdf({"cells": cells})) == [(Place.PAGE, 1)], broken


def test_my_address_broken_over_two_pages_is_found_between_their_headers(tmp_path):
    filling = [ORDINARY] * 3
    before = "#pagebreak()"
    template = f"""
        #set page(paper: "a6", header: [Le dossier], footer: context [page #counter(page).display() sur 2])
        {filling[0]} Elle vit au 4217 rue des
        {before}
        Zinzolins et nulle part ailleurs. {filling[1]}
    """
    raw = typst.compile(template.encode(), font_paths=[str(FONTS)], ignore_system_fonts=True)
    assert found(tmp_path, "dossier.pdf", raw) == [(Place.PAGE, 1)]


@pytest.mark.parametrize(
    "part",
    [
        {"url": "https://x.test/4217%20rue%20des%20Zinzolins"},
        {"title": f"{HOME}"},
    ],
    ids=["the target of a link", "the outline"],
)
def test_what_no_page_shows_is_found(tmp_path, part):
    assert (Place.METADATA, 1) in found(tmp_path, "dossier.pdf", pdf(part))


@pytest.mark.parametrize("said", [{"title": HOME}, {"keywords": [HOME]}])
def test_the_properties_of_a_document_are_read(tmp_path, said):
    assert found(tmp_path, "dossier.pdf", pdf({"lines": [ORDINARY]}, **said)) == [(Place.METADATA, 1)]


def test_a_file_within_a_pdf_is_read(tmp_path):
    document = pypdfium2.PdfDocument(pdf({"lines": [ORDINARY]}))
    document.new_attachment("notes.txt").set_data(f"elle vit {HOME}".encode())
    out = io.BytesIO()
    document.save(out)
    assert (Place.METADATA, 0) in found(tmp_path, "dossier.pdf", out.getvalue())


def test_alternative_text_in_a_pdf_is_read(tmp_path):
    (tmp_path / "a.jpg").write_bytes(with_pixels("JPEG"))
    template = f'#image("a.jpg", alt: "sa porte, {HOME}")'
    (tmp_path / "a.typ").write_text(template)
    raw = typst.compile(str(tmp_path / "a.typ"), ignore_system_fonts=True)
    folder = tmp_path / "folder"
    assert found(folder, "dossier.pdf", raw) == [(Place.METADATA, 1)]


@pytest.mark.parametrize(
    ("name", "said", "where"),
    [
        ("a.json", json.dumps([ORDINARY, {"text": f"elle vit {HOME}"}]), (Place.FIELD, 3)),
        ("a.json", json.dumps({"text": "elle vit 4217 ru\u0435 d\u0435s Zinzolins"}), (Place.FIELD, 2)),
        ("a.json", json.dumps({HOME: 1}), (Place.FIELD, 1)),
        ("a.json", json.dumps({"number": 639984721}), (Place.FIELD, 2)),
        (
            "a.json",
            json.dumps({"raw": b64encode(f"[{{'text': 'elle habite au {HOME}, {ORDINARY}'}}]".encode()).decode()}),
            (Place.FIELD, 0),
        ),
        (
            "a.jsonl",
            "\n".join(json.dumps({"text": one}, ensure_ascii=True) for one in (ORDINARY, "école Zoltan Wyszkowski")),
            (Place.LINE, 2),
        ),
        ("a.csv", f'1;{ORDINARY}\n2;"\'=il dit ""{HOME}"""\n', (Place.LINE, 2)),
        ("a.csv", "1;bonjour\n2;4217 rue;des Zinzolins\n", (Place.LINE, 2)),
        ("README.txt", f"bonjour\n\n{HOME}\n", (Place.LINE, 3)),
        ("a.txt", "bonjour\nelle vit 4217 rue\ndes Zinzolins\n", (Place.LINE, 1)),
        ("a.txt", f"{ORDINARY}\n" * 900 + "06\u200b39\u200b98\u200b47\u200b21", (Place.LINE, 901)),
        ("a.tsr", b"0\x82\x01\x00\x30\x10" + b"\x0c\x16" + HOME.encode(), (Place.METADATA, 1)),
        ("a.xml", f"<p>{''.join(f'&#{ord(one)};' for one in HOME)}</p>", (Place.LINE, 1)),
    ],
)
def test_it_is_found_in_every_kind_of_file(tmp_path, name, said, where):
    assert where in found(tmp_path, name, said)


@pytest.mark.parametrize(
    "name",
    [
        f"{HOME}.txt",
        f"{HOME}/a.txt",
        "4217 rue/des Zinzolins.txt",
        "4217%20rue%20des%20Zinzolins.txt",
        "0639984721.json",
    ],
)
def test_the_name_of_a_file_is_read_and_not_repeated(tmp_path, name):
    file = tmp_path / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("[]")
    every = scan(tmp_path, MINE)
    assert {one.place for one in every} == {Place.NAME}
    assert not any(word in repr(every) for word in ("Zinzolins", "0639984721"))


def test_names_within_an_archive_are_read_and_so_is_what_is_in_it(tmp_path):
    for number, (name, said) in enumerate([(f"{HOME}.txt", ""), ("a.txt", HOME)]):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
            made.writestr(name, said)
        folder = tmp_path / f"{number}"
        assert found(folder, "bag.zip", out.getvalue()) == [(Place.NAME if not number else Place.LINE, 1)]


def test_what_is_found_tells_where_and_never_what(tmp_path):
    every = [value for values in VAULT.values() for value in values]
    (tmp_path / "a.txt").write_text("\n".join(every))
    assert not any(value in repr(scan(tmp_path, MINE)) for value in every)


# ── what nobody can read ─────────────────────────────────────────────────────────────────────────────────────────────


def locked():
    import pyzipper

    out = io.BytesIO()
    with pyzipper.AESZipFile(out, "w", encryption=pyzipper.WZ_AES) as made:
        made.setpassword(b"secret")
        made.writestr("a.txt", "bonjour")
    return out.getvalue()


def exif():
    about = Image.Exif()
    about[0x010E] = HOME
    return about


@pytest.mark.parametrize(
    "raw",
    [
        b"\x00\x01\x02\x03 elle vit",
        b"\xff\xfee\x00l\x00l\x00e\x00",
        b"%PDF-1.7\nnothing",
        b"PK\x03\x04nothing",
        b"GIF89a" + bytes(20),
        b"\x1f\x8b\x08" + bytes(20),
        b"(\xb5/\xfd" + bytes(20),
        b"SQLite format 3\x00",
        locked(),
        with_pixels("JPEG", exif=exif()),
        with_pixels("JPEG", comment=HOME.encode()),
        with_pixels("JPEG", xmp=f"<x>{HOME}</x>".encode()),
        with_pixels("JPEG", icc_profile=HOME.encode() * 10),
        with_pixels("JPEG") + HOME.encode(),
        with_pixels("PNG", exif=exif()),
        with_pixels("PNG") + b"behind",
        with_pixels("WEBP"),
        pdf({"lines": [ORDINARY]}).replace(b"/Type/Catalog", b"/Encrypt 9 0 R/Type/Catalog"),
        pdf({"lines": [ORDINARY]}).replace(b"/FlateDecode", b"/LZWDecode  "),
        pdf({"lines": [ORDINARY]}).replace(b"endstream", b"endstreem"),
        pdf({"lines": [ORDINARY]}).replace(b"/Type/Catalog", b"/OpenAction<</S/JavaScript/JS(a)>>/Type/Catalog"),
    ],
)
def test_what_cannot_be_read_is_never_called_clean(tmp_path, raw):
    assert found(tmp_path, "a.bin", raw) == [(Place.UNREADABLE, 0)]


def test_a_link_to_another_place_is_no_file(tmp_path):
    (tmp_path / "a.txt").symlink_to("/etc/hostname")
    assert scan(tmp_path, MINE) == (Found(file="a.txt", place=Place.UNREADABLE),)


# ── what is clean ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_pictures_that_were_drawn_anew_are_clean(tmp_path):
    assert found(tmp_path, "pictures/0001.jpg", shown(with_pixels("JPEG", exif=exif()), Showing.SHOWN)) == []
    assert found(tmp_path, "pictures/0002.png", with_pixels("PNG")) == []


def test_ordinary_words_with_digests_and_moments_can_be_handed_over(tmp_path):
    random_ = random.Random(8)
    facts = [
        fact(
            number,
            text=f"{INNOCENT[number % len(INNOCENT)]} {random_.randrange(10**6)}",
            seal=random_.randbytes(32).hex(),
            uri=f"https://mastodon.test/@mechant/{random_.randrange(10**17, 10**18)}",
        )
        for number in range(1, 301)
    ]
    made = redacted(contents(*facts), DRAFT, vault(), ())
    assert [one.text for one in made.contents.facts] == [one.text for one in facts]
    write(made.contents, tmp_path)
    assert scan(tmp_path, made.finder) == ()


@pytest.mark.parametrize("seed", range(4))
def test_digests_say_nothing_whatever_they_are(tmp_path, seed):
    """Digits of a phone in one are chance: nobody who reads it sees a phone."""
    digests = [hashlib.sha256(b"%d %d" % (seed, number)).hexdigest() for number in range(2_000)]
    digests.append("ab0639984721cd" + digests[0][14:])
    (tmp_path / "manifest-sha256.txt").write_text("".join(f"{one}  data/{at:04}\n" for at, one in enumerate(digests)))
    assert scan(tmp_path, MINE) == ()


def test_a_stream_of_which_nobody_knows_what_it_is_is_taken_for_a_file(tmp_path):
    raw = pdf({"lines": [ORDINARY]})
    said = f"elle vit {HOME}".encode()
    hidden = b"\n9999 0 obj\n<</Length %d>>\nstream\n%s\nendstream\nendobj\n" % (len(said), said)
    assert (Place.METADATA, 0) in found(tmp_path, "dossier.pdf", raw.replace(b"\n1 0 obj", hidden + b"\n1 0 obj", 1))


def test_parentheses_within_parentheses_hide_nothing(tmp_path):
    title = f"a(b(c(d(e(f) {HOME}))))) \\( encore"
    assert (Place.METADATA, 1) in found(tmp_path, "dossier.pdf", pdf({"lines": [ORDINARY]}, title=title))
