"""What an erasure is about, what of it is spared and why, and what came of it."""

from collections.abc import Collection, Iterator, Sequence
from typing import Final

from sqlalchemy import Connection

from bot.model.alert import Alert
from bot.model.noun import Noun
from bot.store import erasure
from bot.store.erasure import Written
from bot.store.holds import LegalHold


class Target(Noun, frozen=True, kw_only=True):
    """What is to be erased of what is kept for a person: an account, a mention, or, where neither is named, all."""

    person: str
    account: str = ""
    """`Account.key`"""
    uri: str = ""
    leaves: bool = False
    """Whether a person goes though lists did something elsewhere, which stays so: a server may be gone for good."""


class Spared(Noun, frozen=True, kw_only=True):
    """What stays, and why."""

    uri: str
    """Empty for the whole person."""
    why: str
    """`hold`: a legal hold · `case`: of a case that goes on · `open`: something waits, or what was done because of it
    stands · `followers`, `followed`, `adopted`, `placed`: lists did something elsewhere."""
    said: str
    """The reason that was written for the hold, the ids of the deliveries, or how many."""


ELSEWHERE: Final = ("followers", "followed", "adopted", "placed")


class Outcome(Noun, frozen=True, kw_only=True):
    """What went, or would go."""

    target: Target
    mentions: int
    """Versions of one count each."""
    exhibits: int
    authors: int
    spared: tuple[Spared, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether nothing went."""
        return not (self.mentions or self.exhibits or self.authors)


def spared(
    connection: Connection,
    person: str,
    written: Sequence[Written],
    standing: Sequence[LegalHold],
    followed: Collection[str] = (),
) -> Iterator[Spared]:
    """Which of these mentions stay: under legal hold, by those who are `followed`, or while something is open."""
    waiting = _waiting(connection, person, written)
    for uri, author in {one.uri: one.author for one in written}.items():
        hold = next((hold for hold in standing if hold.covers(uri, author)), None)
        if hold:
            yield Spared(uri=uri, why="hold", said=hold.why)
        elif author in followed:
            yield Spared(uri=uri, why="case", said="")
        elif uri in waiting:
            yield Spared(uri=uri, why="open", said=" ".join(waiting[uri]))


def _waiting(connection: Connection, person: str, written: Sequence[Written]) -> dict[str, list[str]]:
    """The deliveries of which something is still to come, by the URIs that they are about."""
    told: dict[str, list[str]] = {}
    for each in written:
        told.setdefault(each.alert or "", []).append(each.uri)
    found: dict[str, list[str]] = {}
    for one in erasure.deliveries(connection, person, written):
        if erasure.is_open(one):
            about = {*one.what.about, *told.get(one.what.id, ())} if isinstance(one.what, Alert) else {one.what.uri}
            for uri in about:
                found.setdefault(uri, []).append(one.id)
    return found


def needles(target: Target) -> list[str]:
    """What in unreadable raw bytes would tell that they are about it."""
    if target.account:
        return [target.account.partition(":")[2]]
    name = target.uri.rpartition("/")[2]
    return [target.uri, name] if len(name) >= SPECIFIC else [target.uri]


SPECIFIC: Final = 12
"""Letters of a post's own id that are enough to know it by."""
