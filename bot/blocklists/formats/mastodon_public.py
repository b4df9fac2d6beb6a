"""The domains that a Mastodon server tells everybody it limits, some of them under stars with a digest."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final

import msgspec

from bot.blocklists.change import Change
from bot.blocklists.formats.form import Format, Read, capped
from bot.blocklists.formats.json import ENTRIES, Unreadable, decoded, entries, held
from bot.blocklists.formats.words import SEVERITIES, about, comment, recommendation


class _Block(msgspec.Struct):
    domain: str
    digest: str | None = None
    severity: str | None = None
    comment: str | None = None


BLOCK: Final = msgspec.json.Decoder(_Block)


def parse(chunks: Iterable[bytes], at: datetime) -> Iterator[Read]:
    """Read `/api/v1/instance/domain_blocks`."""

    def understand(raw: msgspec.Raw) -> Iterator[Change | str]:
        block = BLOCK.decode(raw)
        severity = (block.severity or "").strip().lower()
        said = msgspec.structs.replace(
            recommendation(at, SEVERITIES.get(severity)),
            stated="" if severity in SEVERITIES else comment(severity),
            comment=comment(block.comment or ""),
        )
        yield about(said, block.domain, block.digest or "")
        if severity not in SEVERITIES:
            yield "unknown_policy"

    try:
        blocks = decoded(held(chunks), ENTRIES)
        yield from entries(blocks, understand)
    except Unreadable as error:
        yield error.fault


MASTODON_PUBLIC: Final = Format("mastodon-public", "json", "application/json", capped(parse), None)
