"""Which servers may see our address, and by which way the others are reached."""

from typing import Final
from urllib.parse import urlsplit

from bot.evidence.origin import Way
from bot.model.noun import Noun

PUBLIC: Final = ("*.host.bsky.network",)
"""Servers of the platforms themselves, where most accounts live: no author keeps one, so none learns who asks."""


class Origins(Noun, frozen=True, kw_only=True):
    """Whom we ask directly; all others see the proxy, or nobody."""

    hosts: tuple[str, ...] = PUBLIC
    """`host.example`, or `*.example` for all below it."""
    proxy: str = ""
    """`http://host:port`; empty: none."""

    def beside(self, *urls: str) -> "Origins":
        """The same, and the hosts of these addresses: servers that know us anyway."""
        own = tuple(host for url in urls if (host := urlsplit(url).hostname or ""))
        return Origins(hosts=(*self.hosts, *own), proxy=self.proxy)

    def way(self, host: str) -> Way:
        """How this host is asked."""
        name = host.lower().rstrip(".")
        if any(_fits(name, pattern.lower()) for pattern in self.hosts):
            return Way.DIRECT
        return Way.PROXY if self.proxy else Way.NONE


def _fits(name: str, pattern: str) -> bool:
    return name.endswith(pattern[1:]) if pattern.startswith("*.") else name == pattern
