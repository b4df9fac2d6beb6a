"""Cutting what is long into parts that typst sets without taking more memory the longer the whole is."""

from collections.abc import Iterable, Iterator
from typing import Final

import msgspec

from bot.dossier.typesetting.blocks import Block, Entries, Head, Register, Table

LIMIT: Final = 320_000
"""Bytes of blocks in a part, as JSON, for which typst takes some 110 MB."""
FRAME: Final = 400
"""What the frame of a block, or of a row of a table, counts."""
LINE: Final = 100
"""The same of a row that is a paragraph."""


def weight(block: Block) -> int:
    """How much of a part a block takes."""
    if isinstance(block, Register):
        return len(msgspec.json.encode(block)) + LINE * len(block.rows)
    return len(msgspec.json.encode(block)) + FRAME * (len(block.rows) if isinstance(block, Table | Entries) else 1)


def cut(blocks: Iterable[Block]) -> Iterator[list[Block]]:
    """As many parts as it takes, of about the same size; no heading ends one."""
    weighed = [(block, weight(block)) for block in blocks]
    whole = sum(heavy for _, heavy in weighed)
    share = whole / -(-whole // LIMIT) if whole else 0
    part: list[Block] = []
    filled = 0
    for block, heavy in weighed:
        if part and filled + heavy / 2 > share and not isinstance(part[-1], Head):
            yield part
            part, filled = [], 0
        part.append(block)
        filled += heavy
    yield part
