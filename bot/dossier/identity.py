"""By whom a dossier is signed where the person has no certificate: a key of their shield's own, made at first need.

Its certificate is its own word, and proves one thing: that whoever signed one dossier signed the others too, and that
no byte was changed since. The chain says what certificate it is, so that it cannot be exchanged unseen.
"""

from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

from bot.config.secret import Secret
from bot.dossier.signing import Signer
from bot.store import read, write
from bot.store.database import Store

YEARS: Final = timedelta(days=3652)
NAME: Final = "Rempart"
"""What the certificate says, and no more: not for whom the shield works."""
EVENT: Final = "signature:made"


def of(store: Store, person: str, now: datetime, authority: str = "") -> Signer:
    """That of a person's shield; `authority` attests the time, if one is named."""
    with store.writing() as connection:
        kept = read.get(connection, store.master, kept_as(person))
        if kept is None:
            kept, mark = _made(now)
            write.put(connection, store.master, kept_as(person), kept)
            write.salt(connection, store.master, person)  # makes the person's row at first need
            write.append(connection, person, [(now, EVENT, {"certificate": mark})])
    return Signer(kept, Secret(""), authority)


def kept_as(person: str) -> str:
    """Under what name the safe has it."""
    return f"signature:{person}"


def _made(now: datetime) -> tuple[bytes, str]:
    """A PKCS#12 file, and the SHA-256 of its certificate, in hex."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now.astimezone(UTC) - timedelta(days=1))
        .not_valid_after(now.astimezone(UTC) + YEARS)
        .add_extension(usage, critical=True)
        .sign(key, hashes.SHA256())
    )
    raw = certificate.public_bytes(serialization.Encoding.DER)
    packed = pkcs12.serialize_key_and_certificates(NAME.encode(), key, certificate, None, serialization.NoEncryption())
    return packed, sha256(raw).hexdigest()
