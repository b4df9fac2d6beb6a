"""A list as it is kept: whose it is, under what name, and which of its versions holds."""

from datetime import datetime
from enum import StrEnum

from bot.model.noun import Noun


class Origin(StrEnum):
    """Who decides what stands in it."""

    OWN = "own"
    FOREIGN = "foreign"


class Blocklist(Noun, frozen=True, kw_only=True):
    """One of a person's lists, made by them or taken from others."""

    id: str
    person: str
    origin: Origin
    slug: str
    """Its name in addresses and on the command line: lower-case letters, digits and hyphens."""
    title: str
    settings: str = "{}"
    """JSON of what people chose for it; of what shape, the package says that performs it."""
    version: int = 0
    """The last one that holds; 0: none yet."""
    by: str
    at: datetime
    closed_at: datetime | None = None
    restored_at: datetime | None = None
    """When a backup put it back; None: it is right, as far as is known, or as a human said since."""
