"""What a server sends to a community by itself, as far as it may be kept."""

from datetime import datetime

from bot.model.community import desk_of
from bot.model.noun import Noun


class Letter(Noun, frozen=True, kw_only=True):
    """One, as it was admitted: what is private in it is gone already, but for by what its subject came."""

    event: str
    """`report.created`, `account.created`, …"""
    at: datetime
    """When the server says that it happened."""
    digest: bytes
    """SHA-256 of the body, by which a replay is known."""
    kept: bytes
    """What of it may be kept, as JSON."""
    about: str = ""
    """The server's id of whom it is about."""
    kin: tuple[tuple[str, str], ...] = ()
    """By what they came (`email` or `ip`, as the server tells it); whoever stores the letter keeps keys alone."""

    def __repr__(self) -> str:
        """Never what it says, nor an address."""
        return f"Letter(event={self.event!r}, at={self.at!r})"


class Taken(Noun, frozen=True, kw_only=True):
    """One that is stored and waits for the shield."""

    number: int
    event: str
    at: datetime
    kept: bytes
    whole: str
    """Hex SHA-256 of the body as it came."""
    about: str = ""
    kin: tuple[tuple[str, int], ...] = ()
    """(`email`, `domain` or `net`, what stands for it): no address can be read from it."""


def source_of(community: str) -> str:
    """The name of the source that brings a community's letters; its cursor is the number of the latest handled."""
    return f"{desk_of(community)}:letters"
