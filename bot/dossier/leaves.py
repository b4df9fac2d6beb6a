"""Every string of a dossier, whose words it is, and how far it is masked."""

from collections.abc import Callable, Iterator
from enum import Enum, auto
from typing import Any, Final, NamedTuple

import msgspec

from bot.dossier.content import Called, Contents, Party
from bot.dossier.fact import Beside, Fact
from bot.model.noun import Noun


class Way(Enum):
    """How far something is masked."""

    OURS = auto()
    """Not at all: digests, names of sentences; it is scanned all the same."""
    GIVEN = auto()
    """What the person gives on purpose, as where post reaches them: only what the vault has, whole."""
    NAMED = auto()
    """What names accounts and places on the net: the values of the vault and halves of them."""
    WRITTEN = auto()
    """What people wrote: whatever looks private, too."""


class Leaf(NamedTuple):
    """One string."""

    text: str
    way: Way
    fact: int
    """The number of the fact in which it stands, or 0."""
    author: str
    """Whose words they are: `Party.key`; empty where nobody's in particular."""
    field: str
    """Where it stands: `Fact.text`."""


Change = Callable[[Leaf], str]
_OURS: Final = {
    "Tie": "status grounds",
    "Beside": "role",
    "Attached": "kind type digest showing",
    "Turn": "what how digest",
    "Done": "what outcome",
    "Piece": "what digest exhibit limits",
    "Fact": "platform kind audience reasons proves limits exhibit seal",
    "Party": "platform",
    "Called": "kind",
    "Day": "marks",
    "Element": "law element stated",
    "Statement": "age unfit",
    "Deadline": "clock",
    "Judged": "kind",
    "Domicile": "kind",
    "Seal": "seal",
    "Contents": "about language zone law which narrowed stage withheld",
}
_GIVEN: Final = {
    "Domicile": "name lines",
    "Statement": "addressee",
    "Judged": "court",
    "Contents": "instruments software",
    "Seal": "file places",
    "Blind": "source",
}
_WRITTEN: Final = {
    "Party": "names bio",
    "Beside": "text",
    "Attached": "alt",
    "Turn": "text",
    "Fact": "name text",
    "Element": "said",
    "Judged": "text reference",
    "Outside": "about name",
    "Statement": "complainant contact office presumed words effects asked",
}
WAYS: Final = {
    f"{kind}.{field}": way
    for way, fields in ((Way.OURS, _OURS), (Way.GIVEN, _GIVEN), (Way.WRITTEN, _WRITTEN))
    for kind, names in fields.items()
    for field in names.split()
}
"""A field that stands in none is masked as what names accounts is."""
_AUTHORED = "Fact.handle Fact.name Fact.text Turn.text Attached.alt Beside.text"
CALLED: Final = {"handle": "Party.handles", "name": "Party.names"}
AUTHORED: Final = frozenset((*_AUTHORED.split(), "Party.handles", "Party.names", "Party.bio"))
"""What somebody wrote, or chose to be called."""


def leaves(contents: Contents) -> Iterator[Leaf]:
    """All of them, always in the same order."""
    found: list[Leaf] = []

    def take(leaf: Leaf) -> str:
        found.append(leaf)
        return leaf.text

    changed(contents, take)
    yield from found


def changed(contents: Contents, change: Change) -> Contents:
    """The same with each string changed."""
    made: Contents = _changed(contents, change, Leaf("", Way.NAMED, 0, "", ""))
    return made


def _changed(value: Any, change: Change, within: Leaf) -> Any:
    if isinstance(value, str) and not isinstance(value, Enum):
        return change(within._replace(text=value)) if value else value
    if isinstance(value, tuple):
        return tuple(_changed(one, change, within) for one in value)
    if isinstance(value, Noun):
        return _noun(value, change, within)
    return value


def _noun(noun: Noun, change: Change, within: Leaf) -> Noun:
    within = _place(noun, within)
    fields: dict[str, Any] = {}
    for name in noun.__struct_fields__:
        value = getattr(noun, name)
        if value and isinstance(value, str | tuple | Noun):
            fields[name] = _changed(value, change, _named(within, _field(noun, name)))
    return msgspec.structs.replace(noun, **fields)


def _field(noun: Noun, name: str) -> str:
    """What it is called; when an account was called so is told of a handle, or of a name."""
    if isinstance(noun, Called) and name == "text":
        return CALLED.get(noun.kind, "Party.names")
    return f"{type(noun).__name__}.{name}"


def _named(within: Leaf, field: str) -> Leaf:
    return within._replace(field=field, way=WAYS.get(field, Way.NAMED))


def _place(noun: Noun, within: Leaf) -> Leaf:
    match noun:
        case Fact(number=number, author=author):
            return within._replace(fact=number, author=author)
        case Beside(author=author) | Party(key=author):
            return within._replace(author=author)
        case _:
            return within
