"""Tables of domains with what to do about each: Mastodon's for admins and FediBlockHole's."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from functools import partial
from typing import Final

from msgspec.structs import replace

from bot.blocklists.change import Change
from bot.blocklists.formats.form import Faulty, Format, Listed, Read, capped
from bot.blocklists.formats.table import COMMAS, FALSE, TRUE, cells, rows, written
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
BOOLEANS: Final = TRUE | FALSE
REMEMBERED: Final = 1 << 14
"""Ends of rows that are remembered, since in a long list most are alike."""


def parse(chunks: Iterable[bytes], at: datetime, usual: Sequence[str]) -> Iterator[Read]:
    """Read the rows; without a header the columns are the usual ones. What is not said is as Mastodon has it."""
    table: Table | None = None
    for row in rows(chunks):
        if isinstance(row, Faulty):
            yield row
            continue
        line, text = row
        if table is None:
            table = Table(text, at, usual, {})
            if table.is_header:
                continue
        name, rest = table.cut(text)
        try:
            yield Listed(line, about(table.ends[rest], name))
        except Malformed:
            yield Faulty(line, "empty_row" if COMMAS.fullmatch(text) else "no_domain")
        else:
            for trouble in table.ends.troubles.get(rest, ()):
                yield Faulty(line, trouble)


class Ends(dict[str, Change]):
    """What rows say after the domain, by how it is written: in a long list most end alike."""

    def __init__(self, columns: Sequence[str], at: datetime) -> None:
        super().__init__()
        self.troubles: dict[str, tuple[str, ...]] = {}
        others = [name for name in columns if name != DOMAIN]
        self._width = len(others)
        self._cells = [others.index(name) if name in others else self._width for name in OTHERS]
        self._least = recommendation(at, SEVERITIES["suspend"])
        self._has_severity = "severity" in others

    def __missing__(self, rest: str) -> Change:
        """Read what is not remembered."""
        if len(self) >= REMEMBERED:
            self.clear()
            self.troubles.clear()
        row = [*cells(rest), *[""] * (self._width + 1)]
        row[self._width] = ""
        public, private, *words = [row[place].strip() for place in self._cells]
        severity, *booleans = [word.lower() for word in words]
        if troubles := tuple(_troubles(severity, booleans)):
            self.troubles[rest] = troubles
        media, reports, obfuscate = [word in TRUE for word in booleans]
        policy = SEVERITIES.get(severity) if self._has_severity else self._least.policy
        self[rest] = replace(
            self._least,
            policy=policy,
            stated="" if policy else comment(severity),
            filters=("reject_media",) * media + ("reject_reports",) * reports,
            comment=comment(public),
            private=comment(private),
            obfuscate=obfuscate,
        )
        return self[rest]


def _troubles(severity: str, booleans: Sequence[str]) -> Iterator[str]:
    if severity not in SEVERITIES:
        yield "unknown_policy"
    if not BOOLEANS.issuperset(booleans):
        yield "unknown_boolean"


class Table:
    """A file from its first row on: what stands where, and what the ends of its rows say."""

    def __init__(self, text: str, at: datetime, usual: Sequence[str], known: dict[tuple[str, ...], Ends]) -> None:
        """Take the columns from this row, if it is a header; what is known of others with the same is used."""
        named = tuple(cell.strip().removeprefix("#").lower() for cell in cells(text))
        self.is_header: Final = DOMAIN in named
        columns = named if self.is_header else tuple(name.removeprefix("#") for name in usual)
        if columns not in known:
            known[columns] = Ends(columns, at)
        self.ends: Final = known[columns]
        self.place: Final = columns.index(DOMAIN)

    def cut(self, text: str) -> tuple[str, str]:
        """The domain of a row, and the other cells as they are written."""
        if self.place == 0 and text[0] != '"':
            name, _, rest = text.partition(",")
            return name, rest
        if self.place == 0 and (quoted := QUOTED.fullmatch(text)):
            return quoted[1], quoted[2] or ""
        found = cells(text)
        name = found.pop(self.place) if self.place < len(found) else ""
        return name, written(found, "").decode()


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
