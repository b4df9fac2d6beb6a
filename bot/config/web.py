"""The pages, as a person writes them: where they are served, and under what address people reach them."""

import ipaddress
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field

from bot.config.secret import Secret
from bot.config.values import Table

LOCAL = "127.0.0.1:8470"


def _listening(written: str) -> str:
    host, _, port = written.rpartition(":")
    try:
        ipaddress.ip_address(host.strip("[]"))
        number = int(port)
    except ValueError:
        raise ValueError(f"is no address and port; write {LOCAL}, or [::1]:8470") from None
    if not 0 <= number < 65536:  # noqa: PLR2004 - ports end there
        raise ValueError("the port is a number from 0 to 65535; 0 takes one that is free")
    return written


def _public(written: str) -> str:
    parts = urlsplit(written)
    local = parts.hostname in {"localhost", "127.0.0.1", "::1"}
    if not parts.hostname or parts.scheme not in {"https", "http"} or parts.username or parts.query or parts.fragment:
        raise ValueError("is no address of a site; write https://rempart.example.org")
    if parts.scheme == "http" and not local:
        raise ValueError("goes in clear over the network; write https://, and put a reverse proxy in front")
    if parts.path not in {"", "/"}:
        raise ValueError("has a path; the pages need a name of their own, https://rempart.example.org")
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
