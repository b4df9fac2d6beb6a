"""What a person's chain says, up to a moment, of what a dossier shows: read once, from its beginning."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final, NamedTuple

from sqlalchemy import Connection

from bot.evidence.chain import Entry
from bot.evidence.origin import PIECES
from bot.model.conduct import STAGES
from bot.store import read

Progress = Callable[[int], None]
JUDGED: Final = "mention:judged"
HAPPENED: Final = frozenset({"mention:deleted", "account:gone", "account:renamed", "looked"})
"""What happened by itself, or what a later look found."""
MEASURES: Final = {"mute:done": "muted", "block:done": "blocked"}
LINKED: Final = "link:"
UNLINKED: Final = "withdrawn"
SUGGESTED: Final = "suggested"
WITHDRAWN: Final = frozenset({"account:trusted", "mute:revert", "mute:cancel", "block:revert", "block:cancel"})
"""With these of an account what was suggested of it is suggested no more."""
CASE: Final = "case:"


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
    """Of the entry: one of `HAPPENED`."""
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
    """What was said of two accounts, by their names in the chain."""

    account: str
    other: str
    status: str
    at: datetime
    percent: int
    by: str
    grounds: str
    """Their names, with spaces between; of what a human said, those for which it was suggested."""


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
    only of what stands in rows it is noted whether something came later, for they say how it is now.
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
        """Deliveries, and what was begun at court or elsewhere, of which something is said after that moment."""
        self.begun: set[str] = set()
        """What was begun by then."""
        self.measures: list[tuple[datetime, str]] = []
        """When these authors were `muted` and `blocked`."""
        self.judged: dict[str, str] = {}
        """The mention of every exhibit that these authors wrote, erased or not."""
        self.gaps: list[Gap] = []
        self.instruments: dict[int, str] = {}
        """Exhibits that say by what machine something was taken, by the number of their entry."""
        self.stages: dict[str, str] = {}
        """The latest stage that a case came to, by its id."""
        self.cases: dict[str, str] = {}
        """The case of an account, by its name in the chain."""
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
                else:
                    self.later |= {
                        str(entry.payload[name]) for name in ("delivery", "proceeding") if name in entry.payload
                    }
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
        if event in WITHDRAWN:
            whose = said.get("account")
            self.links = {pair: one for pair, one in self.links.items() if whose not in pair or one.status != SUGGESTED}
        elif event in MEASURES and said.get("account") in self.sought.authors:
            self.measures.append((_moment(entry), MEASURES[event]))
        elif event == "proceeding:begun":
            self.begun.add(str(said.get("proceeding")))
        elif event.startswith(CASE):
            self._cased(event, {name: str(value) for name, value in said.items()})
        elif event == "restriction":
            ban = str(said.get("kind")), str(said.get("account")), str(said.get("since"))
            self.bans[ban] = str(said.get("until"))
        elif event.startswith(LINKED):
            self._linked(entry, event.removeprefix(LINKED))

    def _cased(self, event: str, said: Mapping[str, str]) -> None:
        """To which case an account belongs, and how far that has gone; one into which another goes has gone as far."""
        case, whose = said.get("case", ""), said.get("author") or said.get("account")
        if whose:
            self.cases[whose] = case
        if event == "case:stage":
            self.stages[case] = said.get("stage", "")
        elif event == "case:merged":
            gone = said.get("from", "")
            self.stages[case] = max(
                self.stages.get(case, STAGES[0]), self.stages.get(gone, STAGES[0]), key=STAGES.index
            )
            self.cases |= {one: case for one, its in self.cases.items() if its == gone}

    def _linked(self, entry: Entry, status: str) -> None:
        said = entry.payload
        account, other = str(said.get("account")), str(said.get("other"))
        known = self.links.pop(frozenset({account, other}), None)
        if status == UNLINKED:
            return
        self.links[frozenset({account, other})] = Linked(
            account=account,
            other=other,
            status=status,
            at=_moment(entry),
            percent=int(said.get("percent", 0)),
            by=str(said.get("by", "")),
            grounds=str(said.get("grounds", known.grounds if known else "")),
        )

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
