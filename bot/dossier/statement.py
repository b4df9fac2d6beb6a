"""What the person says in a dossier, in their own words, and what courts said before."""

from datetime import date
from typing import Final, Literal

from bot.model.noun import Noun

Kind = Literal["judgment", "conviction", "contact_ban", "protection_order", "account_ban", "court_ban", "platform_ban"]
"""Of a judgment, or of a ban."""
Age = Literal["", "under_fifteen", "minor"]
Unfit = Literal["", "unfit_none", "unfit_up_to_eight", "unfit_over_eight"]
FOUND: Final = frozenset({"judgment", "conviction"})
"""Kinds of judgments that find what was done; all others forbid or order something."""


class Judged(Noun, frozen=True, kw_only=True):
    """A judgment, or a ban that follows from one."""

    kind: str
    """`Kind`"""
    at: date | None = None
    until: date | None = None
    court: str = ""
    reference: str = ""
    text: str = ""


class Domicile(Noun, frozen=True, kw_only=True):
    """Where post reaches the person instead of their home."""

    kind: str
    """`third_party` (with their consent), `professional`, `police_station` (with the prosecutor's authorisation)"""
    name: str = ""
    lines: tuple[str, ...] = ()
    consents: bool = False
    """Whether the third party, or the prosecutor, agreed."""


class Statement(Noun, frozen=True, kw_only=True):
    """What the person says, in their own words."""

    complainant: str = ""
    """The name under which they complain."""
    contact: str = ""
    office: str = ""
    """Office held (an aggravating circumstance: 222-33-2-2, 4° bis)."""
    words: str = ""
    effects: str = ""
    """On health, work, life."""
    presumed: str = ""
    """Who they believe it is, and what is known of them."""
    age: Age = ""
    """Theirs when it was done, where it counts; empty: of age, or not said."""
    vulnerable: bool = False
    """Whether they were particularly vulnerable, and it showed or was known."""
    before_minor: bool = False
    """Whether a minor was there and saw it."""
    unfit: Unfit = ""
    """For how long a doctor certified total incapacity for work; empty: not said."""
    asked: tuple[str, ...] = ()
    """Names of what is asked for, or the person's own words."""
    addressee: str = ""
    domicile: Domicile | None = None

    @property
    def stated(self) -> tuple[str, ...]:
        """Names of what the person chose to say of themselves."""
        chosen = {"vulnerable": self.vulnerable, "before_minor": self.before_minor}
        return tuple(filter(None, (self.age, *(name for name, said in chosen.items() if said), self.unfit)))
