"""Long tables of domains, read for merging: what many rows say alike is one thing, and nobody is named in it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Final, NamedTuple

from bot.blocklists.change import Change, Type
from bot.blocklists.entity import CANARY, PLAIN, Kind
from bot.blocklists.formats.domains import COLUMNS, Ends, Table
from bot.blocklists.formats.form import MOST, Faulty
from bot.blocklists.formats.lines import Lines
from bot.blocklists.formats.table import batches
from bot.blocklists.formats.words import about
from bot.errors import Malformed

PLAINS: Final = re.compile(rf"(?:{PLAIN.pattern}(?:\n|$))++")

Batch = tuple[Sequence[str], Sequence[Change]]
"""Domains, and what is said of each."""


class Sayings(NamedTuple):
    """A list, once."""

    batches: Iterable[Batch]


class Terse:
    """Reads several lists with one memory; what cannot be read is left out."""

    def __init__(self, at: datetime, usual: Sequence[str] = COLUMNS) -> None:
        self._at = at
        self._usual = usual
        self._known: dict[tuple[str, ...], Ends] = {}

    def read(self, chunks: Iterable[bytes]) -> Sayings:
        """What a list says, of domains, with Mastodon's or FediBlockHole's columns."""
        return Sayings(self._batches(chunks))

    def _batches(self, chunks: Iterable[bytes]) -> Iterator[Batch]:
        table: Table | None = None
        room = MOST
        for batch in batches(chunks):
            some = _texts(batch)[:room]
            room -= len(some)
            if table is None:
                some = list(filter(None, some))
                if not some:
                    continue
                table = Table(some[0], self._at, self._usual, self._known)
                some = some[table.is_header :]
            yield _at_once(table, some) or _one_by_one(table, some)


def _texts(batch: Lines | list[tuple[int, str] | Faulty]) -> list[str]:
    if isinstance(batch, Lines):
        return batch.texts
    return [row[1] for row in batch if not isinstance(row, Faulty)]


def _at_once(table: Table, some: Sequence[str]) -> Batch | None:
    """What rows say all of which begin with a domain in its one form; None where one does not."""
    if table.place or not some:
        return None
    names, _, rests = zip(*[text.partition(",") for text in some], strict=True)
    if not PLAINS.fullmatch("\n".join(names)) or CANARY in names:
        return None
    return names, list(map(table.ends.__getitem__, rests))


def _one_by_one(table: Table, some: Iterable[str]) -> Batch:
    found: list[Change] = []
    for text in filter(None, some):
        name, rest = table.cut(text)
        with suppress(Malformed):
            change = about(table.ends[rest], name)
            if change.type is Type.RECOMMENDATION and change.entity.kind is Kind.DOMAIN:
                found.append(change)
    return [one.entity.key for one in found], found
