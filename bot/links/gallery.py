"""The portraits of those against whom a measure was taken: sealed, found by keys, and never looked through."""

from collections.abc import Iterable
from hashlib import sha256
from typing import Final, NamedTuple

import msgspec
from sqlalchemy import Connection

from bot.errors import KeyMissing
from bot.evidence.master import MasterKey
from bot.signals.likeness.avatars import COMMON, likeness
from bot.signals.likeness.grounds import Crowd, Measure
from bot.signals.likeness.keys import Keys
from bot.signals.likeness.portrait import Portrait
from bot.signals.likeness.style import LEAST
from bot.store import portraits, write
from bot.store.portraits import Portrayed

MET: Final = 10
"""Candidates that are compared at most, those with most in common first."""
LATELY: Final = 8
"""Beside them, those against whom a measure was taken last: how somebody writes is no key."""
BLANK: Final = b"-"
"""Stands where no portrait can be made."""
_PACK: Final = msgspec.msgpack.Encoder().encode
_UNPACK: Final = msgspec.msgpack.Decoder(Portrait).decode


class Hung(NamedTuple):
    """A portrait, and the measure that was taken."""

    portrait: Portrait
    measure: Measure


class Gallery:
    """One person's, as one transaction knows it."""

    def __init__(self, connection: Connection, master: MasterKey, person: str) -> None:
        salt = write.salt(connection, master, person)
        self._connection = connection
        self.person = person
        self._seal = MasterKey(sha256(b"portrait" + salt).digest())
        self._keys = Keys(salt)
        self._opened: dict[str, Hung] = {}
        self._fresh: dict[str, Hung] = {}
        self._blank: list[str] = []
        self._shown: dict[int, int] = {}
        self._counted: set[int] = set()

    def hang(self, one: Portrait, measure: Measure) -> None:
        """Put up the portrait of somebody against whom this measure was taken; it is kept with the transaction."""
        self._opened[one.account] = self._fresh[one.account] = Hung(one, measure)

    def leave_blank(self, account: str) -> None:
        """Ask no more for the portrait of somebody of whom nothing can be read; it is made when they write again."""
        self._blank.append(account)

    def record(self) -> list[Hung]:
        """Keep what was put up, and how many came with which picture; what was put up."""
        for account, hung in self._fresh.items():
            box = self._seal.wrap(account, _PACK(hung.portrait))
            portraits.keep_portrait(self._connection, self.person, account, box, self._keys.of(hung.portrait))
        for account in self._blank:
            portraits.keep_portrait(self._connection, self.person, account, BLANK, ())
        portraits.keep_faces(self._connection, self.person, {key: self._shown[key] for key in self._counted})
        return list(self._fresh.values())

    def near(self, coming: Portrait) -> list[Hung]:
        """Those with whom a newcomer is worth comparing."""
        met = portraits.found_by(self._connection, self.person, self._keys.of(coming), MET)
        found = portraits.portrayed(self._connection, self.person, met) if met else []
        if coming.written >= LEAST:
            found += portraits.latest(self._connection, self.person, coming.first_at, LATELY)
        hung = {one.account: opened for one in found if (opened := self._open(one))} | self._fresh
        return [one for account, one in hung.items() if account != coming.account]

    def of(self, accounts: Iterable[str]) -> list[Hung]:
        """The portraits of these accounts, of those that have one."""
        asked = portraits.portrayed(self._connection, self.person, list(accounts))
        return [opened for one in asked if (opened := self._open(one))]

    def expect(self, pictures: Iterable[int]) -> None:
        """Read how many came with these pictures before."""
        keys = [self._keys.face(one) for one in pictures]
        known = portraits.faces(self._connection, self.person, [key for key in keys if key not in self._shown])
        self._shown = {key: known.get(key, 0) for key in keys} | self._shown

    def show(self, picture: int) -> bool:
        """Count one more account with a picture; whether that makes it one that says nothing any more."""
        self.expect([picture])
        key = self._keys.face(picture)
        self._counted.add(key)
        self._shown[key] += 1
        return self._shown[key] == COMMON

    def crowd(self, one: Portrait, other: Portrait) -> Crowd:
        """What of these two tells nobody apart, since many have it."""
        alike = ((face, its) for face in one.faces for its in other.faces if likeness(face, its))
        pictures = {face for pair in alike for face in pair}
        if not pictures:
            return Crowd()
        self.expect(pictures)
        return Crowd(faces={each for each in pictures if self._shown[self._keys.face(each)] >= COMMON})

    def _open(self, one: Portrayed) -> Hung | None:
        if one.account not in self._opened:
            if not one.box:
                return None
            try:
                seen = _UNPACK(self._seal.unwrap(one.account, one.box))
            except (KeyMissing, msgspec.MsgspecError):  # made under a salt that was destroyed, or by an older release
                return None
            self._opened[one.account] = Hung(seen, Measure(at=one.since, why=one.why))
        return self._opened[one.account]
