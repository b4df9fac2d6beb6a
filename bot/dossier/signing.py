"""Signing PDFs (PAdES) by an update that changes no byte of what was there, and looking whether a signature holds."""

import logging
import os
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from bot.config.secret import Secret
from bot.dossier.appending import only_signed
from bot.errors import ConfigError, Refused
from bot.model.noun import Noun

if TYPE_CHECKING:
    from cryptography.x509 import Certificate
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
    from pyhanko_certvalidator import ValidationContext

FIELD: Final = "Rempart"
WAIT: Final = 20
"""Seconds for an authority's timestamp."""


class Signer:
    """Who signs, and who attests the time, if anybody does. Its repr shows nothing."""

    def __init__(self, identity: bytes, passphrase: Secret, authority: str = "") -> None:
        """`identity`: PKCS#12, and what opens it; `authority`: URL of an RFC 3161 time-stamping authority."""
        self.identity = identity
        self.passphrase = passphrase
        self.authority = authority

    def __repr__(self) -> str:
        """Nothing."""
        return "Signer()"


class Signature(Noun, frozen=True, kw_only=True):
    """What a signature says, and whether it holds; whether its certificate is to be trusted the reader judges."""

    intact: bool = False
    """Whether no byte that it covers was changed."""
    whole: bool = False
    """Whether it covers the file to its end."""
    bare: bool = False
    """Whether nothing but the signature was appended to the file as it was before."""
    by: str = ""
    """What its certificate says, which anybody can write into one."""
    certificate: str = ""
    """Hex SHA-256 of it."""
    at: datetime | None = None
    stamped: bool = False
    """Whether an authority is said to attest the time; else it is the signer's word."""
    attested: bool = False
    """Whether it does, as a certificate that was given shows."""

    @property
    def holds(self) -> bool:
        """Whether the file is the one that was signed."""
        return self.intact and self.whole and self.bare


def sign(pdf: Path, signer: Signer) -> None:
    """Sign a PDF in its place: B-B, or B-T with an authority. Raises ConfigError where the identity cannot be used,
    Refused where the authority gives no timestamp; the file is then as it was.
    """
    import tzlocal  # noqa: PLC0415 - as below, which alone asks it
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter  # noqa: PLC0415 - 0.3 s
    from pyhanko.sign import fields, signers, timestamps  # noqa: PLC0415

    tzlocal.get_localzone = _nowhere  # else three dates tell where the machine is
    try:
        identity = signers.SimpleSigner.load_pkcs12_data(
            signer.identity, other_certs=(), passphrase=signer.passphrase.reveal().encode() or None
        )
    except ValueError as error:
        raise ConfigError("what signs is no PKCS#12 file, or its passphrase is another one") from error
    stamper = timestamps.HTTPTimeStamper(signer.authority, timeout=WAIT) if signer.authority else None
    meta = signers.PdfSignatureMetadata(
        field_name=FIELD, md_algorithm="sha256", subfilter=fields.SigSeedSubFilter.PADES
    )
    out = BytesIO()
    try:
        signers.sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf.read_bytes())), meta, identity, stamper, output=out)
    except timestamps.TimestampRequestError as error:
        raise Refused("the time-stamping authority gave no timestamp; the dossier is not signed") from error
    signed = pdf.with_name(pdf.name + ".signed")
    signed.write_bytes(out.getvalue())
    os.replace(signed, pdf)  # noqa: PTH105 - the old one stands until the new one is whole


def _nowhere() -> ZoneInfo:
    return ZoneInfo("UTC")


def is_signed(data: bytes) -> bool:
    """Whether the bytes of a PDF claim to be signed."""
    return b"/ByteRange" in data


def found_in(data: bytes, roots: "Sequence[Certificate]" = ()) -> Signature:
    """The signature in the bytes of a PDF, looked at with the certificates that are trusted; what cannot be read is not
    intact, and neither is what several signed: each later one was appended to what the first covers.

    As `sign`, it waits, so that neither runs in the thread of an event loop.
    """
    from pyhanko.pdf_utils.reader import PdfFileReader  # noqa: PLC0415

    logging.getLogger("pyhanko").setLevel(logging.CRITICAL)  # that nobody vouches for an authority we say ourselves
    try:
        reader = PdfFileReader(BytesIO(data))
        found = reader.embedded_signatures
        return _checked(found[0], reader, _trusting(roots)) if len(found) == 1 else Signature()
    except Exception:  # noqa: BLE001 - one byte changed can trip any part of a reader
        return Signature()


def _trusting(roots: "Sequence[Certificate]") -> "ValidationContext":
    from cryptography.hazmat.primitives.serialization import Encoding  # noqa: PLC0415
    from pyhanko.keys import load_certs_from_pemder_data  # noqa: PLC0415
    from pyhanko_certvalidator import ValidationContext  # noqa: PLC0415

    given = [read for one in roots for read in load_certs_from_pemder_data(one.public_bytes(Encoding.DER))]
    return ValidationContext(trust_roots=given, allow_fetching=False)


def _checked(signature: "EmbeddedPdfSignature", reader: "PdfFileReader", trust: "ValidationContext") -> Signature:
    from pyhanko.sign.validation import validate_pdf_signature  # noqa: PLC0415
    from pyhanko.sign.validation.status import SignatureCoverageLevel  # noqa: PLC0415
    from pyhanko_certvalidator import ValidationContext  # noqa: PLC0415

    own = ValidationContext(trust_roots=[signature.signer_cert], allow_fetching=False)
    found = validate_pdf_signature(signature, own, ts_validation_context=trust)
    stamp = found.timestamp_validity
    return Signature(
        intact=found.intact and found.valid and (stamp is None or (stamp.intact and stamp.valid)),
        whole=found.coverage is SignatureCoverageLevel.ENTIRE_FILE,
        bare=only_signed(reader),
        by=found.signing_cert.subject.human_friendly,
        certificate=sha256(found.signing_cert.dump()).hexdigest(),
        at=stamp.timestamp if stamp else found.signer_reported_dt,
        stamped=stamp is not None,
        attested=stamp is not None and stamp.trusted,
    )
