"""A fact as a dossier tells it: its words, what stood beside it and became of it, what proves it and what does not."""

from datetime import datetime
from enum import StrEnum

from bot.model.noun import Noun


class Beside(Noun, frozen=True, kw_only=True):
    """A post that stands beside a fact: what it answered, what it quoted, what the person replied."""

    role: str
    """`root`, `parent`, `quoted`, `reply`"""
    uri: str
    at: datetime | None = None
    taken_at: datetime | None = None
    """When it was shown so: what became of it later is not known."""
    author: str = ""
    """`Party.key`"""
    handle: str = ""
    text: str = ""
    kept: bool = True
    """Whether its words are in custody; where not, only that it was there is known."""


class Showing(StrEnum):
    """How an image stands in what is handed over."""

    LEFT_OUT = "left_out"
    """Until a human has looked at it, and where a human wants it so."""
    BLURRED = "blurred"
    SHOWN = "shown"


class Attached(Noun, frozen=True, kw_only=True):
    """A picture, a film, a sound that came with a fact."""

    kind: str
    added_at: datetime | None = None
    """When an edit brought it; None: it was there from the beginning, as far as we know."""
    removed_at: datetime | None = None
    """When it was no longer in what came."""
    alt: str = ""
    file: str = ""
    """Its path within the bag; empty where its bytes are not in custody."""
    type: str = ""
    """Media type, as its bytes show."""
    size: int = 0
    """Bytes."""
    digest: str = ""
    """Hex SHA-256 of its bytes, or as the post names them."""
    showing: Showing = Showing.LEFT_OUT


class Turn(Noun, frozen=True, kw_only=True):
    """What became of a fact later."""

    what: str
    """`edited` (a version came), `edited_seen` (found when it was read again), `edited_before` (the earlier words never
    came); `deleted` (in its author's repository, as the network's stream says), `removed` (a server says so of itself),
    `missing` (asked for and not found), `gone` (its author's account), `returned` (that account wrote again), `hidden`
    (kept from the person, while it is there), `unseen` (kept from the person, and who knows from whom else), `back`.
    Who did it is never known."""
    at: datetime
    how: str = ""
    """How an account is gone: `deleted`, `deactivated`, `suspended`, `takendown`, `unsaid`."""
    text: str = ""
    """As it read from then on, where it was edited."""
    digest: str = ""


class Done(Noun, frozen=True, kw_only=True):
    """What was done about a fact."""

    what: str
    """`mute`, `block`, `report`, `alert`, … : `bot.model.action.kind_of`"""
    at: datetime
    outcome: str
    """As `bot.model.delivery.Status` has it."""
    by: str = ""
    """The rule, or who did it."""


class Piece(Noun, frozen=True, kw_only=True):
    """A file of the bag that proves something, and how it was taken."""

    what: str
    """`record`, `notification`, `profile`, `post`, `medium`, `origin`, `brought`, …"""
    file: str
    digest: str
    """Hex SHA-256 of the file."""
    size: int
    at: datetime
    exhibit: str = ""
    url: str = ""
    entry: int = 0
    """Number of the chain's entry that names it; 0: none does."""
    answer: str = ""
    """First line of the HTTP answer, where it came over the wire."""
    limits: tuple[str, ...] = ()
    """What it does not prove: names of `bot.evidence.limits` or `bot.evidence.proof.Limit`."""


class Fact(Noun, frozen=True, kw_only=True):
    """One thing that was done: a post, a message, or a letter, a call, a visit that was written down."""

    number: int
    """From 1, in the order of time; what is left out leaves no hole."""
    at: datetime
    """Event time: the receiving server's."""
    claimed_at: datetime | None = None
    """What the author's machine said."""
    taken_at: datetime | None = None
    """When it came into custody."""
    platform: str = ""
    """Empty for what did not come by a platform."""
    kind: str
    """`mention`, `reply`, `quote`, `direct`; `letter`, `call`, `visit`, `other`"""
    author: str
    """`Party.key`"""
    handle: str = ""
    """Of that day."""
    name: str = ""
    """The display name of that day."""
    uri: str = ""
    url: str = ""
    text: str = ""
    """The exact words; of what is noted, the person's own."""
    lang: str = ""
    audience: str = "unknown"
    """Who could see it: `public`, `unlisted`, `followers`, `direct`, `unknown`."""
    beside: tuple[Beside, ...] = ()
    media: tuple[Attached, ...] = ()
    turns: tuple[Turn, ...] = ()
    done: tuple[Done, ...] = ()
    reasons: tuple[str, ...] = ()
    """Names of `bot.model.reason.Reason`, worst first."""
    severity: int = 0
    level: int = 0
    """`bot.model.conduct.Level`: how much it counts in the course of conduct."""
    graded: bool = True
    """Whether its degree is told; not where it would say what is covered (`bot.dossier.gravity`)."""
    rules: tuple[str, ...] = ()
    proves: tuple[str, ...] = ()
    """Names of `bot.evidence.proof.Claim`, and `chain` (it stands in the chain of the person)."""
    limits: tuple[str, ...] = ()
    """What is not proven."""
    exhibit: str = ""
    entry: int = 0
    seal: str = ""
    """Hex, of that entry."""
    pieces: tuple[Piece, ...] = ()
    most_worrying: bool = False
    erased: bool = False
    """Whether its content was erased since: that it was there, the chain says."""
