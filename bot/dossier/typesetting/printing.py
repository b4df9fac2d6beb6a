"""Having documents set: by presses, processes of their own, two at a time, and with sterner care where one fails."""

import subprocess
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final, NamedTuple

from bot.dossier.typesetting.blocks import Document
from bot.dossier.typesetting.drawing import Care
from bot.dossier.typesetting.laying import laid
from bot.errors import Refused

PRESSES: Final = 2
SECONDS: Final = 180
"""That a press may take; after them it is ended."""
COMMAND: Final = (sys.executable, "-m", "bot.dossier.typesetting.press")


class Sheet(NamedTuple):
    """A document, and where it goes."""

    pdf: Path
    document: Document
    facts: int = 0
    """That are told of as progress when it is there."""


def print_all(groups: Sequence[Sequence[Sheet]], folder: Path, at: int, progress: Callable[[int], None]) -> None:
    """Set every sheet; those of a group by one press. Raises Refused where a sheet cannot be set with any care."""
    with ThreadPoolExecutor(PRESSES) as presses:
        for done in presses.map(lambda group: _print(group, folder, at), groups):
            progress(done)


def _print(sheets: Sequence[Sheet], folder: Path, at: int) -> int:
    left = list(sheets)
    for care in Care:
        left = _failed(left, folder, at, care)
        if not left:
            return sum(one.facts for one in sheets)
    raise Refused(f"{left[0].pdf.name}: it could not be set; nothing was written")


def _failed(sheets: Sequence[Sheet], folder: Path, at: int, care: Care) -> list[Sheet]:
    """Those of the sheets that could not be set with this care; a press that dies has set none of the rest."""
    jobs = b"".join(
        b"%s\n%s\n%d\n%s\n" % (str(one.pdf).encode(), str(folder).encode(), at, laid(one.document, care))
        for one in sheets
    )
    try:
        run = subprocess.run(COMMAND, input=jobs, capture_output=True, timeout=SECONDS, check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        return list(sheets)
    told = run.stdout.decode().split()
    return [one for index, one in enumerate(sheets) if told[index : index + 1] != ["done"]]
