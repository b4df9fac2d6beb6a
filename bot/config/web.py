"""The pages, as a person writes them: where they are served, and under what address people reach them."""

import ipaddress
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field

from bot.config.secret import Secret
from bot.config.values import Table

LOCAL = "127.0.0.1:8470"
CURE = 'write public_url = "https://rempart.example", or leave it out'


def _listening(written: str) -> str:
    host, _, port = written.rpartition(":")
    try:
        ipaddress.ip_address(host.strip("[]"))
        number = int(port)
    except ValueError:
        raise ValueError(f'must be an address of this machine with a port; write listen = "{LOCAL}"') from None
    if not 0 <= number < 65536:  # noqa: PLR2004 - ports end there
        raise ValueError("the port is a number from 0 to 65535; 0 takes one that is free")
    return written


def _public(written: str) -> str:
    try:
        parts = urlsplit(written)
        named = bool(parts.hostname) and parts.port != 0 and written.isascii() and written.isprintable()
    except ValueError:
        named = False
    if not named or " " in written:
        raise ValueError(f"must be the address of the pages; {CURE}")
    local = parts.hostname in {"localhost", "127.0.0.1", "::1"}
    if parts.scheme not in {"https", "http"} or parts.username or parts.password or parts.query or parts.fragment:
        raise ValueError(f"must be an address without name, password or query; {CURE}")
    if parts.scheme == "http" and not local:
        raise ValueError(f"is not encrypted, and others than this machine would see what stands in links; {CURE}")
    if parts.path not in {"", "/"}:
        raise ValueError(f"has a path, and the pages need a name of their own; {CURE}")
    return written.rstrip("/")


class Web(Table):
    """The pages."""

    enabled: Annotated[bool, Field(strict=True)] = True
    """Whether `rempart run` serves them too; `rempart web` does in any case."""
    listen: Annotated[str, AfterValidator(_listening)] = LOCAL
    """Address and port; other machines reach them by a reverse proxy only."""
    public_url: Annotated[str, AfterValidator(_public)] | None = None
    """Under what address people reach them; None: on this machine alone."""
    metrics: Secret | None = None
    """The token with which Prometheus asks for /metrics; None: nothing is there."""

    @property
    def host(self) -> str:
        """The address that is listened on."""
        return self.listen.rpartition(":")[0].strip("[]")

    @property
    def port(self) -> int:
        """The port."""
        return int(self.listen.rpartition(":")[2])

    @property
    def url(self) -> str:
        """What links begin with."""
        return (
            self.public_url
            or f"http://{'localhost' if self.host == '127.0.0.1' else self.listen.rpartition(':')[0]}:{self.port}"
        )
