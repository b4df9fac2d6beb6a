"""The middle of the shield within this process: the real intake, pipeline and store, fed by hand."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

from bot.evidence.master import MasterKey
from bot.model.account import Account, Protected
from bot.model.arrival import Arrival
from bot.model.decision import Mode
from bot.model.mention import Via
from bot.model.shield import Contact, Shield
from bot.pipeline import Pipeline
from bot.rules.compile import compile_policies
from bot.rules.policy import Policy
from bot.shield.intake import Intake
from bot.shield.opening import normalisers
from bot.store.database import Store
from bot.store.migrate import migrate
from tests.doubles import mastodon_shapes as shapes
from tests.doubles.mastodon_world import World
from tests.rules.parsed import parse_rules

DID = "did:plc:camille2222222222222222"
RULE = {
    "name": "mot",
    "reason": "harassment_targeted",
    "severity": "high",
    "all": [{"words": ["pantoufle"]}],
    "then": ["mute", "alert"],
}


def now() -> datetime:
    return datetime.now(UTC)


class Told:
    """A Mastodon server that tells what it is told to tell; `account` is the person's there."""

    def __init__(self) -> None:
        self.world = World(host="social.test")
        self.person = self.world.join("figure")
        self.author = self.world.join("harasser")
        self.account = Account(platform="mastodon", id=self.person.id, home="social.test")
        self._told: list[Any] = []
        self.world.on_event = lambda to, event, what: self._told.append(what)

    def notification(self, words: str = "bonjour", by: str = "harasser") -> dict[str, Any]:
        """A mention as the server writes it."""
        if by not in {one.username for one in self.world.people.values()}:
            self.world.join(by)
        self.world.post(by, f"@figure {words}")
        return shapes.notification(self.world, self._told[-1])


class Feed:
    """A source that brings these arrivals, and then nothing more."""

    def __init__(self, name: str, arrivals: Sequence[Arrival]) -> None:
        self.name = name
        self.arrivals = arrivals

    async def read(self, _cursor: str | None, emit: Any) -> None:
        for one in self.arrivals:
            await emit(one)
        await asyncio.Event().wait()


class Within:
    """One person, on Mastodon and on Bluesky."""

    def __init__(self, url: str, rules: Sequence[dict[str, Any]] = (RULE,)) -> None:
        self.told = Told()
        accounts = (self.told.account, Account(platform="bluesky", id=DID))
        person = Protected(name="camille", accounts=accounts)
        self.shields = {"camille": Shield(protected=person, contacts=(Contact(name="camille/phone"),))}
        self.store = Store(url, MasterKey.new())
        migrate(self.store)
        engine = compile_policies({"camille": Policy(mode=Mode.ACT, rules=parse_rules(rules))})
        self.pipeline = Pipeline(self.store, self.shields, normalisers(), engine, now)

    def mastodon(self, raw: bytes, cursor: str | None = None) -> Arrival:
        account = self.told.account.key
        return Arrival(
            source="m", platform="mastodon", via=Via.STREAM, at=now(), raw=raw, cursor=cursor, account=account
        )

    def bluesky(self, raw: bytes, cursor: str | None = None) -> Arrival:
        return Arrival(source="b", platform="bluesky", via=Via.STREAM, at=now(), raw=raw, cursor=cursor)

    @asynccontextmanager
    async def hearing(self, arrivals: Sequence[Arrival]) -> AsyncIterator[Intake]:
        """The intake at work on these."""
        feeds = [Feed(name, [one for one in arrivals if one.source == name]) for name in ("m", "b")]

        async def refused(source: Any, trouble: Exception) -> None:
            raise AssertionError(source.name) from trouble

        intake = Intake(self.store, self.pipeline, feeds, on_judged=lambda _: None, on_refused=refused)
        task = asyncio.ensure_future(intake.run())
        try:
            yield intake
            assert not task.done(), "the intake has stopped"
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            self.store.close()


async def eventually(look: Any, seconds: float = 30) -> Any:
    """What `look` gives once it gives something true."""
    async with asyncio.timeout(seconds):
        while not (found := look()):  # noqa: ASYNC110 - nothing tells of a change in a database
            await asyncio.sleep(0.05)
        return found
