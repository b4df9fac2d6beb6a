"""Digests under keys: equal for equal pieces, and telling nothing to who lacks a key."""

from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from typing import Final

DIGEST: Final = 16
"""Bytes of a digest."""
KEY: Final = 32
"""Bytes of a key."""


class Keyed:
    """Digests pieces under one key after the other, so that a new key can be laid over what is kept already."""

    __slots__ = ("_begun", "_first", "_later")

    def __init__(self, keys: Sequence[bytes]) -> None:
        """Take the keys, the oldest first; ValueError without any."""
        if not keys:
            raise ValueError("digests need a key")
        self._first, *self._later = (blake2b(key=key, digest_size=DIGEST) for key in keys)
        self._begun: dict[str, blake2b] = {}  # by the sort of piece, of which there are a dozen or two

    def digest(self, piece: str, said: str) -> bytes:
        """The digest of what a piece says; another one for another sort of piece."""
        first = (self._begun.get(piece) or self._begin(piece)).copy()
        first.update(said.encode())
        return self._over(first.digest(), 0) if self._later else first.digest()

    def digests(self, piece: str, every: Iterable[bytes]) -> Iterator[bytes]:
        """Those of many things that a piece of one sort may say, in their order."""
        copy = (self._begun.get(piece) or self._begin(piece)).copy
        for said in every:
            first = copy()
            first.update(said)
            yield self._over(first.digest(), 0) if self._later else first.digest()

    def laid_over(self, digest: bytes) -> bytes:
        """What a digest under all keys but the last becomes under the last too."""
        return self._over(digest, len(self._later) - 1)

    def __repr__(self) -> str:
        """How many keys; never the keys."""
        return f"Keyed({1 + len(self._later)} keys)"

    def _begin(self, piece: str) -> blake2b:
        begun = self._begun[piece] = self._first.copy()
        begun.update(f"{piece}\0".encode())
        return begun

    def _over(self, digest: bytes, start: int) -> bytes:
        for key in self._later[start:]:
            later = key.copy()
            later.update(digest)
            digest = later.digest()
        return digest
