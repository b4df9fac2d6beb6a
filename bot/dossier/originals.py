"""The originals of a dossier: everything as it was received, under names that say nothing of anybody."""

from hashlib import sha256
from pathlib import Path
from typing import Final, NamedTuple

from bot.evidence.exhibit import Sealed, unseal
from bot.evidence.magic import UNKNOWN, kind
from bot.evidence.master import MasterKey

FOLDER: Final = "originals"
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
    """Lays originals into a folder, and remembers of which exhibits they are."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / FOLDER).mkdir(parents=True, exist_ok=True)
        self.opened: set[str] = set()
        """The exhibits that are handed out: their contents go along as they were sealed."""

    def open(self, sealed: Sealed, master: MasterKey) -> bytes:
        """The content of an exhibit, which goes along. Raises KeyMissing; ChainBroken."""
        content = unseal(sealed, master)
        self.opened.add(sealed.id)
        return content

    def lay(self, name: str, raw: bytes) -> Laid:
        """Lay bytes down as they came; `name` goes without its ending."""
        laid = laid_as(name, raw)
        (self.folder / laid.file).write_bytes(raw)
        return laid


class Weighed:
    """As `Originals`, for who only looks at what would be handed out: nothing is written."""

    def open(self, sealed: Sealed, master: MasterKey) -> bytes:
        """The content of an exhibit. Raises KeyMissing; ChainBroken."""
        return unseal(sealed, master)

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
