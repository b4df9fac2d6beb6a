"""What whoever verifies has from elsewhere, as they write it on the command line."""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from bot.errors import ChainBroken, ConfigError

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

    from bot.audit import Known
    from bot.evidence.chain import Head
    from bot.evidence.checkpoint import Note, Verifier

NUMBER: Final = re.compile(r"[0-9]{1,15}")
SEAL: Final = re.compile(r"[0-9a-f]{64}")
HEADER: Final = re.compile(r"[0-9a-fA-F]{160}")
HeadOption = Annotated[
    list[str] | None,
    typer.Option(
        "--head", help="An end of a chain that was noted elsewhere, as printed.", metavar="PERSON=NUMBER:SEAL"
    ),
]
CheckpointOption = Annotated[
    list[Path] | None,
    typer.Option("--checkpoint", help="A checkpoint that was kept elsewhere; its chain must hold it.", metavar="FILE"),
]
DigestOption = Annotated[
    str,
    typer.Option("--digest", help="The digest of a dossier, as it was told by another way.", metavar="HEX"),
]
SignerOption = Annotated[
    list[str] | None,
    typer.Option(
        "--signer", help="The key that must have signed, as `rempart key show` printed it.", metavar="NAME+ID+KEY"
    ),
]
CertificateOption = Annotated[
    list[Path] | None,
    typer.Option("--certificate", help="The root of a time-stamping authority, as PEM.", metavar="FILE"),
]
BlockOption = Annotated[
    list[str] | None,
    typer.Option("--block-header", help="The 80 bytes of a Bitcoin block's header.", metavar="HEIGHT=HEX"),
]


def known(
    heads: Sequence[str] | None,
    checkpoints: Sequence[Path] | None,
    signers: Sequence[str] | None,
    certificates: Iterable[bytes],
    blocks: Sequence[str] | None,
) -> "Known":
    """All of it, read. Raises ConfigError; `certificates` are texts of PEM."""
    from bot.audit import Known  # noqa: PLC0415 - takes long, and --help need not wait for it

    return Known(
        heads=dict(map(_head, heads or ())),
        notes=tuple(map(_note, checkpoints or ())),
        verifiers=tuple(map(_verifier, signers or ())),
        roots=tuple(root for pem in certificates for root in _roots(pem)),
        headers=dict(map(_header, blocks or ())),
    )


def contents(option: str, files: Sequence[Path] | None) -> list[bytes]:
    """What stands in files that an option names. Raises ConfigError."""
    return [_read(option, file) for file in files or ()]


def _head(written: str) -> "tuple[str, Head]":
    from bot.evidence.chain import Head  # noqa: PLC0415 - as above

    person, _, end = written.rpartition("=")
    number, _, seal = end.partition(":")
    if not person or not NUMBER.fullmatch(number) or not SEAL.fullmatch(seal):
        raise ConfigError("--head: write it as `rempart verify` printed it: PERSON=NUMBER:SEAL")
    return person, Head(number=int(number), seal=seal)


def _note(file: Path) -> "Note":
    from bot.evidence.checkpoint import parse  # noqa: PLC0415 - as above

    try:
        return parse(_read("--checkpoint", file).decode())
    except (ChainBroken, UnicodeDecodeError) as error:
        raise ConfigError(
            f"--checkpoint: {file}: it cannot be read as a checkpoint; give the file as it was"
        ) from error


def _verifier(written: str) -> "Verifier":
    from bot.evidence.checkpoint import Verifier  # noqa: PLC0415 - as above

    try:
        return Verifier.parse(written)
    except ValueError as error:
        raise ConfigError(f"--signer: {error}") from error


def _roots(pem: bytes) -> "list[Certificate]":
    from cryptography import x509  # noqa: PLC0415 - as above

    try:
        return x509.load_pem_x509_certificates(pem)
    except ValueError as error:
        raise ConfigError("--certificate: holds no certificate; give the root of the authority, as PEM") from error


def _header(written: str) -> tuple[int, bytes]:
    height, _, header = written.partition("=")
    if not NUMBER.fullmatch(height) or not HEADER.fullmatch(header):
        raise ConfigError("--block-header: write HEIGHT=HEX, with the 160 hexadecimal digits of the block's header")
    return int(height), bytes.fromhex(header)


def _read(option: str, file: Path) -> Any:
    try:
        return file.read_bytes()
    except OSError as error:
        raise ConfigError(f"{option}: {file} cannot be read ({error.strerror}); name a file that is there") from error
