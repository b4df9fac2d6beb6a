"""The way of an export, top to bottom: gathered, masked, written out, signed, bagged, searched, and only then there.

Nothing stands under the final name before all of it does; what is made in between lies in a folder of ours beside it.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from shutil import rmtree
from typing import Final, NamedTuple, Protocol

import msgspec

from bot.dossier.content import Attached, Contents, Fact, Showing
from bot.dossier.draft import Draft
from bot.dossier.gathering import gather
from bot.dossier.originals import ENDINGS, FOLDER, TRAIL
from bot.dossier.rendering import Rendering
from bot.dossier.staging import staged
from bot.dossier.trailed import Progress
from bot.errors import Refused, RempartError
from bot.evidence.magic import kind
from bot.store.database import Store

DATA: Final = "data"
"""Where a bag has what it carries."""
PICTURES: Final = "pictures"


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
    show: Callable[[bytes, Showing], bytes]
    """A picture as it may be seen. Raises Refused for what is no picture that can be shown."""
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
        data = bag / DATA
        data.mkdir(parents=True)
        contents = _shown(steps.law(gather(store, draft, data, now, progress)), data, steps.show)
        if redacted := steps.rendering is Rendering.REDACTED:
            contents = _redacted(contents, data, steps.redact)
        for file in steps.typeset(contents, data, progress):
            if file.parent == data:  # sheets are letters that the person signs by hand
                steps.sign(file)
        steps.tabulate(contents, data)
        digest = steps.bag(bag, _about(contents, draft))
        if redacted and (found := steps.scan(bag)):
            raise GivesAway(found)
        ready = bag
        if steps.ending:
            ready = folder / final.name
            steps.seal(bag, ready)
        made = Made(final, digest, len(contents.facts))
        record(made)
        ready.rename(final)
    return made


def _about(contents: Contents, draft: Draft) -> dict[str, str]:
    """What the bag says of itself: nothing of anybody."""
    return {
        "Bagging-Date": contents.made_at.date().isoformat(),
        "Bag-Software-Agent": contents.software,
        "External-Identifier": draft.id,
    }


def _shown(contents: Contents, data: Path, show: Callable[[bytes, Showing], bytes]) -> Contents:
    """With pictures as they may be seen, beside their originals; what cannot be shown is left out."""
    facts = (_with_pictures(one, data, show) if one.media else one for one in contents.facts)
    return msgspec.structs.replace(contents, facts=tuple(facts))


def _with_pictures(fact: Fact, data: Path, show: Callable[[bytes, Showing], bytes]) -> Fact:
    media = [_picture(f"{fact.number:04}-{k}", one, data, show) for k, one in enumerate(fact.media, 1)]
    return msgspec.structs.replace(fact, media=tuple(media))


def _picture(stem: str, one: Attached, data: Path, show: Callable[[bytes, Showing], bytes]) -> Attached:
    if one.showing is Showing.LEFT_OUT:
        return one
    if not one.file:
        return msgspec.structs.replace(one, showing=Showing.LEFT_OUT)
    try:
        raw = show((data / one.file).read_bytes(), one.showing)
    except Refused:
        return msgspec.structs.replace(one, showing=Showing.LEFT_OUT)
    file = f"{PICTURES}/{stem}.{ENDINGS.get(kind(raw), 'bin')}"
    (data / PICTURES).mkdir(exist_ok=True)
    (data / file).write_bytes(raw)
    return msgspec.structs.replace(one, file=file)


def _redacted(contents: Contents, data: Path, redact: Callable[[Contents], Contents]) -> Contents:
    """Masked, and without anything as it was received: of that the digests stay."""
    for folder in (FOLDER, TRAIL):
        rmtree(data / folder, ignore_errors=True)
    facts = [
        msgspec.structs.replace(
            one,
            media=tuple(_without_file(each) for each in one.media),
            pieces=tuple(msgspec.structs.replace(each, file="") for each in one.pieces),
        )
        for one in contents.facts
    ]
    outside = [
        msgspec.structs.replace(one, piece=msgspec.structs.replace(one.piece, file="")) for one in contents.outside
    ]
    seals = [msgspec.structs.replace(one, file="") for one in contents.seals]
    bare = msgspec.structs.replace(contents, facts=tuple(facts), outside=tuple(outside), seals=tuple(seals))
    return msgspec.structs.replace(redact(bare), masked=True)


def _without_file(one: Attached) -> Attached:
    return msgspec.structs.replace(one, file="") if one.showing is Showing.LEFT_OUT else one
