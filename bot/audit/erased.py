"""Whether exhibits that nothing opens are those which the chain says were erased: a key that is gone in silence, or one
that opens what was erased, is a fault."""

from collections.abc import Callable, Iterable, Iterator
from hashlib import blake2b
from secrets import token_bytes

from bot.evidence.chain import Entry

EVENT = "erased"


class Erased:
    """Sums of what the chain says is erased and of what has no key, as in `Vouching`: equal sums, equal exhibits."""

    def __init__(self) -> None:
        self._key = token_bytes(16)
        self._balance = 0

    def said(self, entry: Entry) -> None:
        """The chain says it of these."""
        self._balance += sum(map(self._term, exhibits(entry)))

    def gone(self, exhibit: str) -> None:
        """Its key is not there."""
        self._balance -= self._term(exhibit)

    def differences(self, said: Callable[[], Iterable[Entry]], gone: Callable[[], Iterable[str]]) -> Iterator[str]:
        """What differs, as sentences; both are read again only where the sums differ."""
        if not self._balance:
            return
        named = {exhibit for entry in said() if entry.event == EVENT for exhibit in exhibits(entry)}
        for exhibit in gone():
            if exhibit not in named:
                yield f"exhibit {exhibit}: its key is gone, and no entry says that it was erased"
            named.discard(exhibit)
        yield from (f"exhibit {exhibit}: it was erased, and a key is there that opens it" for exhibit in sorted(named))

    def _term(self, exhibit: str) -> int:
        return int.from_bytes(blake2b(exhibit.encode(), digest_size=16, key=self._key).digest(), "little")


def exhibits(entry: Entry) -> list[str]:
    """The exhibits that an entry says were erased."""
    return str(entry.payload.get("exhibits", "")).split()
