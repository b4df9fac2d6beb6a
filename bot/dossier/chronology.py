"""The chronology for machines: JSON, which holds all of it exactly, and CSV, which spreadsheets open."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

import msgspec

from bot.blocklists.formats.table import written
from bot.dossier.content import Contents
from bot.dossier.fact import Fact

JSON: Final = "chronology.json"
CSV: Final = "chronology.csv"
BOM: Final = b"\xef\xbb\xbf"
BETWEEN: Final = {"fr": ";", "en": ","}
"""What stands between cells, as spreadsheets of the language expect it."""
COLUMNS: Final = (
    "number",
    "local_time",
    "utc",
    "claimed_utc",
    "platform",
    "kind",
    "author",
    "handle",
    "name",
    "uri",
    "url",
    "text",
    "audience",
    "reasons",
    "severity",
    "changes",
    "done",
    "media",
    "exhibit",
    "entry",
    "seal",
)


def write(contents: Contents, folder: Path) -> None:
    """Both, into a folder."""
    (folder / JSON).write_bytes(msgspec.json.format(msgspec.json.encode(contents), indent=1) + b"\n")
    with (folder / CSV).open("wb") as out:
        out.write(BOM)
        out.writelines(rows(contents))


def decoded(raw: bytes) -> Contents:
    """What `write` wrote as JSON. Raises msgspec.ValidationError where it is something else."""
    return msgspec.json.decode(raw, type=Contents)


def rows(contents: Contents) -> Iterator[bytes]:
    """The lines of the CSV file; what a spreadsheet would take for a formula is kept from it by an apostrophe."""
    between, zone = BETWEEN.get(contents.language, ","), ZoneInfo(contents.zone)
    yield written(COLUMNS, "\r\n", between)
    for fact in contents.facts:
        yield written(_cells(fact, zone), "\r\n", between)


def _cells(fact: Fact, zone: ZoneInfo) -> Iterable[str]:
    return (
        str(fact.number),
        fact.at.astimezone(zone).isoformat(sep=" ", timespec="seconds"),
        _utc(fact.at),
        _utc(fact.claimed_at) if fact.claimed_at else "",
        fact.platform,
        fact.kind,
        fact.author,
        fact.handle,
        fact.name,
        fact.uri,
        fact.url,
        fact.text,
        fact.audience,
        " ".join(fact.reasons),
        str(fact.severity) if fact.graded else "",
        "\n".join(f"{_utc(turn.at)} {turn.what} {turn.text}".rstrip() for turn in fact.turns),
        "\n".join(f"{_utc(one.at)} {one.what} {one.outcome} {one.by}".rstrip() for one in fact.done),
        "\n".join(f"{one.kind} {one.digest} {one.alt}".rstrip() for one in fact.media),
        fact.exhibit,
        str(fact.entry or ""),
        fact.seal,
    )


def _utc(moment: datetime) -> str:
    return moment.astimezone(ZoneInfo("UTC")).isoformat(timespec="milliseconds")
