"""A draft of a dossier: what the person chose and said so far."""

from datetime import datetime
from enum import StrEnum

import msgspec

from bot.dossier.content import About
from bot.dossier.fact import Showing
from bot.dossier.statement import Judged, Statement
from bot.law.data import Chosen
from bot.model.noun import Noun


class Which(StrEnum):
    """Which facts are shown."""

    ALL = "all"
    FIRST_AND_LAST = "first_and_last"
    """The first, the last three, and the three most worrying: for readers who are overwhelmed."""
    CHOSEN = "chosen"


class Draft(Noun, frozen=True, kw_only=True):
    """Everything that is chosen, but for to whom it goes."""

    id: str
    person: str
    about: About
    subject: str
    language: str
    made_at: datetime
    by: str
    """Who began it."""
    zone: str = "Europe/Paris"
    """IANA zone of the person's clock."""
    law: Chosen = ""
    """By whose law it goes; empty: by that of the country in which they live."""
    since: datetime | None = None
    until: datetime | None = None
    which: Which = Which.ALL
    directs: bool = True
    """Whether direct messages are in it: not where it was begun by somebody who may not see them."""
    chosen: tuple[str, ...] = ()
    """Exhibits of the facts, where they are chosen one by one."""
    statement: Statement = Statement()
    judged: tuple[Judged, ...] = ()
    outside: tuple[str, ...] = ()
    """Exhibits of what was brought."""
    witnesses: tuple[str, ...] = ()
    """Names that the other side must not read, besides those of accounts."""
    nothing_to_hide: bool = False
    """Whether the person said on purpose that there is no address, no number, nothing of theirs to mask."""
    shown: dict[str, Showing] = msgspec.field(default_factory=dict)
    """How images stand, by the hex SHA-256 of their bytes, as a human who looked said."""
