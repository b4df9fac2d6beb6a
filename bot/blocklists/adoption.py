"""A list of others that a person mutes or blocks by, by the platform's own means, and how it was before."""

from collections.abc import Mapping
from enum import StrEnum

from bot.model.noun import Noun


class Step(StrEnum):
    """How far it is."""

    COMING = "coming"
    THERE = "there"
    GOING = "going"


class Stance(Noun, frozen=True, kw_only=True):
    """How an account of the person stands to a list of others."""

    muted: bool = False
    blocked: bool = False


class Adoption(Noun, frozen=True, kw_only=True):
    """By which list, for all accounts of the person where it stands."""

    person: str
    address: str
    deed: str
    """mute, block"""
    step: Step = Step.COMING
    prior: Mapping[str, Stance] = {}
    """How each account stood before, by `Account.key`; noted before anything is done."""
    there: tuple[str, ...] = ()
    """The accounts where it was done: whoever takes it back there by hand later has their way."""
    trouble: str = ""
    """What is in the way; empty: nothing."""
