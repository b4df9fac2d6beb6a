"""What an audit remembers of a chain as its entries pass: little, so that memory stays flat."""

from collections.abc import Callable, Iterable, Iterator

from bot.audit.erased import EVENT, Erased
from bot.audit.vouching import Pair, Vouching
from bot.evidence.chain import Entry, Head
from bot.evidence.checkpoint import KEY_EVENTS, Verifier
from bot.evidence.origin import PIECES


class Passing:
    """Looks at entries as they pass."""

    def __init__(
        self, numbers: Iterable[int], vouching: Vouching, erased: Erased, progress: Callable[[int], None]
    ) -> None:
        """`numbers` are those of the entries whose seals will be asked for; `progress` counts entries."""
        self._progress = progress
        self._wanted = frozenset(numbers)
        self._vouching = vouching
        self._erased = erased
        self.count = 0
        self._latest: Entry | None = None
        self.pieces: set[str] = set()
        """Exhibits that belong to proofs by origin."""
        self.seals: dict[int, str] = {}
        self.notes: dict[int, str] = {}
        """Digests of checkpoints, by their number."""
        self.tokens: dict[tuple[int, str], str] = {}
        """Digests of what came for deposits, by number and place; the latest."""
        self.verifiers: dict[Verifier, None] = {}

    @property
    def head(self) -> Head:
        """The last entry that passed."""
        return Head(number=0, seal="") if self._latest is None else self._latest.head

    def look(self, pages: Iterable[list[Entry]]) -> Iterator[list[Entry]]:
        """The same pages."""
        special = {"checkpoint": self._checkpoint, "deposit": self._deposit}
        special |= dict.fromkeys(KEY_EVENTS, self._key) | {EVENT: self._erased.said}
        wanted, named = self._wanted, self._vouching.named
        for page in pages:
            for entry in page:
                payload = entry.payload
                if "exhibit" in payload and "digest" in payload:
                    named(str(payload["exhibit"]), str(payload["digest"]))
                    if entry.event == "captured" and payload.get("what") in PIECES:
                        self.pieces.add(str(payload["exhibit"]))
                elif entry.event in special:
                    special[entry.event](entry)
                if entry.number in wanted:
                    self.seals[entry.number] = entry.seal
            self.count += len(page)
            self._latest = page[-1]
            self._progress(len(page))
            yield page

    def _checkpoint(self, entry: Entry) -> None:
        self.notes[_whole(entry, "number")] = str(entry.payload.get("note", ""))

    def _deposit(self, entry: Entry) -> None:
        place = str(entry.payload.get("place", ""))
        self.tokens[_whole(entry, "number"), place] = str(entry.payload.get("token", ""))

    def _key(self, entry: Entry) -> None:
        try:
            self.verifiers[Verifier.parse(str(entry.payload.get("verifier", "")))] = None
        except ValueError:  # the entry was altered: the chain says so itself
            return


def pairs(entries: Iterable[Entry]) -> Iterator[Pair]:
    """The exhibits that a chain names."""
    for entry in entries:
        if "exhibit" in entry.payload and "digest" in entry.payload:
            yield str(entry.payload["exhibit"]), str(entry.payload["digest"])


def _whole(entry: Entry, key: str) -> int:
    value = entry.payload.get(key)
    return value if isinstance(value, int) else 0
