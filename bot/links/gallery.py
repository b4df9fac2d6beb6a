"""The portraits of those against whom a measure was taken: sealed, found by keys, and never looked through."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Final, NamedTuple

import msgspec
import zstandard
from sqlalchemy import Connection

from bot.errors import KeyMissing
from bot.evidence.master import MasterKey
from bot.evidence.packing import fold, unfold
from bot.links.shown import Shown
from bot.signals.likeness.grounds import Measure
from bot.signals.likeness.keys import Keys
from bot.signals.likeness.portrait import Portrait
from bot.signals.likeness.style import LEAST
from bot.store import portrait_keys, portraits, write
from bot.store.portrait_keys import EACH
from bot.store.portraits import Boxed, Portrayed

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
        self.shown = Shown(connection, person, self._keys)
        self._opened: dict[str, Hung] = {}
        self._fresh: dict[str, Hung] = {}
        self._fresh_keys: dict[int, list[str]] = {}
        self._owners: dict[int, list[str]] = {}
        self._of: dict[Portrait, tuple[int, ...]] = {}
        self._blank: list[str] = []
        self._whole: dict[int, list[str]] | None = None
        self._latest: dict[datetime, list[str]] = {}
        self._asked: set[str] = set()

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
        kept: dict[str, Boxed] = dict.fromkeys(self._blank, (BLANK, ()))
        for account, hung in self._fresh.items():
            kept[account] = self._seal.wrap(account, fold(_PACK(hung.portrait))), self._keys_of(hung.portrait)
        portraits.keep_portraits(self._connection, self.person, kept)
        self.shown.record()
        return list(self._fresh.values())

    def oversee(self, newcomers: int) -> None:
        """So many will be looked for: read by what all are found, where that costs less than asking for each."""
        if newcomers >= MANY and self._whole is None:
            self._whole = portrait_keys.index(self._connection, self.person, newcomers * ROWS)

    def prepare(self, every: Iterable[Portrait]) -> None:
        """Read with one question who has something in common with any of these."""
        if self._whole is not None:
            return
        keys = {key for one in every for key in self._keys_of(one) if key not in self._owners}
        found = portrait_keys.owners(self._connection, self.person, sorted(keys))
        self._owners |= {key: found.get(key, []) for key in keys}

    def foresee(self, every: Sequence[Portrait]) -> list[Hung]:
        """Read at once all with whom these newcomers are worth comparing, and what tells none of them apart."""
        self.prepare(every)
        self._read_latest(one.first_at for one in every if one.written >= LEAST)
        hung = self._hung(account for one in every for account in (*self._met(one), *self._lately(one)))
        self.shown.expect_of((*every, *(one.portrait for one in hung)))
        return hung

    def near(self, coming: Portrait) -> list[Hung]:
        """Those with whom a newcomer is worth comparing."""
        self.foresee([coming])
        fresh = {one for key in self._keys_of(coming) for one in self._fresh_keys.get(key, ())}
        if coming.written >= LEAST:
            fresh |= self._fresh.keys()
        hung = self._hung((*sorted(self._met(coming)), *self._lately(coming), *sorted(fresh)))
        return [one for one in hung if one.portrait.account != coming.account]

    def of(self, accounts: Iterable[str]) -> list[Hung]:
        """The portraits of these accounts, of those that have one."""
        return self._hung(sorted(accounts))

    def _met(self, coming: Portrait) -> list[str]:
        """Those who have most in common with a newcomer, of those whose portraits were there before."""
        known = self._owners if self._whole is None else self._whole
        owners = [known[key] for key in self._keys_of(coming) if key in known]
        shared = Counter(one for some in owners if len(some) <= EACH for one in some)
        return sorted(shared, key=lambda one: (-shared[one], one))[:MET]

    def _lately(self, coming: Portrait) -> Sequence[str]:
        """Those against whom a measure was taken last before a newcomer of whom it is known how they write."""
        return self._latest[coming.first_at] if coming.written >= LEAST else ()

    def _read_latest(self, moments: Iterable[datetime]) -> None:
        asked = [at for at in dict.fromkeys(moments) if at not in self._latest]
        found = portraits.latest(self._connection, self.person, asked, LATELY) if asked else {}
        self._latest |= {at: found.get(at, []) for at in asked}

    def _hung(self, accounts: Iterable[str]) -> list[Hung]:
        """The portraits of these accounts in their order, each once."""
        named = dict.fromkeys(accounts)
        unread = [one for one in named if one not in self._opened and one not in self._asked]
        self._asked.update(unread)
        for one in portraits.portrayed(self._connection, self.person, unread) if unread else ():
            self._open(one)
        return [self._opened[one] for one in named if one in self._opened]

    def _keys_of(self, one: Portrait) -> tuple[int, ...]:
        if one not in self._of:
            self._of[one] = self._keys.of(one)
        return self._of[one]

    def _open(self, one: Portrayed) -> None:
        if not one.box:
            return
        try:
            seen = _UNPACK(unfold(self._seal.unwrap(one.account, one.box)))
        except (
            KeyMissing,
            ValueError,
            msgspec.MsgspecError,
            zstandard.ZstdError,
        ):  # made under a salt that was destroyed, or by an older release
            return
        self._opened[one.account] = Hung(seen, Measure(at=one.since, why=one.why))
