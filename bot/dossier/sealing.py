"""The complete rendering in one file that only its recipients open: for age keys, or behind a passphrase.

It is written under its name when it is whole, or not at all, and nothing of it is written in clear: the folder goes
through memory into the file piece by piece. The folder itself is in clear as long as it is there; whoever made it
removes it. What cannot be promised: that a disk, a journal or a swap partition forgets what was deleted from it (an
encrypted disk answers that), that who has the passphrase keeps it, or that the size of the file says nothing.
"""

import os
import threading
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from shutil import copyfileobj
from typing import IO, Any, Final, NamedTuple

import pyrage
import pyzipper

from bot.dossier.passphrases import check
from bot.errors import ConfigError

INNER: Final = "dossier.zip"
"""The only name that an archive behind a passphrase shows."""
MOMENT: Final = (1980, 1, 1, 0, 0, 0)
"""Of every file: when each was written says something."""


class Recipients(NamedTuple):
    """Public keys: `age1…`, `ssh-ed25519 …`, `ssh-rsa …`."""

    keys: tuple[str, ...]


class Passphrase(NamedTuple):
    """What opens an archive, told to its reader by another way than the file."""

    words: str

    def __repr__(self) -> str:
        """Nothing of it."""
        return "Passphrase(…)"


def seal(folder: Path, file: Path, to: Recipients | Passphrase) -> None:
    """Write all files of a folder into one that is encrypted.

    ConfigError where the file is there already, a key is none, or the passphrase can be guessed.
    """
    match to:
        case Recipients(keys):
            recipients = [_recipient(key) for key in keys]
            if not recipients:
                raise ConfigError("name at least one key to which the dossier is sealed")
            with _fresh(file) as out:
                _to_keys(folder, out, recipients)
        case Passphrase(words):
            check(words)
            with _fresh(file) as out:
                _behind(folder, out, words)


def _recipient(key: str) -> Any:
    kind = pyrage.ssh.Recipient if key.strip().startswith("ssh-") else pyrage.x25519.Recipient
    try:
        return kind.from_str(key.strip())
    except (pyrage.RecipientError, ValueError):
        raise ConfigError("a key to seal to looks like age1… or ssh-ed25519 AAAA…; this one cannot be read") from None


def _to_keys(folder: Path, out: IO[bytes], recipients: Sequence[Any]) -> None:
    with _piped(lambda stream: _zipped(folder, stream)) as clear:
        pyrage.encrypt_io(clear, out, recipients)


def _behind(folder: Path, out: IO[bytes], words: str) -> None:
    with pyzipper.AESZipFile(out, "w", compression=pyzipper.ZIP_STORED, encryption=pyzipper.WZ_AES) as outer:
        outer.setpassword(words.encode())
        entry = outer.zipinfo_cls(INNER, MOMENT)
        with outer.open(entry, "w", force_zip64=True) as stream:
            _zipped(folder, stream)


def _zipped(folder: Path, stream: IO[bytes]) -> None:
    """All files, in the order of their names."""
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as out:
        for path in sorted(folder.rglob("*")):
            if path.is_symlink() or not (path.is_file() or path.is_dir()):
                raise ConfigError(f"{path.name!r} is neither a file nor a folder")
            if path.is_file():
                entry = zipfile.ZipInfo(path.relative_to(folder).as_posix(), MOMENT)
                entry.compress_type = zipfile.ZIP_DEFLATED
                with path.open("rb") as source, out.open(entry, "w", force_zip64=True) as target:
                    copyfileobj(source, target)


@contextmanager
def _piped(write: Callable[[IO[bytes]], None]) -> Iterator[IO[bytes]]:
    """What another thread writes, to be read; an error of its own is raised here."""
    reading, writing = os.pipe()
    failed: list[BaseException] = []

    def run() -> None:
        try:
            with os.fdopen(writing, "wb") as stream:
                write(stream)
        except BaseException as error:  # noqa: BLE001 - raised again by who reads
            failed.append(error)

    writer = threading.Thread(target=run, name="sealing")
    writer.start()
    try:
        with os.fdopen(reading, "rb") as stream:
            yield stream
    finally:
        writer.join()
    if failed:
        raise failed[0]


@contextmanager
def _fresh(file: Path) -> Iterator[IO[bytes]]:
    """A file that only we read, which gets its name when all of it is on the disk, and never another's place."""
    if file.exists():
        raise ConfigError(f"{file.name!r} is there already; nothing was written")
    part = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        with os.fdopen(os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        _name(part, file)
    finally:
        part.unlink(missing_ok=True)
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _name(part: Path, file: Path) -> None:
    try:
        os.link(part, file)
    except FileExistsError:
        raise ConfigError(f"{file.name!r} is there already; nothing was written") from None
    except OSError:  # a stick's file system knows no links
        part.rename(file)
