"""The chain as it goes along with a dossier: up to the seal that covers it, with what was left with others, and with
the contents of what is shown; of everything else digests alone. What verifies exports verifies it.
"""

from collections.abc import Iterator
from datetime import datetime
from importlib.metadata import version
from typing import Final

import msgspec
from sqlalchemy import Connection

from bot.dossier.content import Contents, Seal
from bot.dossier.originals import Originals
from bot.evidence.chain import GENESIS, Entry, Head
from bot.evidence.deposit import Deposit
from bot.evidence.trail import (
    ABOUT,
    DEPOSITS,
    ENTRIES,
    EXHIBITS,
    KEYS,
    About,
    ExhibitLine,
    checkpoint_file,
    deposit_line,
    line,
)
from bot.model.noun import utc
from bot.store import checkpoints, read, recalled, signers
from bot.trail.copying import VERIFIER

SOFTWARE: Final = "rempart"
SEALS: Final = "seals"


def software() -> str:
    """What made a dossier."""
    return f"{SOFTWARE} {version(SOFTWARE)}"


def covering(connection: Connection, contents: Contents, now: datetime) -> tuple[Seal, ...]:
    """The first checkpoint that covers each entry of the chain that is named, and who has it by now."""
    waiting = sorted(_entries(contents))
    found: list[Seal] = []
    left = _left(connection, contents.person, now) if waiting else {}
    for kept in checkpoints.every(connection, contents.person):
        if not waiting:
            break
        number = kept.head.number
        if number >= waiting[0] and kept.at <= now:
            waiting = [each for each in waiting if each > number]
            file = _seal_file(checkpoint_file(number))
            places = tuple(f"{one.place} {utc(one.at)}" for one in left.get(number, ()) if one.at)
            found.append(Seal(number=number, seal=kept.head.seal, at=kept.at, file=file, places=places))
    return tuple(found)


def lay(connection: Connection, originals: Originals, contents: Contents, last: int) -> None:
    """Write it up to an entry, and to those that are named: `trail.zip`, and the seals in a folder of their own."""
    from bot.standalone import whole  # noqa: PLC0415 - read only for this

    person, names, head = contents.person, _Names(), GENESIS
    with originals.writing(ENTRIES) as out:
        for entry in _until(connection, person, max((last, *_entries(contents)))):
            out.write(line(entry))
            head = Head(number=entry.number, seal=entry.seal)
            names.note(entry)
    about = About(
        person=person, made_at=contents.made_at, software=contents.software, head=f"{head.number}:{head.seal}"
    )
    originals.add(ABOUT, msgspec.json.format(msgspec.json.encode(about)))
    originals.add(KEYS, "".join(f"{key.verifier}\n" for key in signers.keys(connection)).encode())
    originals.add(VERIFIER, whole().encode())
    sizes = recalled.sizes(connection, person)
    closed = {id_: ExhibitLine(id=id_, digest=digest, size=sizes.get(id_, 0)) for id_, digest in names.exhibits.items()}
    originals.add(EXHIBITS, b"".join(line(originals.lines.get(id_, one)) for id_, one in closed.items()))
    _lay_seals(connection, originals, contents, names)


class _Names:
    """What the chain names so far, all of which must be there."""

    def __init__(self) -> None:
        self.exhibits: dict[str, str] = {}
        self.checkpoints: set[int] = set()
        self.deposits: set[tuple[int, str]] = set()

    def note(self, entry: Entry) -> None:
        """Another entry."""
        said = entry.payload
        if entry.event == "checkpoint":
            self.checkpoints.add(int(said["number"]))
        elif entry.event == "deposit":
            self.deposits.add((int(said["number"]), str(said["place"])))
        elif "exhibit" in said and "digest" in said:
            self.exhibits.setdefault(str(said["exhibit"]), str(said["digest"]))


def _entries(contents: Contents) -> set[int]:
    """The entries of the chain that a dossier names."""
    facts = {entry for one in contents.facts for entry in (one.entry, *(piece.entry for piece in one.pieces))}
    return (facts | {one.piece.entry for one in contents.outside}) - {0}


def _until(connection: Connection, person: str, last: int) -> Iterator[Entry]:
    for entry in read.chain(connection, person):
        if entry.number > last:
            return
        yield entry


def _lay_seals(connection: Connection, originals: Originals, contents: Contents, names: _Names) -> None:
    shown = {one.number for one in contents.seals}
    for kept in checkpoints.every(connection, contents.person):
        if kept.head.number in names.checkpoints:
            _put(originals, checkpoint_file(kept.head.number), kept.note.encode(), apart=kept.head.number in shown)
    lines = []
    for index, one in enumerate(checkpoints.deposits(connection, contents.person)):
        if (one.number, one.place) in names.deposits and one.token:
            told = deposit_line(one, index)
            _put(originals, told.file, one.token, apart=one.number in shown)
            lines.append(line(told))
    originals.add(DEPOSITS, b"".join(lines))


def _put(originals: Originals, name: str, raw: bytes, *, apart: bool) -> None:
    """A file of the trail, and, where a dossier names it, one that anybody can look at."""
    originals.add(name, raw)
    if apart:
        file = originals.folder / _seal_file(name)
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(raw)


def _seal_file(name: str) -> str:
    return f"{SEALS}/{name.rpartition('/')[2]}"


def _left(connection: Connection, person: str, now: datetime) -> dict[int, list[Deposit]]:
    """What was left with others until now, by the number of the checkpoint."""
    found: dict[int, list[Deposit]] = {}
    for one in checkpoints.deposits(connection, person):
        if one.at and one.at <= now:
            found.setdefault(one.number, []).append(one)
    return found
