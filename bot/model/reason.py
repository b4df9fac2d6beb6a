"""Why something is done, and how much it matters."""

from enum import IntEnum, StrEnum


class Reason(StrEnum):
    """Why; the names are those of Ozone's report reasons."""

    HARASSMENT_TARGETED = "harassment_targeted"
    HARASSMENT_DOXXING = "harassment_doxxing"
    VIOLENCE_THREATS = "violence_threats"
    SEXUAL_HARASSMENT = "sexual_harassment"
    HATE = "hate"
    SELF_HARM_INCITEMENT = "self_harm_incitement"
    IMPERSONATION = "impersonation"
    RULE_BAN_EVASION = "rule_ban_evasion"
    SPAM = "spam"


class Severity(IntEnum):
    """How much it matters to the person protected."""

    NONE = 0
    LOW = 1
    MEDIUM = 2
    HIGH = 3
    URGENT = 4

    @property
    def label(self) -> str:
        """The word people use: `none`, `low`, `medium`, `high`, `urgent`."""
        return LABELS[self]


LABELS = tuple(one.name.lower() for one in Severity)
