"""What people are told: reasons and rules, never the words that hurt, nor names an author chose."""

from datetime import datetime
from enum import StrEnum

from bot.model.noun import Noun
from bot.model.reason import Severity


class AlertKind(StrEnum):
    """What an alert is about."""

    MENTION = "mention"
    UPDATE = "update"
    """What was done about the mention of an earlier alert; carries its id."""
    DIGEST = "digest"
    RAID = "raid"
    """A raid that begins, or has ended."""
    LINK = "link"
    """Two accounts that may be one person's: suggested to a human."""
    NOTICE = "notice"
    """Something about the shield itself: a budget spent, a token refused."""


class Alert(Noun, frozen=True, kw_only=True, tag="alert", tag_field="noun"):
    """A message to the person protected, or to a delegate."""

    id: str
    person: str
    kind: AlertKind
    severity: Severity
    at: datetime
    title: str
    body: str
    about: tuple[str, ...] = ()
    """URIs of the mentions it speaks of."""
    undo: str = ""
    """What `rempart undo` takes; empty where nothing of what it tells can be undone."""
    repeated: bool = False
    """Possibly sent before: a crash interrupted the first sending."""

    @property
    def pressing(self) -> bool:
        """Whether somebody must acknowledge it, or it goes on to the next."""
        return self.severity is Severity.URGENT and self.kind is not AlertKind.UPDATE
