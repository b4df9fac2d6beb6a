"""Visits: what is kept of a mention so that a crowd can be told, and how many authors came in a while."""

from collections.abc import Iterable
from hashlib import blake2b, sha256
from struct import Struct
from typing import Final, TypeVar

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

AnyNumber = TypeVar("AnyNumber", np.int64, np.uint64)
Visits = NDArray[np.void]
Numbers = NDArray[np.int64]
Found = NDArray[np.bool_]


def digest(uri: str | None) -> int:
    """What names a post among visits; 0 for none."""
    return int.from_bytes(sha256(uri.encode(errors="surrogatepass")).digest()[:4]) or 1 if uri else 0


def named(secret: bytes, author: str) -> int:
    """What stands for an author (`Account.key`); it tells nothing without the secret (at most 64 bytes)."""
    return int.from_bytes(blake2b(author.encode(errors="surrogatepass"), key=secret, digest_size=8).digest())


def unordered(packed: bytes) -> Visits:
    """Visits, in the order in which they are packed."""
    return np.frombuffer(packed, dtype=VISIT)


def unpacked(packed: bytes) -> Visits:
    """Visits, in the order of time."""
    visits = unordered(packed)
    at = visits["at"]
    return visits if (at[1:] >= at[:-1]).all() else visits[np.argsort(at, kind="stable")]


def numbered(visits: Visits) -> Visits:
    """The same, with authors named by small numbers from 0 on, which are counted and sorted soonest."""
    copied = visits.copy()
    copied["author"] = np.unique(visits["author"], return_inverse=True)[1]
    return copied


def people(visits: Visits) -> int:
    """How many authors, who are `numbered`, are among them."""
    return int(np.count_nonzero(np.bincount(visits["author"].astype(np.intp))))


def once(numbers: NDArray[AnyNumber]) -> NDArray[AnyNumber]:
    """Each once; they rise."""
    return numbers[np.concatenate(([True], numbers[1:] != numbers[:-1]))] if len(numbers) else numbers


def hostile(packed: bytes) -> int:
    """How many of them are hostile."""
    return int(flagged(unordered(packed), HOSTILE).sum())


def flagged(visits: Visits, flag: int) -> Found:
    """Which of them are so."""
    found: Found = visits["flags"] & flag > 0
    return found


def distinct(visits: Visits, moments: Numbers, widths: Iterable[int]) -> dict[int, Numbers]:
    """For each width: how many authors the while of this width holds that ends with each moment.

    Moments rise, visits too. Who came several times in one while counts once: each visit but an author's first is taken
    off again from the moment at which it came to that at which the one before it has left the while.
    """
    at = visits["at"].astype(np.int64)
    came, before = _again(visits["author"].astype(np.uint64), at)
    first = np.searchsorted(moments, came)
    until = np.searchsorted(at, moments, "right")
    counts = {}
    for width in widths:
        twice = came - before < width
        left = np.searchsorted(moments, before[twice] + width)
        size = len(moments) + 1
        change = np.bincount(first[twice], minlength=size) - np.bincount(left, minlength=size)
        counts[width] = until - np.searchsorted(at, moments - width, "right") - np.cumsum(change[:-1])
    return counts


def _again(authors: NDArray[np.uint64], at: Numbers) -> tuple[Numbers, Numbers]:
    """When somebody came who had come before, and when they came the last time before that; in no order."""
    order = np.argsort(authors.astype(np.min_scalar_type(authors.max(initial=0))), kind="stable")
    sorted_ = authors[order]
    same = np.flatnonzero(sorted_[1:] == sorted_[:-1])
    return at[order[same + 1]], at[order[same]]
