"""The rules that are armed as they come: those of the default packs, which are measured."""

from functools import cache

from bot.config.packs import DEFAULTS, pack, pack_names
from bot.rules.aim import digest


@cache
def shipped() -> frozenset[str]:
    """Their digests. A pack that a person adds by choice is tried on the past as a rule of their own is."""
    there = pack_names()
    return frozenset(digest(rule) for name in DEFAULTS if name in there for rule in pack(name).rules)
