"""Which sheets there are: French procedure for who goes by French law and in French alone, and to each host its own."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from bot.dossier.content import Contents
from bot.dossier.typesetting.blocks import Block, Document
from bot.dossier.typesetting.cutting import cut
from bot.dossier.typesetting.printing import Sheet
from bot.dossier.typesetting.sheets.french import bailiff, pharos
from bot.dossier.typesetting.sheets.hosts import hosts
from bot.dossier.typesetting.sheets.letter import letter
from bot.dossier.typesetting.sheets.log import log
from bot.dossier.typesetting.sheets.notice import notice, preservation
from bot.dossier.typesetting.tongue import Tongue
from bot.dossier.typesetting.whole import page_of

PROCEDURE: Final = "fr"
"""The country of whose procedure there are sheets, and the language in which its authorities read."""


def sheets(contents: Contents, folder: Path, tongue: Tongue) -> Iterator[Sheet]:
    """Each with the file that it goes into."""
    for kind, file, blocks in _blocks(contents, tongue):
        parts = list(cut(blocks))
        for number, part in enumerate(parts, 1):
            several = len(parts) > 1
            volume = tongue.say("page.volume", n=number, total=len(parts)) if several else ""
            page = page_of(contents, tongue.say(f"{kind}.title"), tongue, volume)
            document = Document(language=contents.language, page=page, blocks=tuple(part))
            yield Sheet(folder / f"{file}{f'-{number}' * several}.pdf", document)


def _blocks(contents: Contents, tongue: Tongue) -> Iterator[tuple[str, str, Iterable[Block]]]:
    if contents.law == contents.language == PROCEDURE:
        for kind, made in (("letter", letter), ("pharos", pharos), ("bailiff", bailiff)):
            yield kind, tongue.say(f"{kind}.file"), made(contents, tongue)
    else:
        yield "log", tongue.say("log.file"), log(contents, tongue)
    for host in hosts(contents, tongue):
        yield "notice", tongue.say("notice.file", host=host.stem), notice(contents, host, tongue)
        yield "preservation", tongue.say("preservation.file", host=host.stem), preservation(contents, host, tongue)
