"""An exhibit: content in custody, each under a key of its own, so that destroying the key erases the content."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from secrets import token_bytes
from typing import Final

import zstandard
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.errors import ChainBroken
from bot.evidence.master import LENGTH, NONCE, MasterKey
from bot.evidence.packing import LARGEST, STORED, ZSTD, pack, unpack
from bot.model.noun import EPOCH, Noun, micros

SALT: Final = 16
NOUGHT: Final = bytes(NONCE)
NONCED: Final = (STORED, ZSTD)


class Sealed(Noun, frozen=True, kw_only=True):
    """An exhibit as it is kept. `wrapped` belongs in a table apart; without it, nobody can read `box`."""

    id: str
    """24 hex digits: 12 of milliseconds since 1970, as of UUIDv7, and 12 at random (20 in the first release)."""
    box: bytes
    """One byte naming the codec (see `packing`), with codecs 0 and 1 then 12 of nonce, then AES-256-GCM of the content.
    From codec 2 on the nonce is nought: a key that seals one box only needs no other."""
    wrapped: bytes
    """The seed of the exhibit's key, or the key under the master key and, where it is not made of the key, its salt;
    empty once erased."""
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
    packed = [pack(content) for content in contents]
    moment = max(0, micros(at) // 1000).to_bytes(6, "big")
    names = sorted((moment + token_bytes(6)).hex() for _ in contents)
    keys = [master.grow(f"exhibit {name}") for name in names]
    digests = [_digest(key, content) for (key, _), content in zip(keys, contents, strict=True)]
    return [
        Sealed(
            id=name,
            box=_box(name, key, codec, body, len(content)),
            wrapped=wrapped,
            digest=digest,
            size=len(content),
        )
        for name, (key, wrapped), digest, (codec, body), content in zip(
            names, keys, digests, packed, contents, strict=True
        )
    ]


def _box(name: str, key: bytes, codec: bytes, packed: bytes, size: int) -> bytes:
    nonce = token_bytes(NONCE) if codec in NONCED else b""
    return codec + nonce + AESGCM(key).encrypt(nonce or NOUGHT, packed, _label(name, codec, size))


def unseal(sealed: Sealed, master: MasterKey) -> bytes:
    """The content, proven to be what was sealed. KeyMissing if it was erased; ChainBroken if it was altered."""
    secret = master.unwrap(f"exhibit {sealed.id}", sealed.wrapped)
    codec = sealed.box[:1]
    begin = 1 + NONCE if codec in NONCED else 1
    nonce, body = sealed.box[1:begin] or NOUGHT, sealed.box[begin:]
    try:
        packed = AESGCM(secret[:LENGTH]).decrypt(nonce, body, _label(sealed.id, codec, sealed.size))
        content = unpack(codec, packed, min(sealed.size, LARGEST))
    except (InvalidTag, ValueError, zstandard.ZstdError) as error:
        raise ChainBroken(f"exhibit {sealed.id} was altered: its box does not open with its own key") from error
    if _digest(secret, content) != sealed.digest:
        raise ChainBroken(f"exhibit {sealed.id} was altered: its content has another digest")
    return content


def reopen(sealed: Sealed, master: MasterKey) -> tuple[bytes, bytes]:
    """Salt and content, with which anybody can compute the digest that the chain names; raises as `unseal`."""
    return _salt(master.unwrap(f"exhibit {sealed.id}", sealed.wrapped)), unseal(sealed, master)


def _digest(secret: bytes, content: bytes) -> str:
    """What the chain names: salted, so that nobody can test a guess at what was erased."""
    return sha256(_salt(secret) + content).hexdigest()


def _salt(secret: bytes) -> bytes:
    """Kept beside the key, or made of it; says nothing about it."""
    return secret[LENGTH:] or sha256(b"salt" + secret).digest()[:SALT]


def _label(name: str, codec: bytes, size: int) -> bytes:
    """What a box is bound to: it opens only as this exhibit, of this size."""
    return b"%s %s %d" % (name.encode(), codec, size)
