"""Whether checkpoints and what others gave for them hold, against a chain that was looked at."""

from collections.abc import Iterable, Iterator
from hashlib import sha256

from bot.audit.found import Faults, Known, Witness
from bot.audit.passing import Passing
from bot.deposits.port import Proof
from bot.errors import ChainBroken
from bot.evidence.checkpoint import Note, parse, verify
from bot.evidence.deposit import Deposit, Standing
from bot.store.checkpoints import Kept


class Seals:
    """Looks at checkpoints and deposits of one person, and remembers what they prove."""

    def __init__(self, passing: Passing, known: Known, faults: Faults) -> None:
        self._passing = passing
        self._known = known
        self._verifiers = known.verifiers or tuple(passing.verifiers)
        self._faults = faults
        self._notes: dict[int, str] = {}
        self._origin = ""
        self.checkpoints = 0
        self.sealed = 0
        self.deposits = 0
        self.waiting = 0
        self.witness: Witness | None = None
        self.needs: set[int] = set()

    def look(self, kept: Iterable[Kept], deposits: Iterable[Deposit], notes: Iterable[Note]) -> None:
        """At all of them; `notes` are checkpoints known from elsewhere."""
        for one in kept:
            self._faults.all(f"checkpoint {one.head.number}: {why}" for why in self._checkpoint(one))
        for number in sorted(self._passing.notes.keys() - self._notes.keys()):
            self._faults.add(f"checkpoint {number}: the chain names it, but it is not there")
        unseen = set(self._passing.tokens)
        for deposit in deposits:
            unseen.discard((deposit.number, deposit.place))
            self._faults.all(f"deposit of checkpoint {deposit.number}, {why}" for why in self._deposit(deposit))
        for number, place in sorted(unseen):
            self._faults.add(f"deposit of checkpoint {number}, {place}: the chain names it, but it is not there")
        for note in notes:
            self._faults.all(f"checkpoint {note.head.number} from elsewhere: {why}" for why in self._note(note))

    def _checkpoint(self, one: Kept) -> Iterator[str]:
        self._notes[one.head.number] = one.note
        digest = self._passing.notes.get(one.head.number)
        found = []
        if digest is None:
            found.append("no entry names it: the chain was cut off after it, or it was put in")
        elif digest != sha256(one.note.encode(errors="surrogatepass")).hexdigest():
            found.append("it is not the one that the chain names")
        try:
            note = parse(one.note)
        except ChainBroken as error:
            yield from (*found, str(error))
            return
        if note.head != one.head:
            found.append("it says something else than the row it stands in")
        found += self._note(note)
        self.checkpoints += not found
        self.sealed = self.sealed if found else max(self.sealed, note.head.number)
        yield from found

    def _note(self, note: Note) -> Iterator[str]:
        """Whether it is ours, and of this chain."""
        self._origin = self._origin or note.origin
        if note.origin != self._origin:
            yield "it is of another chain, or of another installation"
        try:
            verify(note, self._verifiers)
        except ChainBroken as error:
            yield str(error)
        seal = self._passing.seals.get(note.head.number)
        if seal is None:
            yield f"entry {note.head.number} is not there: the chain ends with entry {self._passing.head.number}"
        elif seal != note.head.seal:
            yield f"entry {note.head.number} has another seal: the chain was written anew"

    def _deposit(self, one: Deposit) -> Iterator[str]:
        if not one.token:
            self.waiting += 1
            if (one.number, one.place) in self._passing.tokens:
                yield f"{one.place}: the chain says that something came for it, and it is gone"
            return
        note = self._notes.get(one.number)
        digest = self._passing.tokens.get((one.number, one.place))
        if note is None:
            yield f"{one.place}: the checkpoint is gone, and there was one: the chain reached entry {one.number}"
            return
        if digest is None:
            yield f"{one.place}: no entry names it: the chain was cut off before it"
        elif digest != sha256(one.token).hexdigest():
            yield f"{one.place}: it is not the one that the chain names"
        try:
            proof = self._proof(one, note.encode(errors="surrogatepass"))
        except ChainBroken as error:
            yield f"{one.place}: {error}"
            return
        self.deposits += 1
        self._remember(one, proof)

    def _proof(self, one: Deposit, note: bytes) -> Proof:
        if one.kind == "opentimestamps":
            from bot.deposits import opentimestamps  # noqa: PLC0415 - as below

            return opentimestamps.examine(one.token, note, self._known.headers)
        from bot.deposits import rfc3161  # noqa: PLC0415 - it takes time to load, and most have none

        return rfc3161.examine(one.token, note, self._known.roots)

    def _remember(self, one: Deposit, proof: Proof) -> None:
        self.waiting += one.status is Standing.PENDING
        self.needs |= {proof.needs} - {0}
        if proof.at is None:
            return
        found = Witness(number=one.number, at=proof.at, by=proof.by, pinned=proof.pinned)
        if self.witness is None or (found.pinned, found.number) > (self.witness.pinned, self.witness.number):
            self.witness = found
