"""What a dossier says, in no language yet: everything of it is text, moments and numbers, so that all can be masked.

Names of sentences (`what`, `why`, `kind`, …) stand in lower case with underscores; their words are the business of
whoever writes it out. What people wrote (`text`, `name`, `alt`, …) is theirs, exactly, and is never markup.
"""

from datetime import date, datetime
from enum import StrEnum

from bot.model.noun import Noun


class About(StrEnum):
    """Of what a dossier is made."""

    CASE = "case"
    ACCOUNT = "account"
    RAID = "raid"


class Party(Noun, frozen=True, kw_only=True):
    """An account that stands in the dossier, by its stable id and the handles under which it wrote."""

    key: str
    """`Account.key`; after masking, a name of ours where the account is a witness's or a supporter's."""
    platform: str
    id: str
    handles: tuple[str, ...] = ()
    """In the order in which they were seen."""
    names: tuple[str, ...] = ()
    """Names that its owner chose, in the order in which they were seen."""
    bio: str = ""
    made_at: datetime | None = None
    """As the platform says."""
    first: datetime | None = None
    last: datetime | None = None
    facts: int = 0
    """How many of the facts that were kept are theirs, shown here or not."""
    accused: bool = True
    """Whether the dossier is about them; others are witnesses, supporters, passers-by, the person."""
    protected: bool = False
    """Whether it is the person's own."""


class Tie(Noun, frozen=True, kw_only=True):
    """Two accounts believed one person's: a hypothesis, with its grounds."""

    account: str
    other: str
    status: str
    """`suggested`, `confirmed` (by a human, who is no judge either)."""
    score: float
    grounds: tuple[str, ...] = ()
    """Names of `bot.model.link.Ground`."""
    at: datetime
    by: str = ""


class Beside(Noun, frozen=True, kw_only=True):
    """A post that stands beside a fact: what it answered, what it quoted, what the person replied."""

    role: str
    """`root`, `parent`, `quoted`, `reply`"""
    uri: str
    at: datetime | None = None
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
    """`edited`, `deleted`, `gone`, `back`"""
    at: datetime
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


class Day(Noun, frozen=True, kw_only=True):
    """One day of the picture of the course of conduct."""

    day: date
    counts: tuple[int, ...]
    """Acts of each `bot.model.conduct.Level`, from the lowest."""
    marks: tuple[str, ...] = ()
    """`muted`, `blocked`, `judgment`, `ban`, `complaint`"""


class Crowd(Noun, frozen=True, kw_only=True):
    """The annex of a raid."""

    number: int
    since: datetime
    until: datetime
    authors: int
    hostile: int
    mentions: int
    supporters: int
    root: str = ""
    """URI of the post under which most of it happened."""
    origin: str = ""
    """URI of the post that sent them, where one was found."""
    hours: tuple[tuple[datetime, int, int], ...] = ()
    """By hour: when it begins, authors, hostile mentions."""


class Element(Noun, frozen=True, kw_only=True):
    """A legal element, and the facts beside it: present or missing, without a conclusion."""

    law: str
    """Name in bot/law: `fr.harassment_online`, …"""
    element: str
    facts: tuple[int, ...] = ()
    """Numbers of facts; empty: nothing in the dossier speaks to it."""
    said: str = ""
    """What the person wrote of it (effects on health, office held), where that is what shows it."""


class Deadline(Noun, frozen=True, kw_only=True):
    """By when something must be done."""

    clock: str
    """Name in bot/law."""
    fact: int
    """The fact from which it runs, or 0: from the case."""
    since: datetime
    until: datetime


class Judged(Noun, frozen=True, kw_only=True):
    """A judgment, or a ban that follows from one."""

    kind: str
    """`judgment`, `court_ban`, `platform_ban`"""
    at: date | None = None
    until: date | None = None
    court: str = ""
    reference: str = ""
    text: str = ""


class Outside(Noun, frozen=True, kw_only=True):
    """A certificate, a letter, a capture that the person brings."""

    about: str
    name: str
    """Of the file."""
    dated: datetime | None = None
    piece: Piece


class Blind(Noun, frozen=True, kw_only=True):
    """A time in which we could not see."""

    source: str
    since: datetime
    until: datetime


class Domicile(Noun, frozen=True, kw_only=True):
    """Where post reaches the person instead of their home."""

    kind: str
    """`third_party` (with their consent), `professional`, `police_station` (with the prosecutor's authorisation)"""
    name: str = ""
    lines: tuple[str, ...] = ()
    consents: bool = False
    """Whether the third party, or the prosecutor, agreed."""


class Statement(Noun, frozen=True, kw_only=True):
    """What the person says, in their own words."""

    complainant: str = ""
    """The name under which they complain."""
    contact: str = ""
    office: str = ""
    """Office held (an aggravating circumstance: 222-33-2-2, 4° bis)."""
    words: str = ""
    effects: str = ""
    """On health, work, life."""
    asked: tuple[str, ...] = ()
    """Names of what is asked for, or the person's own words."""
    addressee: str = ""
    domicile: Domicile | None = None


class Seal(Noun, frozen=True, kw_only=True):
    """A checkpoint of the chain that covers what is shown, and who has it."""

    number: int
    seal: str
    at: datetime
    file: str = ""
    places: tuple[str, ...] = ()
    """With whom it was deposited, and when: one line each."""


class Contents(Noun, frozen=True, kw_only=True):
    """The whole of a dossier."""

    about: About
    subject: str
    """The case's id, the account's key, the raid's number."""
    person: str
    """Name of the protected person, as configured."""
    language: str
    """`fr`, `en`"""
    zone: str
    """IANA zone of local times."""
    made_at: datetime
    selected: int
    """How many facts are shown."""
    known: int
    """How many are kept."""
    which: str
    """`all`, `first_and_last` (the first, the last three, the three most worrying), `chosen`"""
    since: datetime | None = None
    until: datetime | None = None
    stage: str = ""
    """`bot.model.conduct.Stage`, in lower case."""
    statement: Statement = Statement()
    facts: tuple[Fact, ...] = ()
    parties: tuple[Party, ...] = ()
    ties: tuple[Tie, ...] = ()
    days: tuple[Day, ...] = ()
    crowds: tuple[Crowd, ...] = ()
    elements: tuple[Element, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    judged: tuple[Judged, ...] = ()
    outside: tuple[Outside, ...] = ()
    blind: tuple[Blind, ...] = ()
    seals: tuple[Seal, ...] = ()
    instruments: tuple[str, ...] = ()
    """What machine, software and clock took it: a line each."""
    masked: bool = False
    """Whether this is the redacted rendering."""
    withheld: tuple[str, ...] = ()
    """Of it, what is not there, for its readers to know: `originals` (files as received: only their digests stand
    there), `values`, `witnesses`, `pictures` (nobody reads what is written within a picture, so none is shown that no
    human has looked at), `digests` (of what is masked: they would confirm a guess)."""
    software: str = ""
