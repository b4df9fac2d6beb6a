"""Somebody who is told: the real pipeline, outbox and clockwork on SQLite, with channels that fail when they are told to
and a clock that goes when it is told to.
"""

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import msgspec

from bot.delivery import Deliveries
from bot.errors import TryLater
from bot.jobs import Jobs
from bot.model.alert import Alert
from bot.model.delivery import Delivery, Status
from bot.model.shield import Contact
from bot.outbox.ledger import Ledger
from bot.people.acknowledging import acknowledge
from bot.store import outbox, read, urgent
from tests.alerts.recording import RecordingChannel
from tests.reliability.within import RULE, Within

MORNING = datetime(2026, 6, 1, 6, tzinfo=UTC)
"""A Monday, 08:00 in Paris."""
RULES = [
    RULE | {"then": ["hold"]},
    RULE | {"name": "menace", "reason": "violence_threats", "severity": "urgent", "all": [{"words": ["savate"]}], "then": ["hold"]},
    RULE | {"name": "pique", "severity": "low", "all": [{"words": ["chausson"]}], "then": ["hold"]},
]  # fmt: skip
PHONE = Contact(name="camille/phone")
MAIL = Contact(name="camille/mail", language="en", delegate="dominique")


class Fickle(RecordingChannel):
    """A channel that can be out of order."""

    broken = False

    async def send(self, alert: Alert) -> None:
        if self.broken:
            raise TryLater(f"channel {self.name}: the service did not take the alert")
        await super().send(alert)


class Told:
    """Camille, whose channels are recorded."""

    def __init__(self, url: str, contacts: Sequence[Contact] = (PHONE, MAIL), at: datetime = MORNING) -> None:
        self.at = at
        self.within = Within(url, RULES)
        self.store = self.within.store
        self.within.pipeline.now = lambda: self.at
        self.shields = self.within.shields
        self.shield(contacts=tuple(contacts))
        self.channels = {one.name: Fickle(one.name) for one in contacts}
        self.start()

    def start(self) -> None:
        """A new life of the shield on the same database."""
        self.deliveries = Deliveries(Ledger(self.store, self.shields), {}, self.channels, lambda: self.at)
        self.jobs = Jobs(self.store, self.shields, [], lambda: self.at, lambda: None)

    def shield(self, **changed: object) -> None:
        """Change how Camille is shielded."""
        self.shields["camille"] = msgspec.structs.replace(self.shields["camille"], **changed)

    def hear(self, words: str, by: str = "harasser") -> None:
        """Somebody writes this to her."""
        raw = json.dumps(self.within.told.notification(words, by)).encode()
        assert len(self.within.pipeline.handle([self.within.mastodon(raw)])) == 1

    async def work(self, **later: float) -> None:
        """Let time pass, let the clockwork and the outbox do what is due then."""
        self.at += timedelta(**later)
        await self.jobs.digests()
        await self.jobs.floods()
        await self.jobs.urgent()
        await self.deliveries.run_due()

    def see(self) -> None:
        """Camille says that she saw all that is urgent."""
        with self.store.reading() as connection:
            waiting = urgent.waiting(connection, "camille")
        acknowledge(self.store, waiting[-1].alert, "camille", self.at)

    def sent(self, name: str = "phone") -> list[Alert]:
        """What came on a channel since this was last asked."""
        channel = self.channels[f"camille/{name}"]
        sent, channel.sent = channel.sent, []
        return sent

    def titles(self, name: str = "phone") -> list[str]:
        """The same, by what stands above."""
        return [one.title.replace("\u00a0", " ") for one in self.sent(name)]

    def planned(self) -> list[Delivery]:
        """What is still to be sent."""
        with self.store.reading() as connection:
            return outbox.with_status(connection, Status.PLANNED, Status.ATTEMPTING)

    def events(self) -> list[str]:
        """What the chain says of alerts that were seen or not, and of channels."""
        with self.store.reading() as connection:
            every = [entry.event for entry in read.chain(connection, "camille")]
        return [one for one in every if one.startswith(("urgent:", "channel:"))]
