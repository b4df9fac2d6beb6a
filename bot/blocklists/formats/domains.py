"""Tables of domains with what to do about each: Mastodon's for admins and FediBlockHole's."""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from functools import partial
from itertools import chain, islice
from typing import Final, NamedTuple

from msgspec.structs import replace

from bot.blocklists.change import Change, Type
from bot.blocklists.entity import CANARY, PLAIN, Kind
from bot.blocklists.formats.form import MOST, Faulty, Format, Listed, Read, capped
from bot.blocklists.formats.table import COMMAS, FALSE, TRUE, batches, cells, rows, written
from bot.blocklists.formats.words import SEVERITIES, about, comment, rated, recommendation
from bot.errors import Malformed

COLUMNS: Final = (
    "domain",
    "severity",
    "public_comment",
    "private_comment",
    "reject_media",
    "reject_reports",
    "obfuscate",
)
ADMIN: Final = ("#domain", "#severity", "#reject_media", "#reject_reports", "#public_comment", "#obfuscate")
DOMAIN: Final = "domain"
OTHERS: Final = ("public_comment", "private_comment", "severity", "reject_media", "reject_reports", "obfuscate")
QUOTED: Final = re.compile(r'"([^"]*)"(?:,(.*))?', re.DOTALL)
PLAINS: Final = re.compile(rf"(?:{PLAIN.pattern}(?:\n|$))++")
REMEMBERED: Final = 4096
"""Ends of rows that are remembered, since in a long list most are alike."""


class _Said(NamedTuple):
    """What the end of a row comes to."""

    change: Change
    troubles: tuple[str, ...]


_Known = dict[str, _Said]
_Row = tuple[int, str, str, _Said] | Faulty


def parse(chunks: Iterable[bytes], at: datetime, usual: Sequence[str]) -> Iterator[Read]:
    """Read the rows; without a header the columns are the usual ones. What is not said is as Mastodon has it."""
    for row in _rows(chunks, at, usual):
        if isinstance(row, Faulty):
            yield row
            continue
        line, text, name, said = row
        try:
            yield Listed(line, about(said.change, name))
        except Malformed:
            yield Faulty(line, "empty_row" if COMMAS.fullmatch(text) else "no_domain")
        else:
            for trouble in said.troubles:
                yield Faulty(line, trouble)


class Sayings(NamedTuple):
    """A list read for merging: each domain with what is said of it, in which nobody is named since many share it."""

    pairs: Iterable[tuple[str, Change]]


class Terse:
    """Reads long tables of domains for merging, several with one memory; what cannot be read is left out."""

    def __init__(self, at: datetime, usual: Sequence[str] = COLUMNS) -> None:
        self._at = at
        self._usual = usual
        self._known: dict[tuple[str, ...], _Known] = {}

    def read(self, chunks: Iterable[bytes]) -> Sayings:
        """What a list says."""
        return Sayings(islice(chain.from_iterable(self._pairs(chunks)), MOST))

    def _pairs(self, chunks: Iterable[bytes]) -> Iterator[list[tuple[str, Change]]]:
        table: _Table | None = None
        for batch in batches(chunks):
            some = [row for row in batch if not isinstance(row, Faulty)]
            if table is None and some:
                table, is_header = _table(some[0][1], self._at, self._usual, self._known)
                some = some[is_header:]
            if table is not None:
                yield table.plainly(some) or [*_named(table, some)]


def _named(table: "_Table", some: Iterable[tuple[int, str]]) -> Iterator[tuple[str, Change]]:
    """What rows say one by one."""
    for _, text in some:
        name, said = table.cut(text)
        with suppress(Malformed):
            change = about(said.change, name)
            if change.type is Type.RECOMMENDATION and change.entity.kind is Kind.DOMAIN:
                yield change.entity.key, change


def _table(
    text: str, at: datetime, usual: Sequence[str], known: dict[tuple[str, ...], _Known]
) -> tuple["_Table", bool]:
    """The table that begins with this row, and whether that is its header."""
    named = tuple(cell.strip().removeprefix("#").lower() for cell in cells(text))
    is_header = DOMAIN in named
    columns = named if is_header else tuple(name.removeprefix("#") for name in usual)
    return _Table(columns, at, known.setdefault(columns, {})), is_header


def _rows(chunks: Iterable[bytes], at: datetime, usual: Sequence[str]) -> Iterator[_Row]:
    """The rows after the header: line, text, domain, and what the rest comes to."""
    table: _Table | None = None
    for row in rows(chunks):
        if isinstance(row, Faulty):
            yield row
            continue
        line, text = row
        if table is None:
            table, is_header = _table(text, at, usual, {})
            if is_header:
                continue
        yield line, text, *table.cut(text)


class _Table:
    """The columns of a file, and what the ends of its rows come to: in a long one most are alike."""

    def __init__(self, columns: Sequence[str], at: datetime, known: _Known) -> None:
        self._known = known
        self._place = columns.index(DOMAIN)
        others = [name for name in columns if name != DOMAIN]
        self._width = len(others)
        self._cells = [others.index(name) if name in others else self._width for name in OTHERS]
        self._least = recommendation(at, SEVERITIES["suspend"])
        self._has_severity = "severity" in others
        self._meant: dict[tuple[str, ...], _Said] = {}

    def plainly(self, some: Sequence[tuple[int, str]]) -> list[tuple[str, Change]]:
        """What rows say all of which begin with a domain in its one form, at once; nothing where one does not."""
        parts = [text.partition(",") for _, text in some]
        names = "\n".join([name for name, _, _ in parts])
        if self._place or not PLAINS.fullmatch(names) or CANARY in names:
            return []
        known, read = self._known, self._read
        return [(name, (known.get(rest) or read(rest)).change) for name, _, rest in parts]

    def cut(self, text: str) -> tuple[str, _Said]:
        """The domain of a row, and what its other cells say."""
        if self._place == 0 and text[0] != '"':
            name, _, rest = text.partition(",")
        elif self._place == 0 and (quoted := QUOTED.fullmatch(text)):
            name, rest = quoted[1], quoted[2] or ""
        else:
            found = cells(text)
            name = found.pop(self._place) if self._place < len(found) else ""
            rest = written(found, "").decode()
        return name, self._known.get(rest) or self._read(rest)

    def _read(self, rest: str) -> _Said:
        row = [*cells(rest), *[""] * (self._width + 1)]
        row[self._width] = ""
        public, private, *words = [row[place] for place in self._cells]
        meant = self._meant.get(key := tuple(words)) or self._mean(key)
        said = _Said(replace(meant.change, comment=comment(public), private=comment(private)), meant.troubles)
        if len(self._known) >= REMEMBERED:
            self._known.clear()
        self._known[rest] = said
        return said

    def _mean(self, written_: tuple[str, ...]) -> _Said:
        """What severity and booleans say."""
        severity, *booleans = [word.strip().lower() for word in written_]
        understood = severity in SEVERITIES
        media, reports, obfuscate = [word in TRUE for word in booleans]
        clear = TRUE.union(FALSE).issuperset(booleans)
        troubles = ("unknown_policy",) * (not understood) + ("unknown_boolean",) * (not clear)
        said = replace(
            self._least,
            filters=("reject_media",) * media + ("reject_reports",) * reports,
            obfuscate=obfuscate,
        )
        if self._has_severity:
            said = replace(said, policy=SEVERITIES.get(severity), stated="" if understood else comment(severity))
        if len(self._meant) < REMEMBERED:
            self._meant[written_] = _Said(said, troubles)
        return _Said(said, troubles)


def write(changes: Iterable[Change], columns: Sequence[str]) -> Iterator[bytes]:
    """Write the domains with what is recommended; never a private comment."""
    yield written(columns)
    for change, severity in rated(changes):
        row = {
            "domain": change.entity.key,
            "severity": severity,
            "public_comment": change.comment,
            "reject_media": str("reject_media" in change.filters),
            "reject_reports": str("reject_reports" in change.filters),
            "obfuscate": str(change.obfuscate),
        }
        yield written([row.get(name.removeprefix("#"), "") for name in columns])


FEDIBLOCKHOLE: Final = Format(
    "fediblockhole", "csv", "text/csv", capped(partial(parse, usual=COLUMNS)), partial(write, columns=COLUMNS)
)
MASTODON_ADMIN: Final = Format(
    "mastodon-admin-domains", "csv", "text/csv", capped(partial(parse, usual=ADMIN)), partial(write, columns=ADMIN)
)
