"""Writing a person's trail into one file, for somebody who does not trust us."""

import os
import zipfile
from collections.abc import Callable, Container, Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import IO, Final

import msgspec
from sqlalchemy import Connection

from bot.errors import ConfigError
from bot.evidence.chain import GENESIS, Entry
from bot.evidence.exhibit import Sealed, reopen
from bot.evidence.master import MasterKey
from bot.evidence.trail import (
    ABOUT,
    DEPOSITS,
    ENTRIES,
    EXHIBITS,
    KEYS,
    About,
    ExhibitLine,
    checkpoint_file,
    content_file,
    deposit_line,
    line,
)
from bot.store import checkpoints, read, signers
from bot.store.database import Store

VERIFIER: Final = "verify_trail.py"
"""The file that verifies the others, in the export itself; one fetched by another way is worth more."""
Progress = Callable[[int], None]


def write_trail(store: Store, person: str, file: Path, now: datetime, progress: Progress = lambda _: None) -> None:
    """Everything of a person's trail, contents too. ConfigError where the file is there already; ChainBroken or
    KeyMissing where an exhibit cannot be opened: an export never leaves out in silence.
    """
    _write(store, person, file, now, _Scope(lambda _: True), progress)


def write_closed_trail(
    store: Store, person: str, file: Path, now: datetime, progress: Progress = lambda _: None
) -> None:
    """As `write_trail`, without contents: digests alone."""
    _write(store, person, file, now, _Scope(lambda _: False), progress)


def write_chosen_trail(store: Store, person: str, file: Path, now: datetime, chosen: Container[str], upto: int) -> None:
    """As `write_trail`, up to the entry of this number, with the contents of these exhibits alone; the same bytes each
    time that it is written with the same `now`.
    """
    _write(store, person, file, now, _Scope(chosen.__contains__, upto), lambda _: None)


class _Scope:
    """What is handed out: contents, where `opens` says so; everything, or what entries up to a number name."""

    def __init__(self, opens: Callable[[str], bool], upto: int | None = None) -> None:
        self.opens = opens
        self.upto = upto
        self._named: set[tuple[str | int, ...]] = set()

    def entries(self, chain: Iterable[Entry]) -> Iterator[Entry]:
        """Those of the entries; to be gone through first."""
        for entry in chain:
            said = entry.payload
            if "exhibit" in said:
                self._named.add((said["exhibit"],))
            elif entry.event in {"checkpoint", "deposit"}:
                self._named.add((said["number"], said.get("place", "")))
            yield entry

    def has(self, *what: str | int) -> bool:
        """Whether it belongs to it: an exhibit by its id, a checkpoint or a deposit by number and place."""
        return self.upto is None or what in self._named


def _write(store: Store, person: str, file: Path, now: datetime, scope: _Scope, progress: Progress) -> None:
    from bot.standalone import whole  # noqa: PLC0415 - read only for an export

    with _fresh(file) as raw, zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as out, store.reading() as connection:
        out.writestr(member(VERIFIER), whole())
        out.writestr(member(KEYS), "".join(f"{key.verifier}\n" for key in signers.keys(connection)))
        head = GENESIS
        with out.open(member(ENTRIES), "w", force_zip64=True) as entries:
            for entry in scope.entries(read.chain(connection, person, scope.upto)):
                entries.write(line(entry))
                head = entry.head
                progress(1)
        about = About(
            person=person,
            made_at=now,
            software=f"rempart {version('rempart')}",
            head=f"{head.number}:{head.seal}",
        )
        out.writestr(member(ABOUT), msgspec.json.format(msgspec.json.encode(about)))
        _write_checkpoints(connection, person, out, scope)
        for _ in _written_exhibits(connection, person, out, scope, store.master, file.parent):
            progress(1)


def _write_checkpoints(connection: Connection, person: str, out: zipfile.ZipFile, scope: _Scope) -> None:
    for kept in checkpoints.every(connection, person):
        if scope.has(kept.head.number, ""):
            out.writestr(member(checkpoint_file(kept.head.number)), kept.note)
    lines = []
    for index, one in enumerate(checkpoints.deposits(connection, person)):
        if one.token and scope.has(one.number, one.place):
            told = deposit_line(one, index)
            out.writestr(member(told.file), one.token)
            lines.append(line(told))
    out.writestr(member(DEPOSITS), b"".join(lines))


def _written_exhibits(
    connection: Connection, person: str, out: zipfile.ZipFile, scope: _Scope, master: MasterKey, folder: Path
) -> Iterator[Sealed]:
    """Each, once it is written. Contents first, then the lines that name them: a zip file takes one after the other."""
    with TemporaryFile(dir=folder) as lines, closing(read.exhibits(connection, person)) as exhibits:
        for sealed in exhibits:
            if scope.has(sealed.id):
                told = ExhibitLine(id=sealed.id, digest=sealed.digest, size=sealed.size)
                lines.write(line(_opened(told, sealed, out, master) if scope.opens(sealed.id) else told))
            yield sealed
        lines.seek(0)
        with out.open(member(EXHIBITS), "w", force_zip64=True) as written:
            copyfileobj(lines, written)


def _opened(told: ExhibitLine, sealed: Sealed, out: zipfile.ZipFile, master: MasterKey) -> ExhibitLine:
    """The line of an exhibit whose content is written too, where it was not erased."""
    if not sealed.wrapped:
        return told
    salt, content = reopen(sealed, master)
    file = content_file(sealed.id)
    out.writestr(member(file), content)
    return msgspec.structs.replace(told, salt=salt.hex(), file=file)


def member(name: str) -> zipfile.ZipInfo:
    """A file of a zip file: for its owner alone, and without an hour of its own, so that what is the same looks so."""
    told = zipfile.ZipInfo(name)
    told.compress_type = zipfile.ZIP_DEFLATED
    told.external_attr = 0o600 << 16
    return told


@contextmanager
def _fresh(file: Path) -> Iterator[IO[bytes]]:
    """A file for its owner alone, whole or not at all. ConfigError where one of this name is there already."""
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise ConfigError(f"{file}: it is there already; name another file") from error
    try:
        with os.fdopen(descriptor, "wb") as raw:
            yield raw
    except BaseException:  # whatever it was, Ctrl-C too: half an export must not be taken for one
        file.unlink(missing_ok=True)
        raise
