"""The originals of a dossier: everything as it was received, under names that say nothing of anybody."""

import zipfile
from hashlib import sha256
from pathlib import Path
from typing import IO, Final, NamedTuple, Self

from bot.evidence.exhibit import Sealed, reopen
from bot.evidence.magic import UNKNOWN, kind
from bot.evidence.master import MasterKey
from bot.evidence.trail import ExhibitLine, content_file

FOLDER: Final = "originals"
TRAIL: Final = "trail.zip"
JSON: Final = "application/json"
ENDINGS: Final = {
    "application/json": "json",
    "application/pdf": "pdf",
    "application/zip": "zip",
    "audio/mpeg": "mp3",
    "image/avif": "avif",
    "image/gif": "gif",
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "text/plain": "txt",
    "video/mp4": "mp4",
    "video/webm": "webm",
}
"""Of file names, by what the bytes show."""


class Laid(NamedTuple):
    """A file that was laid down."""

    file: str
    """Its path within the bag."""
    digest: str
    """Hex SHA-256 of its bytes."""
    size: int
    type: str


class Originals:
    """Lays originals into a folder, and what is in custody, as it was sealed, into the trail beside them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / FOLDER).mkdir(parents=True, exist_ok=True)
        self._trail = zipfile.ZipFile(folder / TRAIL, "w", zipfile.ZIP_STORED)
        self.lines: dict[str, ExhibitLine] = {}
        """What the trail says of the exhibits that are handed out, by their ids."""

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the trail."""
        self._trail.close()

    def open(self, sealed: Sealed, master: MasterKey) -> bytes:
        """The content of an exhibit, which goes along as it was sealed. Raises KeyMissing; ChainBroken."""
        salt, content = reopen(sealed, master)
        if sealed.id not in self.lines:
            file = content_file(sealed.id)
            self.add(file, content)
            self.lines[sealed.id] = ExhibitLine(
                id=sealed.id, digest=sealed.digest, size=sealed.size, salt=salt.hex(), file=file
            )
        return content

    def add(self, name: str, raw: bytes) -> None:
        """Another file of the trail; without the time of day, so that the same is always the same."""
        self._trail.writestr(zipfile.ZipInfo(name), raw)

    def writing(self, name: str) -> IO[bytes]:
        """A file of the trail that may be as long as it likes."""
        return self._trail.open(zipfile.ZipInfo(name), "w", force_zip64=True)

    def lay(self, name: str, raw: bytes) -> Laid:
        """Lay bytes down as they came; `name` goes without its ending."""
        laid = laid_as(name, raw)
        (self.folder / laid.file).write_bytes(raw)
        return laid


class Weighed:
    """As `Originals`, for who only looks at what would be handed out: nothing is written."""

    def open(self, sealed: Sealed, master: MasterKey) -> bytes:
        """The content of an exhibit. Raises KeyMissing; ChainBroken."""
        return reopen(sealed, master)[1]

    def lay(self, name: str, raw: bytes) -> Laid:
        """How it would lie."""
        return laid_as(name, raw)


def laid_as(name: str, raw: bytes) -> Laid:
    """Under what name bytes lie, and what they are."""
    type_ = told(raw)
    return Laid(f"{FOLDER}/{name}.{ENDINGS.get(type_, 'bin')}", sha256(raw).hexdigest(), len(raw), type_)


def told(raw: bytes) -> str:
    """The media type, as the bytes show."""
    found = kind(raw)
    if found != UNKNOWN:
        return found
    if raw.lstrip()[:1] in {b"{", b"["}:
        return JSON
    try:
        raw.decode()
    except UnicodeDecodeError:
        return UNKNOWN
    return "text/plain"
