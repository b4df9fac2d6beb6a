"""What was begun against the person behind a case, and what became of it: complaints, reports, hearings, judgments."""

from datetime import datetime
from enum import StrEnum

from bot.model.noun import Noun


class Step(StrEnum):
    """What kind of thing it is."""

    COMPLAINT = "complaint"
    STATEMENT = "statement"
    """Only noted by the police (main courante), which begins nothing."""
    REPORT = "report"
    """To a platform, or to PHAROS."""
    PRESERVATION = "preservation"
    """A host was asked to keep its data."""
    CONSTAT = "constat"
    """A bailiff recorded it."""
    HEARING = "hearing"
    JUDGMENT = "judgment"
    ANOTHER = "another"


class Proceeding(Noun, frozen=True, kw_only=True):
    """One of them."""

    id: str
    person: str
    case: str
    kind: Step
    at: datetime
    """When it was done, or is to be."""
    due_at: datetime | None = None
    """By when an answer is awaited, or when the person must be there."""
    settled_at: datetime | None = None
    """When it was answered, or is over."""
    reference: str = ""
    """Number of the complaint, of the report, of the judgment."""
    place: str = ""
    """With whom: a court, a platform, a police station."""
    answer: str = ""
    by: str = ""
    """Who wrote it down."""


class Dealt(Noun, frozen=True, kw_only=True):
    """Deadlines that need no reminder any more."""

    clock: str
    through: datetime
    """Of facts up to this moment."""
    how: str
    """`filed`, `declined`"""
    by: str
    at: datetime
