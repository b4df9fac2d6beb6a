"""The portraits of those against whom a measure was taken: sealed, found by keys, and never looked through."""

from collections import Counter
from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Final, NamedTuple

import msgspec
import zstandard
from sqlalchemy import Connection

from bot.errors import KeyMissing
from bot.evidence.master import MasterKey
from bot.evidence.packing import fold, unfold
from bot.signals.likeness.avatars import COMMON, likeness
from bot.signals.likeness.grounds import Crowd, Measure
from bot.signals.likeness.keys import Keys
from bot.signals.likeness.portrait import Portrait
from bot.signals.likeness.style import LEAST
from bot.store import portraits, write
from bot.store.portraits import EACH, Portrayed

MET: Final = 10
"""Candidates that are compared at most, those with most in common first."""
LATELY: Final = 8
"""Beside them, those against whom a measure was taken last: how somebody writes is no key."""
MANY: Final = 8
"""Newcomers from which on all keys are read, if there are no more than ROWS for each of them."""
ROWS: Final = 250
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
        self._fresh_keys: dict[int, list[str]] = {}
        self._owners: dict[int, list[str]] = {}
        self._of: dict[Portrait, tuple[int, ...]] = {}
        self._blank: list[str] = []
        self._whole: dict[int, list[str]] | None = None
        self._looks: dict[str, int] = {}
        self._shown: dict[int, int] = {}
        self._counted: set[int] = set()

    def hang(self, one: Portrait, measure: Measure) -> None:
        """Put up the portrait of somebody against whom this measure was taken; it is kept with the transaction."""
        self._opened[one.account] = self._fresh[one.account] = Hung(one, measure)
        for key in self._keys_of(one):
            self._fresh_keys.setdefault(key, []).append(one.account)

    def leave_blank(self, account: str) -> None:
        """Ask no more for the portrait of somebody of whom nothing can be read; it is made when they write again."""
        self._blank.append(account)

    def record(self) -> list[Hung]:
        """Keep what was put up, and how many came with which picture; what was put up."""
        for account, hung in self._fresh.items():
            box = self._seal.wrap(account, fold(_PACK(hung.portrait)))
            portraits.keep_portrait(self._connection, self.person, account, box, self._keys_of(hung.portrait))
        for account in self._blank:
            portraits.keep_portrait(self._connection, self.person, account, BLANK, ())
        portraits.keep_faces(self._connection, self.person, {key: self._shown[key] for key in self._counted})
        return list(self._fresh.values())

    def oversee(self, newcomers: int) -> None:
        """So many will be looked for: read by what all are found, where that costs less than asking for each."""
        if newcomers >= MANY and self._whole is None:
            self._whole = portraits.index(self._connection, self.person, newcomers * ROWS)

    def prepare(self, every: Iterable[Portrait]) -> None:
        """Read with one question who has something in common with any of these."""
        if self._whole is not None:
            return
        keys = {key for one in every for key in self._keys_of(one)} - self._owners.keys()
        found = portraits.owners(self._connection, self.person, sorted(keys))
        self._owners |= {key: found.get(key, []) for key in keys}

    def near(self, coming: Portrait) -> list[Hung]:
        """Those with whom a newcomer is worth comparing."""
        self.prepare([coming])
        known = self._owners if self._whole is None else self._whole
        owners = [known[key] for key in self._keys_of(coming) if key in known]
        shared = Counter(one for some in owners if len(some) <= EACH for one in some)
        met = sorted(shared, key=lambda one: (-shared[one], one))[:MET]
        fresh = {one for key in self._keys_of(coming) for one in self._fresh_keys.get(key, ())}
        unread = [one for one in met if one not in self._opened]
        found = portraits.portrayed(self._connection, self.person, unread) if unread else []
        if coming.written >= LEAST:
            found += portraits.latest(self._connection, self.person, coming.first_at, LATELY)
            fresh |= self._fresh.keys()
        hung = {one.account: opened for one in found if (opened := self._open(one))}
        hung |= {one: self._opened[one] for one in (*met, *fresh) if one in self._opened}
        return [one for account, one in hung.items() if account != coming.account]

    def of(self, accounts: Iterable[str]) -> list[Hung]:
        """The portraits of these accounts, of those that have one."""
        asked = portraits.portrayed(self._connection, self.person, list(accounts))
        return [opened for one in asked if (opened := self._open(one))]

    def expect(self, shown: Iterable[str]) -> None:
        """Read how many came with these looks before."""
        keys = {self._look(one) for one in shown} - self._shown.keys()
        known = portraits.faces(self._connection, self.person, keys) if keys else {}
        self._shown |= {key: known.get(key, 0) for key in keys}

    def show(self, shown: Sequence[str]) -> bool:
        """Count one more account with these looks; whether that makes one of them say nothing any more."""
        self.expect(shown)
        keys = [self._look(one) for one in shown]
        self._counted.update(keys)
        for key in keys:
            self._shown[key] += 1
        return any(self._shown[key] == COMMON for key in keys)

    def crowd(self, one: Portrait, other: Portrait) -> Crowd:
        """What of these two tells nobody apart, since many have it."""
        alike = ((face, its) for face in one.faces for its in other.faces if likeness(face, its))
        looks = {f"face {face:016x}": face for pair in alike for face in pair}
        named = {f"handle {name}": name for name in (*one.handles, *other.handles)}
        named |= {f"called {name}": name for name in (*one.called, *other.called)}
        self.expect((*looks, *named))
        faces = {face for shown, face in looks.items() if self._is_common(shown)}
        return Crowd(faces=faces, names={name for shown, name in named.items() if self._is_common(shown)})

    def _is_common(self, shown: str) -> bool:
        return self._shown[self._look(shown)] >= COMMON

    def _look(self, shown: str) -> int:
        if shown not in self._looks:
            self._looks[shown] = self._keys.look(shown)
        return self._looks[shown]

    def _keys_of(self, one: Portrait) -> tuple[int, ...]:
        if one not in self._of:
            self._of[one] = self._keys.of(one)
        return self._of[one]

    def _open(self, one: Portrayed) -> Hung | None:
        if one.account not in self._opened:
            if not one.box:
                return None
            try:
                seen = _UNPACK(unfold(self._seal.unwrap(one.account, one.box)))
            except (
                KeyMissing,
                ValueError,
                msgspec.MsgspecError,
                zstandard.ZstdError,
            ):  # made under a salt that was destroyed, or by an older release
                return None
            self._opened[one.account] = Hung(seen, Measure(at=one.since, why=one.why))
        return self._opened[one.account]
