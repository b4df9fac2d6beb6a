"""Checkpoints left with a time-stamping authority (RFC 3161): it signs the time over a digest of the note."""

from collections.abc import Sequence
from typing import Final

from cryptography import x509
from rfc3161_client import (
    HashAlgorithm,
    TimestampRequestBuilder,
    TimeStampResponse,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

from bot.deposits.der import ordered
from bot.deposits.http import ask
from bot.deposits.port import Proof, Token
from bot.errors import ChainBroken, Refused

KIND: Final = "rfc3161"
MOST: Final = 64 * 1024
"""Bytes of a token; real ones, with their certificates, have 2 to 10 thousand."""
HEADERS: Final = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}


class Rfc3161:
    """One authority, known by the certificate of its root."""

    kind = KIND

    def __init__(self, name: str, url: str, roots: Sequence[x509.Certificate], *, loopback: bool = False) -> None:
        self.name = name
        self._url = url
        self._roots = roots
        self._loopback = loopback

    async def leave(self, note: bytes) -> Token:
        """As the port; what came was verified, against our nonce and the authority's root, before it is given back."""
        request = (
            TimestampRequestBuilder().data(note).hash_algorithm(HashAlgorithm.SHA256).cert_request(cert_request=True)
        ).build()
        data = await ask(
            "POST", self._url, body=request.as_bytes(), headers=HEADERS, most=MOST, loopback=self._loopback
        )
        try:
            _verified(data, note, self._roots, request.nonce)
        except ChainBroken as error:
            raise Refused(f"{self.name}: {error}") from error
        return Token(data=data, done=True)

    async def complete(self, token: bytes) -> Token:
        """As the port; a time-stamp is done when it comes."""
        return Token(data=token, done=True)


def examine(token: bytes, note: bytes, roots: Sequence[x509.Certificate] = ()) -> Proof:
    """What a token proves about a note. ChainBroken where it does not hold.

    Without `roots`, the certificates in the token are taken for what they say they are.
    """
    response = _verified(token, note, roots or _own(token), None)
    name = _signer(response)
    return Proof(at=response.tst_info.gen_time, by=name, pinned=bool(roots))


def _verified(token: bytes, note: bytes, roots: Sequence[x509.Certificate], nonce: int | None) -> TimeStampResponse:
    builder = VerifierBuilder(roots=list(dict.fromkeys(roots)), nonce=nonce)
    try:
        response = _decoded(token)
        builder.build().verify_message(response, note)
    except VerificationError as error:
        raise ChainBroken(f"the time-stamp does not hold: {str(error).partition(': ErrorStack')[0]}") from error
    except ValueError as error:  # what is no DER, and a response that carries no token
        raise ChainBroken("the time-stamp cannot be read: it is not one, or it was altered") from error
    return _decoded(token)


def _decoded(token: bytes) -> TimeStampResponse:
    return decode_timestamp_response(ordered(token))


def _own(token: bytes) -> list[x509.Certificate]:
    """The certificates in a token; none where it cannot be read."""
    try:
        return [x509.load_der_x509_certificate(one) for one in _decoded(token).signed_data.certificates]
    except ValueError as error:
        raise ChainBroken("the time-stamp cannot be read: it is not one, or it was altered") from error


def _signer(response: TimeStampResponse) -> str:
    """The name of the certificate that signed, as it stands in it."""
    (signed,) = response.signed_data.signer_infos
    certificates = map(x509.load_der_x509_certificate, response.signed_data.certificates)
    names = [one.subject for one in certificates if one.serial_number == signed.serial_number]
    return (names[0] if names else signed.issuer).rfc4514_string()
