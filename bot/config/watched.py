"""A configuration as it lies on disk: read when asked, with all files it names, and looked at for changes."""

from collections.abc import Mapping
from pathlib import Path

from bot.config.load import load
from bot.config.schema import Config

Stamp = tuple[int, int, int]
"""When a file was changed (nanoseconds), its size and its inode; zeros where there is none."""
NOWHERE: Stamp = (0, 0, 0)


class ConfigFile:
    """config.toml and the secrets' files that it names. For one thread at a time."""

    def __init__(self, path: Path, environment: Mapping[str, str] | None = None) -> None:
        """Take where it lies; nothing is read yet. `environment` stands for that of the process."""
        self.path = path
        self._environment = environment
        self._known: dict[Path, Stamp] = {path: NOWHERE}
        self._last: dict[Path, Stamp] = {}

    def read(self) -> Config:
        """Read and check it. Raises Unusable with all that is wrong; the same files are not `changed` after that."""
        seen = {self.path: stamp(self.path)}

        def notice(path: Path) -> None:
            seen.setdefault(path, stamp(path))

        try:
            return load(self.path, self._environment, on_file=notice)
        finally:
            self._known = seen  # taken before each was read, so that no change in between is missed

    def changed(self) -> bool:
        """Whether a file is another than when it was read, and the same as at the last look.

        So a file that is still being written is left in peace: half of it might be good TOML.
        """
        now = {path: stamp(path) for path in self._known}
        settled, self._last = now == self._last, now
        return settled and now != self._known


def stamp(path: Path) -> Stamp:
    """What changes with a file, whoever writes it and however."""
    try:
        found = path.stat()
    except (OSError, ValueError):
        return NOWHERE
    return found.st_mtime_ns, found.st_size, found.st_ino
