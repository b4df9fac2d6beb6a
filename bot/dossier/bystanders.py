"""Who else is addressed in a dossier: by a handle, a profile's address, an id; and whose handles are no secret."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Final

from bot.dossier.addressing import among, handles, keyed
from bot.dossier.content import Contents, Party
from bot.dossier.leaves import Way, leaves
from bot.model.mention import Kind

SERVED: Final = "mastodon:"


def addressed(contents: Contents, ours: Collection[str]) -> Sequence[str]:
    """Each handle that others than the accused wrote, but for ours, as it is compared.

    Whom the accused alone address they know by themselves.
    """
    accused = {party.key for party in contents.parties if party.accused}
    noted = {fact.number for fact in contents.facts if fact.kind not in tuple(Kind)}
    written = [leaf for leaf in leaves(contents) if leaf.way is Way.WRITTEN]
    theirs = [leaf for leaf in written if leaf.author not in accused or leaf.fact in noted]
    keys = dict.fromkeys(one.key for leaf in theirs for one in handles(leaf.text))
    return [key for key in keys if not among(key, ours)]


def ours(contents: Contents, public: Iterable[str]) -> frozenset[str]:
    """The handles and ids of the accused and the person, what she gives of herself, and what is public."""
    some = {party.key: party for party in contents.parties if party.accused or party.protected}
    wrote = [(fact.author, fact.handle) for fact in contents.facts]
    wrote += [(each.author, each.handle) for fact in contents.facts for each in fact.beside]
    found = {keyed(handle) for handle in public}
    found.update(one for party in some.values() for one in _of(party))
    found.update(keyed(handle) for author, handle in wrote if author in some and handle)
    said = contents.statement
    home = said.domicile.lines if said.domicile else ()
    found.update(one.key for text in (said.complainant, said.contact, said.addressee, *home) for one in handles(text))
    return frozenset(found)


def _of(party: Party) -> Iterator[str]:
    if party.id:
        yield keyed(party.id)
    home = party.key.removeprefix(SERVED).rpartition("/")[0] if party.key.startswith(SERVED) else ""
    for handle in filter(None, party.handles):
        yield keyed(handle)
        if home and "@" not in handle.strip("@"):
            yield keyed(f"{handle}@{home}")
