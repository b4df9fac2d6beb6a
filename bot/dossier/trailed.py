"""What a person's chain says of what a dossier shows: read once, from its beginning, whatever is asked of it."""

from collections.abc import Callable
from datetime import datetime
from typing import Final, NamedTuple

from sqlalchemy import Connection

from bot.evidence.chain import Entry
from bot.evidence.origin import PIECES
from bot.model.delivery import Status
from bot.store import read

Progress = Callable[[int], None]
JUDGED: Final = "mention:judged"
FOUND: Final = {"mention:deleted": "deleted", "account:gone": "gone"}
"""What events come to that happened by themselves."""
ENDED: Final = tuple(f":{one}" for one in Status)


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
    found: str
    exhibit: str


class Gap(NamedTuple):
    """A while in which nobody saw."""

    account: str
    """The name in the chain of the account that was not seen."""
    since: datetime
    until: datetime


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
    """What was found."""

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
        self.settled: dict[str, datetime] = {}
        """When what was done was done, by delivery."""
        self.judged: dict[str, str] = {}
        """The mention of every exhibit that these authors wrote, erased or not."""
        self.gaps: list[Gap] = []
        self.instruments: dict[int, str] = {}
        """Exhibits that say by what machine something was taken, by the number of their entry."""

    def read(self, connection: Connection, person: str, progress: Progress) -> None:
        """Read the chain."""
        for page in read.pages(connection, person):
            for entry in page:
                self._note(entry)
                if _moment(entry) <= self.now:
                    self.last = entry.number
            progress(len(page))

    def _note(self, entry: Entry) -> None:
        said, event = entry.payload, entry.event
        exhibit = str(said.get("exhibit", ""))
        if event == JUDGED:
            if exhibit in self.sought.exhibits or said.get("author") in self.sought.authors:
                self._name(entry, exhibit)
                self.judged[exhibit] = str(said.get("mention", ""))
        elif event == "captured":
            self._take(entry, exhibit)
        elif event in FOUND or event == "looked":
            self._happened(entry, exhibit)
        elif event == "coverage:gap":
            since, until = (datetime.fromisoformat(str(said[name])) for name in ("since", "until"))
            self.gaps.append(Gap(str(said["account"]), since, until))
        elif event == "instrument":
            self.instruments[entry.number] = exhibit
        elif event == "medium" or exhibit in self.sought.exhibits:
            self._name(entry, exhibit)
        elif said.get("delivery") in self.sought.deliveries and event.endswith(ENDED):
            self.settled[str(said["delivery"])] = _moment(entry)

    def _happened(self, entry: Entry, exhibit: str) -> None:
        said = entry.payload
        about = str(said.get("about") or said.get("mention"))
        if about in self.sought.mentions or about in self.sought.accounts:
            self._name(entry, exhibit)
            at = datetime.fromisoformat(str(said.get("happened") or entry.at))
            found = FOUND.get(entry.event) or str(said.get("found", ""))
            self.events.setdefault(about, []).append(Event(at, found, exhibit))

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
