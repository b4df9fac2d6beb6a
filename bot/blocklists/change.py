"""What a list says, one change at a time: recommended, advised, taken back, wiped out. The words are those of FIRES."""

from datetime import datetime
from enum import StrEnum
from typing import Final

from bot.blocklists.entity import Entity
from bot.model.noun import Noun
from bot.model.reason import Reason, Severity


class Type(StrEnum):
    """What a change does."""

    RECOMMENDATION = "Recommendation"
    ADVISORY = "Advisory"
    """Said to those who look, and never applied."""
    RETRACTION = "Retraction"
    """What was said holds no longer."""
    TOMBSTONE = "Tombstone"
    """It is not even told any more what was said."""


class Policy(StrEnum):
    """What is recommended, from the least."""

    ACCEPT = "accept"
    FILTER = "filter"
    """To mute, or to limit."""
    REJECT = "reject"
    """To block, or to suspend."""
    DROP = "drop"
    """To block, and to let nothing of it pass at all."""


class Cause(StrEnum):
    """What led to a change."""

    RULE = "rule"
    CASE = "case"
    HUMAN = "human"
    LIST = "list"
    """Another's list says so: such a change is never passed on."""


APPLIED: Final = (Policy.FILTER, Policy.REJECT, Policy.DROP)


class Change(Noun, frozen=True, kw_only=True):
    """One line of a list's log. It never holds what anybody wrote."""

    id: str
    """UUIDv7: later sorts later."""
    type: Type
    at: datetime
    entity: Entity
    policy: Policy | None = None
    """None where it recommends nothing, or what we do not know: `stated` has the word then."""
    stated: str = ""
    """The policy or severity as others wrote it, where it is none of ours: kept and shown, not applied."""
    severity: Severity = Severity.NONE
    reasons: tuple[Reason, ...] = ()
    labels: tuple[str, ...] = ()
    """Reasons as others name them: URIs or words."""
    filters: tuple[str, ...] = ()
    """FIRES' `recommendedFilters`; `reject_media` and `reject_reports` of the CSV files too."""
    comment: str = ""
    """For everybody to read."""
    private: str = ""
    """A comment that its writer meant for few (FediBlockHole); never published."""
    obfuscate: bool = False
    """Whether its writer wants the domain shown as `ex****le.org`."""
    uri: str = ""
    """The actor's URI, where the entity is known by another name."""
    cause: Cause = Cause.HUMAN
    cause_ref: str = ""
    """Which rule, case or list, by name or number."""
    by: str = ""
    """Who decided, by the name in the trail; never published."""
    evidence: str = ""
    """Hex SHA-256 that stands for the evidence: whoever holds it can show later that it is the same. Never content."""
    review_at: datetime | None = None
    expires_at: datetime | None = None

    @property
    def applies(self) -> bool:
        """Whether it asks for anything to be done about the entity."""
        return self.type is Type.RECOMMENDATION and self.policy in APPLIED

    def over(self, now: datetime) -> bool:
        """Whether it has had its time."""
        return self.expires_at is not None and self.expires_at <= now
