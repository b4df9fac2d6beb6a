"""How many came with which picture, handle and name: what many show tells nobody apart."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import Connection

from bot.signals.likeness.avatars import COMMON
from bot.signals.likeness.grounds import Crowd
from bot.signals.likeness.keys import Keys
from bot.signals.likeness.portrait import Portrait
from bot.store import faces


class _Common(NamedTuple):
    """What one portrait shows that many do."""

    faces: frozenset[int]
    names: frozenset[str]


class Shown:
    """What all who wrote to a person show, as one transaction knows it."""

    def __init__(self, connection: Connection, person: str, keys: Keys) -> None:
        """`keys` names what is shown."""
        self._connection = connection
        self._person = person
        self._keys = keys
        self._named: dict[str, int] = {}
        self._accounts: dict[int, int] = {}
        self._counted: set[int] = set()
        self._common: dict[tuple[tuple[str | int, ...], ...], _Common] = {}

    def expect(self, shown: Iterable[str]) -> None:
        """Read how many came with these looks (`portrait.looks`) before."""
        keys = {key for one in shown if (key := self._key(one)) not in self._accounts}
        known = faces.counted(self._connection, self._person, keys) if keys else {}
        self._accounts |= {key: known.get(key, 0) for key in keys}

    def expect_of(self, some: Iterable[Portrait]) -> None:
        """Read how many came with the looks of these."""
        self.expect(
            shown for one in some if _showing(one) not in self._common for shown in (*_faces(one), *_names(one))
        )

    def count(self, shown: Sequence[str]) -> bool:
        """Count one more account with these looks; whether that makes one of them say nothing any more."""
        self.expect(shown)
        keys = [self._key(one) for one in shown]
        self._counted.update(keys)
        for key in keys:
            self._accounts[key] += 1
        turned = any(self._accounts[key] == COMMON for key in keys)
        if turned:
            self._common.clear()
        return turned

    def crowd(self, one: Portrait, other: Portrait) -> Crowd:
        """What of these two tells nobody apart, since many have it."""
        first, second = self._common_of(one), self._common_of(other)
        return Crowd(faces=first.faces | second.faces, names=first.names | second.names)

    def record(self) -> None:
        """Keep how many came with what."""
        counts = {key: self._accounts[key] for key in self._counted}
        faces.keep(self._connection, self._person, counts)

    def _common_of(self, one: Portrait) -> _Common:
        showing = _showing(one)
        if showing not in self._common:
            faces, names = _faces(one), _names(one)
            self.expect((*faces, *names))
            self._common[showing] = _Common(
                faces=frozenset(face for shown, face in faces.items() if self._is_common(shown)),
                names=frozenset(name for shown, name in names.items() if self._is_common(shown)),
            )
        return self._common[showing]

    def _is_common(self, shown: str) -> bool:
        return self._accounts[self._key(shown)] >= COMMON

    def _key(self, shown: str) -> int:
        if shown not in self._named:
            self._named[shown] = self._keys.look(shown)
        return self._named[shown]


def _showing(one: Portrait) -> tuple[tuple[str | int, ...], ...]:
    return one.faces, one.handles, one.called


def _faces(one: Portrait) -> dict[str, int]:
    """Its pictures, by the looks as which they are counted."""
    return {f"face {face:016x}": face for face in one.faces}


def _names(one: Portrait) -> dict[str, str]:
    """Its handles and names, by the looks as which they are counted."""
    return {f"handle {name}": name for name in one.handles} | {f"called {name}": name for name in one.called}
