"""Whether a dossier is as it was made, offline: by the very verifier that lies beside it."""

import zipfile
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from cryptography import x509

from bot.standalone.bag import DECLARATION, Bag
from bot.standalone.tokens import Bad
from bot.standalone.trail import UNREADABLE, Report
from bot.standalone.verify_trail import check as checked


class Given(NamedTuple):
    """What was noted or fetched elsewhere."""

    signers: Sequence[str] = ()
    heads: Sequence[tuple[int, str]] = ()
    certificates: Sequence[x509.Certificate] = ()
    blocks: Sequence[tuple[int, bytes]] = ()


class Verdict(NamedTuple):
    """What was found."""

    faults: tuple[str, ...]
    said: tuple[str, ...]
    """What holds, a sentence each."""

    @property
    def holds(self) -> bool:
        """Whether all of it does."""
        return not self.faults


def is_dossier(place: Path) -> bool:
    """Whether a folder or a zip file is a bag."""
    try:
        return DECLARATION in Bag(place).names()
    except (Bad, OSError, zipfile.BadZipFile):
        return False


def check(place: Path, given: Given) -> Verdict:
    """All of it."""
    report = _Noted()
    asked = Namespace(signer=given.signers, head=given.heads, certificate=given.certificates, block_header=given.blocks)
    try:
        checked(place, asked, report)
    except (Bad, OSError, zipfile.BadZipFile, *UNREADABLE) as error:
        report.fault(f"it cannot be read: {error}")
    return Verdict(tuple(report.found), tuple(report.said))


class _Noted(Report):
    """Notes what does not hold, and says nothing by itself."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def fault(self, sentence: str) -> None:
        self.faults += 1
        self.found.append(sentence)
