"""Which rules were in force when: an entry in the chain each time that others are taken up."""

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Final

import msgspec
from sqlalchemy import Connection

from bot.evidence.master import MasterKey
from bot.evidence.pseudonym import pseudonym
from bot.model.noun import Noun
from bot.rules.aim import digest
from bot.rules.policy import Policy
from bot.store import read, write
from bot.store.database import Store

EVENT: Final = "rules:changed"
REMEMBERED: Final = 10


class Version(Noun, frozen=True, kw_only=True):
    """The rules of one person from a moment on, until the next."""

    at: datetime
    number: int
    """Of the entry that says so."""
    mode: str
    rules: int
    """How many."""
    digest: str
    """Salted: rules may hold words that are private."""


VERSIONS: Final = msgspec.json.Decoder(list[Version])


def note(store: Store, policies: Mapping[str, Policy], now: datetime) -> None:
    """Say in the chain of each person whose rules or mode are others than before that they are in force from now on."""
    for person, policy in policies.items():
        with store.writing() as connection:
            salt = write.salt(connection, store.master, person)
            fresh, known = pseudonym(salt, _digest(policy)), every(connection, store.master, person)
            if known and known[-1].digest == fresh:
                continue
            line: dict[str, str | int] = {"version": fresh, "mode": policy.mode.value, "rules": len(policy.rules)}
            write.append(connection, person, [(now, EVENT, line)])
            number = write.head(connection, person).number
            made = Version(at=now, number=number, mode=policy.mode.value, rules=len(policy.rules), digest=fresh)
            write.put(connection, store.master, _name(person), msgspec.json.encode([*known, made][-REMEMBERED:]))


def every(connection: Connection, master: MasterKey, person: str) -> list[Version]:
    """Those that are remembered, the oldest first."""
    kept = read.get(connection, master, _name(person))
    return VERSIONS.decode(kept) if kept else []


def _digest(policy: Policy) -> str:
    said = [policy.mode.value, *(f"{rule.mode.value} {digest(rule)}" for rule in policy.rules)]
    return sha256("\n".join(said).encode()).hexdigest()


def _name(person: str) -> str:
    return f"rules/{person}"
