"""What became of a fact: edited, deleted, found gone; with what tells it, in the order of time."""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from bot.dossier.custody import Custody
from bot.dossier.fact import Piece, Turn
from bot.dossier.selecting import Written
from bot.dossier.trailed import Event
from bot.model.record import Record
from bot.store.read import Kept

DELETED: Final = "deleted"
HIDDEN: Final = "hidden"
"""What a later look calls a post that is no longer shown."""
PIECES: Final = {"edited": "versions", DELETED: DELETED}
"""What is kept of an event, by what was found."""


class Version(NamedTuple):
    """One version of a post, as it was kept."""

    kept: Kept
    record: Record


def turns(custody: Custody, one: Written, versions: Sequence[Version], pieces: Sequence[Piece]) -> tuple[Turn, ...]:
    """What became of it, as far as that moment; `pieces` are its records."""
    found = [*_edited(versions, pieces)]
    gone = one.versions[0].gone
    if gone and gone <= custody.trail.now:
        found.append(Turn(what=DELETED, at=gone))
    else:
        found += [Turn(what="gone", at=each.at) for each in _gone(custody, one)[:1]]
    return tuple(sorted(found, key=lambda turn: turn.at))


def told(custody: Custody, stem: str, one: Written) -> Iterator[Piece]:
    """What tells it: the server's word that it is gone, and the versions that it had."""
    known = {each.exhibit: each for each in _events(custody, one) if each.exhibit and each.found in PIECES}
    for k, (exhibit, raw) in enumerate(custody.open(list(known)), 1):
        event = known[exhibit]
        yield custody.lay(f"{stem}-l{k}", PIECES[event.found], raw, exhibit, event.at)


def _events(custody: Custody, one: Written) -> Sequence[Event]:
    return [each for each in custody.trail.events.get(custody.name(one.name), ()) if each.at <= custody.trail.now]


def _gone(custody: Custody, one: Written) -> list[Event]:
    """When it, or its author, was found to be gone; the earliest first."""
    author = custody.name(one.versions[0].kept.author)
    theirs = [each for each in custody.trail.events.get(author, ()) if one.at <= each.at <= custody.trail.now]
    found = [*theirs, *(each for each in _events(custody, one) if each.found == HIDDEN)]
    return sorted(found, key=lambda each: each.at)


def _edited(versions: Sequence[Version], pieces: Sequence[Piece]) -> Iterator[Turn]:
    digests = {one.exhibit: one.digest for one in pieces if one.what == "record"}
    for one in versions[1:]:
        text, at = one.record.facts.mention.text, one.kept.received_at
        yield Turn(what="edited", at=at, text=text, digest=digests.get(one.kept.exhibit, ""))
