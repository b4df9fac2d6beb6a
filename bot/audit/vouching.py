"""Whether the chain and the exhibits name the same ids and digests, in memory that does not grow with their number."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from hashlib import blake2b
from secrets import token_bytes
from typing import Final

Pair = tuple[str, str]
"""Id and digest of an exhibit."""
HELD: Final = 100_000
"""Ids held in memory at once when those that differ are looked for."""


class Vouching:
    """Sums, by the end of the id, of what the chain names and what is there; equal sums mean equal contents.

    A term is a keyed hash of id and digest. The key is new each time and told to nobody, so that nobody can prepare
    changes whose terms cancel out.
    """

    def __init__(self) -> None:
        self._key = token_bytes(16)
        self._balance: dict[str, int] = defaultdict(int)
        self._named = 0

    def named(self, exhibit: str, digest: str) -> None:
        """The chain names it."""
        self._named += 1
        self._balance[exhibit[-2:]] += self._term(exhibit, digest)

    def kept(self, exhibit: str, digest: str) -> None:
        """It is there."""
        self._balance[exhibit[-2:]] -= self._term(exhibit, digest)

    def _term(self, exhibit: str, digest: str) -> int:
        term = blake2b(f"{exhibit} {digest}".encode(errors="surrogatepass"), digest_size=16, key=self._key)
        return int.from_bytes(term.digest(), "little")

    def differences(self, named: Callable[[], Iterable[Pair]], kept: Callable[[], Iterable[Pair]]) -> Iterator[str]:
        """What differs, as sentences; reads both again, as often as memory asks for, and only where the sums differ."""
        ends = sorted(end for end, balance in self._balance.items() if balance)
        each = max(1, self._named // max(1, len(self._balance)))
        at_once = max(1, HELD // each)
        for first in range(0, len(ends), at_once):
            yield from _compared(frozenset(ends[first : first + at_once]), named(), kept())


def _compared(ends: frozenset[str], named: Iterable[Pair], kept: Iterable[Pair]) -> Iterator[str]:
    vouched: dict[str, str] = {}
    for exhibit, digest in named:
        if exhibit[-2:] in ends and vouched.setdefault(exhibit, digest) != digest:
            yield f"exhibit {exhibit}: two entries give it different digests"
    missing = set(vouched)
    for exhibit, digest in kept:
        if exhibit[-2:] not in ends:
            continue
        missing.discard(exhibit)
        if exhibit not in vouched:
            yield f"exhibit {exhibit}: no entry vouches for it"
        elif vouched[exhibit] != digest:
            yield f"exhibit {exhibit}: its digest was altered"
    yield from (f"exhibit {exhibit}: the chain names it, but it is not there" for exhibit in sorted(missing))
