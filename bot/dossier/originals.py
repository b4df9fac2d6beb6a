"""The originals of a dossier: everything as it was received, under names that say nothing of anybody."""

from hashlib import sha256
from pathlib import Path
from typing import Final, NamedTuple

from bot.evidence.exhibit import Sealed, reopen
from bot.evidence.magic import UNKNOWN, kind
from bot.evidence.master import MasterKey
from bot.evidence.trail import EXHIBITS, ExhibitLine, content_file

FOLDER: Final = "originals"
TRAIL: Final = "trail"
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
    """Lays originals into a folder, each once, and remembers what opens them for whoever checks them by the chain."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.lines: dict[str, ExhibitLine] = {}
        """What `trail/exhibits.jsonl` says of the exhibits that are handed out, by their ids."""

    def open(self, sealed: Sealed, master: MasterKey) -> bytes:
        """The content of an exhibit, which goes along as it was sealed. Raises KeyMissing; ChainBroken."""
        salt, content = reopen(sealed, master)
        file = content_file(sealed.id)
        if sealed.id not in self.lines:
            self._write(f"{TRAIL}/{file}", content)
            self.lines[sealed.id] = ExhibitLine(
                id=sealed.id, digest=sealed.digest, size=sealed.size, salt=salt.hex(), file=file
            )
        return content

    def lay(self, name: str, raw: bytes) -> Laid:
        """Lay bytes down as they came; `name` goes without its ending."""
        type_ = told(raw)
        file = f"{FOLDER}/{name}.{ENDINGS.get(type_, 'bin')}"
        self._write(file, raw)
        return Laid(file, sha256(raw).hexdigest(), len(raw), type_)

    def _write(self, file: str, raw: bytes) -> None:
        path = self.folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(raw)


class Weighed(Originals):
    """As `Originals`, for who only looks at what would be handed out: nothing is written."""

    def __init__(self) -> None:
        super().__init__(Path(EXHIBITS))

    def _write(self, file: str, raw: bytes) -> None:
        """Leave it where it is."""


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
