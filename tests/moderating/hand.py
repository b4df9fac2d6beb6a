"""The desk of Ouest with people at it, and a server that does what its desk is told, in memory."""

from datetime import UTC, datetime, timedelta

from bot.delivery import Deliveries
from bot.evidence.chain import verify
from bot.model.action import Prior, kind_of
from bot.model.delivery import Status
from bot.model.proposal import Kind
from bot.model.seat import Grant, Role, Seat
from bot.moderating import agreeing_to
from bot.moderating.asking import Asking
from bot.outbox.ledger import Ledger
from bot.people.admission import Admission
from bot.people.agreeing import ALONE, Agreeing
from bot.platforms.desk import Foreseen
from bot.platforms.port import Captured, Standing
from bot.store import dockets, outbox, read
from tests.community import making
from tests.community.making import DESK, OUEST

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
LONG_AGO = NOW - 3 * ALONE


class Server:
    """Ouest's own: what it was told to do, what it undid, and what it said along with it."""

    name, key = "desk", DESK

    def __init__(self):
        self.done, self.undone, self.said, self.force = [], [], [], set()

    async def standing(self, order):
        return Standing()

    async def prior(self, order):
        return Prior(in_force=(kind_of(order.action), order.subject) in self.force)

    async def capture(self, order):
        yield Captured(what="profile", url="https://ouest.test/@hugo", raw=b"{}", at=NOW)

    async def follow_up(self, order):
        return
        yield

    async def perform(self, order):
        self.force.add((kind_of(order.action), order.subject))
        self.done.append((kind_of(order.action), order.subject))
        self.said.append((getattr(order.action, "text", ""), order.text))
        return "receipt"

    async def revert(self, order, prior, receipt):
        self.force.discard((kind_of(order.action), order.subject))
        self.undone.append((kind_of(order.action), order.subject))

    async def foresee(self, action, subject):
        return Foreseen(follows=(("a", "b"),), counted=1)

    def can(self):
        return frozenset({"limit", "suspend"})


class Office:
    """Anne answers for the community, Bachir moderates it with the right to grave measures, Chloé without."""

    def __init__(self, folder, **more):
        self.store = making.store(folder)
        self.shield = making.shield(**more)
        self.server = Server()
        self.now = NOW
        self.admission = Admission(self.store)
        self.anne = self.admission.holder(OUEST, "Anne", LONG_AGO)
        self.bachir = self.invite("Bachir", Grant.MEASURE)
        self.chloe = self.invite("Chloé")
        self.agreeing = Agreeing(self.store, {Kind.MEASURE: self._perform})

    def _perform(self, one, now):
        agreeing_to.perform(self.store, one, now)

    def invite(self, name, *also, person=OUEST, role=Role.MODERATOR, **rest):
        one = Seat(id="", person=person, name=name, role=role, also=frozenset(also), **rest)
        return self.admission.invite(one, "Anne", LONG_AGO)

    def docket(self, number=1, **more):
        one = making.docket(number, **more)
        with self.store.writing() as connection:
            dockets.put(connection, one)
        return one

    def report(self, number, docket):
        with self.store.writing() as connection:
            who = making.stranger(docket.subject.rpartition("/")[2])
            making.keep(connection, making.flag(number, subject=who), f"{number:024x}")

    def asks(self, seat):
        return Asking(self.store, self.shield, seat, self.now)

    def errands(self):
        for one in self.agreeing.due([OUEST], self.now):
            self.agreeing.do(one, self.now)

    async def work(self, *more):
        """Let the shield do all that is due; each step takes a second."""
        self.errands()
        self.now += timedelta(seconds=1)
        await self._deliveries().run_due()

    async def recover(self):
        """What the shield does first in a new life."""
        await self._deliveries().recover()

    def _deliveries(self):
        ledger = Ledger(self.store, {self.shield.name: self.shield})
        return Deliveries(ledger, {DESK: self.server}, {}, lambda: self.now)

    def delivery(self, id_):
        with self.store.reading() as connection:
            return outbox.delivery(connection, id_)

    def only(self):
        """The one measure that there is."""
        with self.store.reading() as connection:
            (one,) = [each for each in outbox.with_status(connection, *Status) if each.task == "act"]
        return one

    def chain(self):
        with self.store.reading() as connection:
            chain = list(read.chain(connection, OUEST))
        assert not list(verify(chain))
        return chain

    def events(self):
        """What happened at the desk, apart from who has a seat at it."""
        return [one.event for one in self.chain() if not one.event.startswith("seat")]
