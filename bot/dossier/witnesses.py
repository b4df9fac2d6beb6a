"""Who is not accused, and what they are called instead: person A, person B, through the whole dossier."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import count
from string import ascii_uppercase
from typing import Final

import msgspec

from bot.dossier.addressing import among, handles, keyed, shared
from bot.dossier.bystanders import addressed, ours
from bot.dossier.content import Contents, Party
from bot.dossier.covering import MASK
from bot.dossier.fact import Beside, Fact
from bot.dossier.forms import said
from bot.dossier.naming import Known, Names
from bot.dossier.ordinary import PERSON
from bot.model.account import KEY

REPLY: Final = "reply"
"""The role of what the person answered."""
ADDRESSED: Final = "to:"
"""What stands before a handle of which nothing else is known."""
ADDRESS: Final = re.compile(r"[\w.\-]+@[\w\-]+(?:\.[\w\-]+)+|[a-z0-9\-]+(?:\.[a-z0-9\-]+){2,}")
"""A handle without the sign before it."""
Way = str | tuple[str, ...]
"""By what somebody is known again: a handle, or the words of a name."""


def concealed(contents: Contents, witnesses: Iterable[str] = (), public: Iterable[str] = ()) -> dict[str, str]:
    """What stands for whom: for accounts by their keys, for witnesses by names, for others by handles.

    Hidden are all accounts but the accused's and the person's own, those of what was answered or quoted too, and who is
    addressed in what others than the accused wrote, but for `public` handles.
    """
    known = {party.key for party in contents.parties if party.accused or party.protected}
    known |= {one.author for one in _besides(contents) if one.role == REPLY}
    accounts = [party.key for party in contents.parties] + [one.author for one in _besides(contents)]
    letters = (_alias(contents.language, number) for number in count())
    found = {key: next(letters) for key in dict.fromkeys(accounts) if key and key not in known}
    called: dict[Way, str] = {}
    for key, way in _ways(contents):
        if key in found:
            called.setdefault(way, found[key])
    for name in dict.fromkeys(filter(None, map(str.strip, witnesses))):
        ways = [way for way in _typed(name) if way]
        found[name] = next((called[way] for way in ways if way in called), "") or next(letters)
        called |= dict.fromkeys(ways, found[name])
    met = addressed(veiled(contents, found), ours(contents, public))
    theirs = [way for way in called if isinstance(way, str)]
    same = shared([*theirs, *met])
    for key in dict.fromkeys(met):
        whole = among(key, theirs) or same[key]
        if whole not in called:
            called[whole] = next(letters)
        found[ADDRESSED + key] = called[whole]
    return found


def named(contents: Contents, hidden: Mapping[str, str]) -> Names:
    """What finds them by all names and handles under which they stand in the dossier."""
    known = {alias: defaultdict[str, set[str]](set) for alias in hidden.values()}
    accounts = {*(party.key for party in contents.parties), *(author for author, _, _ in _called(contents))}
    for key, alias in hidden.items():
        if key in accounts or KEY.fullmatch(key):
            known[alias]["ids"].add(key.rpartition("/")[2].removeprefix("bluesky:"))
        elif key.startswith(ADDRESSED):
            known[alias]["addressed"].add(key.removeprefix(ADDRESSED))
        else:
            *keys, _ = _typed(key)
            known[alias]["listed"].add(_without_handles(key))
            known[alias]["handles"].update(map(str, keys))
            known[alias]["addressed"].update(map(str, keys))
    for account, handle, name in (*_parties(contents), *_called(contents)):
        if account in hidden:
            known[hidden[account]]["names"].add(name)
            known[hidden[account]]["handles"].add(handle)
            known[hidden[account]]["addressed"].add(keyed(handle))
    return Names({alias: _known(one) for alias, one in known.items()}, _own(contents))


def _known(one: Mapping[str, Iterable[str]]) -> Known:
    return Known(**{name: frozenset(filter(None, every)) for name, every in one.items()})


def _own(contents: Contents) -> frozenset[str]:
    """The words that name the person."""
    names = [name for party in contents.parties if party.protected for name in party.names]
    return frozenset(word for name in (contents.statement.complainant, contents.person, *names) for word in said(name))


def _typed(name: str) -> list[Way]:
    """The handles in what the person calls somebody; and last, the words of the name beside, in any order."""
    keys: list[Way] = [one.key for one in handles(name)]
    if ADDRESS.fullmatch(name):
        keys.append(keyed(name))
    rest = _without_handles(name)
    return [*dict.fromkeys(keys), _words(rest)]


def _without_handles(name: str) -> str:
    """What is left as a name."""
    if ADDRESS.fullmatch(name):
        return ""
    for (start, end), _ in sorted(handles(name), reverse=True):
        name = name[:start] + name[end:]
    return name.strip()


def _words(name: str) -> tuple[str, ...]:
    return tuple(sorted(said(name))) or tuple(name.casefold().split())


def _ways(contents: Contents) -> Iterator[tuple[str, Way]]:
    """By what each account is known again."""
    for account, handle, name in (*_parties(contents), *_called(contents)):
        if name:
            yield account, _words(name)
        if handle:
            yield account, keyed(handle)


def _parties(contents: Contents) -> Iterator[tuple[str, str, str]]:
    yield from ((one.key, handle, "") for one in contents.parties for handle in one.handles)
    yield from ((one.key, "", name) for one in contents.parties for name in one.names)


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
    text = MASK if one.text else ""
    return Beside(role=one.role, uri="", taken_at=one.taken_at, author=hidden[one.author], text=text, kept=one.kept)


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
