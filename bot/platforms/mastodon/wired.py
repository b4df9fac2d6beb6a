"""What of an answer is told by the wire alone: the status line, and the certificates of the server."""

import ssl
from typing import Any

import requests

_VERSIONS = {10: "HTTP/1.0", 11: "HTTP/1.1", 20: "HTTP/2"}


def status_line(response: requests.Response) -> str:
    """`HTTP/1.1 200 OK`."""
    version = _VERSIONS.get(getattr(response.raw, "version", 0), "HTTP")
    return f"{version} {response.status_code} {response.reason or ''}".rstrip()


def certified(raw: Any) -> tuple[bytes, ...]:
    """The server's own certificate, DER, and those that vouch for it where Python tells them (3.13); none without TLS.

    To be asked before the body is read: with its last byte the connection goes back to the others.
    """
    wire = _of(raw, "connection", "sock") or _of(raw, "_fp", "fp", "raw", "_sock")  # its own, where it is to be closed
    if not isinstance(wire, ssl.SSLSocket):
        return ()
    chain = getattr(wire, "get_verified_chain", None)
    leaf = wire.getpeercert(binary_form=True)
    return tuple(chain()) if chain else (leaf,) if leaf else ()


def _of(thing: Any, *path: str) -> Any:
    for name in path:
        thing = getattr(thing, name, None)
    return thing
