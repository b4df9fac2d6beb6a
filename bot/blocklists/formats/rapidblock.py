"""RapidBlock's list: a domain is blocked, or is so no longer."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, Final

import msgspec

from bot.blocklists.change import Change, Policy, Type
from bot.blocklists.entity import Kind
from bot.blocklists.formats.form import Format, Read, capped
from bot.blocklists.formats.json import Unreadable, decoded, entries, held, moment
from bot.blocklists.formats.words import about, blocked, comment, recommendation
from bot.model.noun import utc

SPEC: Final = "https://rapidblock.org/spec/v1/"


class _Block(msgspec.Struct):
    isBlocked: bool  # noqa: N815 - their name
    reason: str | None = None
    tags: list[str] | None = None
    dateRequested: Any = None  # noqa: N815
    dateDecided: Any = None  # noqa: N815


class _Document(msgspec.Struct):
    blocks: dict[str, msgspec.Raw]


DOCUMENT: Final = msgspec.json.Decoder(_Document)
BLOCK: Final = msgspec.json.Decoder(_Block)


def parse(chunks: Iterable[bytes], at: datetime) -> Iterator[Read]:
    """Read the domains; one that is blocked no longer is a retraction."""

    def understand(entry: tuple[str, msgspec.Raw]) -> Iterator[Change]:
        name, block = entry[0], BLOCK.decode(entry[1])
        said = msgspec.structs.replace(
            recommendation(moment(block.dateDecided, at), Policy.REJECT if block.isBlocked else None),
            type=Type.RECOMMENDATION if block.isBlocked else Type.RETRACTION,
            comment=comment(block.reason or ""),
            labels=tuple(map(comment, block.tags or ())),
        )
        yield about(said, name)

    try:
        yield from entries(decoded(held(chunks), DOCUMENT).blocks.items(), understand)
    except Unreadable as error:
        yield error.fault


def write(changes: Iterable[Change]) -> Iterator[bytes]:
    """Write the domains that to block is recommended, and those of which that was taken back."""
    head = f'{{"@spec": {msgspec.json.encode(SPEC).decode()}, "blocks": {{\n'
    yield head.encode()
    before = b""
    for change in changes:
        if change.entity.kind is Kind.DOMAIN and (change.type is Type.RETRACTION or [*blocked([change], Kind.DOMAIN)]):
            yield before + msgspec.json.encode(change.entity.key) + b": " + msgspec.json.encode(_block(change))
            before = b",\n"
    yield b"\n}}\n"


def _block(change: Change) -> dict[str, Any]:
    return {
        "isBlocked": change.type is not Type.RETRACTION,
        "reason": change.comment,
        "tags": change.labels,
        "dateDecided": utc(change.at),
    }


RAPIDBLOCK: Final = Format("rapidblock", "json", "application/json", capped(parse), write)
