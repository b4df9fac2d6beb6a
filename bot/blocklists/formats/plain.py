"""One domain a line: plain text, the domains that somebody on Mastodon blocks for themselves, RapidBlock's table."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import partial
from typing import Final

from msgspec.structs import replace

from bot.blocklists.change import Change, Policy
from bot.blocklists.entity import Kind
from bot.blocklists.formats.form import Faulty, Format, Listed, Read, capped
from bot.blocklists.formats.table import COMMAS, rows, written
from bot.blocklists.formats.words import about, blocked, comment, recommendation
from bot.errors import Malformed

REMARK: Final = "#"


def parse(chunks: Iterable[bytes], at: datetime) -> Iterator[Read]:
    """Read the domains; what comes after `#` is a remark."""
    said = recommendation(at, Policy.REJECT)
    for row in rows(chunks):
        if isinstance(row, Faulty):
            yield row
            continue
        line, text = row
        name, _, remark = text.partition(REMARK)
        name = name.strip(' \t",')
        if not name and "," not in text:
            continue
        try:
            yield Listed(line, about(replace(said, comment=comment(remark)) if remark else said, name))
        except Malformed:
            yield Faulty(line, "empty_row" if COMMAS.fullmatch(text) else "no_domain")


def write(changes: Iterable[Change], head: bytes, end: str) -> Iterator[bytes]:
    """Write the domains that to block is recommended."""
    yield head
    for change in blocked(changes, Kind.DOMAIN):
        yield written([change.entity.key], end)


PLAIN: Final = Format("domains", "txt", "text/plain", capped(parse), partial(write, head=b"", end="\n"))
MASTODON_DOMAINS: Final = Format(
    "mastodon-domains", "csv", "text/csv", capped(parse), partial(write, head=b"#domain\n", end="\n")
)
RAPIDBLOCK_CSV: Final = Format("rapidblock-csv", "csv", "text/csv", capped(parse), partial(write, head=b"", end="\r\n"))
