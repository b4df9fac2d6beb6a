"""One life of the bot inside a scenario: the real pipeline, outbox and store, on simulated platforms."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import Any, Final, NamedTuple, TypeVar

from sqlalchemy import Connection

from bot.delivery import Deliveries
from bot.handling.noted import spending_known
from bot.jobs import Jobs
from bot.model.alert import Alert
from bot.model.arrival import Arrival
from bot.model.decision import Hold
from bot.model.mention import Via
from bot.model.shield import Contact, Shield
from bot.outbox.ledger import Ledger
from bot.people.review import Review
from bot.pipeline import Pipeline
from bot.platforms.simulated.normalise import normalise
from bot.platforms.simulated.platform import SimulatedPlatform
from bot.platforms.simulated.server import Frame, Server
from bot.platforms.simulated.world import World
from bot.raids.settling import over_at, thanked
from bot.recording.judged import Judged
from bot.rules.engine import Engine
from bot.store import outbox, raids, survey
from bot.store.database import Store
from bot.store.migrate import migrate
from bot.telling.digests import digests

T = TypeVar("T")


class Recorder:
    """A channel that keeps what it is given, with the time of sending."""

    def __init__(self, contact: Contact, now: Callable[[], datetime]) -> None:
        """Take whose channel it is, and the clock."""
        self.name = contact.name
        self.above = contact.above
        self.now = now
        self.sent: list[tuple[datetime, Alert]] = []

    async def send(self, alert: Alert) -> None:
        """Keep it."""
        self.sent.append((self.now(), alert))


class Place(NamedTuple):
    """What outlives a restart of the bot: the database, and the world outside."""

    open: Callable[[], Store]
    """The database, as each run of the bot opens it anew."""
    world: World
    recorder: Recorder


FEW: Final = 4
TOGETHER: Final = 256
"""Arrivals that are judged in one transaction at most."""
Standing = tuple[str, datetime, bool, bool]
"""A way as it stands: its name, until when the latest outage lasts, whether it lasts, and whether anything is seen."""


class Process:
    """All objects of one run of the bot; made anew after each restart."""

    def __init__(self, place: Place, shield: Shield, engine: Engine, now: Callable[[], datetime]) -> None:
        """Open the database and compose the bot; `shield` is that of the one person of the scenario."""
        self.shield = shield
        self.now = now
        self.store = place.open()
        migrate(self.store)
        shields = {shield.name: shield}
        self.platforms = [
            SimulatedPlatform(place.world.servers[account.platform], account) for account in shield.protected.accounts
        ]
        normalisers = dict.fromkeys(place.world.servers, partial(normalise, known=place.world.read))
        self.pipeline = Pipeline(self.store, shields, normalisers, engine, now)
        acting = {platform.key: platform for platform in self.platforms}
        channels = {place.recorder.name: place.recorder}
        self.deliveries = Deliveries(Ledger(self.store, shields), acting, channels, now)
        people = [(shield.name, platform) for platform in self.platforms]
        self.jobs = Jobs(self.store, shields, people, now, self.deliveries.wake.set)
        self.review = Review(self.store)
        self.together = TOGETHER
        """How many are judged together at most: where much is to be done few, since what follows is judged again."""
        self._answers: dict[Callable[[Connection], Any], tuple[int, Any]] = {}
        """What the database said, and after how many transactions that wrote."""
        self._standing: list[Standing] = []

    async def start(self) -> None:
        """Take up what a run before left, and read whom the person follows."""
        await self.deliveries.recover()
        await self.jobs.relations()

    async def work(self) -> list[Judged]:
        """Judge all that can be read now, as if one by one as it happened, and do at once what follows from each."""
        judged: list[Judged] = []
        waiting = self._waiting()
        while waiting:
            fresh, count = await self.judge(waiting, lambda _: self.now())
            await self.answer(fresh)
            judged += fresh
            waiting = waiting[count:]
        ways = [source for platform in self.platforms for source in platform.ways()]
        standing = [(way.name, way.server.out_until, way.server.out, way.sign() is not None) for way in ways]
        if standing != self._standing:  # in between nothing changes, and the end of the last interval is known then too
            self._standing = standing
            await self.sign()
        return judged

    async def answer(self, judged: Sequence[Judged]) -> None:
        """Do at once what these bring about."""
        if any(_brings(one) or _held_back(one) or one.facts.likely for one in judged):  # a link may be told of too
            await self.deliveries.run_due()

    def arriving(self, coming: Sequence[tuple[Server, Frame]]) -> list[Arrival]:
        """Frames that will be sent, as they will be read."""
        ways = {(one.server.platform, one.via): one for platform in self.platforms for one in platform.ways()}
        sent: Counter[tuple[str, Via]] = Counter()
        arrivals = []
        for server, frame in coming:
            way = server.platform, frame.via
            sent[way] += 1
            arrivals.append(ways[way].arrival(frame, str(len(server.logs[frame.via]) + sent[way])))
        return arrivals

    async def judge(
        self,
        arrivals: Sequence[Arrival],
        at: Callable[[Arrival], datetime],
        brings: Callable[[Judged], bool] = lambda _: False,
    ) -> tuple[tuple[Judged, ...], int]:
        """Judge arrivals together, up to the first that brings something about, or `brings` it; and how many that were.

        The outcome is as of each one by one: each sees those before it, and what is to be done waits for nobody.
        """
        some = arrivals[: self.together]
        known = self._asked(self._spending_known) > max(map(at, some))

        def ends(one: Judged) -> bool:
            return _brings(one) or (_held_back(one) and not known) or brings(one)

        judged, count = await self.store.run(self.pipeline.handle_until, some, ends, at)
        self.together = max(FEW, 2 * count) if count < len(some) else min(2 * self.together, TOGETHER)
        return judged, count

    @property
    def begins(self) -> bool:
        """Whether it has not said yet from when on it sees anything."""
        return not self._standing

    async def sign(self) -> None:
        """Let all ways say what they have seen by now."""
        signs = [sign for platform in self.platforms for way in platform.ways() if (sign := way.sign()) is not None]
        await self.store.run(self.pipeline.handle, signs)

    async def last_digest(self) -> None:
        """Tell what still waits for the next morning, and how far everything was seen."""
        await self.sign()
        await self.jobs.raids()
        await self.store.run(self._digest)
        await self.deliveries.run_due()

    async def next_due(self) -> datetime | None:
        """When something in the outbox falls due."""
        return self._asked(outbox.next_due)

    def raid_over(self) -> datetime | None:
        """When a raid will be over, if nothing more comes."""
        return self._asked(over_at)

    def thanks_wait(self) -> bool:
        """Whether what was written in support waits to be told."""
        with self.store.reading() as connection:
            return bool(raids.untold(connection, self.shield.name))

    def close(self) -> None:
        """Give the database back; nothing else outlives the process."""
        self.store.close()

    def _asked(self, query: Callable[[Connection], T]) -> T:
        """What the database says, which is asked again only after something was written."""
        known: tuple[int, T] | None = self._answers.get(query)
        if known is None or known[0] != self.store.written:
            with self.store.reading() as connection:
                known = self._answers[query] = self.store.written, query(connection)
        return known[1]

    def _spending_known(self, connection: Connection) -> datetime:
        return spending_known(connection, self.shield.name, self.now())

    def _digest(self) -> None:
        with self.store.writing() as connection:
            outbox.plan(connection, digests(connection, self.shield, self.now(), self.pipeline.judging.ids))
            outbox.plan(connection, thanked(connection, self.shield, self.now(), self.pipeline.judging.ids))

    def _waiting(self) -> list[Arrival]:
        cursors = {row["source"]: row["value"] for row in self._asked(survey.cursors)}
        found = [
            (arrival.at, place, arrival)
            for platform in self.platforms
            for source in platform.ways()
            for place, arrival in source.waiting(cursors.get(source.name))
        ]
        return [arrival for _, _, arrival in sorted(found, key=lambda each: each[:2])]


def _brings(one: Judged) -> bool:
    """Whether something is to be done or told because of it, before anything else happens."""
    return bool(one.alerts or any(hold is None for _, hold in one.planned))


def _held_back(one: Judged) -> bool:
    """Whether it may be told that a budget is spent: in a raid the raid's alert tells it."""
    return one.facts.raid is None and any(hold is Hold.BUDGET for _, hold in one.planned)
