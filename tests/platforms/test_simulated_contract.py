"""The simulated platform keeps to the contract of all platforms, whichever it stands for."""

from datetime import UTC, datetime

import pytest

from bot.model.account import Protected
from bot.model.action import Action, Order
from bot.model.arrival import Arrival
from bot.model.reason import Reason, Severity
from bot.platforms.simulated.normalise import normalise
from bot.platforms.simulated.platform import SimulatedPlatform
from bot.platforms.simulated.server import Muting
from bot.platforms.simulated.world import World
from bot.platforms.watching import Fate, Sought
from tests.platforms.contract import *  # noqa: F403
from tests.scenarios.scenes import lines, mention, scenario


class Made:
    """One protected account and one harasser, as the contract wants them."""

    normalise = staticmethod(normalise)

    def __init__(self, name: str) -> None:
        opening = scenario()
        person = opening.opening.protected.person()
        self.outside = World(opening)
        self.server = self.outside.servers[name]
        account = next(one for one in person.accounts if one.platform == name)
        self.platform = SimulatedPlatform(self.server, account)
        self.protected: dict[str, Protected] = {account.key: person}
        self.posts = 0

    async def harasser_posts(self, text: str) -> str:
        self.posts += 1
        uri = f"u{self.posts}"
        (line,) = lines(mention(self.posts, uri, "troll", text, self.platform.name))
        self.outside.happen(line)
        return uri

    async def muted(self) -> bool:
        return "troll" in self.server.mutes

    async def blocked(self) -> bool:
        return "troll" in self.server.blocks

    async def person_mutes(self) -> None:
        self.server.mutes["troll"] = Muting()

    def order(self, action: Action, uri: str = "") -> Order:
        return Order(
            id="o1",
            person="camille",
            by=self.platform.key,
            action=action,
            subject=f"{self.platform.name}:troll",
            subject_id="troll",
            uri=uri,
            revision="",
            rule="r",
            reason=Reason.VIOLENCE_THREATS,
            severity=Severity.HIGH,
            decided_at=datetime(2026, 1, 1, tzinfo=UTC),
            received_at=datetime(2026, 1, 1, tzinfo=UTC),
        )

    async def arrivals(self) -> list[Arrival]:
        return [arrival for source in self.platform.ways() for _, arrival in source.waiting(None)]


@pytest.fixture(params=["bluesky", "mastodon"])
def world(request: pytest.FixtureRequest) -> Made:
    return Made(request.param)


async def test_a_witness_who_names_the_muted_one_is_hidden_on_mastodon_and_found_below(world: Made) -> None:
    uri = await world.harasser_posts("une insulte")
    world.server.mutes["troll"] = Muting()
    line = mention(9, "w", "temoin", "@camille @troll laissez-la", world.platform.name, parent=uri, mentions=["troll"])
    (happened,) = lines(line)
    world.outside.happen(happened)
    found = await world.platform.around(Sought(uri=uri, native=uri, author="troll"))
    hidden = [event.uri for one in found for event in normalise(one, world.protected)]
    assert hidden == (["w"] if world.platform.name == "mastodon" else [])
    for one in (Fate.THERE, Fate.DELETED):
        assert (await world.platform.look(Sought(uri=uri, native=uri, author="troll"))).fate is one
        world.server.deleted.add(uri)
