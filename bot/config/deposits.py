"""Where checkpoints are left, as a person writes it: each place sees a digest, never what was written to anybody."""

from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo

from bot.config.surroundings import surroundings
from bot.config.values import Name, Table, address


def _certificates(written: Any, info: ValidationInfo) -> bytes:
    """The text of a file with certificates, read and looked at."""
    from cryptography import x509  # noqa: PLC0415 - a twentieth of a second, for those who leave checkpoints alone

    if not isinstance(written, str):
        raise ValueError('must be a file; write certificate = "authority.pem"')  # noqa: TRY004 - pydantic wants it
    around = surroundings(info)
    path: Path = around.folder / written
    around.on_file(path)
    try:
        pem = path.read_bytes()
        x509.load_pem_x509_certificates(pem)
    except OSError:
        raise ValueError(
            "cannot be read; put the certificate of the authority's root there, as PEM (relative paths start at "
            f"{around.folder})"
        ) from None
    except ValueError:
        raise ValueError("holds no certificate; put that of the authority's root there, as PEM") from None
    return pem


class Authority(Table):
    """A time-stamping authority (RFC 3161)."""

    kind: Literal["rfc3161"]
    url: Annotated[str, AfterValidator(address)]
    certificate: Annotated[bytes, BeforeValidator(_certificates)]
    """PEM of its root, and of what stands between the two where it does not send that."""
    name: Name | None = None
    """None: the host of its address."""


class Calendar(Table):
    """An OpenTimestamps calendar."""

    kind: Literal["opentimestamps"]
    url: Annotated[str, AfterValidator(address)]
    name: Name | None = None
    """As above."""


Deposit = Annotated[Authority | Calendar, Field(discriminator="kind")]


def name_of(table: Authority | Calendar) -> str:
    """What the place is called in commands and in the chain."""
    return table.name or urlsplit(table.url).hostname or table.url
