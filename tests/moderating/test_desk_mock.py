"""Against another server of the same API (mastodon_mock): each measure goes there and back.

It mails nobody, knows no roles, and settles no other reports: that is the double's part.
"""

import pytest
from mastodon_mock.config import SeedAccount, SeedConfig
from mastodon_mock.testing.server import MockServer

from bot.model.measure import Assign, Limit, LimitDomain, Reopen, Resolve, Sensitive, Suspend, SuspendDomain, Warn
from bot.platforms.mastodon.options import Options
from bot.platforms.mastodon.platform import whoami
from tests.moderating.desk import moderator_of, now, order

SEED = SeedConfig(
    accounts=[
        SeedAccount(username="moderation", access_token="m", role="admin"),
        SeedAccount(username="harasser", access_token="h"),
        SeedAccount(username="lea", access_token="l"),
    ]
)


@pytest.fixture(scope="module")
def server():
    with MockServer(seed=SEED) as running:
        yield running


class There:
    """The desk there, and who is reported."""

    def __init__(self, desk, home: str, harasser: str, flag: str) -> None:
        self.desk, self.home, self.harasser, self.flag = desk, home, harasser, flag

    def order(self, action):
        return order(action, self.home, self.harasser)

    async def holds(self, action) -> bool:
        return (await self.desk.prior(self.order(action))).in_force


@pytest.fixture
async def there(server):
    server.reset()
    options = Options(server=server.base_url, allow_loopback=True)
    me, harasser = await whoami("m", now, options), await whoami("h", now, options)
    desk = moderator_of(server.base_url, me.id, "m")
    lea = moderator_of(server.base_url, "0", "l")
    answer = await lea._rest.send("report", "POST", "/api/v1/reports", {"account_id": harasser.id})
    flag = answer.body.decode().partition('"id":"')[2].partition('"')[0]
    yield There(desk, options.home, harasser.id, flag)
    await lea.close()
    await desk.close()


@pytest.mark.parametrize(
    "action", [Sensitive(), Limit(), Suspend(), LimitDomain(domain="nord.test"), SuspendDomain(domain="nord.test")]
)
async def test_a_measure_goes_there_and_back(there, action):
    before = await there.desk.prior(there.order(action))
    assert not before.in_force
    receipt = await there.desk.perform(there.order(action))
    assert await there.holds(action)
    await there.desk.revert(there.order(action), before, receipt)
    assert not await there.holds(action)


async def test_reports_are_taken_settled_and_opened_again(there):
    for action in (Assign(flags=(there.flag,)), Resolve(), Resolve(flags=(there.flag,))):
        before = await there.desk.prior(there.order(action))
        assert not before.in_force
        await there.desk.perform(there.order(action))
        assert await there.holds(action)
        await there.desk.revert(there.order(action), before, "")
        assert not await there.holds(action)
    await there.desk.perform(there.order(Resolve()))
    assert not await there.holds(Reopen(flags=(there.flag,)))
    await there.desk.perform(there.order(Reopen(flags=(there.flag,))))
    assert await there.holds(Reopen(flags=(there.flag,)))


async def test_a_warning_is_taken(there):
    await there.desk.perform(there.order(Warn(text="Merci de relire les règles.")))


async def test_what_a_suspension_hides_can_be_read(there):
    assert [one.what async for one in there.desk.capture(there.order(Suspend()))] == ["profile"]


async def test_the_members_are_listed(there):
    assert {one.handle.partition("@")[0] async for one in there.desk.members()} >= {"moderation", "harasser", "lea"}
