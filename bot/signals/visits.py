"""Visits: what is kept of a mention so that a crowd can be told, and how many authors came in a while."""

from bisect import bisect_right, insort
from collections.abc import Iterable, Sequence
from hashlib import blake2b, sha256
from struct import Struct
from typing import Final

import numpy as np
from numpy.typing import NDArray

VISIT: Final = np.dtype(
    [
        ("at", "<u4"),
        ("author", "<u8"),
        ("post", "<u4"),
        ("root", "<u4"),
        ("sent", "<u4"),
        ("flags", "u1"),
        ("reach", "u1"),
    ]
)
"""What is kept of a mention by somebody whom the person does not follow, packed: 26 bytes. `at` in seconds since 1970
UTC, a digest of the author, digests of its own URI (where it may have sent others; else 0), of the root of its thread
and of the post it answers or quotes, what it is, and the number of digits of its author's followers in binary."""
PACKED: Final = Struct("<IQIIIBB")
HOSTILE, SUPPORT, QUOTE, KNOWN = 1, 2, 4, 8
"""`flags`: `KNOWN` is somebody who wrote to the person long before, without harm."""

Visits = NDArray[np.void]
Numbers = NDArray[np.int64]
Found = NDArray[np.bool_]


def digest(uri: str | None) -> int:
    """What names a post among visits; 0 for none."""
    return int.from_bytes(sha256(uri.encode(errors="surrogatepass")).digest()[:4]) or 1 if uri else 0


def named(secret: bytes, author: str) -> int:
    """What stands for an author (`Account.key`); it tells nothing without the secret (at most 64 bytes)."""
    return int.from_bytes(blake2b(author.encode(errors="surrogatepass"), key=secret, digest_size=8).digest())


def unpacked(packed: bytes) -> Visits:
    """Visits, in the order of time."""
    visits = np.frombuffer(packed, dtype=VISIT)
    return visits[np.argsort(visits["at"], kind="stable")]


def hostile(packed: bytes) -> int:
    """How many of them are hostile."""
    return int(flagged(np.frombuffer(packed, dtype=VISIT), HOSTILE).sum())


def flagged(visits: Visits, flag: int) -> Found:
    """Which of them are so."""
    found: Found = visits["flags"] & flag > 0
    return found


def distinct(visits: Visits, moments: Numbers, widths: Iterable[int]) -> dict[int, Numbers]:
    """For each width: how many authors the while of this width holds that ends with each moment.

    Moments rise, visits too.
    """
    at = visits["at"].astype(np.int64)
    ends = np.searchsorted(at, moments, "right")
    again = _again(visits["author"].tolist(), at.tolist())
    counts = {width: (ends - np.searchsorted(at, moments - width, "right")).astype(np.int64) for width in widths}
    if again:
        _without(counts, again, ends.tolist(), moments.tolist())
    return counts


def _without(
    counts: dict[int, Numbers], again: Sequence[tuple[int, int]], ends: Sequence[int], moments: Sequence[int]
) -> None:
    """Count those who came several times in one while once; in place."""
    late: list[int] = []
    taken = 0
    for place, (end, moment) in enumerate(zip(ends, moments, strict=True)):
        while taken < len(again) and again[taken][0] < end:
            insort(late, again[taken][1])
            taken += 1
        for width, count in counts.items():
            count[place] -= len(late) - bisect_right(late, moment - width)


def _again(authors: Sequence[int], at: Sequence[int]) -> list[tuple[int, int]]:
    """For each visit of somebody who came before: its place, and when they came the last time."""
    if len(set(authors)) == len(authors):
        return []
    last: dict[int, int] = {}
    found = []
    for place, (author, moment) in enumerate(zip(authors, at, strict=True)):
        if author in last:
            found.append((place, last[author]))
        last[author] = moment
    return found
