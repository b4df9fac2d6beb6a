"""Letting go, within one transaction: keys are destroyed, rows keep pseudonyms, the chain says which exhibits went.

What stays of a mention, and why: its row with pseudonyms in the place of its URI, its revision and its author, so that
it is known if a server brings it again, and counts hold; its orders likewise, since the chain names their ids. What
stays of an account: that the person follows, trusts or mutes it, which is theirs and not about what it wrote.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final

import msgspec
from sqlalchemy import Connection

from bot.erasure.unsharing import take_back_of
from bot.errors import KeyMissing
from bot.evidence.chain import Entry
from bot.evidence.master import MasterKey
from bot.evidence.pseudonym import pseudonym
from bot.model.action import Order
from bot.model.alert import Alert
from bot.model.delivery import Delivery
from bot.model.noun import Noun, micros
from bot.model.reason import Severity
from bot.signals.copies import Sketcher
from bot.signals.visits import named
from bot.store import crowds, dockets, erasure, halves, outbox, portraits, raids, read, sketches, write
from bot.store.erasure import Written

EVENT: Final = "erased"
BY_ITSELF: Final = "rempart"
"""Who erases where no human asked for it."""
NAMED: Final = 500
"""Exhibits that one entry names at most."""
SUBJECTS: Final = ("mention", "about", "delivery", "account", "author")
"""Where an entry says what it is about: the first of these that it has."""
ASIDES: Final = "aside"


class Reason(Noun, frozen=True, kw_only=True):
    """Why something is erased, as the chain will say."""

    why: str
    """`retention`, or what a human asked for: `account`, `mention`, `person`."""
    by: str
    about: str = ""
    """The account or URI that was named; empty where there is none."""


class Letting:
    """Lets go of what one person's shield keeps."""

    def __init__(self, connection: Connection, master: MasterKey, person: str, now: datetime) -> None:
        self.connection = connection
        self.person = person
        self.now = now
        self._master = master
        self._salt = write.salt(connection, master, person)

    def mentions(self, written: Sequence[Written]) -> list[str]:
        """Let go of these versions and of all that was planned because of them; the exhibits that went."""
        if not written:
            return []
        uris = {each.uri for each in written}
        about = erasure.deliveries(self.connection, self.person, written)
        erasure.rewrite(self.connection, [outbox.row(self._scrubbed(one, uris)) for one in about])
        names = [(each, self.name(each.uri), self.name(each.revision)) for each in written]
        erasure.rename(self.connection, self.person, names)
        erasure.leave(self.connection, self.person, [each.uri for each in written])
        halves.forget_posts(self.connection, self.person, [each.uri for each in written])
        self._forget_texts(written)
        portraits.blank(self.connection, self.person, {each.author for each in written})
        copied = {each.exhibit: each.uri for each in written}
        take_back_of(self.connection, self._master, self.person, copied, self.now)
        return self._forget([each.exhibit for each in written])

    def authors(self, authors: Sequence[str]) -> int:
        """Let go of what is counted of these authors; of how many."""
        return erasure.forget_authors(self.connection, self.person, authors)

    def beside(self, accounts: Iterable[str], spare: Sequence[str] = ()) -> list[str]:
        """Let go of all other exhibits that are about nothing but what is gone, these accounts included, unless they
        are of a kind that is spared; which went."""
        others = erasure.living(self.connection, self.person, (ASIDES, *spare))
        living = set(erasure.living(self.connection, self.person)) - set(others)
        about = self._about(living)
        gone = self._gone({name for names in about.values() for name in names}) | {self.name(one) for one in accounts}
        return self._forget([exhibit for exhibit, names in about.items() if names <= gone])

    def dockets(self, before: Mapping[Severity, datetime], held: Collection[str]) -> list[str]:
        """Let go of what was settled at a desk and is older than its severity is kept, with the reports; which went."""
        old = [one for one in dockets.outlived(self.connection, self.person, before) if one not in held]
        return self._forget(dockets.drop(self.connection, self.person, old)) if old else []

    def asides(self, needles: Sequence[str]) -> list[str]:
        """Let go of what could not be read and holds one of these words; which exhibits went."""
        wanted = [needle.encode() for needle in needles]
        found = []
        for exhibit in erasure.living(self.connection, self.person, (ASIDES,)) if wanted else ():
            try:
                raw = read.content(self.connection, self._master, exhibit)
            except KeyMissing:
                continue
            if any(needle in raw for needle in wanted):
                found.append(exhibit)
        return self._forget(found)

    def old_asides(self, before: datetime) -> list[str]:
        """Let go of what could not be read and was set aside before then."""
        return self._forget(erasure.living(self.connection, self.person, (ASIDES,), before))

    def say(self, exhibits: Sequence[str], reason: Reason) -> None:
        """Write into the chain which exhibits were erased, and why."""
        line: dict[str, str | int] = {"why": reason.why, "by": reason.by}
        line |= {"about": self.name(reason.about)} if reason.about else {}
        several = list(erasure.slices(exhibits, NAMED)) or [()]
        lines = [(self.now, EVENT, {**line, "count": len(some), "exhibits": " ".join(some)}) for some in several]
        write.append(self.connection, self.person, lines)

    def name(self, value: str) -> str:
        """What stands for an account or a URI in the chain."""
        return pseudonym(self._salt, value)

    def _forget(self, exhibits: Sequence[str]) -> list[str]:
        gone = erasure.readable(self.connection, exhibits)
        erasure.forget(self.connection, exhibits)
        return gone

    def _forget_texts(self, written: Sequence[Written]) -> None:
        sketcher = Sketcher(self._salt)
        heads = {
            micros(each.received_at).to_bytes(8, "little", signed=True) + sketcher.author(each.author)
            for each in written
        }
        sketches.forget(self.connection, self.person, heads)
        authors, uris = {named(self._salt, each.author) for each in written}, [each.uri for each in written]
        crowds.forget(self.connection, self.person, authors, uris)
        raids.forget(self.connection, self.person, uris)

    def _about(self, exhibits: set[str]) -> dict[str, set[str]]:
        """What each of these exhibits is about, by the names in the chain; those that no entry names are left out."""
        chain = read.chain(self.connection, self.person) if exhibits else ()
        entries = (entry for entry in chain if entry.payload.get("exhibit") in exhibits)
        said = [(str(entry.payload["exhibit"]), *_subject(entry)) for entry in entries]
        orders = erasure.uris_of(self.connection, list({name for _, key, name in said if key == "delivery"}))
        about: dict[str, set[str]] = {}
        for exhibit, key, name in said:
            about.setdefault(exhibit, set()).add(self._named(orders, name) if key == "delivery" else name)
        return about

    def _named(self, orders: Mapping[str, str], delivery: str) -> str:
        uri = orders.get(delivery, "")
        return uri if _is_name(uri) else self.name(uri)

    def _gone(self, names: set[str]) -> set[str]:
        return erasure.erased_names(self.connection, self.person, list(names))

    def _scrubbed(self, one: Delivery, uris: set[str]) -> Delivery:
        """The same delivery, without anything that says whom or what it was about."""
        match one.what:
            case Alert() as alert:
                about = tuple(self.name(uri) if uri in uris else uri for uri in alert.about)
                return msgspec.structs.replace(one, what=msgspec.structs.replace(alert, about=about))
            case Order() as order:
                return scrubbed(one, order, self.name(order.subject), self.name(order.uri))


def scrubbed(one: Delivery, order: Order, subject: str, uri: str) -> Delivery:
    """An order's delivery under these names, without what its platform called anything."""
    bare = msgspec.structs.replace(
        order,
        subject=subject,
        subject_id="",
        uri=uri,
        revision="",
        root=None,
        quoted=(),
        native="",
        notification="",
    )
    return msgspec.structs.replace(one, what=bare, prior=None, receipt="", trouble="")


def _subject(entry: Entry) -> tuple[str, str]:
    """Of what kind the name is that an entry is about, and the name; empty where it says none."""
    return next(((key, str(entry.payload[key])) for key in SUBJECTS if key in entry.payload), ("", ""))


def _is_name(uri: str) -> bool:
    """Whether this is a pseudonym already; URIs have a colon."""
    return bool(uri) and ":" not in uri
