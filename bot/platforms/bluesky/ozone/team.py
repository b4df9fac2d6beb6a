"""Whose desk at a labeler it is."""

from typing import Literal

import msgspec

from bot.model.noun import Noun
from bot.model.reason import Reason


class Team(Noun, frozen=True, kw_only=True):
    """Whose desk it is, and what it may do at which labeler."""

    community: str
    labeler: str
    """Its DID."""
    hand: Literal["act", "reports"] = "act"
    labels: dict[Reason, str] = msgspec.field(default_factory=dict)
    """Which label stands for which reason."""
