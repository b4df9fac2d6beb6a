"""Having documents set: by two presses, processes of their own, and with sterner care where one cannot be set."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from queue import SimpleQueue
from typing import Final, NamedTuple

from bot.dossier.typesetting.blocks import Document
from bot.dossier.typesetting.drawing import Care
from bot.dossier.typesetting.laying import laid
from bot.errors import Refused

PRESSES: Final = 2
COMMAND: Final = (sys.executable, "-P", str(Path(__file__).with_name("press.py")))
"""The press knows nothing of us, so that it starts in a tenth of a second."""
TUNED: Final = {"GLIBC_TUNABLES": "glibc.malloc.hugetlb=1"}
"""Memory in large pages, where the system has them: a press takes much and gives back all."""
Press = subprocess.Popen[bytes]


class Sheet(NamedTuple):
    """A document, and where it goes."""

    pdf: Path
    document: Document
    facts: int = 0
    """That are told of as progress when it is there."""


def print_all(sheets: Iterable[Sheet], folder: Path, at: int, progress: Callable[[int], None]) -> Sequence[Path]:
    """Set every sheet, with the pictures of a folder, the first while others are drawn up; where they lie.

    Raises Refused where one cannot be set with any care.
    """
    printed: list[Path] = []
    free: SimpleQueue[Press] = SimpleQueue()
    with ExitStack() as running, ThreadPoolExecutor(PRESSES) as threads:
        for _ in range(PRESSES):
            pipes = subprocess.Popen(  # noqa: S603
                COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=os.environ | TUNED
            )
            free.put(running.enter_context(pipes))
        try:
            for one in threads.map(lambda one: _print(one, free, folder, at), sheets):
                printed.append(one.pdf)
                progress(one.facts)
        finally:
            threads.shutdown(cancel_futures=True)
    return printed


def _print(sheet: Sheet, free: "SimpleQueue[Press]", folder: Path, at: int) -> Sheet:
    press = free.get()
    try:
        if any(_set(sheet, press, folder, at, care) for care in Care):
            return sheet
    finally:
        free.put(press)
    raise Refused(f"{sheet.pdf.name}: it could not be set; nothing of the dossier is handed over")


def _set(sheet: Sheet, press: Press, folder: Path, at: int, care: Care) -> bool:
    """Whether a press could set a sheet; a press that is gone can set nothing."""
    if press.stdin is None or press.stdout is None:
        return False
    try:
        for line in (str(sheet.pdf).encode(), str(folder).encode(), b"%d" % at, laid(sheet.document, care)):
            press.stdin.write(line + b"\n")
        press.stdin.flush()
        return press.stdout.readline() == b"done\n"
    except OSError:
        return False
