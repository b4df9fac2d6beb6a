"""The rules that are armed as they come, since they are measured: those of the default packs, and for communities."""

from functools import cache

from bot.config.packs import COMMUNAL, DEFAULTS, pack, pack_names
from bot.rules.aim import digest


@cache
def shipped() -> frozenset[str]:
    """Their digests. A pack that a person adds by choice is tried on the past as a rule of their own is."""
    there = pack_names()
    return frozenset(digest(rule) for name in DEFAULTS if name in there for rule in pack(name).rules)


@cache
def shipped_to_communities() -> frozenset[str]:
    """Those of what communities have; read only where there is one."""
    return frozenset(digest(rule) for name in COMMUNAL for rule in pack(name).rules)
