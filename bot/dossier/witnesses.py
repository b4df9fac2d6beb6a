"""Who is not accused, and what they are called instead: person A, person B, through the whole dossier."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from string import ascii_uppercase
from typing import Final

import msgspec

from bot.dossier.content import Contents, Party
from bot.dossier.covering import MASK
from bot.dossier.fact import Beside, Fact
from bot.dossier.naming import Known, Names
from bot.dossier.ordinary import PERSON
from bot.signals.leaks.tokens import rows

REPLY: Final = "reply"
"""The role of what the person answered."""


def concealed(contents: Contents, witnesses: Iterable[str] = ()) -> dict[str, str]:
    """What stands for whom: for accounts by their keys, for witnesses by their names.

    Hidden are all accounts but the accused's and the person's own: those of what was answered or quoted, too.
    """
    known = {party.key for party in contents.parties if party.accused or party.protected}
    known |= {one.author for one in _besides(contents) if one.role == REPLY}
    accounts = [party.key for party in contents.parties] + [one.author for one in _besides(contents)]
    found: dict[str, str] = {}
    for key in dict.fromkeys(accounts):
        if key and key not in known:
            found[key] = _alias(contents.language, len(found))
    called = {tuple(rows(name)): found[one.key] for one in contents.parties if one.key in found for name in one.names}
    letters = len(found)
    for name in dict.fromkeys(filter(None, map(str.strip, witnesses))):
        said = tuple(rows(name))
        if said not in called:
            called[said] = _alias(contents.language, letters)
            letters += 1
        found[name] = called[said]
    return found


def named(contents: Contents, hidden: Mapping[str, str]) -> Names:
    """What finds them by all names and handles under which they stand in the dossier."""
    names, handles, ids = _Sets(), _Sets(), _Sets()
    accounts = {*(party.key for party in contents.parties), *(author for author, _, _ in _called(contents))}
    for key, alias in hidden.items():
        (ids if key in accounts else names)[alias].add(key.rpartition("/")[2].removeprefix("bluesky:"))
    for one in contents.parties:
        if one.key in hidden:
            names[hidden[one.key]].update(one.names)
            handles[hidden[one.key]].update(one.handles)
    for author, handle, name in _called(contents):
        if author in hidden:
            handles[hidden[author]].add(handle)
            names[hidden[author]].add(name)
    return Names({alias: Known(names.of(alias), handles.of(alias), ids.of(alias)) for alias in hidden.values()})


class _Sets(defaultdict[str, set[str]]):
    """What is known of several."""

    def __init__(self) -> None:
        super().__init__(set)

    def of(self, alias: str) -> frozenset[str]:
        return frozenset(filter(None, self[alias]))


def veiled(contents: Contents, hidden: Mapping[str, str]) -> Contents:
    """Without what hidden people wrote and what tells who they are: their words can be searched for."""
    return msgspec.structs.replace(
        contents,
        parties=tuple(_party(one, hidden) for one in contents.parties),
        facts=tuple(_fact(one, hidden) for one in contents.facts),
        ties=tuple(
            msgspec.structs.replace(
                one, account=hidden.get(one.account, one.account), other=hidden.get(one.other, one.other)
            )
            for one in contents.ties
        ),
    )


def _party(one: Party, hidden: Mapping[str, str]) -> Party:
    if one.key not in hidden:
        return one
    return Party(key=hidden[one.key], platform=one.platform, id="", facts=one.facts, accused=one.accused)


def _fact(one: Fact, hidden: Mapping[str, str]) -> Fact:
    one = msgspec.structs.replace(one, beside=tuple(_beside(each, hidden) for each in one.beside))
    if one.author not in hidden:
        return one
    return msgspec.structs.replace(
        one,
        author=hidden[one.author],
        handle="",
        name="",
        uri="",
        url="",
        text=MASK if one.text else "",
        media=(),
        turns=tuple(msgspec.structs.replace(turn, text=MASK if turn.text else "", digest="") for turn in one.turns),
        pieces=tuple(msgspec.structs.replace(piece, url="") for piece in one.pieces),
    )


def _beside(one: Beside, hidden: Mapping[str, str]) -> Beside:
    if one.author not in hidden:
        return one
    return Beside(role=one.role, uri="", author=hidden[one.author], text=MASK if one.text else "", kept=one.kept)


def _besides(contents: Contents) -> Iterator[Beside]:
    return (each for fact in contents.facts for each in fact.beside)


def _called(contents: Contents) -> Iterator[tuple[str, str, str]]:
    """Who wrote something, under which handle and which name."""
    yield from ((fact.author, fact.handle, fact.name) for fact in contents.facts)
    yield from ((one.author, one.handle, "") for one in _besides(contents))


def _alias(language: str, number: int) -> str:
    letters = ""
    number += 1
    while number:
        number, letter = divmod(number - 1, len(ascii_uppercase))
        letters = ascii_uppercase[letter] + letters
    return f"{PERSON.get(language, PERSON['en'])} {letters}"
