"""Against another server of the same API (mastodon_mock), with its faults: what is written to me still arrives."""

import asyncio

import pytest
from mastodon_mock.config import SeedAccount, SeedConfig
from mastodon_mock.testing.server import MockServer

from bot.errors import Refused, TryLater, Unauthorized
from bot.model.account import Protected
from bot.model.action import Block, Mute
from bot.model.mention import Mention
from bot.platforms.mastodon.normalise import normalise
from bot.platforms.mastodon.options import Options
from bot.platforms.mastodon.platform import Mastodon, whoami
from tests.platforms.mastodon.conftest import Listening, now, order_on

SEED = SeedConfig(
    accounts=[
        SeedAccount(username="figure", access_token="f"),
        SeedAccount(username="harasser", access_token="h"),
        SeedAccount(username="troll", domain="ailleurs.test", access_token="t"),
    ]
)


@pytest.fixture(scope="module")
def server():
    with MockServer(seed=SEED) as running:
        yield running


@pytest.fixture
async def me(server):
    server.reset()
    options = Options(
        server=server.base_url,
        allow_loopback=True,
        request_timeout=2.0,
        poll_alone=0.05,
        poll_beside_stream=0.05,
        idle=30.0,
    )
    account = await whoami("f", now, options)
    platform = Mastodon(account, "f", now, options)
    yield platform, {account.key: Protected(name="camille", accounts=(account,))}
    await platform.close()


def mentions(listening, protected):
    found = [event for one in listening.arrivals for event in normalise(one, protected)]
    return [event for event in found if isinstance(event, Mention)]


async def test_local_and_remote_mentions_arrive_by_stream_and_by_poll(server, me):
    platform, protected = me
    for source in platform.sources():
        listening = Listening(source)
        await listening.until(lambda listening=listening: listening.cursor is not None, 30)
        await asyncio.sleep(0.3)
        for token in ("harasser", "troll"):
            await asyncio.to_thread(server.client(token).status_post, f"@figure via {source.name[-4:]}")
        await listening.until(lambda listening=listening: len(mentions(listening, protected)) >= 2, 30)
        handles = {mention.author.handle.partition(":")[0] for mention in mentions(listening, protected)}
        assert handles == {"harasser@127.0.0.1", "troll@ailleurs.test"}
        await listening.stop()


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ({"type": "ratelimit"}, TryLater),
        ({"type": "status", "status": 503}, TryLater),
        ({"type": "status", "status": 401}, Unauthorized),
        ({"type": "status", "status": 403}, Refused),
        ({"type": "malformed"}, TryLater),
        ({"type": "timeout"}, TryLater),
    ],
)
async def test_every_fault_of_a_poll_is_told_by_its_kind(server, me, fault, error):
    platform, _ = me
    with server.fault(path="/api/v2/notifications", count=9, **fault), pytest.raises(error):
        await asyncio.wait_for(platform.sources()[1].read(None, _nowhere), 30)


@pytest.mark.parametrize(("status", "error"), [(401, Unauthorized), (503, TryLater)])
async def test_every_fault_of_a_stream_is_told_by_its_kind(server, me, status, error):
    platform, _ = me
    with server.fault(path="/api/v1/streaming/user", type="status", status=status, count=9), pytest.raises(error):
        await asyncio.wait_for(platform.sources()[0].read(None, _nowhere), 30)


async def test_a_mute_and_a_block_arrive_there_too(server, me):
    platform, protected = me
    [account] = next(iter(protected.values())).accounts
    harasser = await whoami("h", now, Options(server=server.base_url, allow_loopback=True))
    for action in (Mute(), Block()):
        one = order_on(account, harasser.id, action)
        prior = await platform.prior(one)
        await platform.perform(one)
        standing = await platform.standing(one)
        assert standing.muted if isinstance(action, Mute) else standing.blocked
        await platform.revert(one, prior, "")
        standing = await platform.standing(one)
        assert (standing.muted, standing.blocked) == (False, False)


async def _nowhere(_):
    return None
