"""Every string of a dossier, whose words it is, and how far it is masked."""

from collections.abc import Callable, Iterator
from enum import Enum, auto
from functools import cache
from operator import is_
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
    made: Contents = _changed(contents, change, _Where("", Way.NAMED), (0, ""))
    return made


class _Where(NamedTuple):
    field: str
    way: Way


def _changed(value: Any, change: Change, where: _Where, of: tuple[int, str]) -> Any:
    """What stays the same is not made again: there is much of it. `of` has the number of the fact, and the author."""
    if isinstance(value, str):
        return change(Leaf(value, where.way, *of, where.field)) if value and not isinstance(value, Enum) else value
    if isinstance(value, tuple):
        several = [_changed(one, change, where, of) for one in value]
        return value if all(map(is_, several, value)) else tuple(several)
    return _noun(value, change, of) if isinstance(value, Noun) else value


def _noun(noun: Noun, change: Change, of: tuple[int, str]) -> Noun:
    of = _of(noun, of)
    made: dict[str, Any] = {}
    for name, where in _fields(type(noun), noun.kind if isinstance(noun, Called) else ""):
        value = getattr(noun, name)
        if value and (new := _changed(value, change, where, of)) is not value:
            made[name] = new
    return msgspec.structs.replace(noun, **made) if made else noun


@cache
def _fields(kind: type[Noun], called: str) -> tuple[tuple[str, _Where], ...]:
    """What its fields are called; when an account was `called` so is told of a handle, or of a name."""
    fields = {name: f"{kind.__name__}.{name}" for name in kind.__struct_fields__}
    fields |= {"text": CALLED.get(called, "Party.names")} if called else {}
    return tuple((name, _Where(field, WAYS.get(field, Way.NAMED))) for name, field in fields.items())


def _of(noun: Noun, of: tuple[int, str]) -> tuple[int, str]:
    match noun:
        case Fact(number=number, author=author):
            return number, author
        case Beside(author=author) | Party(key=author):
            return of[0], author
        case _:
            return of
