"""The way of an export, top to bottom: gathered, masked, written out, signed, bagged, searched, and only then there.

Nothing stands under the final name before all of it does; what is made in between lies in a folder of ours, elsewhere.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple, Protocol

import msgspec

from bot.dossier.content import Contents
from bot.dossier.custody import medium
from bot.dossier.draft import Draft
from bot.dossier.gathering import gather, weigh
from bot.dossier.rendering import Rendering
from bot.dossier.staging import Where, brought, require_free, staged
from bot.dossier.trailed import Progress
from bot.errors import RempartError
from bot.settling import seldom
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
    picture: Callable[[Contents, Callable[[str], bytes], Path], Contents]
    """Draws pictures as they may be seen, by their digests out of custody, into a folder."""
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
    """Hex SHA-256 of the tag manifest, as it is handed over."""
    facts: int
    content: str = ""
    """The same of before it was signed, which is another each time: of the same selection it is always the same."""
    before: str = ""
    """The digest of what was written down of it already and never lay at its place; empty where nothing was."""


class GivesAway(RempartError):
    """Something private would leave; nothing was written. It tells where, never what."""

    def __init__(self, found: Sequence[Found]) -> None:
        super().__init__("private data in: " + "; ".join(f"{one.file}, {one.place}" for one in found))
        self.found = tuple(found)


def make(
    store: Store,
    draft: Draft,
    where: Where,
    steps: Steps,
    now: datetime,
    record: Callable[[Made], object],
    progress: Progress,
) -> Made:
    """Make a dossier as of `now` at its place; whole or not at all.

    `record` writes down that it was made, before it is there. The same draft, store and moment make the same manifest;
    where it is signed, the same before that: signing appends to PDFs, so that whoever verifies can reckon it again.
    Raises ConfigError where the place is taken; GivesAway where the produced bytes say what they must not.
    """
    from bot.standalone.unsigned import UNSIGNED  # noqa: PLC0415 - what lives need not load it

    final = where.place.with_name(where.place.name + steps.ending)
    require_free(final)
    with seldom(), staged(where.ours) as folder:
        bag = folder / "bag"
        bag.mkdir(mode=0o700)
        contents, files = _written(store, draft, bag, steps, now, progress)
        about = _about(contents, draft)
        content = steps.bag(bag, about)
        digest = steps.bag(bag, {**about, UNSIGNED: content}) if _signed(files, steps) else content
        if steps.rendering is Rendering.REDACTED and (found := steps.scan(bag)):
            raise GivesAway(found)
        made = Made(final, digest, len(contents.facts), content)
        with brought(_closed(bag, folder / final.name, steps) if steps.ending else bag, final) as ready:
            record(made)
            ready.rename(final)
    return made


def _written(
    store: Store, draft: Draft, bag: Path, steps: Steps, now: datetime, progress: Progress
) -> tuple[Contents, list[Path]]:
    """What the bag is to hold, written out, and what of it is to be signed: sheets are letters, signed by hand."""
    from bot.dossier.pictures import only_named  # noqa: PLC0415 - what lives need not load what draws

    data = bag / DATA
    data.mkdir()
    contents = _gathered(store, draft, data, steps, now, progress)
    contents = steps.picture(steps.law(contents), partial(medium, store, draft.person), data)
    if steps.rendering is Rendering.REDACTED:
        contents = only_named(steps.redact(msgspec.structs.replace(contents, masked=True)), data)
    files = [file for file in steps.typeset(contents, data, progress) if file.parent == data]
    steps.tabulate(contents, data)
    return contents, files


def _signed(files: Sequence[Path], steps: Steps) -> bool:
    """Sign them, where somebody does; whether somebody did."""
    before = [file.stat().st_size for file in files]
    for file in files:
        steps.sign(file)
    return before != [file.stat().st_size for file in files]


def _gathered(store: Store, draft: Draft, data: Path, steps: Steps, now: datetime, progress: Progress) -> Contents:
    """With everything as it was received; of that the other side has the digests, and nothing of it is written."""
    if steps.rendering is Rendering.SEALED:
        return gather(store, draft, data, now, progress)
    contents = weigh(store, draft, now, progress)
    seals = tuple(msgspec.structs.replace(one, file="") for one in contents.seals)
    return msgspec.structs.replace(contents, seals=seals)


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
