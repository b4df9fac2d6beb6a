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
from bot.evidence.packing import pack, unpack
from bot.model.noun import EPOCH, Noun, micros

SALT: Final = 16
LARGEST: Final = 64 * 2**20
"""Bytes of one exhibit at most; also what unsealing will ever unfold."""


class Sealed(Noun, frozen=True, kw_only=True):
    """An exhibit as it is kept. `wrapped` belongs in a table apart; without it, nobody can read `box`."""

    id: str
    """32 hex digits: 12 of milliseconds since 1970, as of UUIDv7, and 20 at random."""
    box: bytes
    """One byte naming the codec (see `packing`), 12 of nonce, then AES-256-GCM of the content."""
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
    packed = [pack(content) for content in contents]
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
        content = unpack(codec, packed, min(sealed.size, LARGEST))
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
