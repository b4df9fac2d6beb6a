"""The main document: its sections in their order, in as many volumes as it takes."""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

import msgspec

from bot.dossier.content import Contents
from bot.dossier.typesetting import accounts, annexes, legal
from bot.dossier.typesetting.blocks import Block, Card, Document, Head, Page
from bot.dossier.typesetting.facts import card
from bot.dossier.typesetting.summary import reading, summary, title
from bot.dossier.typesetting.tongue import Tongue

LIMIT: Final = 450_000
"""Bytes of blocks in a volume, as JSON, for which typst takes some 130 MB."""
LEAST: Final = 1_500
"""What the smallest fact counts, since its frame takes room too."""


class Placed(NamedTuple):
    """A block and the section that it belongs to."""

    section: str
    block: Block


class Volume(NamedTuple):
    """What goes between two covers."""

    blocks: list[Placed]

    def facts(self) -> list[int]:
        """Numbers of the facts in it."""
        return [one.block.number for one in self.blocks if isinstance(one.block, Card)]


def volumes(contents: Contents, tongue: Tongue) -> list[tuple[Document, int]]:
    """Each volume, with how many facts are in it."""
    filled = list(_filled(_sections(contents, tongue)))
    holds = [(str(n), _holds(one, tongue)) for n, one in enumerate(filled, 1)]
    made = []
    for index, one in enumerate(filled):
        first = [*summary(contents, tongue), *reading(tongue, holds)] if index == 0 else _again(one, tongue)
        volume = tongue.say("page.volume", n=index + 1, total=len(filled)) if len(filled) > 1 else ""
        page = page_of(contents, title(contents, tongue), tongue, volume)
        blocks = (*first, *(placed.block for placed in one.blocks))
        made.append((Document(language=contents.language, page=page, blocks=blocks), len(one.facts())))
    return made


def page_of(contents: Contents, said: str, tongue: Tongue, volume: str = "") -> Page:
    """What stands above and below each page."""
    return Page(
        title=said,
        rendering=tongue.say("page.masked" if contents.masked else "page.complete"),
        made=tongue.say("page.made", at=tongue.brief(contents.made_at), software=contents.software or "Rempart"),
        volume=volume,
        of=tongue.say("page.of", n="{n}", total="{total}"),
    )


def _sections(contents: Contents, tongue: Tongue) -> Iterator[Placed]:
    """All but the first pages; sections that would be empty are left out, but for those whose emptiness says much."""
    for number, (name, blocks) in enumerate(_named(contents, tongue), 1):
        said = name if name.startswith(ANNEX) else f"{number}. {name}"
        yield Placed(said, Head(text=said))
        yield from (Placed(said, block) for block in blocks)


ANNEX: Final = ("Annexe", "Annex")


def _named(contents: Contents, tongue: Tongue) -> Iterator[tuple[str, Iterator[Block]]]:
    parties = {one.key: one for one in contents.parties}
    said = contents.statement
    if said.words or said.effects or said.asked:
        yield tongue.say("section.statement"), legal.statement(said, tongue)
    yield tongue.say("section.chronology"), (card(one, parties.get(one.author), tongue) for one in contents.facts)
    yield tongue.say("section.accounts"), accounts.accounts(contents, tongue)
    if contents.ties:
        yield tongue.say("section.ties"), accounts.ties(contents, tongue)
    for crowd in contents.crowds:
        yield tongue.say("section.raid", n=crowd.number), accounts.raid(crowd, tongue)
    if contents.elements:
        yield tongue.say("section.elements"), legal.elements(contents.elements, tongue)
    if contents.deadlines:
        yield tongue.say("section.deadlines"), legal.deadlines(contents.deadlines, tongue)
    if contents.judged:
        yield tongue.say("section.judged"), legal.judged(contents.judged, tongue)
    yield tongue.say("section.blind"), legal.blind(contents, tongue)
    if contents.outside:
        yield tongue.say("section.outside"), legal.outside(contents, tongue)
    yield tongue.say("section.files"), annexes.files(contents, tongue)
    yield tongue.say("section.seals"), annexes.seals(contents, tongue)
    yield tongue.say("section.verify"), annexes.verify(tongue)


def _filled(every: Iterator[Placed]) -> Iterator[Volume]:
    """As many volumes as it takes, of about the same size; no heading ends one."""
    weighed = [(one, max(len(msgspec.json.encode(one.block)), LEAST)) for one in every]
    whole = sum(heavy for _, heavy in weighed)
    share = whole / -(-whole // LIMIT)
    blocks: list[Placed] = []
    weight = 0
    for one, heavy in weighed:
        if weight + heavy / 2 > share and blocks and not isinstance(blocks[-1].block, Head):
            yield Volume(blocks)
            blocks, weight = [], 0
        blocks.append(one)
        weight += heavy
    yield Volume(blocks)


def _again(volume: Volume, tongue: Tongue) -> Sequence[Block]:
    """How a volume begins that goes on with a section."""
    first = volume.blocks[0]
    if isinstance(first.block, Head) and first.block.level == 1:
        return ()
    return (Head(text=tongue.say("section.continued", section=first.section)),)


def _holds(volume: Volume, tongue: Tongue) -> str:
    said = list(dict.fromkeys(one.section for one in volume.blocks))
    numbers = volume.facts()
    if numbers:
        said.append(tongue.say("how.range", first=numbers[0], last=numbers[-1]))
    return tongue.listed(said)
