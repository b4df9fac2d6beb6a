"""An exhibit: content in custody, each under a key of its own, so that destroying the key erases the content."""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from secrets import token_bytes
from threading import get_ident
from typing import Final

import zstandard
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.errors import ChainBroken
from bot.evidence.master import LENGTH, NONCE, MasterKey
from bot.model.noun import EPOCH, Noun, micros

SALT: Final = 16
LARGEST: Final = 64 * 2**20
"""Bytes of one exhibit at most; also what unsealing will ever unfold."""

_STORED: Final = b"\x00"
_ZSTD: Final = b"\x01"
_WORTH: Final = 96
"""Bytes below which compression gains nothing on JSON."""


class Sealed(Noun, frozen=True, kw_only=True):
    """An exhibit as it is kept. `wrapped` belongs in a table apart; without it, nobody can read `box`."""

    id: str
    """32 hex digits: 12 of milliseconds since 1970, as of UUIDv7, and 20 at random."""
    box: bytes
    """One byte naming the codec (0 stored, 1 zstd), 12 of nonce, then AES-256-GCM of the content."""
    wrapped: bytes
    """The exhibit's key and salt, under the master key; empty once the content is erased."""
    digest: str
    """Hex SHA-256 of salt and uncompressed content: what the chain names."""
    size: int
    """Bytes of the content."""


def seal(content: bytes, master: MasterKey, at: datetime = EPOCH) -> Sealed:
    """Take content into custody; ValueError if it is larger than LARGEST. Can be called from any thread.

    Ids grow with `at`, so that an index of them grows at its end, which is several times cheaper.
    """
    (sealed,) = seal_all([content], master, at)
    return sealed


def seal_all(contents: Sequence[bytes], master: MasterKey, at: datetime) -> list[Sealed]:
    """As `seal`, each under a key of its own; step by step for all of them, which the processor's cache rewards."""
    largest = max(map(len, contents), default=0)
    if largest > LARGEST:
        raise ValueError(f"an exhibit holds at most {LARGEST} bytes, this has {largest}; seal it in parts")
    packed = [_packed(content) for content in contents]
    secrets = [token_bytes(LENGTH + SALT) for _ in contents]
    digests = [sha256(secret[LENGTH:] + content).hexdigest() for secret, content in zip(secrets, contents, strict=True)]
    moment = max(0, micros(at) // 1000).to_bytes(6, "big")
    names = [(moment + token_bytes(10)).hex() for _ in contents]
    return [
        Sealed(
            id=name,
            box=_box(name, secret[:LENGTH], codec, body, len(content)),
            wrapped=master.wrap(f"exhibit {name}", secret),
            digest=digest,
            size=len(content),
        )
        for name, secret, digest, (codec, body), content in zip(names, secrets, digests, packed, contents, strict=True)
    ]


def _box(name: str, key: bytes, codec: bytes, packed: bytes, size: int) -> bytes:
    nonce = token_bytes(NONCE)
    return codec + nonce + AESGCM(key).encrypt(nonce, packed, _label(name, codec, size))


def unseal(sealed: Sealed, master: MasterKey) -> bytes:
    """The content, proven to be what was sealed. KeyMissing if it was erased; ChainBroken if it was altered."""
    secret = master.unwrap(f"exhibit {sealed.id}", sealed.wrapped)
    codec, nonce, body = sealed.box[:1], sealed.box[1 : 1 + NONCE], sealed.box[1 + NONCE :]
    try:
        packed = AESGCM(secret[:LENGTH]).decrypt(nonce, body, _label(sealed.id, codec, sealed.size))
        content = _unpacked(codec, packed, sealed.size)
    except (InvalidTag, ValueError, zstandard.ZstdError) as error:
        raise ChainBroken(f"exhibit {sealed.id} was altered: its box does not open with its own key") from error
    if sha256(secret[LENGTH:] + content).hexdigest() != sealed.digest:
        raise ChainBroken(f"exhibit {sealed.id} was altered: its content has another digest")
    return content


def reopen(sealed: Sealed, master: MasterKey) -> tuple[bytes, bytes]:
    """Salt and content, with which anybody can compute the digest that the chain names; raises as `unseal`."""
    return master.unwrap(f"exhibit {sealed.id}", sealed.wrapped)[LENGTH:], unseal(sealed, master)


def _label(name: str, codec: bytes, size: int) -> bytes:
    """What a box is bound to: it opens only as this exhibit, of this size."""
    return b"%s %s %d" % (name.encode(), codec, size)


def _packed(content: bytes) -> tuple[bytes, bytes]:
    """Codec and content in it: zstd where that is shorter."""
    if len(content) < _WORTH:
        return _STORED, content
    packed = _compressor(get_ident()).compress(content)
    return (_ZSTD, packed) if len(packed) < len(content) else (_STORED, content)


def _unpacked(codec: bytes, packed: bytes, size: int) -> bytes:
    """The content; ValueError where it is not of the recorded size, before any of it is unfolded."""
    told = zstandard.frame_content_size(packed) if codec == _ZSTD else len(packed)
    if told != size or size > LARGEST:
        raise ValueError("the content is not of the recorded size")
    return _decompressor(get_ident()).decompress(packed) if codec == _ZSTD else packed


# zstd contexts are costly to make and must not be used by two threads at once: one for each thread, made when first
# needed. An evicted one lives on for as long as its thread uses it.
@lru_cache(maxsize=16)
def _compressor(_thread: int) -> zstandard.ZstdCompressor:
    return zstandard.ZstdCompressor(level=1)


@lru_cache(maxsize=16)
def _decompressor(_thread: int) -> zstandard.ZstdDecompressor:
    return zstandard.ZstdDecompressor()
