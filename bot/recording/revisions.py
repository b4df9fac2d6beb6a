"""Which mentions were not judged before: each revision is judged once, erased ones that come again not at all."""

from collections.abc import Iterable

from sqlalchemy import Connection

from bot.model.arrival import Arrival
from bot.model.mention import Mention
from bot.recording.names import Names
from bot.store import read

Found = tuple[Arrival, Mention, int]
"""As it arrived, what it is, and which version."""


def fresh(connection: Connection, names: Names, found: Iterable[tuple[Arrival, Mention]]) -> list[Found]:
    """Those not judged before, each revision once, with the version it is."""
    every = list(found)
    known = read.versions(connection, ((mention.person, mention.uri) for _, mention in every))
    erased = _erased(connection, names, (mention for _, mention in every))
    new = []
    for arrival, mention in every:
        revisions = known.setdefault((mention.person, mention.uri), {})
        gone = erased.get((mention.person, mention.uri), {})
        if mention.revision in revisions or (gone and names.of(mention.person, mention.revision) in gone):
            continue
        revisions[mention.revision] = max((*revisions.values(), *gone.values()), default=0) + 1
        new.append((arrival, mention, revisions[mention.revision]))
    return new


def _erased(connection: Connection, names: Names, mentions: Iterable[Mention]) -> dict[tuple[str, str], dict[str, int]]:
    """For each (person, uri) that was erased and comes again: the names of its revisions, with their versions."""
    named = {(one.person, names.of(one.person, one.uri)): (one.person, one.uri) for one in mentions}
    return {named[name]: versions for name, versions in read.versions(connection, named).items()}
