"""Tables of domains with what to do about each: Mastodon's for admins and FediBlockHole's."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from functools import partial
from typing import Final, NamedTuple

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
FILTERS: Final = ("reject_media", "reject_reports")
QUOTED: Final = re.compile(r'"([^"]*)"(?:,(.*))?', re.DOTALL)
REMEMBERED: Final = 4096
"""Ends of rows that are remembered, since in a long list most are alike."""


class _Said(NamedTuple):
    """What the end of a row comes to."""

    change: Change
    troubles: tuple[str, ...]


def parse(chunks: Iterable[bytes], at: datetime, usual: Sequence[str]) -> Iterator[Read]:
    """Read the rows; without a header the columns are the usual ones. What is not said is as Mastodon has it."""
    columns: Sequence[str] = ()
    known: dict[str, _Said] = {}
    for row in rows(chunks):
        if isinstance(row, Faulty):
            yield row
            continue
        line, text = row
        if not columns:
            columns, is_header = _columns(text, usual)
            if is_header:
                continue
        name, rest = _cut(text, columns)
        said = known.get(rest)
        if said is None:
            if len(known) >= REMEMBERED:
                known.clear()
            said = known[rest] = _said(at, columns, rest)
        try:
            yield Listed(line, about(said.change, name))
        except Malformed:
            yield Faulty(line, "empty_row" if COMMAS.fullmatch(text) else "no_domain")
        else:
            for trouble in said.troubles:
                yield Faulty(line, trouble)


def _columns(text: str, usual: Sequence[str]) -> tuple[Sequence[str], bool]:
    """The columns, and whether it is the header that tells them."""
    named = [cell.strip().removeprefix("#").lower() for cell in cells(text)]
    return (named, True) if "domain" in named else ([name.removeprefix("#") for name in usual], False)


def _cut(text: str, columns: Sequence[str]) -> tuple[str, str]:
    """The domain of a row, and the other cells as they are written."""
    if columns[0] == "domain":
        if text[0] != '"':
            name, _, rest = text.partition(",")
            return name, rest
        if quoted := QUOTED.fullmatch(text):
            return quoted[1], quoted[2] or ""
    found = cells(text)
    place = columns.index("domain")
    name = found.pop(place) if place < len(found) else ""
    return name, written(found, "").decode()


def _said(at: datetime, columns: Sequence[str], rest: str) -> _Said:
    others = [name for name in columns if name != "domain"]
    row = dict(zip(others, (cell.strip() for cell in cells(rest)), strict=False))
    troubles = []
    severity = row.get("severity", "").lower() if "severity" in columns else "suspend"
    if severity not in SEVERITIES:
        troubles.append("unknown_policy")
    if any(row.get(name, "").lower() not in TRUE | FALSE for name in (*FILTERS, "obfuscate")):
        troubles.append("unknown_boolean")
    change = replace(
        recommendation(at, SEVERITIES.get(severity)),
        stated="" if severity in SEVERITIES else comment(severity),
        filters=tuple(name for name in FILTERS if row.get(name, "").lower() in TRUE),
        comment=comment(row.get("public_comment", "")),
        private=comment(row.get("private_comment", "")),
        obfuscate=row.get("obfuscate", "").lower() in TRUE,
    )
    return _Said(change, tuple(troubles))


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
