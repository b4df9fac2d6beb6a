"""GoToSocial's list of the domains it blocks."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, Final

import msgspec

from bot.blocklists.change import Change, Policy
from bot.blocklists.entity import Kind
from bot.blocklists.formats.form import Format, Read, capped
from bot.blocklists.formats.json import ENTRIES, Unreadable, array, decoded, entries, held, moment
from bot.blocklists.formats.words import about, blocked, comment, recommendation
from bot.model.noun import utc


class _Block(msgspec.Struct):
    domain: str
    suspended_at: Any = None
    comment: str | None = None
    public_comment: str | None = None
    private_comment: str | None = None
    obfuscate: bool | None = None


BLOCK: Final = msgspec.json.Decoder(_Block)


def parse(chunks: Iterable[bytes], at: datetime) -> Iterator[Read]:
    """Read the domains, all of which are blocked."""

    def understand(raw: msgspec.Raw) -> Iterator[Change]:
        block = BLOCK.decode(raw)
        said = msgspec.structs.replace(
            recommendation(moment(block.suspended_at, at), Policy.REJECT),
            comment=comment(block.comment or block.public_comment or ""),
            private=comment(block.private_comment or ""),
            obfuscate=bool(block.obfuscate),
        )
        yield about(said, block.domain)

    try:
        blocks = decoded(held(chunks), ENTRIES)
        yield from entries(blocks, understand)
    except Unreadable as error:
        yield error.fault


def write(changes: Iterable[Change]) -> Iterator[bytes]:
    """Write the domains that to block is recommended."""
    yield from array(
        {"domain": change.entity.key, "suspended_at": utc(change.at), "public_comment": change.comment}
        for change in blocked(changes, Kind.DOMAIN)
    )


GOTOSOCIAL: Final = Format("gotosocial", "json", "application/json", capped(parse), write)
