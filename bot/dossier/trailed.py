"""What a person's chain says, up to a moment, of what a dossier shows: read once, from its beginning."""

from collections.abc import Callable
from datetime import datetime
from typing import Final, NamedTuple

from sqlalchemy import Connection

from bot.evidence.chain import Entry
from bot.evidence.origin import PIECES
from bot.store import read

Progress = Callable[[int], None]
JUDGED: Final = "mention:judged"
HAPPENED: Final = frozenset({"mention:deleted", "account:gone", "looked"})
"""What happened by itself, or what a later look found."""
MEASURES: Final = {"mute:done": "muted", "block:done": "blocked"}
LINKED: Final = "link:"


class Named(NamedTuple):
    """The first entry that names an exhibit."""

    number: int
    seal: str
    at: datetime
    author: str = ""
    """The name of its author in the chain, where the entry says one."""


class Event(NamedTuple):
    """What happened to a post, or to an account, or what a later look found."""

    at: datetime
    event: str
    """Of the entry: `mention:deleted`, `account:gone`, `looked`."""
    found: str
    """What a look found: `edited`, `hidden`, `unknown`, `there`."""
    exhibit: str


class Gap(NamedTuple):
    """A while in which nobody saw."""

    account: str
    """The name in the chain of the account that was not seen."""
    since: datetime
    until: datetime


class Stepped(NamedTuple):
    """What became of a delivery."""

    at: datetime
    event: str
    """`mute:done`, `mute:revert`, `delivery:approved`, …"""


class Linked(NamedTuple):
    """What was said of two accounts."""

    status: str
    at: datetime
    percent: int
    by: str


class Sought(NamedTuple):
    """Of what something is asked, by the names in the chain."""

    exhibits: frozenset[str]
    mentions: frozenset[str]
    authors: frozenset[str]
    """Those of whom everything is asked, erased or not."""
    accounts: frozenset[str]
    """Whoever wrote what is known."""
    deliveries: frozenset[str]


class Trailed:
    """What was found. Of what came after that moment nothing is told, so that it stays the same when the chain grows;
    only of deliveries it is noted whether something came later, for their rows say how they stand now.
    """

    def __init__(self, sought: Sought, now: datetime) -> None:
        self.sought = sought
        self.now = now
        self.last = 0
        """The last entry that was there at that moment, and after it nothing is told."""
        self.named: dict[str, Named] = {}
        """By exhibit."""
        self.captured: dict[str, list[str]] = {}
        """Exhibits that were taken because of a delivery, by its id."""
        self.proofs: dict[str, list[str]] = {}
        """Exhibits of proofs by origin, by mention."""
        self.events: dict[str, list[Event]] = {}
        """By mention, or by account."""
        self.steps: dict[str, list[Stepped]] = {}
        """By delivery."""
        self.held: set[str] = set()
        """The deliveries that waited for a human from the beginning."""
        self.later: set[str] = set()
        """Those of which something is said after that moment."""
        self.measures: list[tuple[datetime, str]] = []
        """When these authors were `muted` and `blocked`."""
        self.judged: dict[str, str] = {}
        """The mention of every exhibit that these authors wrote, erased or not."""
        self.gaps: list[Gap] = []
        self.instruments: dict[int, str] = {}
        """Exhibits that say by what machine something was taken, by the number of their entry."""
        self.stages: dict[str, str] = {}
        """The latest stage that a case came to, by its id."""
        self.bans: dict[tuple[str, str, str], str] = {}
        """Until when something is forbidden, by kind, by the account's name in the chain, and since when."""
        self.links: dict[frozenset[str], Linked] = {}
        """The latest that was said of two accounts, by their names in the chain."""

    def read(self, connection: Connection, person: str, progress: Progress) -> None:
        """Read the chain."""
        for page in read.pages(connection, person):
            for entry in page:
                if _moment(entry) <= self.now:
                    self.last = entry.number
                    self._note(entry)
                elif (delivery := str(entry.payload.get("delivery", ""))) in self.sought.deliveries:
                    self.later.add(delivery)
            progress(len(page))

    def _note(self, entry: Entry) -> None:
        said, event = entry.payload, entry.event
        exhibit = str(said.get("exhibit", ""))
        if event == JUDGED:
            self._judged(entry, exhibit)
        elif event == "captured":
            self._take(entry, exhibit)
        elif event in HAPPENED:
            self._happened(entry, exhibit)
        elif event == "coverage:gap":
            since, until = (datetime.fromisoformat(str(said[name])) for name in ("since", "until"))
            self.gaps.append(Gap(str(said["account"]), since, until))
        elif event == "instrument":
            self.instruments[entry.number] = exhibit
        elif event == "medium" or exhibit in self.sought.exhibits:
            self._name(entry, exhibit)
        else:
            self._stood(entry)

    def _judged(self, entry: Entry, exhibit: str) -> None:
        said = entry.payload
        if exhibit in self.sought.exhibits or said.get("author") in self.sought.authors:
            self._name(entry, exhibit)
            self.judged[exhibit] = str(said.get("mention", ""))
            self.held.update(str(said.get("held", "")).split())

    def _stood(self, entry: Entry) -> None:
        """How something stood from then on that people or the shield changed."""
        said, event = entry.payload, entry.event
        if (delivery := str(said.get("delivery", ""))) in self.sought.deliveries:
            self.steps.setdefault(delivery, []).append(Stepped(_moment(entry), event))
        if event in MEASURES and said.get("account") in self.sought.authors:
            self.measures.append((_moment(entry), MEASURES[event]))
        elif event == "case:stage":
            self.stages[str(said.get("case"))] = str(said.get("stage"))
        elif event == "restriction":
            ban = str(said.get("kind")), str(said.get("account")), str(said.get("since"))
            self.bans[ban] = str(said.get("until"))
        elif event.startswith(LINKED):
            pair = frozenset({str(said.get("account")), str(said.get("other"))})
            status, percent = event.removeprefix(LINKED), int(said.get("percent", 0))
            self.links[pair] = Linked(status, _moment(entry), percent, str(said.get("by", "")))

    def _happened(self, entry: Entry, exhibit: str) -> None:
        said = entry.payload
        about = str(said.get("about") or said.get("mention"))
        if about in self.sought.mentions or about in self.sought.accounts:
            self._name(entry, exhibit)
            at = datetime.fromisoformat(str(said.get("happened") or entry.at))
            self.events.setdefault(about, []).append(Event(at, entry.event, str(said.get("found", "")), exhibit))

    def _take(self, entry: Entry, exhibit: str) -> None:
        delivery, mention = str(entry.payload.get("delivery", "")), str(entry.payload.get("mention", ""))
        if delivery in self.sought.deliveries:
            self.captured.setdefault(delivery, []).append(exhibit)
        elif mention in self.sought.mentions and entry.payload.get("what") in PIECES:
            self.proofs.setdefault(mention, []).append(exhibit)
        else:
            return
        self._name(entry, exhibit)

    def _name(self, entry: Entry, exhibit: str) -> None:
        if exhibit and exhibit not in self.named:
            author = str(entry.payload.get("author", ""))
            self.named[exhibit] = Named(entry.number, entry.seal, _moment(entry), author)


def _moment(entry: Entry) -> datetime:
    return datetime.fromisoformat(entry.at)
