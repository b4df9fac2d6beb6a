"""One person's trail after the other: the chain, what it names, and what others know of it."""

from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain

import msgspec
from sqlalchemy import Connection

from bot.audit.erased import Erased
from bot.audit.found import Audit, Faults, Known
from bot.audit.passing import Passing, pairs
from bot.audit.sealed import Seals
from bot.audit.vouching import Pair, Vouching
from bot.errors import ChainBroken, KeyMissing
from bot.evidence.chain import Entry, verify
from bot.evidence.checkpoint import Note
from bot.evidence.examine import examine
from bot.evidence.exhibit import Sealed, unseal
from bot.evidence.master import MasterKey
from bot.evidence.origin import gather
from bot.platforms.port import Captured
from bot.store import checkpoints, read
from bot.store.database import Store

Progress = Callable[[int], None]
NOTHING = Known()


def audit(store: Store, progress: Progress = lambda _: None, known: Known = NOTHING) -> list[Audit]:
    """Verify every person's trail, against what is known from elsewhere. `progress` counts entries and exhibits."""
    return _every(store, store.master, progress, known)


def audit_unopened(store: Store, progress: Progress = lambda _: None, known: Known = NOTHING) -> list[Audit]:
    """The same without the master key: the chain and its digests are verified, contents are only counted."""
    return _every(store, None, progress, known)


def audit_of(store: Store, person: str, progress: Progress, known: Known = NOTHING) -> Audit:
    """Verify the trail of one person."""
    with store.reading() as connection:
        return _Trail(connection, person, store.master, progress).audit(known, list(known.notes))


def _every(store: Store, master: MasterKey | None, progress: Progress, known: Known) -> list[Audit]:
    with store.reading() as connection:
        people = sorted({*read.people(connection), *known.heads, *checkpoints.sealed_people(connection)})
        whose = _whose(connection, people, known.notes)
        return [_Trail(connection, person, master, progress).audit(known, whose.get(person, [])) for person in people]


def _whose(connection: Connection, people: list[str], notes: Iterable[Note]) -> dict[str, list[Note]]:
    """Checkpoints from elsewhere, by the person whose chain has their origin; else the only person's, or everybody's:
    a checkpoint that fits nowhere is a fault.
    """
    origins = {checkpoints.origin(connection, person): person for person in people}
    found: dict[str, list[Note]] = {}
    for note in notes:
        for person in [origins[note.origin]] if note.origin in origins else people:
            found.setdefault(person, []).append(note)
    return found


@dataclass
class _Counted:
    """Exhibits as they pass."""

    exhibits: int = 0
    erased: int = 0
    unread: int = 0
    proofs: Counter[bool] = field(default_factory=Counter)
    """By origin: how many hold, and how many do not."""


class _Trail:
    """Everything that is kept of one person."""

    def __init__(self, connection: Connection, person: str, master: MasterKey | None, progress: Progress) -> None:
        self._connection = connection
        self._person = person
        self._master = master
        self._progress = progress
        self._faults = Faults()
        self._vouching = Vouching()
        self._erased = Erased()

    def audit(self, known: Known, notes: list[Note]) -> Audit:
        """Read it once; twice where something is amiss."""
        kept = list(checkpoints.every(self._connection, self._person))
        passing = Passing(
            [*(one.head.number for one in kept), *(one.head.number for one in notes)],
            self._vouching,
            self._erased,
            self._progress,
        )
        intact = self._chain(passing, known)
        counted = _Counted()
        for group in gather(self._contents(counted, passing.pieces)):
            counted.proofs[examine(group).verified] += 1
        self._faults.all(self._vouching.differences(self._named, self._kept))
        self._faults.all(self._erased.differences(self._entries, self._gone))
        seals = Seals(passing, known, self._faults)
        seals.look(kept, checkpoints.deposits(self._connection, self._person), notes)
        return self._found(passing, passing.count if intact is None else intact, counted, seals)

    def _found(self, passing: Passing, intact: int, counted: _Counted, seals: Seals) -> Audit:
        return Audit(
            person=self._person,
            entries=passing.count,
            intact=intact,
            exhibits=counted.exhibits,
            erased=counted.erased,
            unread=counted.unread,
            proven=counted.proofs[True],
            unproven=counted.proofs[False],
            checkpoints=seals.checkpoints,
            sealed=seals.sealed,
            deposits=seals.deposits,
            waiting=seals.waiting,
            witness=seals.witness,
            needs=tuple(sorted(seals.needs)),
            faults=tuple(self._faults.told()),
            head=f"{passing.head.number}:{passing.head.seal}",
        )

    def _chain(self, passing: Passing, known: Known) -> int | None:
        """How many entries stand before the first break; None where there is none."""
        intact = None
        entries = chain.from_iterable(passing.look(read.pages(self._connection, self._person)))
        for found in verify(entries, known.heads.get(self._person)):
            self._faults.add(found.what)
            intact = found.after if intact is None else intact
        return intact

    def _contents(self, counted: _Counted, wanted: Container[str]) -> Iterator[Captured]:
        """Open every exhibit, and give on what belongs to proofs by origin."""
        for sealed in read.exhibits(self._connection, self._person):
            self._progress(1)
            self._vouching.kept(sealed.id, sealed.digest)
            counted.exhibits += bool(sealed.wrapped)
            if not sealed.wrapped:
                counted.erased += 1
                self._erased.gone(sealed.id)
            content = self._opened(sealed, counted)
            if content and sealed.id in wanted:
                yield msgspec.msgpack.decode(content, type=Captured)

    def _opened(self, sealed: Sealed, counted: _Counted) -> bytes:
        """The content; nothing where it cannot be opened, which is a fault unless it was erased."""
        if not sealed.wrapped:
            return b""
        if self._master is None:
            counted.unread += 1
            return b""
        try:
            return unseal(sealed, self._master)
        except (ChainBroken, KeyMissing) as error:
            self._faults.add(str(error))
            return b""

    def _entries(self) -> Iterator[Entry]:
        return read.chain(self._connection, self._person)

    def _gone(self) -> Iterator[str]:
        return (sealed.id for sealed in read.exhibits(self._connection, self._person) if not sealed.wrapped)

    def _named(self) -> Iterator[Pair]:
        return pairs(read.chain(self._connection, self._person))

    def _kept(self) -> Iterator[Pair]:
        return checkpoints.exhibit_digests(self._connection, self._person)
