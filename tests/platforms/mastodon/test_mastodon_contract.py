"""Mastodon and GoToSocial keep to the contract of all platforms, on the double's server."""

import pytest

from bot.model.action import Action, Order
from bot.model.arrival import Arrival
from bot.platforms.mastodon.normalise import normalise
from tests.platforms.contract import *  # noqa: F403
from tests.platforms.mastodon.conftest import Shielded


class Made:
    """One protected account and one harasser, as the contract wants them."""

    normalise = staticmethod(normalise)

    def __init__(self, me: Shielded) -> None:
        self.me = me
        self.platform = me.platform
        self.protected = me.protected
        self.pair = (me.person.id, me.world.called("harasser").id)
        self.listening = [me.listen(source) for source in me.platform.sources()]

    async def ready(self) -> None:
        for one in self.listening:
            await one.until(lambda one=one: one.cursor is not None)

    async def harasser_posts(self, text: str) -> str:
        status = self.me.do("post", by="harasser", text=f"@figure {text}")
        return f"http://{self.me.world.host}/users/harasser/statuses/{status}"

    async def muted(self) -> bool:
        return self.me.world.muted(*self.pair) is not None

    async def blocked(self) -> bool:
        return self.pair in self.me.world.blocks

    async def person_mutes(self) -> None:
        self.me.do("mute", by="figure", whom="harasser")

    def order(self, action: Action, uri: str = "") -> Order:
        return self.me.order(action, status=uri.rpartition("/")[2])

    async def arrivals(self) -> list[Arrival]:
        return [arrival for one in self.listening for arrival in one.arrivals]


@pytest.fixture(params=["mastodon", "gotosocial"])
async def world(request, shield):
    me = await shield(request.param)
    me.world.scopes = ("read", "write:mutes", "write:blocks")
    made = Made(me)
    await made.ready()
    return made
