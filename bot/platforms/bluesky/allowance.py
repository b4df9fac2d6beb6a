"""How much may still be asked of a server that counts: kept between runs, in small slots of time."""

import msgspec

from bot.errors import TryLater
from bot.platforms.bluesky.clock import Clock
from bot.platforms.port import Safe

Limits = tuple[tuple[int, int], ...]
"""(seconds, most in that time)"""

POINTS: Limits = ((3_600, 4_500), (86_400, 31_500))
"""Write points: Bluesky allows 5,000 an hour and 35,000 a day; a tenth is left to the person's own app."""
SHARED: Limits = ((3_600, 3_600), (86_400, 25_000))
"""Of these, what lists may take: the shield's own blocks and hidden replies do not wait for them."""
CREATE, UPDATE, DELETE = 3, 2, 1
"""Points that a write to the repository costs."""
LOGINS: Limits = ((300, 20), (86_400, 200))
"""createSession: Bluesky allows 30 in five minutes and 300 a day."""


class Allowance:
    """A count of what was spent, by slots of `width` seconds."""

    def __init__(self, safe: Safe, name: str, limits: Limits, width: int, clock: Clock) -> None:
        self._safe = safe
        self._name = name
        self._limits = limits
        self._longest = max(span for span, _ in limits)
        self._width = width
        self._clock = clock

    def room(self) -> int:
        """How much may be spent at once now."""
        now, slots = self._clock().timestamp(), self._spent()
        return min(
            most - sum(spent for start, spent in slots.items() if start > now - span - self._width)
            for span, most in self._limits
        )

    def spend(self, amount: int) -> None:
        """Count it, or raise TryLater with the seconds until there is room."""
        now = self._clock().timestamp()
        slots = {start: spent for start, spent in self._spent().items() if start > now - self._longest - self._width}
        waits = [self._wait(slots, span, most - amount, now) for span, most in self._limits]
        if max(waits) > 0:
            raise TryLater("Our share of the server's write limit is spent for now.", after=max(waits))
        slot = int(now // self._width) * self._width
        slots[slot] = slots.get(slot, 0) + amount
        self._safe.put(self._name, msgspec.json.encode({str(start): spent for start, spent in slots.items()}))

    def _spent(self) -> dict[int, int]:
        kept = self._safe.get(self._name)
        if kept is None:
            return {}
        return {int(start): spent for start, spent in msgspec.json.decode(kept, type=dict[str, int]).items()}

    def _wait(self, slots: dict[int, int], span: int, room: int, now: float) -> float:
        inside = sorted((start, spent) for start, spent in slots.items() if start > now - span - self._width)
        total = sum(spent for _, spent in inside)
        for start, spent in inside:
            if total <= room:
                break
            total -= spent
            until = start + self._width + span - now
            if total <= room:
                return until
        return 0.0
