"""The way of an export, top to bottom: gathered, masked, written out, signed, bagged, searched, and only then there.

Nothing stands under the final name before all of it does; what is made in between lies in a folder of ours beside it.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from shutil import rmtree
from typing import Final, NamedTuple, Protocol

import msgspec

from bot.dossier.content import Contents
from bot.dossier.draft import Draft
from bot.dossier.gathering import gather
from bot.dossier.originals import FOLDER
from bot.dossier.rendering import Rendering
from bot.dossier.staging import staged
from bot.dossier.trail import SEALS, TRAIL
from bot.dossier.trailed import Progress
from bot.errors import RempartError
from bot.store.database import Store

DATA: Final = "data"
"""Where a bag has what it carries."""


class Found(Protocol):
    """A place where something stands that must not."""

    @property
    def file(self) -> str:
        """The file, by its path within the bag."""
        ...

    @property
    def place(self) -> str:
        """Where in it; never what."""
        ...


class Steps(NamedTuple):
    """What is done on the way, of one rendering; each is one function of one module."""

    rendering: Rendering
    law: Callable[[Contents], Contents]
    """Lays facts beside the elements of the law, and reckons deadlines."""
    redact: Callable[[Contents], Contents]
    """Masks what the other side must not read; asked of the redacted rendering only, as `scan` is."""
    picture: Callable[[Contents, Path, Path], Contents]
    """Draws pictures as they may be seen: of the originals in a folder, into a folder."""
    typeset: Callable[[Contents, Path, Progress], Sequence[Path]]
    tabulate: Callable[[Contents, Path], object]
    sign: Callable[[Path], object]
    bag: Callable[[Path, Mapping[str, str]], str]
    """Makes a bag of the folder in which `data/` is; the digest of its tag manifest."""
    scan: Callable[[Path], Sequence[Found]]
    """All places of the files in a folder where something stands that must not."""
    seal: Callable[[Path, Path], object]
    """Encrypts a folder into a file."""
    ending: str = ""
    """What the final name ends with, where it is a file."""
    keys: tuple[str, ...] = ()
    """To whose keys `seal` encrypts."""


class Made(NamedTuple):
    """What came of it."""

    place: Path
    digest: str
    """Hex SHA-256 of the tag manifest."""
    facts: int


class GivesAway(RempartError):
    """Something private would leave; nothing was written. It tells where, never what."""

    def __init__(self, found: Sequence[Found]) -> None:
        super().__init__("private data in: " + "; ".join(f"{one.file}, {one.place}" for one in found))
        self.found = tuple(found)


def make(
    store: Store,
    draft: Draft,
    place: Path,
    steps: Steps,
    now: datetime,
    record: Callable[[Made], object],
    progress: Progress,
) -> Made:
    """Make a dossier as of `now` at `place`, a folder, or a file of this name with its ending; whole or not at all.

    `record` writes down that it was made, before it is there. The same draft, store and moment make the same manifest.
    Raises ConfigError where the place is taken; GivesAway where the produced bytes say what they must not.
    """
    final = place.with_name(place.name + steps.ending)
    with staged(final) as folder:
        bag = folder / "bag"
        bag.mkdir(mode=0o700)
        contents = _written(store, draft, bag, steps, now, progress)
        digest = steps.bag(bag, _about(contents, draft))
        if steps.rendering is Rendering.REDACTED and (found := steps.scan(bag)):
            raise GivesAway(found)
        ready = _closed(bag, folder / final.name, steps) if steps.ending else bag
        made = Made(final, digest, len(contents.facts))
        record(made)
        ready.rename(final)
    return made


def _written(store: Store, draft: Draft, bag: Path, steps: Steps, now: datetime, progress: Progress) -> Contents:
    """What the bag is to hold, written out and signed."""
    data = bag / DATA
    data.mkdir()
    contents = steps.picture(steps.law(gather(store, draft, data, now, progress)), data, data)
    if steps.rendering is Rendering.REDACTED:
        contents = _redacted(contents, data, steps.redact)
    for file in steps.typeset(contents, data, progress):
        if file.parent == data:  # sheets are letters that the person signs by hand
            steps.sign(file)
    steps.tabulate(contents, data)
    return contents


def _closed(bag: Path, file: Path, steps: Steps) -> Path:
    """The bag in one file."""
    steps.seal(bag, file)
    file.chmod(0o600)
    return file


def _about(contents: Contents, draft: Draft) -> dict[str, str]:
    """What the bag says of itself: nothing of anybody."""
    return {
        "Bagging-Date": contents.made_at.date().isoformat(),
        "Bag-Software-Agent": contents.software,
        "External-Identifier": draft.id,
    }


def _redacted(contents: Contents, data: Path, redact: Callable[[Contents], Contents]) -> Contents:
    """Masked, and without anything as it was received: of that the digests stay."""
    rmtree(data / FOLDER)
    (data / TRAIL).unlink()
    rmtree(data / SEALS, ignore_errors=True)
    seals = tuple(msgspec.structs.replace(one, file="") for one in contents.seals)
    return redact(msgspec.structs.replace(contents, seals=seals, masked=True))
