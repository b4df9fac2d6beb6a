"""What people change in a configuration from a page: the mode, the packs, the budget, a rule of their own."""

from enum import StrEnum
from typing import Final

import msgspec

from bot.model.decision import Mode
from bot.model.noun import Noun


class SetMode(Noun, frozen=True, kw_only=True, tag="mode", tag_field="change"):
    """The person's mode."""

    mode: Mode


class SetPacks(Noun, frozen=True, kw_only=True, tag="pack", tag_field="change"):
    """Which packs of rules they have."""

    packs: tuple[str, ...]


class SetBudget(Noun, frozen=True, kw_only=True, tag="budget", tag_field="change"):
    """How much may be done automatically."""

    hour: int
    day: int


class Does(StrEnum):
    """What a rule of one's own does."""

    HOLD = "hold"
    ALERT = "alert"
    MUTE = "mute"


class AddRule(Noun, frozen=True, kw_only=True, tag="words", tag_field="change"):
    """A rule of one's own, in its simple form."""

    name: str
    words: tuple[str, ...]
    does: Does


Change = SetMode | SetPacks | SetBudget | AddRule
_DECODER: Final = msgspec.json.Decoder(SetMode | SetPacks | SetBudget | AddRule)


def kind_of(change: Change) -> str:
    """What is changed, in a word: `mode`, `pack`, `budget`, `words`."""
    return str(change.__struct_config__.tag)


def read(written: bytes) -> Change:
    """The inverse of msgspec's JSON."""
    found: Change = _DECODER.decode(written)
    return found
