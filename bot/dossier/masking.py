"""The redacted rendering of a dossier: no value of the vault, no witness, nobody's private data; all else as it is.

Files as they were received hold everything, so none of them goes with it: only their digests do, under numbers.
"""

import re
from collections.abc import Iterator, Mapping
from itertools import count
from typing import Final

import msgspec

from bot.dossier.content import Contents
from bot.dossier.fact import Fact, Showing
from bot.dossier.finding import Sought
from bot.dossier.hiding import Hiding
from bot.dossier.leaves import Leaf, changed, leaves
from bot.dossier.witnesses import named, veiled

NEUTRAL: Final = re.compile(r"pictures/\d{4}\.jpg")
"""What a picture is called that was drawn anew for this rendering."""


def masked(contents: Contents, sought: Sought, hidden: Mapping[str, str]) -> Contents:
    """What may be read by the other side; masked again, it stays as it is.

    `hidden` has what stands for whom: for accounts by `Party.key`, for witnesses by name (`witnesses.concealed`).
    """
    bare = veiled(contents, hidden)
    every = list(leaves(bare))
    hiding = Hiding(sought, named(contents, hidden))
    said = iter(hiding.all_of(every))
    made = changed(bare, lambda _: next(said))
    made = _numbered(made)
    facts = tuple(_without_digests(fact) if fact.number in hiding.touched else fact for fact in made.facts)
    made = msgspec.structs.replace(made, facts=facts, masked=True)
    withheld = (*contents.withheld, *_withheld(made, hiding, hidden))
    return msgspec.structs.replace(made, withheld=tuple(dict.fromkeys(withheld)))


def _numbered(contents: Contents) -> Contents:
    """Files under numbers that say nothing; what is not in this rendering has none but its number."""
    number = count(1)

    def change(leaf: Leaf) -> str:
        if leaf.field == "Piece.file":
            return f"{next(number):04}"
        if leaf.field == "Attached.file" and not NEUTRAL.fullmatch(leaf.text):
            return ""
        return leaf.text

    return changed(contents, change)


def _without_digests(fact: Fact) -> Fact:
    """Of something that was masked: who guesses it could compare."""
    return msgspec.structs.replace(
        fact,
        turns=tuple(msgspec.structs.replace(one, digest="") for one in fact.turns),
        pieces=tuple(msgspec.structs.replace(one, digest="") for one in fact.pieces),
    )


def _withheld(contents: Contents, hiding: Hiding, hidden: Mapping[str, str]) -> Iterator[str]:
    yield "originals"
    if hiding.touched:
        yield "values"
    if hiding.touched & {fact.number for fact in contents.facts if fact.pieces or fact.turns}:
        yield "digests"
    if hidden:
        yield "witnesses"
    if any(one.showing is Showing.LEFT_OUT for fact in contents.facts for one in fact.media):
        yield "pictures"
