"""What was asked about before and is nothing, so that it costs next to nothing the next time."""

from collections.abc import Callable, Sequence, Sized
from collections.abc import Set as AbstractSet
from typing import Final, Generic, TypeVar

REMEMBERED: Final = 50_000
"""Pieces of which is remembered what they are; then all are forgotten."""
SHORT: Final = 32
"""Characters of the longest of them: who writes longer ones must not fill the memory."""
SHORTER: Final = 8
"""The same of runs of digits: a phone is longer as it is written."""
One = TypeVar("One", bound=Sized)


class Asked(Generic[One]):
    """Tells those of many that are something."""

    __slots__ = ("_is_something", "_longest", "_nothing", "_something")

    def __init__(self, is_something: Callable[[One], bool], longest: int = SHORT) -> None:
        """Take what tells it of one, slowly, and how long are the longest that are remembered."""
        self._is_something = is_something
        self._longest = longest
        self._nothing: set[One] = set()
        self._something: set[One] = set()

    def any(self, every: AbstractSet[One]) -> bool:
        """Whether one of these is."""
        fresh = every - self._nothing
        return bool(fresh) and any(map(self._asked, fresh))

    def among(self, every: AbstractSet[One]) -> AbstractSet[One]:
        """Those that are."""
        fresh = every - self._nothing
        return {*filter(self._asked, fresh)} if fresh else fresh

    def places(self, every: Sequence[One]) -> Sequence[int]:
        """Where those stand that are."""
        known = self.among({*every})
        return [place for place, one in enumerate(every) if one in known] if known else ()

    def _asked(self, one: One) -> bool:
        if one in self._something:
            return True
        found = self._is_something(one)
        known = self._something if found else self._nothing
        if len(one) <= self._longest:
            if len(known) >= REMEMBERED:
                known.clear()
            known.add(one)
        return found
