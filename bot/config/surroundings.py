"""What a configuration is read against: its folder, the environment, and how thoroughly to look."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from pathlib import Path

from pydantic import ValidationInfo

from bot.model.noun import Noun


class Secrets(StrEnum):
    """When a secret must be there."""

    NOW = "now"
    WHEN_NEEDED = "when needed"
    """For commands that log in nowhere, on a machine or in a shell that holds no token."""


class Surroundings(Noun, frozen=True, kw_only=True):
    """All that decides what a written value means, besides the value."""

    folder: Path
    """Absolute; where relative paths start."""
    environment: Mapping[str, str]
    language: str = "fr"
    """Of whoever has none of their own."""
    secrets: Secrets = Secrets.NOW
    loopback: bool = False
    """Whether servers on this machine may be named (`[network] allow_loopback`)."""
    on_file: Callable[[Path], None]
    """Told of each file just before it is read."""
    check_alert_url: Callable[[str], None]
    """Raises ValueError, without the URL, where no channel understands it."""


def surroundings(info: ValidationInfo) -> Surroundings:
    """Those under which a value is being validated."""
    if not isinstance(info.context, Surroundings):
        raise TypeError("a configuration is validated within its surroundings; use bot.config.load")
    return info.context
