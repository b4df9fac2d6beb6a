"""What takes two people: one who proposes it, and one who agrees; or a day, where there is nobody else."""

from datetime import datetime
from enum import StrEnum
from typing import Final

from bot.model.noun import Noun
from bot.model.seat import Grant


class Kind(StrEnum):
    """What is proposed."""

    BLOCK = "block"
    """Blocking many at once."""
    EXPORT = "export"
    """Taking everything out that is kept for a person."""
    PUBLISH = "publish"
    """Giving a list of accounts to others."""
    REWORD = "reword"
    """Changing what such a list says of itself."""
    CLOSE = "close"
    """Ending it, everywhere it went."""
    DOSSIER = "dossier"
    """Handing a dossier over."""
    MEASURE = "measure"
    """A grave measure of moderators."""


NEEDS: Final = {
    Kind.BLOCK: Grant.ACT,
    Kind.EXPORT: Grant.EXPORT,
    Kind.PUBLISH: Grant.PUBLISH,
    Kind.REWORD: Grant.PUBLISH,
    Kind.CLOSE: Grant.PUBLISH,
    Kind.DOSSIER: Grant.EXPORT,
    Kind.MEASURE: Grant.MEASURE,
}
"""What both must be granted."""


class Standing(StrEnum):
    """How it stands with a proposal."""

    WAITING = "waiting"
    AGREED = "agreed"
    """It is to be done; it may have been begun."""
    WITHDRAWN = "withdrawn"
    DONE = "done"


class Proposal(Noun, frozen=True, kw_only=True):
    """One of them."""

    id: str
    person: str
    kind: Kind
    detail: str = "{}"
    """JSON of what it is about: ids, and what a list would say of itself; never what an author wrote."""
    by: str
    """The seat that proposes."""
    at: datetime
    due_at: datetime | None = None
    """When it may be done without a second person; None: never."""
    standing: Standing = Standing.WAITING
    settled_by: str = ""
    """The seat that agreed or withdrew; empty where time did."""
    settled_at: datetime | None = None
