"""A trail as it is handed to others: the files of an export, which `bot.standalone` verifies without Rempart.

A zip file, or a folder with the same files; the opening of `bot/standalone/verify_trail.py` describes them to whoever
receives them. An export is closed where it holds no contents: digests alone, which prove that nothing was taken away.
"""

from datetime import datetime
from typing import Final

import msgspec

from bot.evidence.chain import Entry
from bot.evidence.deposit import Deposit
from bot.model.noun import Noun

FORM: Final = "rempart-trail-1"
ABOUT: Final = "trail.json"
ENTRIES: Final = "entries.jsonl"
EXHIBITS: Final = "exhibits.jsonl"
DEPOSITS: Final = "deposits.jsonl"
KEYS: Final = "keys.txt"
SUFFIXES: Final = {"rfc3161": "tsr", "opentimestamps": "ots"}


class About(Noun, frozen=True, kw_only=True, omit_defaults=False):
    """What an export is: `trail.json`."""

    form: str = FORM
    person: str
    made_at: datetime
    software: str
    head: str
    """`number:seal` of the last entry."""


class ExhibitLine(Noun, frozen=True, kw_only=True, omit_defaults=False):
    """One exhibit: a line of `exhibits.jsonl`."""

    id: str
    digest: str
    size: int
    salt: str = ""
    """Hex; empty where the content was erased, or is not handed out."""
    file: str = ""
    """Where its content stands; empty as above."""


class DepositLine(Noun, frozen=True, kw_only=True, omit_defaults=False):
    """What somebody gave for a checkpoint: a line of `deposits.jsonl`."""

    number: int
    place: str
    kind: str
    status: str
    file: str


def line(one: Entry | ExhibitLine | DepositLine) -> bytes:
    """A line of one of the `.jsonl` files."""
    return msgspec.json.encode(one) + b"\n"


def content_file(exhibit: str) -> str:
    """Where the content of an exhibit stands."""
    return f"exhibits/{exhibit}"


def checkpoint_file(number: int) -> str:
    """Where a checkpoint stands."""
    return f"checkpoints/{number}.txt"


def deposit_line(one: Deposit, index: int) -> DepositLine:
    """How a deposit is told; `index` tells those of one checkpoint apart."""
    file = f"deposits/{one.number}-{index}.{SUFFIXES.get(one.kind, 'token')}"
    return DepositLine(number=one.number, place=one.place, kind=one.kind, status=one.status.value, file=file)
