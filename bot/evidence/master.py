"""The master key: what opens the keys of all exhibits, and the small secrets kept beside them."""

import re
from base64 import b32decode, b32encode
from hashlib import sha256, sha512
from hmac import compare_digest, digest
from secrets import token_bytes
from typing import Final, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA512
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bot.errors import ConfigError, KeyMissing

LENGTH: Final = 32
NONCE: Final = 12
SEED: Final = 16
CHECK: Final = 8
PAPER: Final = "REMPART-KEY"
"""What a key that is written for people begins with; then base32 of the key and four bytes that show a slip."""
_MISREAD: Final = str.maketrans("018", "OIB")
_GROUP: Final = 4


class MasterKey:
    """AES-256-GCM under 32 random bytes, with random nonces: good for 2^32 wraps (NIST SP 800-38D, 8.3).

    Secrets that need not be chosen are made of it and of a random seed (HKDF, RFC 5869), which takes less than half the
    room of a wrapped one: who destroys the seed destroys the secret. Can be shared by threads.
    """

    __slots__ = ("_aead", "_key", "_root", "id")

    def __init__(self, key: bytes) -> None:
        if len(key) != LENGTH:
            raise ConfigError(f"the master key must be {LENGTH} bytes, this one has {len(key)}; restore the backup")
        self._key = key
        self._aead = AESGCM(key)
        self._root = HKDF(SHA512(), 64, salt=None, info=b"rempart seeded secrets").derive(key)
        self.id = sha256(key).hexdigest()[:8]
        """Tells keys apart; says nothing about the key."""

    @classmethod
    def new(cls) -> Self:
        """Another key, at random."""
        return cls(token_bytes(LENGTH))

    def reveal(self) -> bytes:
        """The 32 bytes, to be kept in a file of mode 600 or in a backup, and nowhere else."""
        return self._key

    def wrap(self, name: str, secret: bytes) -> bytes:
        """Encrypt something small; it opens only under the same name. 28 bytes longer than the secret."""
        nonce = token_bytes(NONCE)
        return nonce + self._aead.encrypt(nonce, secret, name.encode())

    def grow(self, name: str) -> tuple[bytes, bytes]:
        """A new secret of 32 bytes, and the 24 bytes that stand for it where it would be wrapped under this name."""
        seed = token_bytes(SEED)
        secret, check = self._grown(name, seed)
        return secret, seed + check

    def _grown(self, name: str, seed: bytes) -> tuple[bytes, bytes]:
        """HKDF-Expand to a secret, and to what tells whether a seed belongs to this name and this key."""
        made = digest(self._root, b"%s %s\x01" % (seed, name.encode()), sha512)
        return made[:LENGTH], made[LENGTH : LENGTH + CHECK]

    def unwrap(self, name: str, wrapped: bytes) -> bytes:
        """What was wrapped or grown under this name; KeyMissing if it is gone, altered, or of another master key."""
        if len(wrapped) == SEED + CHECK:
            secret, check = self._grown(name, wrapped[:SEED])
            if not compare_digest(check, wrapped[SEED:]):
                raise self._missing(name)
            return secret
        try:
            return self._aead.decrypt(wrapped[:NONCE], wrapped[NONCE:], name.encode())
        except (InvalidTag, ValueError) as error:
            raise self._missing(name) from error

    def _missing(self, name: str) -> KeyMissing:
        return KeyMissing(
            f"{name} cannot be opened with master key {self.id}: it was erased or altered, or the master key is "
            "another; if so, restore the backup of the key"
        )

    def on_paper(self) -> str:
        """The key as a person can write it down, in groups of four letters and digits."""
        told = b32encode(self._key + _check(self._key)).decode().rstrip("=")
        return " ".join([PAPER, *(told[start : start + _GROUP] for start in range(0, len(told), _GROUP))])

    def __repr__(self) -> str:
        """The id; never the key."""
        return f"MasterKey(id={self.id!r})"


def from_paper(line: str) -> bytes:
    """The 32 bytes of a key that was written down; 0, 1 and 8 are read as O, I and B. ValueError for a slip."""
    told = re.sub(r"[^A-Z2-7]", "", line.removeprefix(PAPER).upper().translate(_MISREAD))
    raw = b32decode(told + "=" * (-len(told) % 8))
    key, check = raw[:LENGTH], raw[LENGTH:]
    if len(key) != LENGTH or check != _check(key):
        raise ValueError("the key was not written down exactly: compare it letter by letter")
    return key


def _check(key: bytes) -> bytes:
    return sha256(b"rempart master key" + key).digest()[:4]
