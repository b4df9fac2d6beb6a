"""The main document: its sections in their order, in as many volumes as it takes."""

from collections.abc import Iterator, Sequence
from typing import Final

from bot.alerts.wording import one_line
from bot.dossier.content import Contents
from bot.dossier.typesetting import accounts, annexes, legal
from bot.dossier.typesetting.blocks import Block, Card, Document, Head, Page
from bot.dossier.typesetting.cutting import cut
from bot.dossier.typesetting.facts import card
from bot.dossier.typesetting.summary import reading, summary, title
from bot.dossier.typesetting.tongue import Tongue

SIGNS: Final = 40
"""Of the name of the software, below each page."""
ANNEX: Final = ("Annexe", "Annex")


def volumes(contents: Contents, tongue: Tongue) -> list[tuple[Document, int]]:
    """Each volume, with how many facts are in it."""
    parts = list(cut(_sections(contents, tongue)))
    holds = _holds(parts, tongue)
    made = []
    for number, (blocks, (section, _)) in enumerate(zip(parts, holds, strict=True), 1):
        listing = [(str(n), said) for n, (_, said) in enumerate(holds, 1)]
        first = (
            [*summary(contents, tongue), *reading(tongue, listing)] if number == 1 else _again(blocks, section, tongue)
        )
        volume = tongue.say("page.volume", n=number, total=len(parts)) if len(parts) > 1 else ""
        page = page_of(contents, title(contents, tongue), tongue, volume)
        document = Document(language=contents.language, page=page, blocks=(*first, *blocks))
        made.append((document, sum(isinstance(one, Card) for one in blocks)))
    return made


def page_of(contents: Contents, said: str, tongue: Tongue, volume: str = "") -> Page:
    """What stands above and below each page."""
    return Page(
        title=said,
        rendering=tongue.say("page.masked" if contents.masked else "page.complete"),
        made=tongue.say(
            "page.made", at=tongue.brief(contents.made_at), software=one_line(contents.software, SIGNS) or "Rempart"
        ),
        volume=volume,
        of=tongue.say("page.of", n="{n}", total="{total}"),
    )


def _sections(contents: Contents, tongue: Tongue) -> Iterator[Block]:
    """All but the first pages; sections that would be empty are left out, but for those whose emptiness says much."""
    for number, (name, blocks) in enumerate(_named(contents, tongue), 1):
        yield Head(text=name if name.startswith(ANNEX) else f"{number}. {name}")
        yield from blocks


def _named(contents: Contents, tongue: Tongue) -> Iterator[tuple[str, Iterator[Block]]]:
    parties = {one.key: one for one in contents.parties}
    said = contents.statement
    if said.words or said.effects or said.asked or said.presumed or said.stated:
        yield tongue.say("section.statement"), legal.statement(said, tongue)
    yield tongue.say("section.chronology"), (card(one, parties.get(one.author), tongue) for one in contents.facts)
    yield tongue.say("section.accounts"), accounts.accounts(contents, tongue)
    if contents.ties:
        yield tongue.say("section.ties"), accounts.ties(contents, tongue)
    for crowd in contents.crowds:
        yield tongue.say("section.raid", n=crowd.number), accounts.raid(crowd, tongue)
    if contents.elements:
        yield tongue.say("section.elements"), legal.elements(contents, tongue)
    if contents.deadlines:
        yield tongue.say("section.deadlines"), legal.deadlines(contents, tongue)
    if contents.judged:
        yield tongue.say("section.judged"), legal.judged(contents.judged, tongue)
    yield tongue.say("section.blind"), legal.blind(contents, tongue)
    if contents.outside:
        yield tongue.say("section.outside"), legal.outside(contents, tongue)
    yield tongue.say("section.files"), annexes.files(contents, tongue)
    yield tongue.say("section.seals"), annexes.seals(contents, tongue)
    yield tongue.say("section.verify"), annexes.verify(contents, tongue)


def _again(blocks: Sequence[Block], section: str, tongue: Tongue) -> Sequence[Block]:
    """How a volume begins that goes on with a section."""
    return () if _begins(blocks[0]) else (Head(text=tongue.say("section.continued", section=section)),)


def _begins(block: Block) -> bool:
    return isinstance(block, Head) and block.level == 1


def _holds(parts: Sequence[Sequence[Block]], tongue: Tongue) -> list[tuple[str, str]]:
    """For each volume the section with which it begins, and what it holds."""
    found: list[tuple[str, str]] = []
    section = ""
    for blocks in parts:
        heads = [one.text for one in blocks if isinstance(one, Head) and one.level == 1]
        begun = [] if _begins(blocks[0]) else [section]
        numbers = [one.number for one in blocks if isinstance(one, Card)]
        said = [tongue.say("how.range", first=numbers[0], last=numbers[-1])] if numbers else []
        found.append((section, tongue.listed([*begun, *heads, *said])))
        section = heads[-1] if heads else section
    return found
