"""What would be handed over, and what would not: told before anything is made."""

from datetime import timedelta

from bot.dossier.content import Contents
from bot.dossier.fact import Attached, Fact, Showing
from bot.model.noun import Noun


class Preview(Noun, frozen=True, kw_only=True, omit_defaults=False):
    """A dossier in numbers."""

    known: int
    """Facts that are kept."""
    shown: int
    erased: int
    """Of those that are shown, whose content was erased."""
    accounts: int
    originals: int
    """Files as they were received; those go into the sealed rendering only."""
    size: int
    """Bytes of them."""
    pictures: int
    """Pictures, films and sounds that came with the facts that are shown."""
    missing: int
    """Of those, whose bytes are not in custody."""
    unseen: int
    """Of those in custody, that are left out since nobody looked, or said that they may be shown."""
    masked: int
    """Facts in which something is masked for the other side."""
    withheld: tuple[int, ...] = ()
    """Numbers of those in which words of the accused are covered, true or not (`bot.dossier.alike`)."""
    unproven: int
    """Facts that no checkpoint covers yet."""
    gaps: int
    """Whiles in which nobody could see."""
    blind: timedelta
    """How long they were."""
    outside: int
    """What was brought, and goes along."""


def preview(contents: Contents, redacted: Contents) -> Preview:
    """What these contents come to; `redacted` are the same as the other side would read them."""
    media = [each for one in contents.facts for each in one.media]
    pieces = [each for one in contents.facts for each in one.pieces]
    sealed = max((one.number for one in contents.seals), default=0)
    both = list(zip(contents.facts, redacted.facts, strict=True))
    accused = {one.key for one in contents.parties if one.accused}
    return Preview(
        known=contents.known,
        shown=contents.selected,
        erased=sum(one.erased for one in contents.facts),
        accounts=sum(one.accused for one in contents.parties),
        originals=len(pieces),
        size=sum(one.size for one in pieces),
        pictures=len(media),
        missing=sum(not one.file for one in media),
        unseen=sum(bool(one.file) and one.showing is Showing.LEFT_OUT for one in media),
        masked=sum(_words(before) != _words(after) for before, after in both),
        withheld=tuple(
            after.number
            for before, after in both
            if not after.graded or (before.author in accused and _theirs(before) != _theirs(after))
        ),
        unproven=sum(not 0 < one.entry <= sealed for one in contents.facts),
        gaps=len(contents.blind),
        blind=sum((one.until - one.since for one in contents.blind), timedelta()),
        outside=len(contents.outside),
    )


def _theirs(one: Fact) -> tuple[object, ...]:
    """What its author wrote in it."""
    return one.name, one.text, [each.text for each in one.turns], [_alt(each) for each in one.media]


def _words(one: Fact) -> tuple[object, ...]:
    """All that somebody wrote in a fact, or that stands beside it."""
    return one.handle, one.uri, one.url, [(each.handle, each.text) for each in one.beside], *_theirs(one)


def _alt(one: Attached) -> str:
    return one.alt
