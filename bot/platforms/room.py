"""How much one capture may take, and the word for what it had to leave."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

import msgspec

from bot.platforms.port import Captured

CUT: Final = "cut"
"""What a capture calls the note of what it left out."""


class Room:
    """What still fits into one capture: so many items, so many bytes."""

    def __init__(self, items: int, size: int) -> None:
        self._items = items
        self._size = size
        self._left: dict[str, int] = {}

    def fits(self, what: str, size: int) -> bool:
        """Take the room for one more, or count it as left out."""
        if self._items < 1 or size > self._size:
            self.leave(what)
            return False
        self._items -= 1
        self._size -= size
        return True

    def leave(self, what: str) -> None:
        """Count something of this kind as left out: an item, or the pages that were not read."""
        self._left[what] = self._left.get(what, 0) + 1

    def notes(self, url: str, at: datetime) -> Iterator[Captured]:
        """What was left out, if anything was."""
        if self._left:
            raw = msgspec.json.encode({"left_out": self._left}, order="sorted")
            yield Captured(what=CUT, url=url, raw=raw, at=at)
