"""Verifying what is written: every chain, every exhibit, offline; nothing is taken on trust."""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from sqlalchemy import Connection

from bot.errors import ChainBroken, KeyMissing
from bot.evidence.chain import Entry, Head, verify
from bot.evidence.exhibit import Sealed, unseal
from bot.evidence.master import MasterKey
from bot.model.noun import Noun
from bot.store import read
from bot.store.database import Store

Progress = Callable[[int], None]
Heads = Mapping[str, Head]
"""Ends of chains that are known from elsewhere, by person."""

SHOWN = 100
"""Faults named one by one; more are only counted."""


class Audit(Noun, frozen=True, kw_only=True):
    """What was found of one person's trail."""

    person: str
    entries: int
    exhibits: int
    erased: int
    """Exhibits whose key was destroyed: they cannot be read, and the chain still vouches for them."""
    unread: int = 0
    """Exhibits that were not opened, for want of the master key: only the chain vouches for them."""
    faults: tuple[str, ...]
    head: str
    """`number:seal` of the last entry; noted elsewhere, it proves later that nothing was cut off."""

    @property
    def valid(self) -> bool:
        """Whether everything holds."""
        return not self.faults


def audit(store: Store, progress: Progress = lambda _: None, heads: Heads = MappingProxyType({})) -> list[Audit]:
    """Verify every person's trail; `heads` are ends known from elsewhere. `progress` counts entries and exhibits."""
    return _every(store, store.master, progress, heads)


def audit_unopened(
    store: Store, progress: Progress = lambda _: None, heads: Heads = MappingProxyType({})
) -> list[Audit]:
    """The same without the master key: the chain and its digests are verified, contents are only counted."""
    return _every(store, None, progress, heads)


def _every(store: Store, master: MasterKey | None, progress: Progress, heads: Heads) -> list[Audit]:
    with store.reading() as connection:
        people = sorted({*read.people(connection), *heads})
        return [_audit(connection, person, master, _Tally(progress), heads.get(person)) for person in people]


def _audit(connection: Connection, person: str, master: MasterKey | None, tally: "_Tally", head: Head | None) -> Audit:
    faults = [fault.what for fault in verify(tally.entries(read.chain(connection, person)), head)]
    for sealed in read.exhibits(connection, person):
        faults += tally.exhibit(sealed, master)
    faults += [f"exhibit {missing}: the chain names it, but it is not there" for missing in tally.digests]
    return Audit(
        person=person,
        entries=tally.number,
        exhibits=tally.exhibits,
        erased=tally.erased,
        unread=tally.unread,
        faults=tuple(faults[:SHOWN]) + ((f"… and {len(faults) - SHOWN} more",) if len(faults) > SHOWN else ()),
        head=f"{tally.number}:{tally.seal}",
    )


class _Tally:
    """Counts entries as they pass, and remembers which exhibits they vouch for."""

    def __init__(self, progress: Progress) -> None:
        self.progress = progress
        self.number = 0
        self.seal = ""
        self.exhibits = 0
        self.erased = 0
        self.unread = 0
        self.digests: dict[str, str] = {}

    def entries(self, entries: Iterator[Entry]) -> Iterator[Entry]:
        """The same, counted as they pass, with the digests that they give to exhibits."""
        for entry in entries:
            self.progress(1)
            self.number, self.seal = entry.number, entry.seal
            if "exhibit" in entry.payload:
                self.digests[str(entry.payload["exhibit"])] = str(entry.payload["digest"])
            yield entry

    def exhibit(self, sealed: Sealed, master: MasterKey | None) -> Iterator[str]:
        """Count one exhibit; what does not hold of it."""
        self.progress(1)
        vouched = self.digests.pop(sealed.id, None)
        if vouched is None:
            yield f"exhibit {sealed.id}: no entry vouches for it"
        elif vouched != sealed.digest:
            yield f"exhibit {sealed.id}: its digest was altered"
        if not sealed.wrapped:
            self.erased += 1
            return
        self.exhibits += 1
        if master is None:
            self.unread += 1
            return
        try:
            unseal(sealed, master)
        except (ChainBroken, KeyMissing) as error:
            yield str(error)
