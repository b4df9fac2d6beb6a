"""Content identifiers: the SHA-256 of a block, with what kind of block it is."""

import base64
import binascii
from hashlib import sha256
from typing import Final

from bot.errors import Unproven
from bot.model.noun import Noun

DAG_CBOR: Final = b"\x01\x71\x12\x20"
"""CIDv1, DAG-CBOR, SHA-256 of 32 bytes: what names commits, tree nodes and records."""
RAW: Final = b"\x01\x55\x12\x20"
"""The same of bytes as they are: what names pictures."""
LENGTH: Final = 36


class Cid(Noun, frozen=True, kw_only=True):
    """A content identifier of one of the two kinds that the AT Protocol uses."""

    raw: bytes
    """Its 36 bytes."""

    def __str__(self) -> str:
        """As it is written: `b` and base32."""
        return f"b{base32(self.raw)}"


def cid(raw: bytes) -> Cid:
    """The identifier that stands in these bytes. Raises Unproven for any other kind."""
    if len(raw) != LENGTH or raw[:4] not in {DAG_CBOR, RAW}:
        raise Unproven("a content identifier is not a CIDv1 of SHA-256")
    return Cid(raw=raw)


def cid_of(block: bytes) -> Cid:
    """The identifier of a DAG-CBOR block."""
    return Cid(raw=DAG_CBOR + sha256(block).digest())


def base32(raw: bytes) -> str:
    """RFC 4648 base32, lower case, without padding."""
    return base64.b32encode(raw).decode().rstrip("=").lower()


def from_base64url(text: str) -> bytes:
    """What stands in base64url without padding, in its one spelling. Raises Unproven."""
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise Unproven("a signature is not base64url") from error
    if base64.urlsafe_b64encode(raw).decode().rstrip("=") != text:
        raise Unproven("a signature is not base64url in its one spelling")
    return raw
