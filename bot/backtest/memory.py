"""What is remembered of a person's rules, by digest: which are armed, and which hit whom they should not."""

from datetime import datetime
from typing import Final

import msgspec
from sqlalchemy import Connection

from bot.backtest.outcome import Found
from bot.evidence.master import MasterKey
from bot.model.noun import Noun
from bot.store import read, write

HARMLESS: Final = ""
"""Stands where a human's name would: the rule was tried, and nobody had to be asked."""


class Armed(Noun, frozen=True, kw_only=True):
    """Why a rule may act."""

    at: datetime
    by: str
    """Who accepted it, or HARMLESS."""
    found: Found


class Memory(Noun, frozen=True, kw_only=True):
    """Digests of rules, not their words; kept encrypted all the same."""

    armed: dict[str, Armed] = msgspec.field(default_factory=dict)
    harmful: dict[str, Found] = msgspec.field(default_factory=dict)
    """Not tried again at each start; acceptance takes a rule out of it."""


DECODER: Final = msgspec.json.Decoder(Memory)


def recall(connection: Connection, master: MasterKey, person: str) -> Memory:
    """What is remembered. Raises KeyMissing under another master key."""
    kept = read.get(connection, master, _name(person))
    return Memory() if kept is None else DECODER.decode(kept)


def remember(connection: Connection, master: MasterKey, person: str, memory: Memory) -> None:
    """Remember this instead, in the transaction in which it was recalled."""
    write.put(connection, master, _name(person), msgspec.json.encode(memory))


def _name(person: str) -> str:
    return f"armed/{person}"
