"""Sealing rows of a backup under secrets that go with what they are about: an old backup then tells nothing of it."""

from collections.abc import Sequence
from hashlib import sha256
from hmac import digest
from secrets import token_bytes
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.errors import KeyMissing
from bot.evidence.master import NONCE

PURPOSE: Final = b"rempart backup row"


def of_secrets(secrets: Sequence[bytes]) -> bytes:
    """The key of a row that is about several exhibits: whoever lacks the secret of one cannot open it."""
    return digest(b"".join(sha256(secret).digest() for secret in secrets), PURPOSE, sha256)


def of_account(salt: bytes, account: str) -> bytes:
    """The key of a row that is about an account: it needs the person's salt, and the account's name."""
    return digest(salt, PURPOSE + account.encode(), sha256)


def seal_row(key: bytes, content: bytes) -> bytes:
    """12 bytes of nonce, then AES-256-GCM of the content."""
    nonce = token_bytes(NONCE)
    return nonce + AESGCM(key).encrypt(nonce, content, PURPOSE)


def open_row(key: bytes, box: bytes) -> bytes:
    """The inverse; KeyMissing where the key is another, or the row was altered."""
    try:
        return AESGCM(key).decrypt(box[:NONCE], box[NONCE:], PURPOSE)
    except (InvalidTag, ValueError) as error:
        raise KeyMissing("a row of the backup cannot be opened: what it was about is erased") from error
