"""Whether a dossier is as it was made, offline: by the very verifier that lies beside it, and by its signatures."""

import zipfile
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from cryptography import x509

from bot.dossier.signing import found_in, is_signed
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
        _signatures(Bag(place), report)
    except (Bad, OSError, zipfile.BadZipFile, *UNREADABLE) as error:
        report.fault(f"it cannot be read: {error}")
    return Verdict(tuple(report.found), tuple(report.said))


def _signatures(bag: Bag, report: Report) -> None:
    """What the PDFs that are signed say of themselves; the verifier that stands alone knows nothing of that."""
    for name in bag.names():
        data = bag.read(name) if name.endswith(".pdf") else b""
        if not is_signed(data):
            continue
        found = found_in(data)
        if not found.holds:
            report.fault(f"{name}: its signature does not hold: it was altered since it was signed")
        else:
            attested = "as an authority attests" if found.attested else "by the signer's own clock"
            report.say(f"{name} was signed on {found.at:%Y-%m-%d %H:%M:%S %Z}, {attested}, by {found.by}")


class _Noted(Report):
    """Notes what does not hold, and says nothing by itself."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def fault(self, sentence: str) -> None:
        self.faults += 1
        self.found.append(sentence)
