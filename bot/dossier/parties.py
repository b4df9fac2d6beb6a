"""Whoever stands in a dossier: accounts by their stable ids, with the handles and names under which they wrote."""

from collections.abc import Collection, Sequence
from datetime import datetime

from bot.dossier.content import Party
from bot.model.account import Account


class Parties:
    """Gathers them as they are met."""

    def __init__(self, accused: Collection[str]) -> None:
        """`accused` are those whom the dossier is about, by `Account.key`."""
        self._accused = accused
        self._met: dict[str, list[Account]] = {}
        self._wrote: dict[str, list[datetime]] = {}
        self.own: set[str] = set()
        """The accounts of the person, by `Account.key`."""

    def meet(self, account: Account) -> None:
        """Note how somebody was called when they wrote."""
        self._met.setdefault(account.key, []).append(account)

    def count(self, account: str, at: datetime) -> None:
        """Note that a fact is theirs."""
        self._wrote.setdefault(account, []).append(at)

    def every(self) -> tuple[Party, ...]:
        """All of them: whom it is about first, then by when they first wrote."""
        names = dict.fromkeys((*self._accused, *self._wrote, *self._met))
        found = [self._party(key, self._met.get(key, ())) for key in names]
        return tuple(sorted(found, key=lambda one: (not one.accused, one.first is None, str(one.first or ""), one.key)))

    def _party(self, key: str, met: Sequence[Account]) -> Party:
        platform, _, rest = key.partition(":")
        wrote = self._wrote.get(key, [])
        return Party(
            key=key,
            platform=platform,
            id=rest.rpartition("/")[2] if platform == "mastodon" else rest,
            handles=tuple(dict.fromkeys(one.handle for one in met if one.handle)),
            names=tuple(dict.fromkeys(one.display_name for one in met if one.display_name)),
            bio=next((one.bio for one in reversed(met) if one.bio), ""),
            made_at=next((one.created_at for one in met if one.created_at), None),
            first=min(wrote, default=None),
            last=max(wrote, default=None),
            facts=len(wrote),
            accused=key in self._accused,
            protected=key in self.own,
        )
