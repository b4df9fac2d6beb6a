"""What an audit is given to go by, and what it finds."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Final

import msgspec

from bot.evidence.chain import Head
from bot.evidence.checkpoint import Note, Verifier
from bot.model.noun import Noun

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

SHOWN: Final = 100
"""Faults named one by one; more are only counted."""


class Known(Noun, frozen=True, kw_only=True):
    """What whoever verifies has from elsewhere; the more, the less is taken on trust."""

    heads: Mapping[str, Head] = msgspec.field(default_factory=dict)
    """Ends of chains, by person."""
    notes: tuple[Note, ...] = ()
    """Checkpoints."""
    verifiers: tuple[Verifier, ...] = ()
    """The keys that sign checkpoints; without any, those that the chains name are believed."""
    roots: "tuple[Certificate, ...]" = ()
    """Of time-stamping authorities; without any, the certificates in a time-stamp are believed."""
    headers: Mapping[int, bytes] = msgspec.field(default_factory=dict)
    """Of Bitcoin blocks, by height."""


class Witness(Noun, frozen=True, kw_only=True):
    """Somebody who saw a checkpoint."""

    number: int
    """Of the last entry that it covers."""
    at: datetime
    """By when it existed."""
    by: str
    pinned: bool
    """Whether we were told to trust them."""


class Audit(Noun, frozen=True, kw_only=True):
    """What was found of one person's trail."""

    person: str
    entries: int
    intact: int
    """How many of them, from the first, stand before anything that does not hold."""
    exhibits: int
    erased: int
    """Exhibits whose key was destroyed: they cannot be read, and the chain still vouches for them."""
    unread: int = 0
    """Exhibits that were not opened, for want of the master key: only the chain vouches for them."""
    proven: int = 0
    """Posts whose standing in their author's repository is proven by what was captured."""
    unproven: int = 0
    """Posts for which what came proves nothing; not a fault of the trail."""
    checkpoints: int = 0
    """Those that hold."""
    sealed: int = 0
    """The last entry that a checkpoint covers which holds."""
    deposits: int = 0
    """Tokens of others, that hold."""
    waiting: int = 0
    """Deposits for which nothing came yet, or that were refused."""
    witness: Witness | None = None
    """Who proves the most of the chain."""
    needs: tuple[int, ...] = ()
    """Heights of the Bitcoin blocks whose headers would prove more."""
    faults: tuple[str, ...]
    head: str
    """`number:seal` of the last entry; noted elsewhere, it proves later that nothing was cut off."""

    @property
    def valid(self) -> bool:
        """Whether everything holds."""
        return not self.faults


class Faults:
    """What does not hold: the first ones as sentences, the others counted, so that memory stays flat."""

    def __init__(self) -> None:
        self.first: list[str] = []
        self.count = 0

    def add(self, *found: str) -> None:
        """Note that these do not hold."""
        self.count += len(found)
        self.first += found[: SHOWN - len(self.first)]

    def all(self, found: Iterable[str]) -> None:
        """As `add`, one by one."""
        for one in found:
            self.add(one)

    def told(self) -> Iterator[str]:
        """Sentences."""
        yield from self.first
        if self.count > len(self.first):
            yield f"… and {self.count - len(self.first)} more"
