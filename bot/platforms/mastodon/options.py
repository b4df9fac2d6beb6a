"""What must be known to talk to one account on one server."""

from collections.abc import Callable
from datetime import datetime
from functools import cache
from importlib.metadata import version
from typing import Literal
from urllib.parse import urlsplit

from bot.errors import ConfigError
from bot.model.noun import Noun
from bot.platforms.origins import Origins

Clock = Callable[[], datetime]
"""Tells the present moment, with its time zone."""

Instead = Literal["block", "dismiss", "refuse"]


class Options(Noun, frozen=True, kw_only=True):
    """How to reach a server, and how often to ask it. Times are in seconds."""

    server: str
    """The server's address: `https://social.test`, or just its name."""
    allow_loopback: bool = False
    """For tests: only this machine is reached, over http too. Otherwise only the public internet, over https."""
    idle: float = 90.0
    """A stream that brings no byte for so long, heartbeats included, is dead. Mastodon's beat every 15 s."""
    poll_beside_stream: float = 60.0
    poll_alone: float = 15.0
    """Polling without a stream: 60 pages in 15 minutes, of the 300 that Mastodon allows a user."""
    request_timeout: float = 30.0
    rule_ids: tuple[str, ...] = ()
    """The server's rules that a report names; without any, the report's category is `other` (or `spam`)."""

    without_mute: Instead = "block"
    """What takes the place of a mute on a server that has none; a block can be seen by whom it concerns."""

    origins: Origins = Origins()
    """Which authors' servers may see our address when they are asked for a post."""

    @property
    def base_url(self) -> str:
        """The server's address with its scheme and without a path."""
        given = self.server if "://" in self.server else f"https://{self.server}"
        return f"{urlsplit(given).scheme}://{urlsplit(given).netloc}"

    @property
    def home(self) -> str:
        """What stands in `Account.home`: the server's host, with the port if it has one of its own."""
        return urlsplit(self.base_url).netloc.lower()

    def check(self) -> None:
        """Raise ConfigError where this can be no server's address."""
        parts = urlsplit(self.base_url)
        if not parts.hostname or "@" in parts.netloc:
            raise ConfigError("server: this is no server's address; write for example `https://social.test`")
        if parts.scheme != "https" and not (parts.scheme == "http" and self.allow_loopback):
            raise ConfigError("server: the token would travel in clear; write the address with https://")


@cache
def user_agent() -> str:
    """How we introduce ourselves; GoToSocial answers nobody who does not."""
    return f"rempart/{version('rempart')}"
