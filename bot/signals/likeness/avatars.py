"""Pictures of profiles: which say nothing, and how near two of them are, by difference hash of 64 bits."""

import re
from collections.abc import Iterator
from typing import Final

HASH: Final = re.compile(r"[0-9a-fA-F]{16}")
BITS: Final = 64
FLAT: Final = 8
"""With fewer bits set, or fewer not set, the picture is one even colour: a default one, or as good as that."""
SAME: Final = 4
NEAR: Final = 8
"""Bits that differ after another compression, size or crop; unrelated pictures differ in some 32."""
COMMON: Final = 6
"""Shown by so many accounts, a picture is a platform's default, a campaign's or a crowd's, and tells nobody apart; so
with the skeletons of handles (`user1`, `user2`) and with names."""
BAND: Final = 16


def face(avatar: str | None) -> int | None:
    """The hash of a picture that can tell somebody apart; None for none, and for a flat one."""
    if not avatar or not HASH.fullmatch(avatar):
        return None
    value = int(avatar, 16)
    return value if FLAT <= value.bit_count() <= BITS - FLAT else None


def likeness(one: int, other: int) -> float:
    """1 for the same picture, less for one that is near, 0 for another."""
    apart = (one ^ other).bit_count()
    return 1.0 if apart <= SAME else 0.6 if apart <= NEAR else 0.0


def bands(value: int) -> Iterator[tuple[int, int]]:
    """Pieces of 16 bits, each with its place: side by side, and every fourth bit; near pictures share one of them."""
    for place in range(BITS // BAND):
        yield place, value >> place * BAND & 0xFFFF
    written = f"{value:064b}"
    for place in range(BITS // BAND):
        yield place + BITS // BAND, int(written[place :: BITS // BAND], 2)
