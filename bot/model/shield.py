"""How one person is shielded: who they are, who is told, and how much may be done automatically."""

from collections.abc import Collection, Iterable, Mapping
from datetime import timedelta
from enum import StrEnum
from types import MappingProxyType

from bot.model.account import Account, Protected
from bot.model.community import Keeps
from bot.model.noun import Noun
from bot.model.reason import Reason, Severity

DAY = 24 * 60
"""Minutes."""


class Budget(Noun, frozen=True, kw_only=True):
    """Automatic actions an hour and a day; urgent ones have a reserve of their own, and the ordinary part after it."""

    hour: int = 30
    day: int = 100
    reserve_hour: int = 30
    reserve_day: int = 100


class Rhythm(StrEnum):
    """How often a digest comes."""

    DAILY = "daily"
    WEEKLY = "weekly"
    NONE = "none"


class Quiet(Noun, frozen=True, kw_only=True):
    """Hours of the day in which only danger rings, over midnight where they end before they begin."""

    since: int
    """In minutes since midnight, by the person's clock."""
    to: int

    def rest(self, minute: int) -> int:
        """Minutes of them that are left at this minute of a day; 0 outside them."""
        over_midnight = self.to <= self.since
        if minute >= self.since and (over_midnight or minute < self.to):
            return self.to + (DAY if over_midnight else 0) - minute
        return self.to - minute if over_midnight and minute < self.to else 0


class Contact(Noun, frozen=True, kw_only=True):
    """One channel on which the person or a delegate is told."""

    name: str
    above: Severity = Severity.HIGH
    """Single alerts of at least this severity come here at once."""
    language: str = "fr"
    reasons: frozenset[Reason] = frozenset()
    """Single alerts about mentions come here for these reasons alone; empty: for any."""
    quiet: Quiet | None = None
    delegate: str = ""
    """Whose channel it is; empty: the person's own."""
    digest: Rhythm = Rhythm.DAILY
    support: bool = True
    """Whether the digest of what was written in support comes here."""
    step: int = 0
    """How often nobody acknowledged an urgent alert before it comes here; where it is above 0, no other comes."""

    def takes(self, severity: Severity, reasons: Collection[Reason]) -> bool:
        """Whether a single alert about a mention comes here."""
        return self.above <= severity and self.concerns(reasons)

    def concerns(self, reasons: Collection[Reason]) -> bool:
        """Whether it wants to be told at once of what is noticed for these."""
        return not self.reasons or not self.reasons.isdisjoint(reasons)


class Shield(Noun, frozen=True, kw_only=True):
    """All that the pipeline knows of one person."""

    protected: Protected
    contacts: tuple[Contact, ...] = ()
    budget: Budget = Budget()
    trusted: frozenset[str] = frozenset()
    """Handles, ids or keys of accounts on which nothing is ever done."""
    delegates: frozenset[str] = frozenset()
    shelters: frozenset[str] = frozenset()
    """What is raised for as long as a raid lasts, by the names of `bot.model.action.Shelter`; never while observing."""
    public: tuple[str, ...] = ()
    """Addresses, phones and mailboxes of theirs that are public."""
    desk: str = ""
    """`desk:<community>` where a community is shielded; empty for a person."""
    keeps: Keeps = Keeps.ALL
    """What of that which is judged is kept."""
    measures: frozenset[str] = frozenset()
    """What a community's rules may do by themselves, by name."""
    by_one: frozenset[str] = frozenset()
    """Grave measures that one human may order, by name."""
    wait: timedelta = timedelta(minutes=15)
    """How long an urgent alert waits to be acknowledged before it goes on."""
    titles: Mapping[str, Mapping[str, str]] = MappingProxyType({})
    """What rules are called, by language and name; those that are not here, by their names."""

    @property
    def name(self) -> str:
        """The person's name."""
        return self.protected.name

    def called(self, rules: Iterable[str], language: str) -> tuple[str, ...]:
        """What these rules are called in a language."""
        titles = self.titles.get(language, {})
        return tuple(titles.get(name, name) for name in rules)

    def trusts(self, account: Account) -> bool:
        """Whether the person named this account as trusted, or it is their own."""
        own = (one for one in self.protected.accounts if one.id == account.id)
        return _named(account, self.trusted) or any(one.key == account.key for one in own)

    def delegates_to(self, account: Account) -> bool:
        """Whether this account is a delegate's."""
        return _named(account, self.delegates)


def _named(account: Account, names: frozenset[str]) -> bool:
    if not names:
        return False
    folded = {name.casefold() for name in names}  # handles are written in any case
    return not folded.isdisjoint((account.handle.casefold(), account.id.casefold(), account.key.casefold()))
