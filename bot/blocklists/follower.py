"""Who follows a list, what they chose, and what became of each entry at each of them."""

from datetime import datetime
from enum import StrEnum
from typing import Final, NamedTuple

from bot.blocklists.deed import Deed
from bot.blocklists.entity import Entity
from bot.blocklists.identifier import GENESIS
from bot.model.noun import EPOCH, Noun
from bot.model.reason import Reason, Severity


class Choice(Noun, frozen=True, kw_only=True):
    """What somebody wants done of what a list says."""

    deed: Deed = Deed.MUTE
    """MUTE or BLOCK; whole domains are blocked by who chose BLOCK, and left alone by who chose MUTE."""
    floor: Severity = Severity.NONE
    """Nothing is done about less."""
    reasons: tuple[Reason, ...] = ()
    """For none but these; empty: for whatever reason."""


class Consent(Noun, frozen=True, kw_only=True):
    """A yes: to what text, when, in whose name."""

    text: str = ""
    """The version of what they were shown."""
    language: str = ""
    at: datetime = EPOCH
    by: str = ""
    """The seat that said it, for an account of the person; empty for others."""


class Phase(StrEnum):
    """How far somebody is with a list."""

    JOINING = "joining"
    """They never were level with it yet."""
    ACTIVE = "active"
    PAUSED = "paused"
    LEAVING = "leaving"
    """All that was done is being undone."""
    LEFT = "left"


class Trouble(StrEnum):
    """Why somebody is paused."""

    TOKEN = "token"  # noqa: S105 - the name of a trouble
    """Their server no longer takes the token, or there is none."""


class Follower(Noun, frozen=True, kw_only=True):
    """An account for which a list is carried out. Its token stands in the safe."""

    id: str
    person: str
    """Whose list it is."""
    list: str
    own: str = ""
    """`Account.key`, where it is an account of the person; else empty."""
    platform: str
    server: str
    account: str
    handle: str
    choice: Choice = Choice()
    consent: Consent = Consent()
    phase: Phase = Phase.JOINING
    why: str = ""
    """A `Trouble`, while it is paused."""
    upto: str = GENESIS
    """The change up to which it was planned."""
    look: str = ""
    """The entry up to which it is being reconciled; empty: that is not under way."""
    page: str = ""
    """SHA-256 of the word by which who follows finds their page; empty: there is none."""
    at: datetime
    seen_at: datetime | None = None
    """When it was last reconciled."""
    due_at: datetime | None = None
    """When there is something to do; None: when something changes."""

    @property
    def key(self) -> str:
        """`Account.key`."""
        return f"{self.platform}:{self.server}/{self.account}" if self.server else f"{self.platform}:{self.account}"


class State(StrEnum):
    """How an entry stands at a follower."""

    PLANNED = "planned"
    ATTEMPTING = "attempting"
    """It was not in force when the server was asked, and the deed began: what is in force after a crash is ours."""
    DONE = "done"
    CANCELLED = "cancelled"
    DEFERRED = "deferred"
    RETRACTING = "retracting"
    """It is to be undone; what is then no longer in force, a hand took back."""
    UNDOING = "undoing"
    """It was in force when the server was asked, and the undoing began."""
    UNDONE = "undone"


ENDING: Final = (State.RETRACTING, State.UNDOING)
WAITING: Final = (State.PLANNED, State.ATTEMPTING, State.DEFERRED, State.RETRACTING, State.UNDOING)
"""What is not as it is to be yet."""


class Tally(NamedTuple):
    """How many entries stand how."""

    done: int
    waiting: int
    alone: int
    """About which nothing is done, for some reason."""


class Why(StrEnum):
    """Why nothing is done about an entry, or no longer."""

    FOLLOWING = "following"
    ALREADY = "already"
    """It was so before: none of ours, so never undone."""
    BY_HAND = "unblocked_by_hand"
    """They took it back themselves: it stays so."""
    TRUSTED = "trusted"
    """The person trusts them, or exempted them."""
    WROTE = "wrote"
    """They wrote to the person, and a block destroys traces of it: that is for the shield, which keeps them."""
    LEFT = "left"
    RETRACTED = "retracted"
    CHANGED = "changed"
    """They chose another deed: what was done is undone, and the other done."""
    BELOW = "below_floor"
    """It is none of what they chose, or no longer."""
    GONE = "gone"
    """Their server knows nobody of this name."""
    REFUSED = "refused"
    """Their server would not."""


class Effect(Noun, frozen=True, kw_only=True):
    """What became of one entry at one follower."""

    follower: str
    person: str
    entity: Entity
    change: str
    """The change that led to it."""
    state: State
    why: str = ""
    did: Deed | None = None
    """What we did, or are at; None: nothing yet."""
    target: str = ""
    """The id under which the server knows it."""
    tries: int = 0
    """How often it was put off since they could not be found, or freed."""
    at: datetime
    """Since when it stands so; of what is deferred, until when."""
