"""Never a server inside a private network, whatever name or document leads there."""

import ipaddress
import socket
from collections.abc import Callable
from typing import Final

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver

from bot.errors import Refused

UNICAST: Final = ipaddress.ip_network("2000::/3")
"""All that IANA gives out of IPv6; what is elsewhere is of some network's own, whatever the library calls global."""
NAT64: Final = ipaddress.ip_network("64:ff9b::/96")
Check = Callable[[str], None]
"""Raises Refused for an address that we may not connect to."""


def refuse_private(address: str) -> None:
    """Raise Refused unless the address is one of the public internet."""
    ip: ipaddress.IPv4Address | ipaddress.IPv6Address = ipaddress.ip_address(address.partition("%")[0])
    outside = True
    if isinstance(ip, ipaddress.IPv6Address):
        within = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None) or _translated(ip)
        outside = within is not None or ip in UNICAST
        ip = within or ip
    if not (outside and ip.is_global) or ip.is_multicast:
        raise Refused("the server's name leads to a private address; check `server` in the configuration")


def _translated(ip: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address that a network's translator (NAT64) leads to; None for others."""
    return ipaddress.IPv4Address(int(ip) & 0xFFFF_FFFF) if ip in NAT64 else None


def refuse_public(address: str) -> None:
    """Raise Refused unless the address is this machine; for tests on loopback."""
    if not ipaddress.ip_address(address.partition("%")[0]).is_loopback:
        raise Refused("loopback only is allowed here, and the server's name leads elsewhere")


class GuardedResolver(AbstractResolver):
    """Names looked up once, checked, and connected to as checked, so that no second lookup can differ."""

    def __init__(self, check: Check) -> None:
        self._check = check
        self._inner = ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """The addresses of a host. Raises Refused."""
        found = await self._inner.resolve(host, port, family)
        for one in found:
            self._check(one["host"])
        return found

    async def close(self) -> None:
        """Nothing is held."""
        await self._inner.close()


def connector(check: Check) -> aiohttp.TCPConnector:
    """Connections for streams."""
    return aiohttp.TCPConnector(resolver=GuardedResolver(check), use_dns_cache=False)


def check_host(host: str, check: Check) -> None:
    """Raise Refused for a forbidden address in place of a name: aiohttp asks no resolver about an address."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return
    check(host)
