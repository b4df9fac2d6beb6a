"""Whoever stands in a dossier: accounts by their stable ids, with the handles and names under which they wrote."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import groupby
from typing import NamedTuple

from bot.dossier.content import Called, Party
from bot.dossier.surroundings import account_of
from bot.model.account import Account


class Met(NamedTuple):
    """How an account was when it was seen."""

    at: datetime
    account: Account


class Parties:
    """Gathers them as they are met."""

    def __init__(self, accused: Collection[str]) -> None:
        """`accused` are those whom the dossier is about, by `Account.key`."""
        self._accused = accused
        self._met: dict[str, list[Met]] = {}
        self._wrote: dict[str, list[datetime]] = {}
        self._worst: dict[str, int] = {}
        self.own: set[str] = set()
        """The accounts of the person, by `Account.key`."""

    def meet(self, account: Account, at: datetime) -> None:
        """Note how somebody was called at a moment."""
        self._met.setdefault(account.key, []).append(Met(at, account))

    def rename(self, key: str, handles: Iterable[tuple[datetime, str]]) -> None:
        """Note which handles an account took, and when."""
        for at, handle in handles:
            self.meet(account_of(key, handle), at)

    def count(self, account: str, at: datetime, grade: int) -> None:
        """Note that a fact is theirs, and how grave it is."""
        self._wrote.setdefault(account, []).append(at)
        self._worst[account] = max(self._worst.get(account, 0), grade)

    def every(self) -> tuple[Party, ...]:
        """All of them: whom it is about first, then by when they first wrote; the person's own, met or not."""
        names = dict.fromkeys((*self._accused, *self._wrote, *self._met, *sorted(self.own)))
        found = [self._party(key, self._met.get(key, ())) for key in names]
        return tuple(sorted(found, key=lambda one: (not one.accused, one.first is None, str(one.first or ""), one.key)))

    def _party(self, key: str, met: Sequence[Met]) -> Party:
        platform, _, rest = key.partition(":")
        wrote, seen = self._wrote.get(key, []), sorted(met, key=lambda one: one.at)
        handles = tuple(_spells("handle", [(one.at, one.account.handle) for one in seen]))
        names = tuple(_spells("name", [(one.at, one.account.display_name) for one in seen]))
        return Party(
            key=key,
            platform=platform,
            id=rest.rpartition("/")[2] if platform == "mastodon" else rest,
            handles=tuple(one.text for one in handles),
            names=tuple(one.text for one in names),
            called=(*handles, *names),
            bio=next((one.account.bio for one in reversed(seen) if one.account.bio), ""),
            made_at=next((one.account.created_at for one in seen if one.account.created_at), None),
            first=min(wrote, default=None),
            last=max(wrote, default=None),
            facts=len(wrote),
            worst=self._worst.get(key, 0),
            accused=key in self._accused,
            protected=key in self.own,
        )


def _spells(kind: str, seen: Sequence[tuple[datetime, str]]) -> Iterator[Called]:
    """Each name as long as it was seen without another; one that came back stands there again."""
    for text, same in groupby((one for one in seen if one[1]), key=lambda one: one[1]):
        times = [at for at, _ in same]
        yield Called(kind=kind, text=text, since=times[0], until=times[-1])
