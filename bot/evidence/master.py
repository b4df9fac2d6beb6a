"""The master key: what opens the keys of all exhibits, and the small secrets kept beside them."""

from hashlib import sha256
from secrets import token_bytes
from typing import Final, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.errors import ConfigError, KeyMissing

LENGTH: Final = 32
NONCE: Final = 12


class MasterKey:
    """AES-256-GCM under 32 random bytes, with random nonces: good for 2^32 wraps (NIST SP 800-38D, 8.3).

    Can be shared by threads.
    """

    __slots__ = ("_aead", "_key", "id")

    def __init__(self, key: bytes) -> None:
        if len(key) != LENGTH:
            raise ConfigError(f"the master key must be {LENGTH} bytes, this one has {len(key)}; restore the backup")
        self._key = key
        self._aead = AESGCM(key)
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

    def unwrap(self, name: str, wrapped: bytes) -> bytes:
        """What was wrapped under this name; KeyMissing if it is gone, altered, or was wrapped under another key."""
        try:
            return self._aead.decrypt(wrapped[:NONCE], wrapped[NONCE:], name.encode())
        except (InvalidTag, ValueError) as error:
            raise KeyMissing(
                f"{name} cannot be opened with master key {self.id}: it was erased or altered, or the master key is "
                "another; if so, restore the backup of the key"
            ) from error

    def __repr__(self) -> str:
        """The id; never the key."""
        return f"MasterKey(id={self.id!r})"
