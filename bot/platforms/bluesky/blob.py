"""How a record names the bytes of a picture: by their SHA-256."""

import base64
import binascii

import msgspec

from bot.evidence.cid import LENGTH, RAW


class _Link(msgspec.Struct, frozen=True, rename={"cid": "$link"}):
    cid: str = ""


class _Blob(msgspec.Struct, frozen=True):
    ref: _Link | None = None


_BLOB = msgspec.json.Decoder(_Blob)


def blob_digest(raw: bytes | msgspec.Raw) -> str:
    """Hex SHA-256 of the bytes that this blob names; empty where it names none in a way we know."""
    try:
        named = _BLOB.decode(raw).ref
        cid = named.cid if named else ""
        found = base64.b32decode(cid[1:].upper() + "=" * (-len(cid[1:]) % 8))
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError, binascii.Error, ValueError):
        return ""
    return found[len(RAW) :].hex() if cid[:1] == "b" and len(found) == LENGTH and found.startswith(RAW) else ""
