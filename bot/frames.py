"""Files of backups: records packed one after the other, with a digest at their end; whole or not there at all."""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from hashlib import sha256
from io import BufferedReader, RawIOBase
from pathlib import Path
from secrets import token_hex
from typing import IO, Any, Final

import msgspec
import zstandard

from bot.errors import ConfigError

Progress = Callable[[int], None]
DIGEST: Final = 32
PIECE: Final = 2**20
LENGTH: Final = 4
LARGEST: Final = 2**27
"""Bytes of one record at most: an exhibit has half of it."""


def write(path: Path, kind: bytes, records: Iterable[Any], progress: Progress = lambda _: None) -> str:
    """Write records, in msgpack and zstd, to a file of mode 600; its digest, in hex. A file of this kind that stood
    there is replaced once all is written and was read again; until then it stays as it is.

    Raises ConfigError where something else stands there, or what is read again is not what was written.
    """
    _require_own(path, kind)
    beside = path.with_name(f".{path.name}.{token_hex(4)}")
    descriptor = os.open(beside, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w+b") as file:
            count, written = _written(file, kind, records, progress)
            if sum(1 for _ in read(beside, kind)) != count:
                raise ConfigError(f"{path}: what was written cannot be read again; use another disk")
        beside.replace(path)
        _settle(path.parent)
    finally:
        with suppress(FileNotFoundError):
            beside.unlink()
    return written


def read(path: Path, kind: bytes) -> Iterator[Any]:
    """The records, once the whole file is proven to be as it was written. Raises ConfigError."""
    size = _proven(path, kind)
    with path.open("rb") as file:
        file.seek(len(kind))
        body = zstandard.ZstdDecompressor().stream_reader(BufferedReader(_Part(file, size)), read_size=PIECE)
        try:
            yield from _records(path, body)
        except zstandard.ZstdError as error:
            raise _damaged(path) from error


def digest(path: Path) -> str:
    """The digest that the file ends with, in hex."""
    with path.open("rb") as file:
        file.seek(-DIGEST, os.SEEK_END)
        return file.read().hex()


def _require_own(path: Path, kind: bytes) -> None:
    """Make sure that nothing is replaced but what we wrote, or an empty file. Raises ConfigError."""
    with suppress(FileNotFoundError), path.open("rb") as file:
        if file.read(len(kind)) not in {kind, b""}:
            raise ConfigError(f"{path}: what stands there is no {_called(kind)}; name another file")


def _called(kind: bytes) -> str:
    return kind.split(b" v")[0].decode().lower()


def _written(file: IO[bytes], kind: bytes, records: Iterable[Any], progress: Progress) -> tuple[int, str]:
    """Write all of it; how many records there are, and the digest."""
    running, encoder, count = sha256(), msgspec.msgpack.Encoder(), 0
    packer = zstandard.ZstdCompressor(level=3).compressobj()

    def out(piece: bytes) -> None:
        running.update(piece)
        file.write(piece)

    out(kind)
    for record in records:
        raw = encoder.encode(record)
        out(packer.compress(len(raw).to_bytes(LENGTH, "big") + raw))
        progress(1)
        count += 1
    out(packer.flush())
    file.write(running.digest())
    file.flush()
    os.fsync(file.fileno())
    return count, running.hexdigest()


def _proven(path: Path, kind: bytes) -> int:
    """Bytes of the packed records. Raises ConfigError."""
    try:
        left = path.stat().st_size - len(kind) - DIGEST
        with path.open("rb") as file:
            begun = file.read(len(kind))
            if begun != kind or left < 0:
                raise ConfigError(f"{path}: this is no {_called(kind)}; name another file")
            running, size = sha256(begun), left
            while left > 0 and (piece := file.read(min(PIECE, left))):
                running.update(piece)
                left -= len(piece)
            if left or file.read(DIGEST) != running.digest():
                raise _damaged(path)
    except FileNotFoundError as error:
        raise ConfigError(f"{path}: there is no such file") from error
    return size


def _records(path: Path, body: IO[bytes]) -> Iterator[Any]:
    decoder = msgspec.msgpack.Decoder()
    while head := _exactly(body, LENGTH):
        length = int.from_bytes(head, "big")
        raw = _exactly(body, length) if len(head) == LENGTH and length <= LARGEST else b""
        if len(raw) != length or not raw:
            raise _damaged(path)
        yield decoder.decode(raw)


def _exactly(body: IO[bytes], size: int) -> bytes:
    pieces, left = [], size
    while left and (piece := body.read(left)):
        pieces.append(piece)
        left -= len(piece)
    return b"".join(pieces)


class _Part(RawIOBase):
    """The next so many bytes of a file."""

    def __init__(self, file: IO[bytes], size: int) -> None:
        self._file = file
        self._left = size

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill as much of it as there is."""
        found = self._file.read(min(len(buffer), self._left))
        self._left -= len(found)
        buffer[: len(found)] = found
        return len(found)


def _damaged(path: Path) -> ConfigError:
    return ConfigError(f"{path}: the file is cut off or was altered: its digest does not fit; take another copy of it")


def _settle(folder: Path) -> None:
    """See that the new name is on the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
