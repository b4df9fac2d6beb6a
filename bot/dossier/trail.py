"""What of the chain goes along with a dossier: up to a moment, with the contents of what is shown and the seals."""

from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Final

from sqlalchemy import Connection

from bot.dossier.content import Contents, Seal
from bot.dossier.originals import Originals
from bot.evidence.deposit import Deposit
from bot.evidence.trail import checkpoint_file, deposit_line
from bot.model.noun import utc
from bot.store import checkpoints
from bot.store.database import Store
from bot.trail.copying import write_chosen_trail

SOFTWARE: Final = "rempart"
TRAIL: Final = "trail.zip"
SEALS: Final = "seals"


def software() -> str:
    """What made a dossier."""
    return f"{SOFTWARE} {version(SOFTWARE)}"


def covering(connection: Connection, contents: Contents) -> tuple[Seal, ...]:
    """The first checkpoint that covers each entry of the chain that is named, and who has it by then."""
    waiting, now = sorted(_entries(contents)), contents.made_at
    found: list[Seal] = []
    left = _left(connection, contents) if waiting else {}
    for kept in checkpoints.every(connection, contents.person):
        if not waiting:
            break
        number = kept.head.number
        if number >= waiting[0] and kept.at <= now:
            waiting = [each for each in waiting if each > number]
            places = tuple(f"{one.place} {utc(one.at)}" for one in left.get(number, ()) if one.at)
            file = _apart(checkpoint_file(number))
            found.append(Seal(number=number, seal=kept.head.seal, at=kept.at, file=file, places=places))
    return tuple(found)


def lay(store: Store, originals: Originals, contents: Contents, last: int) -> None:
    """Write the chain up to an entry, and to those that are named, as exports are; and the seals for anybody to see."""
    folder, upto = originals.folder, max((last, *_entries(contents)))
    write_chosen_trail(store, contents.person, folder / TRAIL, contents.made_at, originals.opened, upto)
    with store.reading() as connection:
        for name, raw in _seals(connection, contents):
            _put(folder / _apart(name), raw)


def _seals(connection: Connection, contents: Contents) -> Iterator[tuple[str, bytes]]:
    """The checkpoints that a dossier names, and what was given for them."""
    left = _left(connection, contents)
    for one in contents.seals:
        note = checkpoints.note(connection, contents.person, one.number)
        yield checkpoint_file(one.number), (note or "").encode()
        yield from (
            (deposit_line(each, index).file, each.token)
            for index, each in enumerate(left.get(one.number, ()))
            if each.token
        )


def _entries(contents: Contents) -> set[int]:
    """The entries of the chain that a dossier names."""
    facts = {entry for one in contents.facts for entry in (one.entry, *(piece.entry for piece in one.pieces))}
    return (facts | {one.piece.entry for one in contents.outside}) - {0}


def _left(connection: Connection, contents: Contents) -> dict[int, list[Deposit]]:
    """What was left with others until then, by the number of the checkpoint."""
    found: dict[int, list[Deposit]] = {}
    for one in checkpoints.deposits(connection, contents.person):
        if one.at and one.at <= contents.made_at:
            found.setdefault(one.number, []).append(one)
    return found


def _apart(name: str) -> str:
    return f"{SEALS}/{name.rpartition('/')[2]}"


def _put(file: Path, raw: bytes) -> None:
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(raw)
