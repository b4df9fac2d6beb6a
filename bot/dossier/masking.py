"""The redacted rendering of a dossier: no value of the vault, no witness, nobody's private data; all else as it is.

Files as they were received hold everything, so none of them goes with it: only their digests do, under numbers.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from itertools import count
from typing import Final

import msgspec

from bot.dossier.addressing import keyed
from bot.dossier.alike import Alike
from bot.dossier.bystanders import ours
from bot.dossier.content import Contents
from bot.dossier.fact import Fact, Piece, Showing
from bot.dossier.finding import Sought
from bot.dossier.gravity import uncounted, ungraded
from bot.dossier.hiding import Hiding
from bot.dossier.leaves import Leaf, changed, leaves
from bot.dossier.locating import Located
from bot.dossier.naming import Names
from bot.dossier.witnesses import named, veiled

LETTER: Final = "letter"
"""A fact whose words the other side may have written itself."""
NEUTRAL: Final = re.compile(r"pictures/\d{4}\.jpg")
"""What a picture is called that was drawn anew for this rendering."""


def masked(contents: Contents, sought: Sought, hidden: Mapping[str, str], public: Collection[str] = ()) -> Contents:
    """What may be read by the other side; masked again, it stays as it is.

    `hidden` has what stands for whom: for accounts by `Party.key`, for witnesses by name (`witnesses.concealed`);
    `public` whose handles the person gave, with the sign before them.
    """
    bare = Located(contents, hidden).without_others(veiled(contents, hidden))
    every = list(leaves(bare))
    hiding = Hiding(sought, named(contents, hidden))
    alike = _alike(contents, sought, hidden, public)
    said, further = alike.all_of(every, hiding.all_of)
    telling, _ = alike.all_of(every, Hiding(sought, Names({})).all_of) if further else (said, 0)
    words = iter(said)
    made = ungraded(changed(bare, lambda _: next(words)), alike.covered(every, telling))
    withheld = (*contents.withheld, *_withheld(contents, made, hidden))
    made = msgspec.structs.replace(
        made,
        facts=tuple(map(_without_digests, contents.facts, made.facts)),
        outside=tuple(msgspec.structs.replace(one, piece=_bare(one.piece)) for one in made.outside),
        masked=True,
        withheld=tuple(dict.fromkeys(withheld)),
    )
    return _numbered(uncounted(made))


def _alike(contents: Contents, sought: Sought, hidden: Mapping[str, str], public: Collection[str]) -> Alike:
    own = {one.key for one in contents.parties if one.protected}
    others = {*hidden, *hidden.values(), *own, ""}
    accused = {one.key for one in contents.parties if one.accused}.union(one.author for one in contents.facts) - others
    letters = {one.number for one in contents.facts if one.kind == LETTER and one.author not in hidden}
    wrote = (keyed(one.handle) for one in contents.facts if one.author in accused and one.handle)
    return Alike(accused, own, letters, ours(contents, public).union(wrote), sought)


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


def _without_digests(before: Fact, fact: Fact) -> Fact:
    """Of something that was masked: who guesses it could compare, by its size too."""
    replace = msgspec.structs.replace
    if replace(before, pieces=()) == replace(fact, pieces=()):
        both = zip(before.pieces, fact.pieces, strict=True)
        return replace(fact, pieces=tuple(one if one == old else _bare(one) for old, one in both))
    return replace(
        fact,
        turns=tuple(replace(one, digest="") for one in fact.turns),
        media=tuple(replace(one, digest="", size=0) for one in fact.media),
        pieces=tuple(map(_bare, fact.pieces)),
    )


def _bare(piece: Piece) -> Piece:
    """Of what was brought nobody knows how short it is, and so how soon it is guessed."""
    return msgspec.structs.replace(piece, digest="", size=0)


def _withheld(contents: Contents, made: Contents, hidden: Mapping[str, str]) -> Iterator[str]:
    yield "originals"
    if made != contents:
        yield "values"
    both = zip(contents.facts, made.facts, strict=True)
    if made.outside or any(before != after and (after.pieces or after.turns) for before, after in both):
        yield "digests"
    if hidden:
        yield "witnesses"
    if any(one.showing is Showing.LEFT_OUT for fact in made.facts for one in fact.media):
        yield "pictures"
