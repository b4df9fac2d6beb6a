"""What a dossier says, in no language yet: everything of it is text, moments and numbers, so that all can be masked.

Names of sentences (`what`, `why`, `kind`, …) stand in lower case with underscores; their words are the business of
whoever writes it out. What people wrote (`text`, `name`, `alt`, …) is theirs, exactly, and is never markup.
"""

from datetime import date, datetime
from enum import StrEnum

from bot.dossier.fact import Fact, Piece
from bot.dossier.statement import Judged, Statement
from bot.model.noun import Noun


class About(StrEnum):
    """Of what a dossier is made."""

    CASE = "case"
    ACCOUNT = "account"
    RAID = "raid"


class Called(Noun, frozen=True, kw_only=True):
    """What an account was called for a while, as far as it was seen."""

    kind: str
    """`handle`, `name`"""
    text: str
    since: datetime
    """When it was first seen so."""
    until: datetime
    """When it was last seen so."""


class Party(Noun, frozen=True, kw_only=True):
    """An account that stands in the dossier, by its stable id and the handles under which it wrote."""

    key: str
    """`Account.key`; after masking, a name of ours where the account is a witness's or a supporter's."""
    platform: str
    id: str
    handles: tuple[str, ...] = ()
    """In the order in which they were seen; one that came back stands there again."""
    names: tuple[str, ...] = ()
    """Names that its owner chose, in the order in which they were seen; as above."""
    called: tuple[Called, ...] = ()
    """The same with their times."""
    bio: str = ""
    made_at: datetime | None = None
    """As the platform says."""
    first: datetime | None = None
    last: datetime | None = None
    facts: int = 0
    """How many of the facts that were kept are theirs, shown here or not."""
    worst: int = 0
    """`bot.model.conduct.Level` of the worst of these."""
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


class Day(Noun, frozen=True, kw_only=True):
    """One day of the picture of the course of conduct."""

    day: date
    counts: tuple[int, ...]
    """Acts of each `bot.model.conduct.Level`, from the lowest."""
    marks: tuple[str, ...] = ()
    """`muted`, `blocked`, `judgment`, `ban`, `complaint`"""


class Crowd(Noun, frozen=True, kw_only=True):
    """The annex of a raid, as it was measured last."""

    number: int
    ended: bool = True
    """Whether it was over; else it is told as it was when it was recognised."""
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
    """By hour: when it begins, authors, and mentions in which something was noticed, as far as they are kept."""


class Element(Noun, frozen=True, kw_only=True):
    """A legal element, and the facts beside it: present or missing, without a conclusion."""

    law: str
    """Name in bot/law: `fr.harassment_online`, …"""
    element: str
    facts: tuple[int, ...] = ()
    """Numbers of facts; empty: nothing in the dossier speaks to it."""
    said: str = ""
    """What the person wrote of it (effects on health, office held), where that is what shows it."""
    stated: tuple[str, ...] = ()
    """What the person chose to say of it: names in `Statement.stated`."""
    judged: tuple[Judged, ...] = ()
    """Judgments and bans that speak to it."""
    private: bool = False
    """Whether it asks for the person's age or health, which the sealed rendering alone tells."""


class Deadline(Noun, frozen=True, kw_only=True):
    """By when something must be done."""

    clock: str
    """Name in bot/law."""
    fact: int
    """The fact from which it runs, or 0: from the case."""
    since: datetime
    until: datetime
    """The last moment at which there is time."""


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
    """IANA zone of local times; of the redacted rendering the court's."""
    law: str = ""
    """The country by whose law it goes, as bot/law names it; empty: none is told."""
    made_at: datetime
    selected: int
    """How many facts are shown."""
    known: int
    """How many are kept, of the time that is asked for."""
    which: str
    """`all`, `first_and_last` (the first, the last three, the three most worrying), `chosen`"""
    since: datetime | None = None
    until: datetime | None = None
    narrowed: tuple[str, ...] = ()
    """By what the facts that are kept were narrowed before any was chosen: `period`, `directs` (without them)."""
    filed: date | None = None
    """When a complaint was filed, as it was noted of the case."""
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
    human has looked at), `digests` (of what is masked or was brought, and sizes: they would confirm a guess), `private`
    (the person's age and health, where the law asks)."""
    software: str = ""
