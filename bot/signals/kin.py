"""What an account has in common with another by how it came: its mailbox, that one's domain, its network; keyed, pure.

No address can be read from what is kept, and none is ever kept.
"""

from collections.abc import Iterable
from hashlib import blake2b
from ipaddress import ip_address, ip_network
from typing import Final, NamedTuple

from bot.errors import Malformed

BITS: Final = 63
"""Of what stands for an address: it fits a signed column."""
SHARED: Final = frozenset(
    {
        *("aol.com", "bbox.fr", "free.fr", "gmail.com", "gmx.de", "gmx.fr", "gmx.net", "googlemail.com"),
        *("hotmail.com", "hotmail.fr", "icloud.com", "laposte.net", "live.com", "live.fr", "mail.com", "mailbox.org"),
        *("me.com", "msn.com", "neuf.fr", "numericable.fr", "orange.fr", "outlook.com", "outlook.fr", "pm.me"),
        *("posteo.de", "posteo.net", "proton.me", "protonmail.com", "riseup.net", "sfr.fr", "tuta.com"),
        *("tutanota.com", "wanadoo.fr", "web.de", "yahoo.com", "yahoo.fr", "ymail.com", "zoho.com"),
    }
)
"""Domains where anybody has a mailbox: to share one says nothing."""
DOTLESS: Final = frozenset({"gmail.com", "googlemail.com"})
"""Where dots in a mailbox's name mean nothing."""
NETWORKS: Final = {4: 24, 6: 64}
"""How many bits of an address stand for its network: what one household or one rented machine has."""


class Key(NamedTuple):
    """What stands for one thing that accounts may share."""

    kind: str
    """email, domain, net"""
    key: int


def keys(secret: bytes, known: Iterable[tuple[str, str]]) -> tuple[Key, ...]:
    """What stands for all that is known of how an account came: (`email` or `ip`, as the server tells it), each once.

    `secret`: the community's own, so that two communities know nothing of each other's. Raises Malformed at a kind
    that is none; an address that is none is passed over.
    """
    return tuple(dict.fromkeys(_keyed(secret, kind, value) for said in known for kind, value in _shared(*said)))


def _shared(kind: str, value: str) -> Iterable[tuple[str, str]]:
    match kind:
        case "email":
            return _of_mail(value)
        case "ip":
            return _of_network(value)
        case _:
            raise Malformed("neither e-mail nor IP address")


def _of_mail(value: str) -> Iterable[tuple[str, str]]:
    name, sign, domain = value.strip().casefold().rpartition("@")
    if not (name and sign and domain):
        return
    bare = name.partition("+")[0] or name
    yield "email", f"{bare.replace('.', '') if domain in DOTLESS else bare}@{domain}"
    if domain not in SHARED:
        yield "domain", domain


def _of_network(value: str) -> Iterable[tuple[str, str]]:
    try:
        address = ip_address(value.strip().partition("%")[0])
    except ValueError:
        return
    address = getattr(address, "ipv4_mapped", None) or address
    if not (address.is_loopback or address.is_unspecified):
        yield "net", str(ip_network(f"{address}/{NETWORKS[address.version]}", strict=False))


def _keyed(secret: bytes, kind: str, value: str) -> Key:
    digest = blake2b(f"{kind} {value}".encode(errors="surrogatepass"), key=secret, digest_size=8).digest()
    return Key(kind, int.from_bytes(digest) >> 64 - BITS)
