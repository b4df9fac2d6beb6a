"""Verifying what is written: every chain, every exhibit, offline; nothing is taken on trust."""

from collections.abc import Callable, Iterator, Mapping

from sqlalchemy import Connection

from bot.errors import ChainBroken, KeyMissing
from bot.evidence.chain import Entry, Head, verify
from bot.evidence.exhibit import unseal
from bot.model.noun import Noun
from bot.store import read
from bot.store.database import Store

SHOWN = 100
"""Faults named one by one; more are only counted."""


class Audit(Noun, frozen=True, kw_only=True):
    """What was found of one person's trail."""

    person: str
    entries: int
    exhibits: int
    erased: int
    """Exhibits whose key was destroyed: they cannot be read, and the chain still vouches for them."""
    faults: tuple[str, ...]
    head: str
    """`number:seal` of the last entry; noted elsewhere, it proves later that nothing was cut off."""

    @property
    def valid(self) -> bool:
        """Whether everything holds."""
        return not self.faults


def audit(
    store: Store, progress: Callable[[int], None] = lambda _: None, heads: Mapping[str, Head] | None = None
) -> list[Audit]:
    """Verify every person's trail; `heads` are ends known from elsewhere. `progress` counts entries and exhibits."""
    with store.reading() as connection:
        return [
            _audit(connection, store, person, progress, (heads or {}).get(person)) for person in read.people(connection)
        ]


def _audit(
    connection: Connection, store: Store, person: str, progress: Callable[[int], None], head: Head | None
) -> Audit:
    tally = _Tally(progress)
    faults = [fault.what for fault in verify(tally.entries(read.chain(connection, person)), head)]
    erased = 0
    for sealed in read.exhibits(connection, person):
        progress(1)
        vouched = tally.digests.pop(sealed.id, None)
        if vouched != sealed.digest:
            faults.append(
                f"exhibit {sealed.id}: " + ("no entry vouches for it" if vouched is None else "its digest was altered")
            )
        if not sealed.wrapped:
            erased += 1
            continue
        try:
            unseal(sealed, store.master)
        except (ChainBroken, KeyMissing) as error:
            faults.append(str(error))
        tally.exhibits += 1
    faults += [f"exhibit {missing}: the chain names it, but it is not there" for missing in tally.digests]
    return Audit(
        person=person,
        entries=tally.number,
        exhibits=tally.exhibits,
        erased=erased,
        faults=tuple(faults[:SHOWN]) + ((f"… and {len(faults) - SHOWN} more",) if len(faults) > SHOWN else ()),
        head=f"{tally.number}:{tally.seal}",
    )


class _Tally:
    """Counts entries as they pass, and remembers which exhibits they vouch for."""

    def __init__(self, progress: Callable[[int], None]) -> None:
        self.progress = progress
        self.number = 0
        self.seal = ""
        self.exhibits = 0
        self.digests: dict[str, str] = {}

    def entries(self, entries: Iterator[Entry]) -> Iterator[Entry]:
        for entry in entries:
            self.progress(1)
            self.number, self.seal = entry.number, entry.seal
            if "exhibit" in entry.payload:
                self.digests[str(entry.payload["exhibit"])] = str(entry.payload["digest"])
            yield entry
