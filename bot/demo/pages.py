"""The demo with its pages: a month is played at once, and its last evening goes on while it is looked at."""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from bot.blocklists.change import Policy
from bot.cases.marking import mark
from bot.config import ConfigFile
from bot.config.master import load_or_make_master_key
from bot.demo.month import HIS_KEYS, month
from bot.demo.words import words_in
from bot.evidence.master import MasterKey
from bot.model.reason import Reason, Severity
from bot.model.seat import Grant, Role, Seat
from bot.people.admission import INVITATION, Admission
from bot.platforms.simulated.parse import Scenario
from bot.platforms.simulated.world import World
from bot.publishing.choosing import Choosing, Saying
from bot.publishing.making import make
from bot.publishing.terms import Terms
from bot.shield.heartbeat import Heart
from bot.simulation.clock import Clock
from bot.simulation.player import Player, Step
from bot.simulation.process import Place, Process, Recorder
from bot.simulation.setup import set_up
from bot.simulation.vaulting import fill
from bot.store.database import Store
from bot.web.house import House
from bot.web.serving import serve

CONFIG: Final = """\
language = "{language}"
database = "sqlite:///demo.db"

[[person]]
name = "camille"
mode = "act"
{accounts}
[web]
listen = "127.0.0.1:{port}"
"""
ACCOUNT: Final = """
  [[person.account]]
  platform = "{platform}"
  handle = "{handle}"
  secret = {{ env = "DEMO" }}
{server}"""
SERVER: Final = '  server = "https://social.test"\n'
DELEGATE: Final = "Dominique"
ALSO: Final = frozenset({Grant.EXPORT, Grant.PUBLISH, Grant.TRAIL})
KNOWN: Final = timedelta(days=20)
"""How long the delegate has been there: who came today is no second person yet."""
TICK: Final = 0.5
"""Seconds between two looks at what people decided on the pages."""


class Demo:
    """An invented person's shield, in a folder that is thrown away."""

    def __init__(self, folder: Path, language: str, port: int, now: datetime) -> None:
        """Write its configuration; nothing is played yet."""
        self.language = language
        self.began = now
        self.over, self.evening = month(now, language, words_in(language).leaf("ordinary"))
        self.file = ConfigFile(folder / "config.toml", {"DEMO": "demo"})
        self.file.path.write_text(self._config(port), encoding="utf-8")
        self.clock = Clock(self.over.lines[0].event.at)
        settings = self.file.read()
        master = MasterKey(load_or_make_master_key(settings.master_key))  # work in a process of its own needs it too
        url = f"sqlite:///{folder / 'demo.db'}"
        self.shield, self.engine = set_up(self.over.opening.protected.person(), settings)
        whole = self.over._replace(lines=(*self.over.lines, *self.evening.lines))
        self.place = Place(lambda: Store(url, master), World(whole), Recorder(self.shield.contacts[0], self.clock))
        self.process = self._start()
        fill(self.process.store, self.over.opening.protected, self.clock.now)

    async def play_month(self) -> None:
        """Let everything that is over happen, up to now."""
        await self.play(self.over, 0.0)
        self.clock.advance(self.began)
        self._begin_list()
        self._gather()

    def seats(self) -> tuple[Seat, Seat]:
        """Hers, and that of somebody she trusts, since many things take two people."""
        admission = Admission(self.process.store)
        beside = Seat(id="", person="camille", name=DELEGATE, role=Role.DELEGATE, also=ALSO)
        holder = admission.holder("camille", "demo", self.began)
        return holder, admission.invite(beside, "camille", self.began - KNOWN)

    async def play(self, scenario: Scenario, pace: float) -> None:
        """Let everything of it happen, `pace` seconds an event; 0: at once."""
        self.process.close()
        player = Player(scenario, self.place, self.clock, self._start)
        async for step in _one_by_one(player) if pace else player.play():
            self.process = player.process
            await asyncio.sleep(pace if step.line else 0)

    async def go_on(self) -> None:
        """Do what people decide on the pages, and let time pass, for ever."""
        while True:
            self.clock.advance(max(self.clock.now, datetime.now(UTC)))
            await self.process.deliveries.run_due()
            self._gather()
            await asyncio.sleep(TICK)

    def _gather(self) -> None:
        """As a shield's clock does each minute: what the accounts of a case wrote before they belonged to it."""
        mark(self.process.store, ["camille"])

    def _begin_list(self) -> None:
        """A list of hers: of the accounts of the man who comes back one is chosen, and one waits for a second word."""
        words, store = words_in(self.language), self.process.store
        terms = Terms(description=words("pages.list_about"), language=self.language)
        one = make(store, "camille", "camille", words("pages.list"), terms, "camille", self.began)
        saying = Saying(Policy.REJECT, Severity.HIGH, (Reason.VIOLENCE_THREATS,))
        choosing = Choosing(store, self.shield)
        first, *_ = [choosing.by_hand(one.slug, key, saying, "camille", self.began) for key in HIS_KEYS]
        choosing.confirm(one.slug, first.id, "camille", self.began)  # few follow him, which holds them both back

    def _start(self) -> Process:
        return Process(self.place, self.shield, self.engine, self.clock)

    def _config(self, port: int) -> str:
        accounts = (
            ACCOUNT.format(
                platform=one.platform, handle=one.handle, server=SERVER if one.platform == "mastodon" else ""
            )
            for one in self.over.opening.protected.accounts
        )
        return CONFIG.format(language=self.language, accounts="".join(accounts), port=port)


async def _one_by_one(player: Player) -> AsyncIterator[Step]:
    """Nothing judged together with what comes later, so that it can be seen as it comes."""
    player.process.together = 1
    async for step in player.play():
        player.process.together = 1
        yield step


async def show_pages(language: str, pace: float, port: int, say: Callable[[str], None]) -> None:
    """Play the month, then serve its pages until stopped, with the evening going on."""
    words = words_in(language)
    say(words("pages.playing"))
    async with AsyncExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="rempart-"))
        demo = Demo(Path(folder), language, port, datetime.now(UTC).replace(microsecond=0))
        await demo.play_month()
        store = stack.enter_context(closing(demo.place.open()))
        stack.enter_context(store.only_runner())
        house = House(demo.file, store, demo.clock)
        seats = zip(("pages.ready", "pages.second"), demo.seats(), strict=True)

        def ready(url: str) -> None:
            for sentence, seat in seats:
                link = house.admission.link(seat, demo.clock.now, INVITATION)
                say(f"{words(sentence)}\n\n    {url}/enter/{link}\n")

        works = (serve(house, ready), demo.play(demo.evening, pace), demo.go_on(), _beat(demo, store))
        tasks = [asyncio.ensure_future(work) for work in works]
        stack.push_async_callback(ended, tasks)
        await tasks[0]


async def _beat(demo: Demo, store: Store) -> None:
    """The sign of life of a shield that hears everything."""
    ways = {way.name: ("camille",) for platform in demo.process.platforms for way in platform.ways()}
    await Heart(store, ways, lambda _: ("reading", (demo.clock.now, demo.clock.now)), demo.clock).run()


async def ended(tasks: Sequence[asyncio.Task[None]]) -> None:
    """Let them end."""
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
