"""Pictures show their pixels and nothing else, and none that no human has looked at."""

import io
import struct
import zlib
from concurrent.futures import ThreadPoolExecutor

import pytest
from PIL import Image, ImageDraw, ImageFont, PngImagePlugin

from bot.dossier.bare import bare_jpeg
from bot.dossier.fact import Attached, Showing
from bot.dossier.pictures import only_named, prepared, shown
from bot.dossier.redacting import redacted
from bot.dossier.typesetting.blocks import Stack
from bot.dossier.typesetting.facts import card
from bot.dossier.typesetting.tongue import Tongue
from bot.errors import Refused
from bot.model.leak import LeakKind
from tests.dossier.plainly import FONTS
from tests.dossier.plants import WITNESS, contents, fact, knowing
from tests.dossier.test_planted import DRAFT

SECRET = "4217 rue des Zinzolins"


def picture(kind="PNG", size=(400, 300), colour="teal", **more):
    out = io.BytesIO()
    drawn = Image.new("RGB", size, colour)
    ImageDraw.Draw(drawn).text((20, 20), SECRET, "white", ImageFont.truetype(FONTS / "NotoSans-Bold.ttf", 24))
    drawn.save(out, kind, **more)
    return out.getvalue()


def secretive():
    about = Image.Exif()
    about[0x010E] = SECRET
    about.get_ifd(0x8825)[2] = (48.0, 51.0, 29.0)
    said = PngImagePlugin.PngInfo()
    said.add_text("Comment", SECRET)
    said.add_itxt("XML:com.adobe.xmp", SECRET)
    second = Image.new("RGB", (400, 300), "red")
    return {
        "EXIF with a place": picture("JPEG", exif=about),
        "a comment": picture("JPEG", comment=SECRET.encode()),
        "XMP": picture("JPEG", xmp=f"<x:xmpmeta>{SECRET}</x:xmpmeta>".encode()),
        "a profile": picture("JPEG", icc_profile=SECRET.encode() * 20),
        "text of a PNG": picture("PNG", pnginfo=said),
        "EXIF of a PNG": picture("PNG", exif=about),
        "EXIF of a WebP": picture("WEBP", exif=about, xmp=SECRET.encode()),
        "a comment of a GIF": picture("GIF", comment=SECRET.encode()),
        "what follows its end": picture("JPEG") + SECRET.encode(),
        "a second frame": picture("GIF", save_all=True, append_images=[second]),
        "AVIF": picture("AVIF", exif=about),
    }


@pytest.fixture(scope="module")
def redrawn():
    """All of them, each in its own process."""
    every = secretive()
    with ThreadPoolExecutor(2) as pool:
        return dict(zip(every, pool.map(lambda raw: shown(raw, Showing.SHOWN), every.values()), strict=True))


@pytest.mark.parametrize("what", secretive())
def test_nothing_but_its_pixels_comes_through(redrawn, what):
    raw = redrawn[what]
    bare_jpeg(raw)
    assert SECRET.encode() not in raw
    with Image.open(io.BytesIO(raw)) as opened:
        assert (opened.format, opened.size, getattr(opened, "n_frames", 1)) == ("JPEG", (400, 300), 1)
        assert dict(opened.getexif()) == {}
        red, green, blue = opened.convert("RGB").getpixel((5, 5))
        assert (red < 60, green > 80, blue > 80) == (True, True, True)


def test_of_what_is_blurred_some_squares_are_left_and_sixteen_colours():
    raw = shown(picture(size=(800, 600)), Showing.BLURRED)
    bare_jpeg(raw)
    with Image.open(io.BytesIO(raw)) as opened:
        assert opened.size == (320, 240)
        full = opened.convert("RGB")
    for left, top in ((left, top) for left in range(0, 320, 40) for top in range(0, 240, 40)):
        near = [full.getpixel((left + step, top + step)) for step in (10, 20, 30)]
        assert all(abs(a - b) < 12 for one in near for a, b in zip(one, near[0], strict=True))


def test_what_no_human_has_looked_at_is_not_shown():
    with pytest.raises(Refused, match="looked at"):
        shown(picture(), Showing.LEFT_OUT)


def bomb():
    """A PNG of ten thousand million pixels in some kilobytes."""

    def part(name, said):
        return struct.pack(">I", len(said)) + name + said + struct.pack(">I", zlib.crc32(name + said))

    head = struct.pack(">IIBBBBB", 100_000, 100_000, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + part(b"IHDR", head)
        + part(b"IDAT", zlib.compress(bytes(10_000_000)))
        + part(b"IEND", b"")
    )


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"elle vit ici",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>",
        b"%PDF-1.7",
        b"%!PS-Adobe-3.0 EPSF-3.0\n",
        b"\x89PNG\r\n\x1a\n" + bytes(40),
        picture("JPEG")[:900],
        picture("PNG")[:-300],
        b"GIF89a" + b"\xff" * 60,
        bomb(),
        picture("TIFF"),
        picture("BMP"),
    ],
    ids=[
        "nothing",
        "text",
        "SVG",
        "PDF",
        "PostScript",
        "noughts",
        "half a JPEG",
        "half a PNG",
        "a broken GIF",
        "a bomb",
        "TIFF",
        "BMP",
    ],
)
def test_what_is_no_picture_that_can_be_decoded_safely_is_refused(raw):
    with pytest.raises(Refused):
        shown(raw, Showing.SHOWN)


def test_they_go_under_numbers_and_what_cannot_be_shown_is_left_out(tmp_path):
    folder = tmp_path / "redacted"
    folder.mkdir()
    held = {"a1": picture(), "b2": b"\x89PNG\r\n\x1a\n" + bytes(40), "erased": b""}
    opened = []

    def medium(digest):
        opened.append(digest)
        return held[digest]

    made = prepared(
        contents(
            fact(
                1,
                media=(
                    Attached(kind="image", file="0001-m1.png", digest="c3"),
                    Attached(kind="image", file="0001-m2.png", digest="b2", showing=Showing.SHOWN),
                    Attached(kind="image", file="0001-m3.png", digest="erased", showing=Showing.BLURRED),
                ),
            ),
            fact(
                2,
                media=(
                    Attached(kind="image", file="0002-m1.png", digest="a1", showing=Showing.SHOWN),
                    Attached(kind="film", digest="d4", showing=Showing.SHOWN),
                ),
            ),
        ),
        medium,
        folder,
    )
    every = [(one.file, one.showing) for each in made.facts for one in each.media]
    assert every == [
        ("", Showing.LEFT_OUT),
        ("", Showing.LEFT_OUT),
        ("", Showing.LEFT_OUT),
        ("pictures/0001.jpg", Showing.SHOWN),
        ("", Showing.LEFT_OUT),
    ]
    assert [one.relative_to(folder).as_posix() for one in folder.rglob("*.*")] == ["pictures/0001.jpg"]
    assert opened == ["b2", "erased", "a1"]


def test_a_picture_of_whoever_is_hidden_and_one_that_would_tell_are_not_in_the_folder(tmp_path):
    """Of what is grave the pictures are kept: a picture beside a masked guess would say that it is right."""
    seen = Attached(kind="image", digest="ab", file="originals/1.png", showing=Showing.SHOWN)
    facts = [
        fact(1, author=WITNESS, media=(seen,)),
        fact(2, text="son tel 06 39 98 47 21", media=(seen,)),
        fact(3, media=(seen,)),
    ]
    drawn = prepared(contents(*facts), lambda _: picture(), tmp_path)
    made = only_named(redacted(drawn, DRAFT, knowing([(LeakKind.PHONE, "06 39 98 47 21")]), ()).contents, tmp_path)
    assert [one.file for fact in made.facts for one in fact.media] == ["", "pictures/0001.jpg"]
    assert [one.name for one in (tmp_path / "pictures").iterdir()] == ["0001.jpg"]
    only_named(contents(fact(1)), tmp_path)
    assert not (tmp_path / "pictures").exists()


@pytest.mark.parametrize(
    ("language", "apart", "lost"),
    [("fr", "non reproduite ici", "octets non conservés"), ("en", "not shown here", "bytes not kept")],
)
def test_a_picture_that_is_left_out_is_never_told_as_lost_and_its_digest_is_told_as_the_originals(
    language, apart, lost
):
    kept = Attached(kind="image", type="image/png", digest="c3", showing=Showing.LEFT_OUT)
    gone = Attached(kind="image", digest="d4")
    said = dict(card(fact(1, media=(kept, gone)), None, Tongue(language, "Europe/Paris", {})).rows)
    first, digest, second, _ = next(
        value for value in said.values() if isinstance(value, Stack) and len(value.items) == 4
    ).items
    assert (apart in first, lost in first, lost in second) == (True, False, True)
    assert digest.text.endswith("original c3")
