"""Counting what a dossier would hold, as long work: nothing is made, and nothing leaves."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from bot.dossier.content import Contents, Deadline, Element
from bot.dossier.drafting import draft, stamp
from bot.dossier.gathering import weigh
from bot.dossier.previewing import Preview, preview
from bot.errors import Refused
from bot.model.noun import Noun
from bot.model.work import Work
from bot.store import read
from bot.store.database import Store
from bot.working.asking import asked_for
from bot.working.handing import public
from bot.working.telling import Telling


class Image(Noun, frozen=True, kw_only=True):
    """A picture, a film, a sound in custody that came with a fact."""

    fact: str
    """The exhibit of the fact."""
    exhibit: str
    digest: str
    """By which a draft says how it stands."""
    type: str
    at: datetime


class Weighed(Noun, frozen=True, kw_only=True):
    """What came of it."""

    dossier: str
    stamp: str
    """Of the draft as it was then."""
    preview: Preview
    elements: tuple[Element, ...]
    deadlines: tuple[Deadline, ...]
    images: tuple[Image, ...]


def count(config: Path, store: Store, one: Work, telling: Telling) -> Weighed:
    """What would be handed over, and what would not. Raises Refused where the draft is not this person's any more."""
    from bot.dossier import steps  # noqa: PLC0415 - takes long, and the pages need not wait for it

    drafted = draft(store, asked_for(one, store.master).decode())
    if drafted.person != one.person:
        raise Refused("there is no such draft")
    with store.reading() as connection:
        telling.total = read.count(connection, "entry", {"person": one.person})
    way = steps.redacted(store, drafted, public(config, one.person))
    contents = way.law(weigh(store, drafted, telling.now(), telling.advance))
    return Weighed(
        dossier=drafted.id,
        stamp=stamp(drafted),
        preview=preview(contents, way.redact(contents)),
        elements=contents.elements,
        deadlines=contents.deadlines,
        images=tuple(_images(contents)),
    )


def _images(contents: Contents) -> Iterator[Image]:
    """Each once, with the first fact that it came with."""
    seen: set[str] = set()
    for fact in contents.facts:
        pieces = {one.file: one.exhibit for one in fact.pieces}
        for one in fact.media:
            if one.file and one.digest not in seen:
                seen.add(one.digest)
                exhibit = pieces.get(one.file, "")
                yield Image(fact=fact.exhibit, exhibit=exhibit, digest=one.digest, type=one.type, at=fact.at)
