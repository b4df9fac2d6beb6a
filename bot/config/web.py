"""The pages: where they listen, and under what address others find them."""

from typing import Annotated, Final
from urllib.parse import urlsplit

from pydantic import AfterValidator

from bot.config.values import Table

HERE: Final = frozenset({"localhost", "127.0.0.1", "::1"})
PORTS: Final = range(1, 65_536)


def _listen(written: str) -> str:
    host, _, port = written.rpartition(":")
    if not host or not port.isdecimal() or int(port) not in PORTS:
        raise ValueError('must be an address of this machine with a port; write listen = "127.0.0.1:8470"')
    return written


def _public_url(written: str) -> str:
    cure = 'write public_url = "https://rempart.example", or leave it out'
    try:
        parts = urlsplit(written)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        host = ""
    if not host or not written.isascii() or not written.isprintable() or " " in written:
        raise ValueError(f"must be the address of the pages; {cure}")
    if parts.username or parts.password or parts.query or parts.fragment:
        raise ValueError(f"must be an address without name, password or query; {cure}")
    if parts.scheme != "https" and not (parts.scheme == "http" and host in HERE):
        raise ValueError(f"is not encrypted, and others than this machine would see what stands in links; {cure}")
    return written.rstrip("/")


class Web(Table):
    """Where the pages are."""

    listen: Annotated[str, AfterValidator(_listen)] = "127.0.0.1:8470"
    public_url: Annotated[str, AfterValidator(_public_url)] | None = None
    """What links in alerts begin with; None: there are none."""
