"""What the server says about itself, read once a run; abilities come from it and from probes, never from versions."""

import asyncio

import msgspec

from bot.errors import Gone, Refused
from bot.model.noun import Noun
from bot.platforms.mastodon.decode import clean, decode
from bot.platforms.mastodon.rest import Rest
from bot.platforms.mastodon.throttle import Cost

GROUPED = 2
"""`api_versions.mastodon` of Mastodon 4.3: notification policy, requests, grouped notifications, filtered ones."""
QUOTES = 7
"""Of Mastodon 4.5: quote notifications, and quotes that can be revoked."""


class _Urls(Noun, frozen=True, kw_only=True):
    streaming: str | None = None
    streaming_api: str | None = None


class _Configuration(Noun, frozen=True, kw_only=True):
    urls: _Urls = _Urls()


class _Described(Noun, frozen=True, kw_only=True):
    """`/api/v2/instance`, or `/api/v1/instance` where there is no second."""

    version: str = ""
    source_url: str | None = None
    configuration: _Configuration = _Configuration()
    urls: _Urls = _Urls()
    api_versions: dict[str, int] = msgspec.field(default_factory=dict)


class _Software(Noun, frozen=True, kw_only=True):
    name: str = ""
    version: str = ""


class _NodeInfo(Noun, frozen=True, kw_only=True):
    software: _Software = _Software()


class Server(Noun, frozen=True, kw_only=True):
    """The server, as far as it matters to us."""

    software: str
    """`mastodon`, `gotosocial`, `akkoma`, `pleroma`, `iceshrimp.net`, `snac`, …; `mastodon` where it does not tell."""
    version: str
    api: int = 0
    """`api_versions.mastodon`; 0 where there is none."""
    streaming: str | None = None
    """The address it advertises for streams."""

    @property
    def groups(self) -> bool:
        """Whether it has grouped and filtered notifications."""
        return self.api >= GROUPED

    @property
    def quotes(self) -> bool:
        """Whether it knows quotes."""
        return self.api >= QUOTES

    @property
    def mutes(self) -> bool:
        """Whether it knows mutes; snac takes blocks only."""
        return self.software != "snac"

    @property
    def types(self) -> list[str]:
        """The notification types to ask for; GoToSocial answers 400 to one it does not know."""
        return ["mention", "quote"] if self.quotes else ["mention"]


class Instance:
    """The server's description, asked for at the first need and kept for the run."""

    def __init__(self, rest: Rest) -> None:
        self._rest = rest
        self._asking = asyncio.Lock()
        self._server: Server | None = None

    async def server(self) -> Server:
        """Look at the server, once. Raises TryLater."""
        async with self._asking:
            if self._server is None:
                self._server = await self._look()
        return self._server

    async def _look(self) -> Server:
        try:
            answer = await self._rest.call("instance", Cost.READ, lambda client: client.instance_v2())
        except (Gone, Refused):
            answer = await self._rest.get("instance", Cost.READ, "/api/v1/instance")
        told = decode(answer.body, _Described)
        node = await self._node()
        return Server(
            software=clean(node.name).lower() or _named(told),
            version=clean(told.version),
            api=told.api_versions.get("mastodon", 0),
            streaming=told.configuration.urls.streaming or told.urls.streaming_api,
        )

    async def _node(self) -> _Software:
        """The software as nodeinfo names it; empty where there is none (snac answers 404 on this path)."""
        try:
            return decode((await self._rest.get("nodeinfo", Cost.READ, "/nodeinfo/2.0")).body, _NodeInfo).software
        except (Gone, Refused):
            return _Software()


def _named(told: _Described) -> str:
    """The software as its version tells: `4.0.0 (not true; really snac/2.75)`, `2.7.2 (compatible; Akkoma 3.10)`."""
    text = f"{told.version} {told.source_url or ''}".lower()
    return next((name for name in ("gotosocial", "akkoma", "pleroma", "iceshrimp", "snac") if name in text), "mastodon")
