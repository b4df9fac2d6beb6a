"""A list of others as one follows it: where it comes from, what was chosen for it, and how each version came out."""

from datetime import datetime
from enum import StrEnum

from bot.blocklists.change import Change, Policy, Type
from bot.model.noun import Noun
from bot.model.reason import Severity


class Apply(StrEnum):
    """What is done in the person's own name about whom a list names."""

    NOTHING = "nothing"
    """It only informs: rules may ask for it."""
    MUTE = "mute"
    BLOCK = "block"


class Taking(StrEnum):
    """What becomes of a version that no guard holds back."""

    ASKS = "asks"
    """It waits for a person, as the first one always does."""
    ITSELF = "itself"


class Terms(Noun, frozen=True, kw_only=True):
    """What people chose for a list that they follow."""

    apply: Apply = Apply.NOTHING
    taking: Taking = Taking.ASKS
    least: Severity = Severity.LOW
    """What is less severe does nothing."""
    priority: int = 0
    """Of two lists that name the same account, the one with the higher has what is done about it."""
    verifier: str = ""
    """The public key by which its versions must be signed; empty: they need not be."""
    shrink: int = 20
    """Percent of what stood in a version that may be gone in the next."""
    grow: int = 50
    """Percent of what stood in a version that may be new in the next."""
    surge: int = 20
    """Percent from which on what is new waits, though it is not refused."""
    members: tuple[str, ...] = ()
    """Names of the lists that this one is made of; empty: it comes from elsewhere."""
    at_least: int = 1
    """In how many of its members somebody must stand."""
    share: float = 0
    """In what percentage of its members somebody must stand; 0: that does not matter."""


class Subscription(Noun, frozen=True, kw_only=True):
    """Where a list of others comes from, and how far it was read."""

    list: str
    person: str
    source: str
    """A URL, an at:// URI, `file:` with a name, or `lists:`."""
    form: str = ""
    """The name of its format; empty: as it shows."""
    etag: str = ""
    cursor: str = ""
    checked_at: datetime | None = None
    good_at: datetime | None = None
    due_at: datetime
    trouble: str = ""
    """The name of a sentence; empty: nothing is wrong."""
    held: bytes = b""
    """What waits, wrapped under the master key."""


class Outcome(StrEnum):
    """What became of a version."""

    HELD = "held"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    UNDONE = "undone"


class Edition(Noun, frozen=True, kw_only=True):
    """One version of a list."""

    list: str
    person: str
    version: int
    at: datetime
    standing: Outcome = Outcome.ACCEPTED
    why: str = "{}"
    """JSON: what led to it, of one's own lists; else what is known of it (bot/subscribing/report.py)."""
    changes: int
    entries: int
    """What stood in the list after it."""
    digest: str
    """Hex SHA-256: of one's own lists of what is signed, else of what stands in it."""
    note: str = ""
    """The signed note; empty where there is none."""
    by: str = ""


WEIGHT = {Policy.FILTER: Severity.MEDIUM, Policy.REJECT: Severity.HIGH, Policy.DROP: Severity.HIGH}
"""How severe an entry is that only says what to do."""


def weight(change: Change) -> Severity:
    """How severe a list finds somebody; none where it recommends nothing against them."""
    if change.type is not Type.RECOMMENDATION or not change.applies or change.policy is None:
        return Severity.NONE
    return change.severity or WEIGHT[change.policy]
