"""What every format gives: a change or a trouble for each line, as the bytes come, with nothing held for long."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import Final, NamedTuple

from bot.blocklists.change import Change, Type

LARGEST: Final = 128 << 20
"""Bytes of a list at most, some three million entries; what comes after is not looked at, and said."""
LARGEST_JSON: Final = 48 << 20
"""Bytes of a list in JSON, which must be held to be read."""
MOST: Final = 1_000_000
"""Lines of which something is said, entries and troubles together."""
LONGEST: Final = 32 << 10
"""Characters of a line, or of a row over several lines."""
COMMENT: Final = 5_000
"""Characters of a comment that are kept."""
CANARY: Final = "canary"
"""What is `stated` of the domain that cannot exist: a mark that a list is whole, never an entry that is applied."""


class Listed(NamedTuple):
    """What a line says."""

    line: int
    """From 1; in JSON the number of the entry."""
    change: Change
    """Its id is empty where the format has none."""


class Faulty(NamedTuple):
    """What is wrong with a line; the others are taken."""

    line: int
    what: str
    """The name of a sentence, one of TROUBLES."""


Read = Listed | Faulty


Parse = Callable[[Iterable[bytes], datetime], Iterator[Read]]
"""Reads chunks as they come, of any size; raises for no bytes whatever. The moment is when they came."""


class Format(NamedTuple):
    """A way to write lists."""

    name: str
    suffix: str
    """Of files, without the dot."""
    media_type: str
    parse: Parse
    write: Callable[[Iterable[Change]], Iterator[bytes]] | None
    """Writes what stands, leaving out what it has no words for; None where only others write so."""


TROUBLES: Final = (
    "bad_id",  # a change whose id is no UUIDv7
    "bad_date",  # a moment that is none: that of arrival is taken
    "empty_row",  # commas and nothing else
    "no_account",
    "no_domain",
    "not_json",
    "not_this",  # JSON of another shape than this format's
    "open_quote",  # a quotation mark that is never closed
    "seems_html",
    "too_large",  # the bytes of the list: the rest was not looked at
    "too_long",  # the line
    "too_many",  # lines: the rest was not looked at
    "twice",  # named before in the same list: the later holds
    "unknown_boolean",  # neither true nor false: taken as false
    "unknown_kind",  # kept and shown
    "unknown_policy",  # kept and shown
    "unknown_type",  # a change of a type that FIRES does not know
)


def capped(parse: Parse) -> Parse:
    """The same, and no more than MOST lines of which something is said."""

    def few(chunks: Iterable[bytes], at: datetime) -> Iterator[Read]:
        reads = parse(chunks, at)
        yield from islice(reads, MOST)
        for one in reads:
            yield Faulty(one.line, "too_many")
            break

    return few


class Gathered(NamedTuple):
    """A list that was read whole."""

    changes: dict[str, Change]
    """By id where there is one, by the entity's key else."""
    faults: tuple[Faulty, ...]


def gather(reads: Iterable[Read]) -> Gathered:
    """Hold all that a list says, the later word on the same; who is named twice is told."""
    changes: dict[str, Change] = {}
    faults: list[Faulty] = []
    for read in reads:
        if isinstance(read, Faulty):
            faults.append(read)
            continue
        name = read.change.id or read.change.entity.key
        if name in changes:
            faults.append(Faulty(read.line, "twice"))
        changes[name] = read.change
    return Gathered(changes, tuple(faults))


def marks(change: Change) -> bool:
    """Whether it is the canary."""
    return change.stated == CANARY and change.type is Type.ADVISORY
