"""What became of a fact: edited, no longer there, kept from the person, seen again; with what tells it, in order."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import Final, NamedTuple

from bot.dossier import vanishing
from bot.dossier.custody import Custody
from bot.dossier.fact import Piece, Turn
from bot.dossier.selecting import Written
from bot.dossier.trailed import Event
from bot.model.mention import Via
from bot.model.record import Record
from bot.store.read import Kept

DELETED: Final = "mention:deleted"
GONE: Final = "account:gone"
RENAMED: Final = "account:renamed"
LOOKED: Final = {"hidden": "hidden", "unknown": "unseen", "there": "back"}
"""What the looks found that came later, but for edits, which are versions."""
PIECES: Final = {DELETED: "deleted", "looked": "versions"}
"""What is kept of an event."""


class Version(NamedTuple):
    """One version of a post, as it was kept."""

    kept: Kept
    record: Record


class Becoming:
    """Tells it of each fact; `seen`: when each account wrote, in the order of time."""

    def __init__(self, custody: Custody, seen: Mapping[str, Sequence[datetime]]) -> None:
        self._custody = custody
        self._seen = seen
        self._statuses: dict[str, str] = {}
        """How accounts are gone, by the exhibit that says it: all that one wrote is told with it."""

    def turns(self, one: Written, versions: Sequence[Version], pieces: Sequence[Piece]) -> tuple[Turn, ...]:
        """What became of it, as far as that moment; `pieces` are its records."""
        found = [*_edited(versions, pieces), *self._events(one, versions), *self._account(one)]
        found.sort(key=lambda turn: turn.at)
        kept = [turn for turn in found if turn.what.startswith("edited")]
        others = (turn for turn in found if not turn.what.startswith("edited"))
        kept += [next(same) for _, same in groupby(others, key=lambda turn: turn.what)]  # looked at again, as before
        return tuple(sorted(kept, key=lambda turn: turn.at))

    def told(self, stem: str, one: Written) -> Iterator[Piece]:
        """What tells it: the word that it is gone, and the versions that a server says it had."""
        known = {each.exhibit: each for each in self._of(one) if each.exhibit and each.event in PIECES}
        for k, (exhibit, raw) in enumerate(self._custody.open(list(known)), 1):
            event = known[exhibit]
            yield self._custody.lay(f"{stem}-l{k}", PIECES[event.event], raw, exhibit, event.at)

    def renamed(self, account: str) -> Iterator[tuple[datetime, str]]:
        """When an account took another handle, and which."""
        every = self._custody.trail.events.get(self._custody.name(account), ())
        found = {each.exhibit: each.at for each in every if each.event == RENAMED}
        for exhibit, raw in self._custody.open(list(found)):
            yield found[exhibit], vanishing.renamed(raw)

    def _of(self, one: Written) -> Sequence[Event]:
        return self._custody.trail.events.get(self._custody.name(one.name), ())

    def _events(self, one: Written, versions: Sequence[Version]) -> Iterator[Turn]:
        """What happened to the post, or was found of it; a version that came after it was lost shows it back."""
        every = self._of(one)
        lost = [each for each in every if each.event == DELETED]
        raws = dict(self._custody.open([each.exhibit for each in lost]))
        for each in lost:
            yield Turn(what=vanishing.of_post(raws.get(each.exhibit, b"")), at=each.at)
            after = [version.kept.received_at for version in versions if version.kept.received_at > each.at]
            yield from (Turn(what="back", at=at) for at in after[:1])
        for each in every:
            if each.event == "looked" and each.found in LOOKED:
                yield Turn(what=LOOKED[each.found], at=each.at)

    def _account(self, one: Written) -> Iterator[Turn]:
        """When its author's account was gone, and when it wrote again."""
        author = one.versions[0].kept.author
        wrote = self._seen.get(author, ())
        for each in self._custody.trail.events.get(self._custody.name(author), ()):
            if each.event == GONE and each.at >= one.at:
                yield Turn(what="gone", at=each.at, how=self._status(each.exhibit))
                after = wrote[bisect_right(wrote, each.at) :]
                yield from (Turn(what="returned", at=at) for at in after[:1])

    def _status(self, exhibit: str) -> str:
        if exhibit not in self._statuses:
            raw = dict(self._custody.open([exhibit])).get(exhibit, b"")
            self._statuses[exhibit] = vanishing.of_account(raw)
        return self._statuses[exhibit]


def _edited(versions: Sequence[Version], pieces: Sequence[Piece]) -> Iterator[Turn]:
    """Each later version, by when it came; and that the first we have is not the first there was."""
    first = versions[0]
    if first.record.facts.mention.edited:
        yield Turn(what="edited_before", at=first.kept.received_at)
    digests = {one.exhibit: one.digest for one in pieces if one.what == "record"}
    for one in versions[1:]:
        mention = one.record.facts.mention
        what = "edited_seen" if mention.via is Via.WATCH else "edited"
        digest = digests.get(one.kept.exhibit, "")
        yield Turn(what=what, at=one.kept.received_at, text=mention.text, digest=digest)
