"""The chain of one person: each entry seals its content and the seal before it."""

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from hashlib import sha256
from typing import Final

from bot.evidence.canonical import LARGEST, canonical, plain
from bot.model.noun import Noun

Payload = Mapping[str, str | int]
"""What an entry says: flat, digests and names of our own only, never content."""


class Head(Noun, frozen=True, kw_only=True):
    """How far a chain has come: the number and the seal of an entry."""

    number: int
    seal: str


GENESIS: Final = Head(number=0, seal="0" * 64)
"""What stands before the first entry, which has the number 1."""


class Entry(Noun, frozen=True, kw_only=True):
    """One line of the chain."""

    person: str
    number: int
    """From 1, without gaps."""
    at: str
    """RFC 3339, UTC, as `bot.model.noun.utc` writes it."""
    event: str
    payload: dict[str, str | int]
    previous: str
    """The seal of the entry before."""
    seal: str
    """Hex SHA-256 of the canonical JSON of [person, number, at, event, payload, previous]."""

    @property
    def head(self) -> Head:
        """Where the chain stands with this entry."""
        return Head(number=self.number, seal=self.seal)


def link(person: str, head: Head, at: str, event: str, payload: Payload) -> Entry:
    """The entry that follows `head`; ValueError if the payload is not flat or cannot be written canonically."""
    said = dict(payload)
    number = head.number + 1
    seal = _seal((person, number, at, event, said, head.seal))
    return Entry(person=person, number=number, at=at, event=event, payload=said, previous=head.seal, seal=seal)


class Linker:
    """Appends to the chain of one person, within one transaction."""

    def __init__(self, person: str, head: Head = GENESIS) -> None:
        self.person = person
        self.head = head

    def append(self, at: str, event: str, payload: Payload) -> Entry:
        """The next entry; as `link`."""
        entry = link(self.person, self.head, at, event, payload)
        self.head = entry.head
        return entry


class Fault(StrEnum):
    """How a chain can fail to hold."""

    ALTERED = "altered"
    """The entry is not what was sealed."""
    MISSING = "missing"
    """Entries between this one and the one before are not there."""
    MISPLACED = "misplaced"
    """The entry stands where another belongs: moved, repeated, or put in."""
    UNLINKED = "unlinked"
    """The entry does not follow the one before it: one of the two was replaced."""
    TRUNCATED = "truncated"
    """The chain ends before the head that was known."""
    REWRITTEN = "rewritten"
    """The chain holds by itself, but is not the one whose head was known."""


class Break(Noun, frozen=True, kw_only=True):
    """One place where a chain does not hold."""

    number: int
    """Of the entry at which it shows."""
    after: int
    """How many entries came before that one, whatever their numbers; all of them, where what is missing is the end."""
    fault: Fault
    what: str
    """The same, as a sentence."""


def verify(entries: Iterable[Entry], head: Head | None = None) -> Iterator[Break]:
    """Every break of one person's chain, in the order of its entries; memory does not grow with their number.

    `head`, if known from elsewhere (a checkpoint), must be in the chain; without it, entries cut off at the end and
    a chain written anew from its start cannot be told.
    """
    person, number, seal, after = "", 0, GENESIS.seal, -1
    for after, entry in enumerate(entries):
        person = person or entry.person
        if entry.previous != seal or entry.number != number + 1 or entry.person != person:
            yield _misfit(entry, person, Head(number=number, seal=seal), after)
        if not holds(entry):
            yield _break(entry.number, after, Fault.ALTERED, "is not what was sealed")
        if head and entry.number == head.number and entry.seal != head.seal:
            yield _break(entry.number, after, Fault.REWRITTEN, "has another seal than the head that was known")
        number, seal = entry.number, entry.seal
    if head and number < head.number:
        what = f"is the last, but the chain was known to reach entry {head.number}"
        yield _break(number, after + 1, Fault.TRUNCATED, what)


def _misfit(entry: Entry, person: str, before: Head, after: int) -> Break:
    """Why an entry cannot stand after the one before."""
    if entry.person != person:
        return _break(entry.number, after, Fault.MISPLACED, "belongs to the chain of somebody else")
    if entry.number <= before.number:
        return _break(entry.number, after, Fault.MISPLACED, f"stands after entry {before.number}")
    if entry.number > before.number + 1:
        return _break(entry.number, after, Fault.MISSING, f"follows entry {before.number}: what was between is gone")
    what = "does not follow the entry before it: one of the two was replaced"
    return _break(entry.number, after, Fault.UNLINKED, what)


def _break(number: int, after: int, fault: Fault, what: str) -> Break:
    return Break(number=number, after=after, fault=fault, what=f"entry {number} {what}")


def holds(entry: Entry) -> bool:
    """Whether an entry is what was sealed; what could never have been sealed is not."""
    try:
        return _seal((entry.person, entry.number, entry.at, entry.event, entry.payload, entry.previous)) == entry.seal
    except ValueError:
        return False


Content = tuple[str, int, str, str, dict[str, str | int], str]
"""What a seal covers: person, number, at, event, payload, previous."""


def _seal(content: Content) -> str:
    """Hex SHA-256 of the canonical JSON of it; ValueError if its payload is not flat."""
    return sha256(plain(content) if _is_plain(content[4]) else canonical(_flat(content))).hexdigest()


def _is_plain(payload: Payload) -> bool:
    """Whether msgspec alone writes it canonically: ASCII keys, strings and integers that are not too large."""
    if not "".join(payload).isascii():
        return False
    for value in payload.values():
        if value.__class__ is str:  # most are; exactly str, since what else is one may be written otherwise
            continue
        if value.__class__ is not int or not -LARGEST <= value <= LARGEST:
            return False
    return True


def _flat(content: Content) -> Content:
    """The same; ValueError if the payload holds anything but strings and integers."""
    values: Iterable[object] = content[4].values()
    if any(isinstance(value, bool) or not isinstance(value, str | int) for value in values):
        raise ValueError("an entry holds strings and integers only")
    return content
