"""Where a reader stands in a stream, so that it can go on at the same host or at another."""

import msgspec

from bot.model.noun import Noun

OVERLAP = 5_000_000
"""Microseconds that are read again when only the time is known: hosts' clocks differ, and repeats are harmless."""
_SPLIT = 10**15
"""Jetstream takes a smaller cursor for a sequence number, a greater one for microseconds."""


class Place(Noun, frozen=True, kw_only=True):
    """A cursor. Sequence numbers mean something on one host only, the time on all."""

    host: str = ""
    us: int = 0
    seq: int = 0

    def written(self) -> str:
        """As the store keeps it."""
        return msgspec.json.encode(self).decode()

    def by_sequence(self, host: str) -> int | None:
        """Where to go on at this very host, if its sequence is known."""
        return self.seq if self.seq and host == self.host else None

    def by_time(self) -> int | None:
        """Where to go on anywhere."""
        return max(self.us - OVERLAP, _SPLIT) if self.us else None


def place(written: str | None) -> Place:
    """What `written` says; the beginning of nothing (read live) where it says nothing, or is not ours."""
    if not written:
        return Place()
    try:
        return msgspec.json.decode(written.encode(), type=Place)
    except msgspec.MsgspecError:
        return Place()
