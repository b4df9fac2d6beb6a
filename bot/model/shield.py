"""How one person is shielded: who they are, who is told, and how much may be done automatically."""

from bot.model.account import Account, Protected
from bot.model.noun import Noun
from bot.model.reason import Severity


class Budget(Noun, frozen=True, kw_only=True):
    """Automatic actions an hour and a day; urgent ones have a reserve of their own, and the ordinary part after it."""

    hour: int = 30
    day: int = 100
    reserve_hour: int = 30
    reserve_day: int = 100


class Contact(Noun, frozen=True, kw_only=True):
    """One channel on which the person or a delegate is told."""

    name: str
    above: Severity = Severity.HIGH
    """Single alerts of at least this severity come here; digests always do."""
    language: str = "fr"


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

    @property
    def name(self) -> str:
        """The person's name."""
        return self.protected.name

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
