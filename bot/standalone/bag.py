"""A bag (BagIt 1.0, RFC 8493): every file against the digest that a manifest names, nothing more and nothing less."""

import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryDirectory
from typing import IO

from bot.standalone.tokens import Bad
from bot.standalone.trail import Report, Trail

DECLARED = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
DECLARATION = "bagit.txt"
PAYLOAD = "manifest-sha256.txt"
TAGS = "tagmanifest-sha256.txt"
INFO = "bag-info.txt"
VERIFIER = "verify.py"
TOLD = {DECLARATION, PAYLOAD, TAGS, INFO, VERIFIER}
"""What stands beside what a bag was made for."""
CHRONOLOGY = "data/chronology.json"
TRAIL = "data/trail.zip"
CHUNK = 1 << 20


class Bag:
    """A bag: a folder, or a zip file with the same files."""

    def __init__(self, place: Path) -> None:
        self.zip = None if place.is_dir() else zipfile.ZipFile(place)
        self.folder = place
        self.known: dict[str, str] = {}
        """Digests that were taken."""

    def names(self) -> list[str]:
        """Every file of it, sorted; Bad where something in it is no file, which no manifest could vouch for."""
        if self.zip:
            found = [one for one in self.zip.namelist() if not one.endswith("/")]
            twice = {one for one in found if found.count(one) > 1} if len(found) > len(set(found)) else ()
            strange = [*twice, *(one for one in found if one.startswith("/") or ".." in one.split("/"))]
        else:
            every = [one for one in self.folder.rglob("*") if one.is_symlink() or not one.is_dir()]
            found = [one.relative_to(self.folder).as_posix() for one in every]
            strange = [name for name, one in zip(found, every, strict=True) if one.is_symlink() or not one.is_file()]
        if strange:
            raise Bad(f"{min(strange)}: it is no plain file, or stands there twice")
        return sorted(found)

    def open(self, name: str) -> IO[bytes]:
        """A file of it; Bad where it is missing."""
        try:
            return self.zip.open(name) if self.zip else (self.folder / name).open("rb")
        except (KeyError, OSError) as error:
            raise Bad(f"{name} is missing") from error

    def size(self, name: str) -> int:
        """Bytes of a file."""
        return self.zip.getinfo(name).file_size if self.zip else (self.folder / name).stat().st_size

    def read(self, name: str) -> bytes:
        """The whole of a file."""
        with self.open(name) as file:
            return file.read()

    def digest(self, name: str) -> str:
        """Hex SHA-256 of a file; of one that is written anew, that of before."""
        if name in self.known:
            return self.known[name]
        found = sha256()
        with self.open(name) as file:
            while chunk := file.read(CHUNK):
                found.update(chunk)
        return self.known.setdefault(name, found.hexdigest())


@contextmanager
def trail_of(bag: Bag) -> Iterator[Trail]:
    """The trail that goes along with a dossier; Bad where it is missing."""
    if not bag.zip:
        with bag.open(TRAIL):
            yield Trail(bag.folder / TRAIL)
        return
    with TemporaryDirectory() as folder:
        inner = Path(folder) / "trail.zip"
        with bag.open(TRAIL) as given, inner.open("wb") as taken:
            copyfileobj(given, taken)
        yield Trail(inner)


def manifest(bag: Bag, names: Iterable[str]) -> bytes:
    """A manifest of these files: `digest  path` a line, sorted by path."""
    return "".join(f"{bag.digest(name)}  {written(name)}\n" for name in sorted(names)).encode()


def written(name: str) -> str:
    """A path as a manifest writes it."""
    return name.replace("%", "%25").replace("\n", "%0A").replace("\r", "%0D")


def is_payload(name: str) -> bool:
    """Whether a file is of what the bag was made for, and not about the bag."""
    return name.startswith("data/")


def check_bag(bag: Bag, report: Report) -> None:
    """Every file of it. A bag has one way to be written, so that not a byte of its manifests can be another."""
    names = bag.names()
    payload = [name for name in names if is_payload(name)]
    tags = [name for name in names if not is_payload(name) and name != TAGS]
    if bag.read(DECLARATION) != DECLARED:
        report.fault(f"{DECLARATION} is not as it was written")
    for file, listed in ((PAYLOAD, payload), (TAGS, tags)):
        for sentence in _differences(bag.read(file), manifest(bag, listed), file):
            report.fault(sentence)
    report.say(f"{len(payload)} files stand as the manifest names them; its own digest is {bag.digest(TAGS)}")


def _differences(given: bytes, found: bytes, file: str) -> Iterator[str]:
    """What a manifest says otherwise than the files do."""
    if given == found:
        return
    named, actual = _lines(given), _lines(found)
    for name in sorted(named.keys() | actual.keys()):
        if name not in actual:
            yield f"{name}: {file} names it, but it is not there"
        elif name not in named:
            yield f"{name}: it is there, but {file} does not name it"
        elif named[name] != actual[name]:
            yield f"{name}: it was altered: {file} names another digest"
    if named == actual:
        yield f"{file} is not as it was written"


def _lines(written: bytes) -> dict[str, str]:
    """Digests by path."""
    found = {}
    for line in written.decode(errors="replace").splitlines():
        digest, _, name = line.partition("  ")
        found[name] = digest
    return found
