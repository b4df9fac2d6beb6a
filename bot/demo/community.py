"""The demo of a community: a month of an invented server's moderators, and its last evening while it is looked at."""

import asyncio
import tempfile
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from itertools import groupby
from pathlib import Path
from typing import Final

from msgspec.structs import replace

from bot.backtest.ready import compiled, policies_of
from bot.community.batch import Communal
from bot.config import ConfigFile
from bot.config.master import load_or_make_master_key
from bot.delivery import Deliveries
from bot.demo.hand import Hand
from bot.demo.pages import TICK, ended
from bot.demo.server import COMMUNITY, HOME, Everybody, coming
from bot.demo.words import words_in
from bot.evidence.master import MasterKey
from bot.jobs import Jobs
from bot.model.account import Account
from bot.model.arrival import Arrival, Sign
from bot.model.docket import Standing
from bot.model.measure import Limit
from bot.model.noun import learn
from bot.model.seat import Grant, Role, Seat
from bot.moderating import appealing, statements
from bot.moderating.asking import Asking
from bot.outbox.ledger import Ledger
from bot.people.admission import INVITATION, Admission
from bot.pipeline import Pipeline
from bot.platforms.mastodon.desk.normalise import PLATFORM, normaliser
from bot.shield.heartbeat import Heart
from bot.shield.live import shields
from bot.simulation.clock import Clock
from bot.store import dockets
from bot.store.database import Store
from bot.store.migrate import migrate
from bot.web.house import House
from bot.web.serving import serve

CONFIG: Final = """\
language = "{language}"
database = "sqlite:///demo.db"

[[community]]
name = "{community}"
mode = "act"
members = "local"
measures = ["limit"]
  [community.desk]
  platform = "mastodon"
  handle = "moderation@{home}"
  server = "https://{home}"
  secret = {{ env = "DEMO" }}

[web]
listen = "127.0.0.1:{port}"
"""
KNOWN: Final = timedelta(days=20)
"""How long the second moderator has been there: who came today is no second person yet."""
ALSO: Final = frozenset({Grant.MEASURE, Grant.EXPORT, Grant.TRAIL})
CONTESTED: Final = timedelta(days=6)
"""How long ago somebody was limited who contests it."""


class Instance:
    """An invented server's desk, in a folder that is thrown away."""

    def __init__(self, folder: Path, language: str, port: int, now: datetime) -> None:
        """Write its configuration; nothing is played yet."""
        self.words = words_in(language)
        self.began = now
        self.coming = coming(now, self.words.leaf("community"))
        self.clock = Clock(self.coming.over[0].at)
        self.file = ConfigFile(folder / "config.toml", {"DEMO": "demo"})
        written = CONFIG.format(language=language, community=COMMUNITY, home=HOME, port=port)
        self.file.path.write_text(written, encoding="utf-8")
        config = self.file.read()
        master = MasterKey(load_or_make_master_key(config.master_key))
        self.store = Store(f"sqlite:///{folder / 'demo.db'}", master)
        migrate(self.store)
        learn()
        own = {COMMUNITY: (Account(platform="desk", id=COMMUNITY, handle=f"moderation@{HOME}"),)}
        self.shields = shields(config, own)
        self.engine = compiled(policies_of(config))
        self.pipeline = self._pipeline()
        hand = Hand(self.shields[COMMUNITY].desk, self.clock)
        self.deliveries = Deliveries(Ledger(self.store, self.shields), {hand.key: hand}, {}, self.clock)
        self.jobs = Jobs(self.store, self.shields, [], self.clock, lambda: None)
        self._one_at_a_time = asyncio.Lock()
        self.anne, self.bachir = self._seats()

    async def play_month(self) -> None:
        """Let everything that is over happen, up to now."""
        contested = self.began - CONTESTED
        await self._play([one for one in self.coming.over if one.at < contested])
        self.clock.advance(contested)
        await self._limit()
        await self._play([one for one in self.coming.over if one.at >= contested])
        self.clock.advance(self.began)
        await self._work()

    async def play_evening(self, pace: float) -> None:
        """Let what is still to come happen, `pace` seconds an event."""
        for one in self.coming.evening:
            await self._play([one])
            await asyncio.sleep(pace)

    async def go_on(self) -> None:
        """Do what people decide on the pages, and let time pass, for ever."""
        while True:
            self.clock.advance(max(self.clock.now, datetime.now(UTC)))
            await self._work()
            await asyncio.sleep(TICK)

    async def beat(self) -> None:
        """The sign of life of a shield that hears everything."""
        ways = {one.source: (COMMUNITY,) for one in self.coming.over}
        await Heart(self.store, ways, lambda _: ("reading", (self.clock.now, self.clock.now)), self.clock).run()

    def _pipeline(self) -> Pipeline:
        normalisers = {PLATFORM: normaliser({COMMUNITY: Everybody()})}
        made = Pipeline(self.store, self.shields, normalisers, self.engine, self.clock)
        made.batch = Communal
        return made

    def _seats(self) -> tuple[Seat, Seat]:
        """Hers who answers for it, and that of somebody beside her, since what is grave takes two."""
        admission, since = Admission(self.store), self.clock.now - KNOWN
        beside = Seat(id="", person=COMMUNITY, name="Bachir", role=Role.MODERATOR, also=ALSO)
        return admission.holder(COMMUNITY, "Anne", since), admission.invite(beside, "Anne", since)

    async def _play(self, some: Sequence[Arrival]) -> None:
        """Each minute's together, as a server's streams are read."""
        for at, together in groupby(some, key=lambda one: one.at.replace(second=0, microsecond=0)):
            arrivals = list(together)
            self.clock.advance(max(at, arrivals[-1].at))
            seen = replace(arrivals[-1], raw=b"", beside=b"", sign=Sign(until=arrivals[-1].at))
            await self.store.run(self.pipeline.handle, [*arrivals, seen])
            await self._work()

    async def _work(self) -> None:
        """Tell of waves, and do what is to be done; the evening and the pages ask for it beside each other."""
        async with self._one_at_a_time:
            await self.jobs.raids()
            await self.deliveries.run_due()

    async def _limit(self) -> None:
        """Anne limits who is worst by then, and says why; they contest it."""
        with self.store.reading() as connection:
            worst, *_ = dockets.page(connection, COMMUNITY, Standing.OPEN, None, 1)
        asking = Asking(self.store, self.shields[COMMUNITY], self.anne, self.clock.now)
        done = asking.order(worst, Limit(), self.words("community.statement"))
        await self._work()
        statement = f"{done.id}-reasons"
        statements.handed(self.store, self.anne, statement, self.clock.now)
        appealing.note(self.store, self.anne, statement, self.clock.now)


async def show_community(language: str, pace: float, port: int, say: Callable[[str], None]) -> None:
    """Play the month, then serve the pages of the desk until stopped, with the evening going on."""
    words = words_in(language)
    say(words("pages.playing"))
    async with AsyncExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="rempart-"))
        demo = Instance(Path(folder), language, port, datetime.now(UTC).replace(microsecond=0))
        stack.callback(demo.store.close)
        await demo.play_month()
        stack.enter_context(demo.store.only_runner())
        house = House(demo.file, demo.store, demo.clock)

        def ready(url: str) -> None:
            for sentence, seat in (("community.ready", demo.anne), ("community.second", demo.bachir)):
                link = house.admission.link(seat, demo.clock.now, INVITATION)
                say(f"{words(sentence)}\n\n    {url}/enter/{link}\n")

        works = (serve(house, ready), demo.play_evening(pace), demo.go_on(), demo.beat())
        tasks = [asyncio.ensure_future(work) for work in works]
        stack.push_async_callback(ended, tasks)
        await tasks[0]
