"""The difference hash of a picture: alike for the same picture made smaller, compressed anew or recoloured.

8 rows of 8 bits, the upper row first, each bit set where the picture grows brighter to the right; as `image_known` in
rules compares them. Only headers and pixels are read, by a decoder with limits; nothing is shown.
"""

import io
import warnings
from itertools import pairwise
from typing import Final

FORMATS: Final = ("JPEG", "PNG", "GIF", "WEBP")
"""What is decoded at all: these four are what the platforms serve."""
PIXELS: Final = 24_000_000
"""Pixels of a picture that is decoded; larger ones would take 100 MB of memory."""
SIDE: Final = 8
LENGTH: Final = 16
"""Bytes: the picture's hash, then that of its mirror image."""


def dhash(raw: bytes) -> bytes:
    """LENGTH bytes; empty for what is no picture, is too large to decode, or breaks the decoder."""
    from PIL import Image  # noqa: PLC0415 - 6 MB of memory that an idle shield need not spend

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # the decoder warns of bombs, and of what it had to guess
            with Image.open(io.BytesIO(raw), formats=FORMATS) as picture:
                if picture.width * picture.height > PIXELS:
                    return b""
                picture.draft("L", (SIDE * 16, SIDE * 16))  # a JPEG is then decoded at a fraction of its size
                small = picture.convert("L").resize((SIDE + 1, SIDE), Image.Resampling.BILINEAR)
    except Exception:  # noqa: BLE001 - decoders of hostile bytes fail in every way there is, and then there is no hash
        return b""
    levels = small.tobytes()
    rows = [levels[start : start + SIDE + 1] for start in range(0, len(levels), SIDE + 1)]
    return bytes(map(_row, rows)) + bytes(_row(row[::-1]) for row in rows)


def _row(levels: bytes) -> int:
    """A byte: the first step in its highest bit."""
    byte = 0
    for left, right in pairwise(levels):
        byte = byte << 1 | (right > left)
    return byte
