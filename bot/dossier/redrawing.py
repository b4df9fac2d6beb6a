"""Draws one picture anew, in a process of its own: `python redrawing.py KIND < picture > jpeg`, status 1 for none.

Only pixels come through: no EXIF, no XMP, no comment, no colour profile, no thumbnail, nothing after the first frame.
It imports nothing of ours: whatever the picture does to it, there is nothing to be had.
"""

import io
import resource
import sys
import warnings
from typing import Final

from PIL import Image, ImageOps

MEMORY: Final = 2 << 30
"""Bytes of address space."""
SECONDS: Final = 20
LARGEST: Final = 50_000_000
"""Pixels; what has more is no photograph of a screen."""
WIDEST: Final = 4_096
"""Pixels of the longer side of what comes out."""
MOST: Final = 8
"""Squares along the longer side of what is blurred: no letter and no face is left in them."""
SQUARE: Final = 40
COLOURS: Final = 16
QUALITY: Final = 88


def main(kind: str) -> int:
    """Draw what comes in; how it ended."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        sys.stdout.buffer.write(drawn(sys.stdin.buffer.read(), kind))
    except Exception:  # noqa: BLE001 - a hostile picture makes the decoder fail in whatever way
        return 1
    return 0


def drawn(raw: bytes, kind: str) -> bytes:
    """A JPEG of its pixels, or of so few of them that nothing is to be made out."""
    warnings.simplefilter("error")
    Image.MAX_IMAGE_PIXELS = LARGEST
    with Image.open(io.BytesIO(raw), formats=("JPEG", "PNG", "GIF", "WEBP", "AVIF")) as opened:
        if opened.width * opened.height > LARGEST:
            raise ValueError("more pixels than are looked at")
        opened.seek(0)
        opened.draft("RGB", (WIDEST, WIDEST))
        turned = ImageOps.exif_transpose(opened).convert("RGBA")
    turned.thumbnail((WIDEST, WIDEST))
    plain = Image.new("RGB", turned.size, "white")  # knows nothing of what the other one carries
    plain.paste(turned, mask=turned.getchannel("A"))
    out = io.BytesIO()
    drawn = _blurred(plain) if kind == "blurred" else plain
    drawn.save(out, "JPEG", quality=QUALITY, subsampling=0)
    return out.getvalue()


def _blurred(picture: Image.Image) -> Image.Image:
    """Some squares, each of one colour, and that a rough one: what they were made of is gone."""
    longest = max(picture.size)
    wide, high = (max(1, round(side * MOST / longest)) for side in picture.size)
    few = picture.resize((wide, high), Image.Resampling.BOX).quantize(COLOURS).convert("RGB")
    return few.resize((wide * SQUARE, high * SQUARE), Image.Resampling.NEAREST)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
