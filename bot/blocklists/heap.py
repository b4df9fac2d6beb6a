"""Who stands in which lists and what each says of them, in columns: millions of rows where objects would not fit."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bot.blocklists.change import Change

Numbers = NDArray[np.uint32]
AT_ONCE: Final = 1 << 15
"""Entities that are taken out of the columns together."""


Standing = tuple[str, list[int], list[int]]
"""The key of one who stands in lists; the ranks of these, ascending; and the numbers of what each of them says."""


class Heap:
    """Rows of several lists, put in list by list, taken out entity by entity."""

    def __init__(self) -> None:
        self.sayings: Final[list[Change]] = []
        self._numbers: Final[dict[int, int]] = {}
        self._keys: Final[defaultdict[str, int]] = defaultdict()
        self._keys.default_factory = self._keys.__len__
        self._who: Final[list[Numbers]] = []
        self._what: Final[list[Numbers]] = []
        self._rows: Final[list[int]] = []

    def put(self, batches: Iterable[tuple[Sequence[str], Sequence[Change]]]) -> None:
        """Put in the list of the next rank: keys, and what is said of each; of the same key the last holds."""
        rows = 0
        for keys, sayings in batches:
            self._who.append(np.fromiter(map(self._keys.__getitem__, keys), np.uint32, len(keys)))
            self._what.append(self._numbered(sayings))
            rows += len(keys)
        self._rows.append(rows)

    def _numbered(self, sayings: Sequence[Change]) -> Numbers:
        """Their numbers; one that many share has one, and is known by its place in memory, since it is held here."""
        try:
            return np.fromiter(map(self._numbers.__getitem__, map(id, sayings)), np.uint32, len(sayings))
        except KeyError:
            for one in sayings:
                if id(one) not in self._numbers:
                    self._numbers[id(one)] = len(self.sayings)
                    self.sayings.append(one)
            return self._numbered(sayings)

    def standing(self, least: float) -> Iterator[Standing]:
        """Those who stand in so many lists at least, in the order in which they first came."""
        if not self._keys:
            return
        who, what, ranks = self._sorted()
        starts = np.flatnonzero(np.r_[True, who[1:] != who[:-1]])
        ends = np.r_[starts[1:], len(who)]
        keys = list(self._keys)
        enough = np.flatnonzero(ends - starts >= least)
        for at in range(0, len(enough), AT_ONCE):
            some = enough[at : at + AT_ONCE]
            first, last = starts[some[0]], ends[some[-1]]
            said, lists = what[first:last].tolist(), ranks[first:last].tolist()
            for number, start, end in zip(
                some.tolist(), (starts[some] - first).tolist(), (ends[some] - first).tolist(), strict=True
            ):
                yield keys[number], lists[start:end], said[start:end]

    def _sorted(self) -> tuple[Numbers, Numbers, Numbers]:
        """The columns by entity, then by rank, each entity once a list."""
        who, what = np.concatenate(self._who), np.concatenate(self._what)
        ranks = np.repeat(np.arange(len(self._rows), dtype=np.uint32), self._rows)
        self._who.clear()
        self._what.clear()
        # sorting numbers that hold both is many times as fast as finding a stable order
        both = (who.astype(np.uint64) << np.uint64(32)) | np.arange(len(who), dtype=np.uint64)
        both.sort()
        order = both.astype(np.uint32)
        who, what, ranks = who[order], what[order], ranks[order]
        last = np.r_[(who[1:] != who[:-1]) | (ranks[1:] != ranks[:-1]), True]
        return who[last], what[last], ranks[last]
