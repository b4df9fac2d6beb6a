"""One person on a Mastodon double, with the real platform, pipeline, outbox, watch and later looks; time as the double's."""

from datetime import timedelta
from typing import Any

from bot.delivery import Deliveries
from bot.evidence.master import MasterKey
from bot.model.account import Account, Protected
from bot.model.arrival import Arrival
from bot.model.decision import Mode
from bot.model.delivery import Delivery
from bot.model.mention import Via
from bot.model.shield import Contact, Shield
from bot.outbox.ledger import Ledger
from bot.pipeline import Pipeline
from bot.platforms.mastodon.options import Options
from bot.platforms.mastodon.platform import Mastodon
from bot.rules.compile import compile_policies
from bot.rules.policy import Policy
from bot.shield.opening import normalisers
from bot.store import authors, outbox, read
from bot.store.database import Store
from bot.store.migrate import migrate
from bot.watching.looks import Looks
from bot.watching.watch import Watch
from tests.doubles import mastodon_shapes as shapes
from tests.doubles.mastodon import Double
from tests.doubles.mastodon_control import do

import msgspec  # isort: skip
from tests.alerts.recording import RecordingChannel
from tests.rules.parsed import parse_rules

RULES = (
    {
        "name": "une pantoufle",
        "reason": "harassment_targeted",
        "severity": "high",
        "all": [{"words": ["pantoufle"]}],
        "then": [{"mute": "30 days"}, "alert"],
    },
    {
        "name": "une casserole",
        "reason": "violence_threats",
        "severity": "urgent",
        "all": [{"words": ["casserole"]}],
        "then": ["mute", "alert"],
    },
    {
        "name": "une marmelade",
        "reason": "harassment_targeted",
        "severity": "low",
        "all": [{"words": ["marmelade"]}],
        "then": [],
    },
)


class Guarded:
    """Camille, who is `figure` on the double."""

    def __init__(self, double: Double, store: Store) -> None:
        self.double, self.world, self.store = double, double.world, store
        for name in ("figure", "harasser", "friend"):
            double.world.join(name)
        me = double.world.called("figure")
        options = Options(server=double.base, allow_loopback=True)
        handle = f"figure@{options.home}"
        self.account = Account(platform="mastodon", id=me.id, home=options.home, handle=handle)
        person = Protected(name="camille", accounts=(self.account,))
        self.shields = {"camille": Shield(protected=person, contacts=(Contact(name="camille/phone"),))}
        self.platform = Mastodon(self.account, me.token, self.now, options)
        migrate(store)
        engine = compile_policies({"camille": Policy(mode=Mode.ACT, rules=parse_rules(RULES))})
        self.pipeline = Pipeline(store, self.shields, normalisers(), engine, self.now)
        self.channel = RecordingChannel("camille/phone")
        platforms = {self.account.key: self.platform}
        ledger = Ledger(store, self.shields)
        self.deliveries = Deliveries(ledger, platforms, {"camille/phone": self.channel}, self.now)
        self.watch = Watch(store, "camille", self.account.key, self.platform, self.now)
        self.looks = Looks(self.pipeline, platforms, lambda: None)

    def now(self) -> Any:
        return self.world.now()

    def do(self, command: str, **given: Any) -> Any:
        return do(self.double, command, **given)

    def key(self, username: str = "harasser") -> str:
        return msgspec.structs.replace(self.account, id=self.world.called(username).id).key

    def uri(self, native: str) -> str:
        return str(shapes.status(self.world, self.world.statuses[native])["uri"])

    def wait(self, **time: float) -> None:
        self.do("advance", seconds=timedelta(**time).total_seconds())

    async def hear(self, text: str, by: str = "harasser", **more: Any) -> str:
        """Somebody posts; what the server notifies of it is judged, and what follows is done. The status id."""
        before = len(self.world.notices)
        native = str(self.do("post", by=by, text=text, **more))
        for notice in self.world.notices[before:]:
            if notice.to == self.account.id:
                raw = msgspec.json.encode(shapes.notification(self.world, notice))
                arrival = Arrival(
                    source="stream",
                    platform="mastodon",
                    via=Via.STREAM,
                    at=self.now(),
                    raw=raw,
                    account=self.account.key,
                )
                await self.take(arrival)
        await self.deliveries.run_due()
        return native

    async def take(self, arrival: Arrival) -> None:
        await self.store.run(self.pipeline.handle, [arrival])

    async def watched(self) -> None:
        """One round of the watch, and what follows from it."""
        await self.watch.round(self.take)
        await self.deliveries.run_due()

    async def looked(self) -> int:
        taken = await self.looks.round()
        await self.deliveries.run_due()
        return taken

    # ------------------------------------------------------------------ what is looked at

    def kept(self, native: str) -> list[read.Kept]:
        with self.store.reading() as connection:
            return read.mention(connection, self.uri(native))

    def deliveries_of(self, username: str = "harasser") -> list[Delivery]:
        with self.store.reading() as connection:
            return outbox.on_subject(connection, "camille", self.key(username))

    def orders(self, username: str = "harasser") -> list[str]:
        return [one.id for one in self.deliveries_of(username)]

    def matches(self, username: str = "harasser") -> int:
        key = ("camille", self.key(username))
        with self.store.reading() as connection:
            return authors.histories(connection, [key])[key][0].matches

    def events(self) -> list[str]:
        with self.store.reading() as connection:
            return [entry.event for entry in read.chain(connection, "camille")]

    @property
    def titles(self) -> list[str]:
        return [alert.title for alert in self.channel.sent]


def opened(url: str) -> Store:
    return Store(url, MasterKey.new())
