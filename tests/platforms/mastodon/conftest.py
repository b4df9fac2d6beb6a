"""A protected person on a double of each kind of server, and what it takes to listen to their mentions."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.errors import PlatformError
from bot.model.account import Account, Protected
from bot.model.action import Action, Order
from bot.model.arrival import Arrival
from bot.model.mention import Mention
from bot.model.reason import Reason, Severity
from bot.platforms.mastodon.normalise import normalise
from bot.platforms.mastodon.options import Options
from bot.platforms.mastodon.platform import Mastodon
from tests.doubles.mastodon import Double
from tests.doubles.mastodon_control import do


def now() -> datetime:
    return datetime.now(UTC)


def order_on(by: Account, subject: str, action: Action, status: str = "", **more: Any) -> Order:
    """An order as the pipeline plans it."""
    given: dict[str, Any] = {"reason": Reason.HARASSMENT_TARGETED, "native": status} | more
    return Order(
        id="o1",
        person="camille",
        by=by.key,
        action=action,
        subject=f"mastodon:{by.home}/{subject}",
        subject_id=subject,
        uri=f"http://{by.home}/statuses/{status}",
        revision="1",
        rule="a rule",
        severity=Severity.HIGH,
        decided_at=now(),
        received_at=now(),
        **given,
    )


class Listening:
    """A source that reads in the background; its cursor is kept as the store would."""

    def __init__(self, source: Any, cursor: str | None = None) -> None:
        self.arrivals: list[Arrival] = []
        self.cursor = cursor
        self.source = source
        self._news = asyncio.Event()
        self.task = asyncio.create_task(source.read(cursor, self._emit))

    async def _emit(self, arrival: Arrival) -> None:
        if arrival.cursor is not None:
            self.cursor = arrival.cursor
        self.arrivals.append(arrival)
        self._news.set()

    async def until(self, enough: Callable[[], bool], seconds: float = 5.0) -> None:
        async with asyncio.timeout(seconds):
            while not enough():
                if self.task.done():
                    self.task.result()
                await asyncio.sleep(0.005)

    async def ended(self, seconds: float = 5.0) -> PlatformError | None:
        try:
            await asyncio.wait_for(self.task, seconds)
        except PlatformError as error:
            return error
        return None

    async def stop(self) -> None:
        self.task.cancel()
        with contextlib.suppress(asyncio.CancelledError, PlatformError):
            await self.task


class Shielded:
    """The protected person `figure` on one double, with a platform of their own."""

    def __init__(self, double: Double, **options: Any) -> None:
        self.double = double
        self.world = double.world
        self.person = double.world.called("figure")
        fast = {"poll_beside_stream": 0.05, "poll_alone": 0.05, "idle": 1.0, "request_timeout": 2.0}
        self.options = Options(server=double.base, allow_loopback=True, **(fast | options))
        self.account = Account(
            platform="mastodon", id=self.person.id, home=self.options.home, handle=f"figure@{self.options.home}"
        )
        self.protected = {self.account.key: Protected(name="camille", accounts=(self.account,))}
        self.platform = Mastodon(self.account, self.person.token, now, self.options)
        self.stream, self.poll = self.platform.sources()
        self._listening: list[Listening] = []

    def do(self, command: str, **given: Any) -> Any:
        return do(self.double, command, **given)

    def listen(self, source: Any, cursor: str | None = None) -> Listening:
        listening = Listening(source, cursor)
        self._listening.append(listening)
        return listening

    async def hung_up(self) -> None:
        """Until the server has noticed that nobody listens any more."""
        async with asyncio.timeout(5):
            while self.double.streams:  # noqa: ASYNC110  # the double may live in another process
                await asyncio.sleep(0.005)

    async def streaming(self, cursor: str | None = None) -> Listening:
        """Listen to the stream, and wait until it is open and caught up."""
        listening = self.listen(self.stream, cursor)
        await listening.until(lambda: self.double.streams > 0 and listening.cursor is not None)
        return listening

    def mentions(self, listening: Listening) -> list[Mention]:
        found = [event for one in listening.arrivals for event in normalise(one, self.protected)]
        return [event for event in found if isinstance(event, Mention)]

    def texts(self, listening: Listening) -> list[str]:
        return [mention.text for mention in self.mentions(listening)]

    def order(self, action: Action, whom: str = "harasser", **more: Any) -> Order:
        return order_on(self.account, self.world.called(whom).id, action, **more)

    async def close(self) -> None:
        for listening in self._listening:
            await listening.stop()
        await self.platform.close()


Shield = Callable[..., Awaitable[Shielded]]


@pytest.fixture
async def shield() -> AsyncIterator[Shield]:
    """Makes a person shielded on a server of the flavour asked for."""
    made: list[Shielded] = []

    async def make(flavour: str = "mastodon", **options: Any) -> Shielded:
        double = Double(flavour)
        for username in ("figure", "harasser", "friend"):
            double.world.join(username)
        await double.start()
        made.append(Shielded(double, **options))
        return made[-1]

    yield make
    for one in made:
        await one.close()
        await one.double.stop()
