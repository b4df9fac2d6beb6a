"""Writing a person's trail into one file, for somebody who does not trust us."""

import os
import zipfile
from collections.abc import Callable, Iterator
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
from bot.store import checkpoints, read, signers, write
from bot.store.database import Store

VERIFIER: Final = "verify_trail.py"
"""The file that verifies the others, in the export itself; one fetched by another way is worth more."""
Progress = Callable[[int], None]


def write_trail(store: Store, person: str, file: Path, now: datetime, progress: Progress = lambda _: None) -> None:
    """Everything of a person's trail, contents too. ConfigError where the file is there already; ChainBroken or
    KeyMissing where an exhibit cannot be opened: an export never leaves out in silence.
    """
    _write(store, person, file, now, store.master, progress)


def write_closed_trail(
    store: Store, person: str, file: Path, now: datetime, progress: Progress = lambda _: None
) -> None:
    """As `write_trail`, without contents: digests alone."""
    _write(store, person, file, now, None, progress)


def _write(store: Store, person: str, file: Path, now: datetime, master: MasterKey | None, progress: Progress) -> None:
    from bot.standalone import whole  # noqa: PLC0415 - read only for an export

    with _fresh(file) as raw, zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as out, store.reading() as connection:
        head = write.head(connection, person)
        about = About(
            person=person,
            made_at=now,
            software=f"rempart {version('rempart')}",
            head=f"{head.number}:{head.seal}",
        )
        out.writestr(ABOUT, msgspec.json.format(msgspec.json.encode(about)))
        out.writestr(VERIFIER, whole())
        out.writestr(KEYS, "".join(f"{key.verifier}\n" for key in signers.keys(connection)))
        with out.open(ENTRIES, "w", force_zip64=True) as entries:
            for entry in read.chain(connection, person):
                entries.write(line(entry))
                progress(1)
        _write_checkpoints(connection, person, out)
        _write_exhibits(connection, person, out, master, progress)


def _write_checkpoints(connection: Connection, person: str, out: zipfile.ZipFile) -> None:
    for kept in checkpoints.every(connection, person):
        out.writestr(checkpoint_file(kept.head.number), kept.note)
    lines = []
    for index, one in enumerate(checkpoints.deposits(connection, person)):
        if one.token:
            told = deposit_line(one, index)
            out.writestr(told.file, one.token)
            lines.append(line(told))
    out.writestr(DEPOSITS, b"".join(lines))


def _write_exhibits(
    connection: Connection, person: str, out: zipfile.ZipFile, master: MasterKey | None, progress: Progress
) -> None:
    """Contents first, then the lines that name them: a zip file takes one after the other."""
    with TemporaryFile() as lines, closing(read.exhibits(connection, person)) as exhibits:
        for sealed in exhibits:
            lines.write(line(_exhibit(sealed, out, master)))
            progress(1)
        lines.seek(0)
        with out.open(EXHIBITS, "w", force_zip64=True) as written:
            copyfileobj(lines, written)


def _exhibit(sealed: Sealed, out: zipfile.ZipFile, master: MasterKey | None) -> ExhibitLine:
    told = ExhibitLine(id=sealed.id, digest=sealed.digest, size=sealed.size)
    if master is None or not sealed.wrapped:
        return told
    salt, content = reopen(sealed, master)
    file = content_file(sealed.id)
    out.writestr(file, content)
    return msgspec.structs.replace(told, salt=salt.hex(), file=file)


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
