"""The chain as it goes along with a dossier: up to the seal that covers it, with what was left with others, and with
the contents of what is shown; of everything else digests alone. What verifies exports verifies it.
"""

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Final

import msgspec
from sqlalchemy import Connection

from bot.dossier.content import Contents, Seal
from bot.dossier.originals import TRAIL, Originals
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
            file = f"{TRAIL}/{checkpoint_file(number)}"
            places = tuple(f"{one.place} {utc(one.at)}" for one in left.get(number, ()) if one.at)
            found.append(Seal(number=number, seal=kept.head.seal, at=kept.at, file=file, places=places))
    return tuple(found)


def lay(connection: Connection, originals: Originals, contents: Contents, now: datetime) -> None:
    """Write it: `trail/` in the folder of the originals."""
    from bot.standalone import whole  # noqa: PLC0415 - read only for this

    folder, person = originals.folder / TRAIL, contents.person
    folder.mkdir(parents=True, exist_ok=True)
    last = max((*_entries(contents), *(one.number for one in contents.seals)), default=0)
    with (folder / ENTRIES).open("wb") as written:
        head, named = GENESIS, dict[str, str]()
        for entry in _until(connection, person, last):
            written.write(line(entry))
            head = Head(number=entry.number, seal=entry.seal)
            _note(entry, named)
    about = About(person=person, made_at=now, software=software(), head=f"{head.number}:{head.seal}")
    (folder / ABOUT).write_bytes(msgspec.json.format(msgspec.json.encode(about)))
    (folder / KEYS).write_text("".join(f"{key.verifier}\n" for key in signers.keys(connection)), encoding="utf-8")
    _write_exhibits(connection, person, folder, originals, named)
    _write_seals(connection, person, folder, last, now)
    (folder / VERIFIER).write_text(whole(), encoding="utf-8")


def _entries(contents: Contents) -> set[int]:
    """The entries of the chain that a dossier names."""
    facts = {entry for one in contents.facts for entry in (one.entry, *(piece.entry for piece in one.pieces))}
    return (facts | {one.piece.entry for one in contents.outside}) - {0}


def _until(connection: Connection, person: str, last: int) -> Iterator[Entry]:
    for entry in read.chain(connection, person):
        if entry.number > last:
            return
        yield entry


def _note(entry: Entry, named: dict[str, str]) -> None:
    said = entry.payload
    with suppress(KeyError):
        named.setdefault(str(said["exhibit"]), str(said["digest"]))


def _write_exhibits(
    connection: Connection, person: str, folder: Path, originals: Originals, named: dict[str, str]
) -> None:
    """A line for every exhibit that the chain names so far; of what is not handed out, its digest."""
    sizes = recalled.sizes(connection, person)
    with (folder / EXHIBITS).open("wb") as written:
        for id_, digest in named.items():
            closed = ExhibitLine(id=id_, digest=digest, size=sizes.get(id_, 0))
            written.write(line(originals.lines.get(id_, closed)))


def _write_seals(connection: Connection, person: str, folder: Path, last: int, now: datetime) -> None:
    for kept in checkpoints.every(connection, person):
        if kept.head.number <= last:
            _put(folder / checkpoint_file(kept.head.number), kept.note.encode())
    lines = []
    for number, some in sorted(_left(connection, person, now).items()):
        for index, one in enumerate(some):
            if number <= last and one.token:
                told = deposit_line(one, index)
                _put(folder / told.file, one.token)
                lines.append(line(told))
    (folder / DEPOSITS).write_bytes(b"".join(lines))


def _put(file: Path, raw: bytes) -> None:
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(raw)


def _left(connection: Connection, person: str, now: datetime) -> dict[int, list[Deposit]]:
    """What was left with others until now, by the number of the checkpoint."""
    found: dict[int, list[Deposit]] = {}
    for one in checkpoints.deposits(connection, person):
        if one.at and one.at <= now:
            found.setdefault(one.number, []).append(one)
    return found
