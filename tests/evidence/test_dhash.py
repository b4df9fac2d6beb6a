"""The same picture is known again, smaller, compressed or mirrored; what is no picture breaks nothing."""

import io
import struct
import zlib

import pytest
from PIL import Image, ImageOps

from bot.evidence.dhash import LENGTH, PIXELS, dhash
from bot.evidence.magic import UNKNOWN, kind
from bot.rules.conditions.image_known import mirrored


def drawn(size=(320, 200)):
    image = Image.new("RGB", size)
    image.putdata(
        [((x * 5 + y) % 256, (x * y // 7) % 256, (y * 3) % 256) for y in range(size[1]) for x in range(size[0])]
    )
    return image


def written(image, form="PNG", **options):
    into = io.BytesIO()
    image.save(into, form, **options)
    return into.getvalue()


def off(one, other):
    return (int.from_bytes(one) ^ int.from_bytes(other)).bit_count()


@pytest.mark.parametrize("form", ["JPEG", "PNG", "GIF", "WEBP"])
def test_the_same_picture_in_another_form_is_known_again(form):
    first = dhash(written(drawn()))
    again = dhash(written(drawn().resize((160, 100)), form))
    assert len(again) == LENGTH
    assert off(first[:8], again[:8]) <= 6


def test_its_mirror_image_is_known_too():
    first, mirror = dhash(written(drawn())), dhash(written(ImageOps.mirror(drawn())))
    assert (first[8:], first[:8]) == (mirror[:8], mirror[8:])
    assert off(mirrored(int.from_bytes(first[:8])).to_bytes(8), mirror[:8]) <= 6, "as the rules reckon it"


def test_another_picture_is_another():
    other = ImageOps.flip(drawn()).rotate(90)
    assert off(dhash(written(drawn()))[:8], dhash(written(other))[:8]) > 12


def bomb(width, height):
    """A PNG whose header claims many pixels."""
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    body = zlib.compress(bytes(1000))
    chunks = [(b"IHDR", head), (b"IDAT", body), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    )


@pytest.mark.parametrize(
    "raw",
    [b"", b"GIF89a", b"\x89PNG\r\n\x1a\n", b"<svg/>", bomb(PIXELS, 2), bomb(60_000, 60_000), bomb(100, 100)],
    ids=["nothing", "a start", "another start", "no picture", "too large", "a bomb", "cut off"],
)
def test_what_is_no_picture_or_a_bomb_has_no_hash(raw):
    assert dhash(raw) == b""


@pytest.mark.parametrize(("form", "name"), [("JPEG", "image/jpeg"), ("PNG", "image/png"), ("WEBP", "image/webp")])
def test_a_file_is_what_its_bytes_say(form, name):
    assert kind(written(drawn(), form)) == name


def test_what_the_bytes_do_not_tell_is_unknown():
    assert [kind(raw) for raw in (b"", b"RIFF", b"bonjour")] == [UNKNOWN] * 3
    assert kind(b"\x00\x00\x00\x20ftypisom") == "video/mp4"
