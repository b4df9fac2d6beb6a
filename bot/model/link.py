"""Two accounts believed one person's: what speaks for it, and what a human said of it."""

from enum import StrEnum

from bot.model.noun import Noun


class Ground(StrEnum):
    """What speaks for one person behind two accounts; the words for it stand in bot/alerts/texts."""

    DECLARED = "declared"
    """The platform or the profile says so: a move, another name of the same person, a link in the biography."""
    AVATAR = "avatar"
    HANDLE = "handle"
    NAME = "name"
    BIO = "bio"
    TEXTS = "texts"
    """Texts of the one are near copies of texts of the other."""
    STYLE = "style"
    HOURS = "hours"
    AFTER = "after"
    """The first contact came soon after the measure."""
    NEW = "new"
    """The account was made after the measure."""
    TARGETS = "targets"
    """Both address the same other people, in the same threads."""


class Why(StrEnum):
    """Why an account is one to which others are compared: a measure was taken against it."""

    MUTED = "muted"
    BLOCKED = "blocked"
    RESTRICTED = "restricted"
    """A court or a platform forbade its owner to come back."""
    CASE = "case"
    SUSPENDED = "suspended"
    """A community's moderators limited or suspended it."""


class Status(StrEnum):
    """What became of a link; only a human makes it more, or less, than a suggestion."""

    SUGGESTED = "suggested"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"


class Said(Noun, frozen=True, kw_only=True):
    """One ground as it holds of two accounts."""

    ground: Ground
    amount: int = 0
    """Minutes from the measure to the first contact (`after`), number of copies (`texts`); else 0."""
    why: Why = Why.MUTED
    """Which measure it came after."""


class Likely(Noun, frozen=True, kw_only=True):
    """An account against which a measure was taken, and that is likely this author's."""

    account: str
    """`Account.key` of the other account."""
    score: float
    """From 0 to 1: how probable it is that one person has both."""
    grounds: tuple[Said, ...] = ()
    status: Status = Status.SUGGESTED
    restricted: bool = False
    """Whether a restriction on that account's owner stood when the mention came."""
