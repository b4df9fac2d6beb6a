"""What the person says in a dossier, in their own words, and what courts said before."""

from datetime import date

from bot.model.noun import Noun


class Judged(Noun, frozen=True, kw_only=True):
    """A judgment, or a ban that follows from one."""

    kind: str
    """`judgment`, `court_ban`, `platform_ban`"""
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
    asked: tuple[str, ...] = ()
    """Names of what is asked for, or the person's own words."""
    addressee: str = ""
    domicile: Domicile | None = None
