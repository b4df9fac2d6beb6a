"""A moderator of Ouest on a double of each kind of server: what comes to the desk is judged by the real pipeline."""

import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.evidence.exhibit import unseal
from bot.model.account import Account
from bot.model.arrival import Arrival, Event
from bot.model.flag import Flag
from bot.platforms.mastodon.desk.letterbox import Unwanted, admit
from bot.platforms.mastodon.desk.normalise import PLATFORM, normaliser
from bot.platforms.mastodon.desk.sources import Asked, Reached, sources
from bot.platforms.mastodon.instance import Instance
from bot.platforms.mastodon.options import Options
from bot.platforms.mastodon.rest import Rest
from bot.platforms.mastodon.throttle import Throttle
from bot.platforms.mastodon.wire import Wire
from bot.shield.postbag import Postbag
from bot.store import letters, read, schema
from tests.community.making import DESK, OUEST
from tests.community.ouest import Ouest
from tests.doubles.mastodon import Double
from tests.doubles.mastodon_admin_world import MODERATOR
from tests.platforms.mastodon.conftest import Listening

CANARY = "rossignol-7141"
"""Stands in what is private alone."""


def now() -> datetime:
    return datetime.now(UTC)


class Local:
    """Everybody of the server is a member, but for who left."""

    def __init__(self, home: str) -> None:
        self.home = home
        self.out: set[str] = set()

    def member(self, account: Account) -> bool:
        return account.handle.endswith(f"@{self.home}") and account.handle.partition("@")[0] not in self.out

    def own(self, account: Account) -> bool:
        return account.handle.endswith(f"@{self.home}")


class Desk:
    """The desk, with the community's database behind it."""

    def __init__(self, double: Double, folder: Path, ouest: Ouest, **asked: Any) -> None:
        self.double, self.world, self.folder, self.ouest = double, double.world, folder, ouest
        ouest.now = now()
        me = self.world.called("moderation")
        self.options = Options(server=double.base, allow_loopback=True, idle=1.0, request_timeout=2.0)
        self.home = self.options.home
        self.roll = Local(self.home)
        ouest.pipeline.normalisers = {PLATFORM: normaliser({OUEST: self.roll})}
        self.bag = Postbag(ouest.store, OUEST, self.home, now)
        rest = Rest(self.options, me.token, Throttle(), now)
        self.reached = Reached(rest, Instance(rest), Wire(self.options, me.token))
        self.asked = Asked(OUEST, self.home, self.roll, "none", self.bag.note, None)._replace(**asked)
        self._listening: list[Listening] = []

    def source(self, name: str, **asked: Any) -> Any:
        found = sources(self.asked._replace(**asked), self.reached, now)
        return next(one for one in found if one.name == f"{DESK}:{name}")

    def listen(self, source: Any, cursor: str | None = None) -> Listening:
        listening = Listening(source, cursor)
        self._listening.append(listening)
        return listening

    async def brought(self, source: Any, enough: Callable[[Listening], bool], cursor: str | None = None) -> Listening:
        """Listen until it is enough, and let the pipeline judge what came."""
        listening = self.listen(source, cursor)
        await listening.until(lambda: enough(listening))
        await listening.stop()
        self.ouest.now = now()
        self.ouest.pipeline.handle(listening.arrivals)
        return listening

    def events(self, arrivals: list[Arrival]) -> list[Event]:
        pipeline = self.ouest.pipeline
        return [event for one in arrivals for event in pipeline.normalisers[PLATFORM](one, pipeline.protected)]

    def flags(self, arrivals: list[Arrival]) -> list[Flag]:
        return [one for one in self.events(arrivals) if isinstance(one, Flag)]

    def report(self, whom: str, *statuses: str, by: str = "lea", **more: Any) -> str:
        """Somebody reports somebody; the id."""
        world = self.world
        made = {
            "id": world.new_id(),
            "by": world.called(by).id,
            "action_taken": False,
            "action_taken_at": None,
            "category": "other",
            "comment": "il recommence",
            "forwarded": False,
            "created_at": now().strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z",
            "status_ids": list(statuses),
            "target_account": {"id": world.called(whom).id},
        } | more
        world.reports.append(made)
        world.admin.tell("report.created", made["id"])
        return str(made["id"])

    def take(self, body: bytes) -> bool | None:
        """Let the pages take a letter in; None where nothing of it is for us."""
        try:
            letter = admit(body, now())
        except Unwanted:
            return None
        with self.ouest.store.writing() as connection:
            return letters.put(connection, self.ouest.store.master, OUEST, letter)

    def nowhere(self, *words: str) -> None:
        """Nothing of these words is in the database, its files, or any box that its master key opens."""
        store = self.ouest.store
        with store.reading() as connection:
            rows = repr([list(connection.execute(select(one))) for one in schema.metadata.tables.values()])
            persons = connection.scalars(select(schema.person.c.name)).all()
            boxes = [unseal(sealed, store.master) for one in persons for sealed in read.exhibits(connection, one)]
        files = [path.read_bytes() for path in self.folder.glob("ouest.db*")]
        for word in words:
            assert word not in rows
            assert not [box for box in (*boxes, *files) if word.encode() in box]

    async def close(self) -> None:
        for listening in self._listening:
            await listening.stop()
        await self.reached.rest.close()


MakeDesk = Callable[..., Awaitable[Desk]]


@pytest.fixture
def ouest(tmp_path: Path) -> Iterator[Callable[..., Ouest]]:
    """Makes the community."""
    made: list[Ouest] = []

    def make() -> Ouest:
        made.append(Ouest(tmp_path))
        return made[-1]

    yield make
    for one in made:
        one.store.close()


@pytest.fixture
async def desk(tmp_path: Path, ouest: Callable[..., Ouest]) -> AsyncIterator[MakeDesk]:
    """A server of a kind, with a moderator, Léa who is a member, and Hugo from elsewhere."""
    async with contextlib.AsyncExitStack() as stack:

        async def make(flavour: str = "mastodon", **asked: Any) -> Desk:
            double = Double(flavour)
            moderator = double.world.join("moderation")
            double.world.admin.roles[moderator.id] = MODERATOR
            double.world.join("lea")
            double.world.join("hugo", "nord.test")
            double.world.scopes = ("admin:read", "admin:write", "read")
            await double.start()
            stack.push_async_callback(double.stop)
            made = Desk(double, tmp_path, ouest(), **asked)
            stack.push_async_callback(made.close)
            return made

        yield make
