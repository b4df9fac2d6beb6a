"""What others gave for a checkpoint: time-stamps (RFC 3161, CMS) and OpenTimestamps proofs, read byte by byte."""

from datetime import UTC, datetime
from hashlib import new as new_hash
from hashlib import sha1, sha256
from typing import NamedTuple

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID

SIGNED_DATA, TIME_STAMP = "2a864886f70d010702", "2a864886f70d0109100104"
TYPE_ATTRIBUTE, DIGEST_ATTRIBUTE = "2a864886f70d010903", "2a864886f70d010904"
ALGORITHMS = {"608648016503040201": "sha256", "608648016503040202": "sha384", "608648016503040203": "sha512"}
HASHES = {"sha256": hashes.SHA256(), "sha384": hashes.SHA384(), "sha512": hashes.SHA512()}
BITCOIN, PENDING = bytes.fromhex("0588960d73d71901"), bytes.fromhex("83dfe30d2ef90c8e")
MAGIC = b"\x00OpenTimestamps\x00\x00Proof\x00\xbf\x89\xe2\xe8\x84\xe8\x92\x94\x01\x08"
CERTIFICATES = 0xA0
EASIEST_BLOCK = 2**190
"""Target of the easiest block that is believed: far easier than any since 2016."""


class Bad(Exception):
    """Something does not hold."""


class Value(NamedTuple):
    """A DER value: its tag, its content, and all of it."""

    tag: int
    content: bytes
    whole: bytes

    def parts(self) -> "list[Value]":
        """The values inside."""
        found, rest = [], self.content
        while rest:
            found.append(der(rest))
            rest = rest[len(found[-1].whole) :]
        return found


def der(data: bytes) -> Value:
    """The first value of some DER."""
    length, begins = data[1], 2
    if length > 0x80:  # noqa: PLR2004 - the long form
        begins = 2 + length - 0x80
        length = int.from_bytes(data[2:begins], "big")
    if len(data) < begins + length:
        raise Bad("it ends too early")
    return Value(data[0], data[begins : begins + length], data[: begins + length])


def check_time_stamp(token: bytes, note: bytes, roots: list[x509.Certificate]) -> tuple[datetime, str]:
    """When an RFC 3161 time-stamp says that the note existed, and who says so; Bad where it does not hold."""
    status, content_info = der(token).parts()[:2]
    kind, wrapped = content_info.parts()
    if status.parts()[0].content not in {b"\x00", b"\x01"} or kind.content.hex() != SIGNED_DATA:
        raise Bad("it holds no time-stamp")
    parts = der(wrapped.content).parts()
    info_kind, info = parts[2].parts()
    (signer,) = parts[-1].parts()
    certificates = [
        x509.load_der_x509_certificate(one.whole) for p in parts if p.tag == CERTIFICATES for one in p.parts()
    ]
    said = der(info.content).content
    own = _signed(signer, info_kind.content, said, certificates)
    _, _, imprint, _, moment = der(said).parts()[:5]
    algorithm, digest = imprint.parts()
    if new_hash(ALGORITHMS[algorithm.parts()[0].content.hex()], note).digest() != digest.content:
        raise Bad("it is about something else than the checkpoint")
    at = datetime.strptime(moment.content.decode()[:14] + "Z", "%Y%m%d%H%M%S%z")
    return at, _trusted(own, certificates, roots, at)


def _signed(signer: Value, kind: bytes, said: bytes, certificates: list[x509.Certificate]) -> x509.Certificate:
    """The certificate whose key signed what is said; Bad where none did."""
    _, identity, digest_kind, attributes, _, signature = signer.parts()[:6]
    name = ALGORITHMS[digest_kind.parts()[0].content.hex()]
    values = {one.parts()[0].content.hex(): one.parts()[1].parts()[0].content for one in attributes.parts()}
    if kind.hex() != TIME_STAMP or values[TYPE_ATTRIBUTE] != kind:
        raise Bad("it holds no time-stamp")
    if values[DIGEST_ATTRIBUTE] != new_hash(name, said).digest():
        raise Bad("what it says was altered")
    serial = int.from_bytes(identity.parts()[1].content, "big")
    (own,) = [one for one in certificates if one.serial_number == serial]
    key, signed = own.public_key(), b"\x31" + attributes.whole[1:]
    if isinstance(key, rsa.RSAPublicKey):
        key.verify(signature.content, signed, padding.PKCS1v15(), HASHES[name])
    elif isinstance(key, ec.EllipticCurvePublicKey):
        key.verify(signature.content, signed, ec.ECDSA(HASHES[name]))
    else:
        raise Bad("it is signed in a way that is not known here; use `openssl ts -verify`")
    return own


def _trusted(
    own: x509.Certificate, certificates: list[x509.Certificate], roots: list[x509.Certificate], at: datetime
) -> str:
    """The authority's name, with a warning where no root that was given vouches for it; Bad where one should."""
    usage = own.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    if ExtendedKeyUsageOID.TIME_STAMPING not in usage:
        raise Bad("its certificate is not one of a time-stamping authority")
    here, name = own, own.subject.rfc4514_string()
    for _ in certificates:
        if not here.not_valid_before_utc <= at <= here.not_valid_after_utc:
            raise Bad("its certificate was not valid then")
        if any(here == root or _issued(here, root) for root in roots):
            return name
        here = next((one for one in certificates if one != here and _issued(here, one)), here)
    if roots:
        raise Bad("no certificate that you gave vouches for its authority")
    return f"{name} (not verified: give the root of this authority with --certificate)"


def _issued(one: x509.Certificate, by: x509.Certificate) -> bool:
    try:
        one.verify_directly_issued_by(by)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def check_proof(token: bytes, note: bytes, headers: dict[int, bytes]) -> tuple[datetime | None, str]:
    """When an OpenTimestamps proof shows that the note existed, if it can be told, and who says so."""
    digest, rest = token[len(MAGIC) : len(MAGIC) + 32], token[len(MAGIC) + 32 :]
    if not token.startswith(MAGIC) or digest != sha256(note).digest():
        raise Bad("it is about something else than the checkpoint")
    found: list[tuple[bytes, bytes, bytes]] = []
    if _walk(digest, rest, found, 0):
        raise Bad("something follows its end")
    blocks = [(_number(payload)[0], message) for message, tag, payload in found if tag == BITCOIN]
    for height, message in blocks:
        if height in headers:
            return _block_time(message, headers[height]), f"Bitcoin block {height}"
    if blocks:
        height, message = blocks[0]
        return None, f"Bitcoin block {height}, if its Merkle root is {message[::-1].hex()} (give --block-header)"
    calendars = [_number(payload)[1].decode("ascii", "replace") for _, tag, payload in found if tag == PENDING]
    if not calendars:
        raise Bad("it attests nothing")
    return None, f"not in Bitcoin yet; {calendars[0]} will know more"


def _walk(message: bytes, data: bytes, found: list[tuple[bytes, bytes, bytes]], depth: int) -> bytes:
    """Note every attestation of a node as (message, tag, payload); what follows the node."""
    more = True
    while more and depth < 256:  # noqa: PLR2004 - as the format has it
        more = data[0] == 0xFF  # noqa: PLR2004 - another follows this one
        kind, data = data[more], data[more + 1 :]
        if kind == 0:
            length, rest = _number(data[8:])
            found.append((message, data[:8], rest[:length]))
            data = rest[length:]
            continue
        argument = b""
        if kind in {0xF0, 0xF1}:
            length, rest = _number(data)
            argument, data = rest[:length], rest[length:]
        data = _walk(_step(kind, message, argument), data, found, depth + 1)
    return data


def _step(kind: int, message: bytes, argument: bytes) -> bytes:
    match kind:
        case 0x08:
            return sha256(message).digest()
        case 0x02:
            return sha1(message, usedforsecurity=False).digest()
        case 0xF0:
            return message + argument
        case 0xF1:
            return argument + message
        case 0xF2:
            return message[::-1]
        case 0xF3:
            return message.hex().encode()
    raise Bad("it has a step that is not known")


def _number(data: bytes) -> tuple[int, bytes]:
    """An unsigned LEB128 number, and what follows it."""
    value = 0
    for place, byte in enumerate(data):
        value |= (byte & 0x7F) << 7 * place
        if byte < 0x80:  # noqa: PLR2004 - the bit that says that more follow
            return value, data[place + 1 :]
    raise Bad("it ends too early")


def _block_time(message: bytes, header: bytes) -> datetime:
    bits = int.from_bytes(header[72:76], "little")
    target = min((bits & 0x7FFFFF) << 8 * max(0, (bits >> 24) - 3), EASIEST_BLOCK)
    work = int.from_bytes(sha256(sha256(header).digest()).digest(), "little")
    if header[36:68] != message or work > target:
        raise Bad("the block's header has another Merkle root, or is none of Bitcoin's")
    return datetime.fromtimestamp(int.from_bytes(header[68:72], "little"), UTC)
