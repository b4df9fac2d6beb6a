"""Public keys as the AT Protocol writes them (`did:key:z…`), and whether they signed something."""

from functools import lru_cache
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from bot.errors import Unproven

PREFIX: Final = "did:key:z"
P256: Final = b"\x80\x24"
K256: Final = b"\xe7\x01"
"""The multicodec of each curve, as a varint: what a key begins with."""
LONGEST: Final = 200
"""Characters of base58 that are read at all."""
_ALPHABET: Final = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_ORDERS: Final = {
    P256: 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551,
    K256: 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141,
}
"""How many points each curve has: NIST SP 800-186, 3.2.1.3; SEC 2, 2.4.1."""
_HALF: Final = 32


def signed(key: str, message: bytes, signature: bytes) -> bool:
    """Whether the key made this signature: r and s of 32 bytes each, s in the lower half. Unproven if it is no key."""
    curve, public = _public(key)
    r, s = int.from_bytes(signature[:_HALF], "big"), int.from_bytes(signature[_HALF:], "big")
    if len(signature) != 2 * _HALF or not 0 < r < _ORDERS[curve] or not 0 < s <= _ORDERS[curve] // 2:
        return False
    try:
        public.verify(encode_dss_signature(r, s), message, ec.ECDSA(SHA256()))
    except InvalidSignature:
        return False
    return True


def did_key(curve: bytes, point: bytes) -> str:
    """The key of a point on a curve (P256, K256), compressed or not, in its one spelling. Raises Unproven."""
    packed = _loaded(curve, point).public_bytes(Encoding.X962, PublicFormat.CompressedPoint)
    return f"{PREFIX}{base58(curve + packed)}"


def point_of(key: str) -> tuple[bytes, bytes]:
    """The curve of a key and its point, uncompressed. Raises Unproven."""
    curve, public = _public(key)
    return curve, public.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def base58(raw: bytes) -> str:
    """Bytes in the alphabet of Bitcoin."""
    number, text = int.from_bytes(raw, "big"), ""
    while number:
        number, rest = divmod(number, 58)
        text = _ALPHABET[rest] + text
    return "1" * (len(raw) - len(raw.lstrip(b"\x00"))) + text


def from_base58(text: str) -> bytes:
    """What stands in base58. Raises Unproven."""
    if len(text) > LONGEST or set(text) - set(_ALPHABET):
        raise Unproven("a key is not base58")
    number = 0
    for sign in text:
        number = number * 58 + _ALPHABET.index(sign)
    zeros = len(text) - len(text.lstrip("1"))
    return bytes(zeros) + number.to_bytes((number.bit_length() + 7) // 8, "big")


@lru_cache(maxsize=256)
def _public(key: str) -> tuple[bytes, ec.EllipticCurvePublicKey]:
    if not key.startswith(PREFIX):
        raise Unproven("a key is not written as did:key:z…")
    raw = from_base58(key.removeprefix(PREFIX))
    curve, point = raw[:2], raw[2:]
    if len(point) != _HALF + 1:
        raise Unproven("a key is of a kind that signs no repository")
    return curve, _loaded(curve, point)


def _loaded(curve: bytes, point: bytes) -> ec.EllipticCurvePublicKey:
    if curve not in _ORDERS:
        raise Unproven("a key is of a kind that signs no repository")
    try:
        return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1() if curve == P256 else ec.SECP256K1(), point)
    except ValueError as error:
        raise Unproven("a key is no point of its curve") from error
