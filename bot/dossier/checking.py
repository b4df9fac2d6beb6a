"""Whether a dossier is as it was made, offline: by the very verifier that lies beside it, and then by all that takes
more than Python alone: its records read anew, its PDFs set anew, and who signed them.
"""

import zipfile
from argparse import Namespace
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import msgspec
from cryptography import x509

from bot.dossier.chronology import decoded
from bot.dossier.comparing import check_records, check_table
from bot.dossier.identity import NAME
from bot.dossier.pages import check_pages
from bot.dossier.signing import Signature, found_in, is_signed
from bot.errors import RempartError
from bot.standalone.bag import CHRONOLOGY, DECLARATION, TRAIL, Bag, trail_of
from bot.standalone.tokens import Bad
from bot.standalone.trail import UNREADABLE, Report
from bot.standalone.unsigned import SET
from bot.standalone.verify_trail import check as checked

OURS: Final = f"Common Name: {NAME}"
"""What the certificate of a shield calls itself."""


class Given(NamedTuple):
    """What was noted or fetched elsewhere."""

    signers: Sequence[str] = ()
    heads: Sequence[tuple[int, str]] = ()
    certificates: Sequence[x509.Certificate] = ()
    blocks: Sequence[tuple[int, bytes]] = ()
    digest: str = ""
    """Of the dossier: hex SHA-256 of its tag manifest."""


class Verdict(NamedTuple):
    """What was found."""

    faults: tuple[str, ...]
    said: tuple[str, ...]
    """What holds, and what was not compared, a sentence each."""

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
    asked = Namespace(
        signer=given.signers,
        head=given.heads,
        certificate=given.certificates,
        block_header=given.blocks,
        digest=given.digest,
    )
    try:
        named = checked(place, asked, report)
        bag = Bag(place)
        _contents(bag, report)
        _signatures(bag, given.certificates, named, report)
    except (Bad, OSError, zipfile.BadZipFile, msgspec.MsgspecError, RempartError, *UNREADABLE) as error:
        report.fault(f"it cannot be read: {error}")
    return Verdict(tuple(report.found), tuple(report.said))


def _contents(bag: Bag, report: Report) -> None:
    """What the chronology says, against the table, the records and the PDFs."""
    contents = decoded(bag.read(CHRONOLOGY))
    check_table(bag, contents, report)
    if TRAIL in bag.names():
        with trail_of(bag) as trail:
            check_records(trail, contents, report)
    if not report.faults:  # setting takes the longest
        check_pages(bag, contents, report)


def _signatures(bag: Bag, roots: Sequence[x509.Certificate], named: Mapping[str, int], report: Report) -> None:
    """What the PDFs that are signed say of themselves; the verifier that stands alone knows nothing of that."""
    for name in bag.names():
        data = bag.read(name) if SET.fullmatch(name) else b""
        if not is_signed(data):
            continue
        found = found_in(data, roots)
        if not found.holds:
            report.fault(f"{name}: its signature does not hold: it was altered since it was signed, or before that")
        elif found.by == OURS and named and found.certificate not in named:
            report.fault(f"{name}: its signature calls itself the shield's, but the trail names another certificate")
        else:
            report.say(f"{name} was signed on {_when(found)}, {_by(found, named)}")


def _when(found: Signature) -> str:
    at = f"{found.at:%Y-%m-%d %H:%M:%S %Z}" if found.at else "a day that is not told"
    if found.attested:
        return f"{at}, as an authority attests whose certificate you gave"
    if found.stamped:
        return f"{at}, as an authority is said to attest: not verified, for want of its certificate (--certificate)"
    return f"{at} by the signer's own clock"


def _by(found: Signature, named: Mapping[str, int]) -> str:
    mark = f"SHA-256 of the certificate {found.certificate}"
    if found.certificate in named:
        return f"by the shield's own key, as entry {named[found.certificate]} of the trail says ({mark})"
    return f"by somebody whose certificate says “{found.by}”: whose it is, nothing here says; compare it ({mark})"


class _Noted(Report):
    """Notes what does not hold, and says nothing by itself."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def fault(self, sentence: str) -> None:
        self.faults += 1
        self.found.append(sentence)
