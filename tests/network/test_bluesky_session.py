"""A session on the real network lasts, is renewed, and its end is told."""

import asyncio

import pytest

from bot.errors import TryLater, Unauthorized
from bot.model.action import Block
from bot.platforms.bluesky import identify
from tests.network.bluesky_world import World
from tests.network.servers import PASSWORD
from tests.platforms.bluesky.parts import Watch, now, token

pytestmark = pytest.mark.network


@pytest.fixture
async def idle(atnet, jetstream):
    """A world whose sources are not read."""
    made = World(atnet, jetstream)
    yield made
    await made.end()


async def test_a_restart_needs_no_new_login(idle):
    account = await identify(idle.account.handle, idle.password, safe=idle.safe, clock=now, service=idle.net.pds)
    assert account.id == idle.did
    logins = [name for name in idle.safe.kept if name.endswith("/logins")]
    counted = {name: idle.safe.kept[name] for name in logins}
    await idle.platform.relations()
    again = idle.open()
    await again.relations()
    assert account == await identify(
        idle.account.handle, idle.password, safe=idle.safe, clock=now, service=idle.net.pds
    )
    await again.close()
    assert {name: value for name, value in idle.safe.kept.items() if name.endswith("/logins")} == counted


async def worn(world, seconds, **more):
    """The session that is kept now bears another access token."""
    from bot.platforms.bluesky.sdk import Session

    await world.platform.relations()
    await world.platform.close()
    login = world.platform._login
    tokens = await login.tokens()
    audience = await asyncio.to_thread(lambda: world.camille.com.atproto.server.describe_server().did)
    changed = Session(
        tokens.handle,
        tokens.did,
        token(world.did, seconds, audience=audience, **more),
        tokens.refresh_jwt,
        tokens.pds_endpoint,
    )
    login._keep(None, changed)
    return world.open()


async def test_a_session_that_is_about_to_end_is_renewed_and_kept(idle):
    platform = await worn(idle, 60)
    kept = dict(idle.safe.kept)
    await platform.relations()
    await platform.close()
    changed = {name for name in idle.safe.kept if idle.safe.kept[name] != kept.get(name)}
    assert {name.rpartition("/")[2] for name in changed} == {"session"}


async def test_a_session_that_the_server_does_not_know_is_followed_by_one_new_login(idle):
    platform = await worn(idle, 7200, secret=b"another")
    kept = dict(idle.safe.kept)
    await platform.relations()
    await platform.close()
    changed = {name.rpartition("/")[2] for name in idle.safe.kept if idle.safe.kept[name] != kept.get(name)}
    assert changed == {"session", "logins"}


async def test_a_revoked_app_password_is_told_to_its_holder(idle):
    platform = await worn(idle, -5)
    await asyncio.to_thread(idle.camille.com.atproto.server.revoke_app_password, {"name": "rempart"})
    with pytest.raises(Unauthorized, match="app password"):
        await platform.relations()
    await platform.close()


async def test_a_new_password_is_used_at_once(idle):
    await idle.platform.relations()
    wrong = idle.open("not the password")
    with pytest.raises(Unauthorized):
        await wrong.relations()
    await wrong.close()


async def test_what_the_password_may_do_is_shown(idle):
    plain = await idle.platform.probe(frozenset({"mute", "dismiss"}))
    assert (plain.scopes, plain.lacking, plain.superfluous) == (("com.atproto.appPass",), (), ())
    assert plain.server.startswith("PDS")
    assert len(plain.cannot) == 1
    assert "dismiss" in plain.cannot[0]
    everything = idle.open(PASSWORD, jetstream=("ws://127.0.0.1:9",))
    probe = await everything.probe(frozenset())
    assert "account management" in probe.superfluous
    assert "Jetstream" in probe.cannot[0]
    await everything.close()


async def test_write_points_run_out_before_the_servers_do(idle):
    watch = Watch(now())
    platform = idle.open(clock=watch)
    platform._performer._repository._points._limits = ((3600, 4),)
    await platform.perform(idle.order(Block(), "x"))
    other = await asyncio.to_thread(idle.net.account, "other")
    order = idle.order(Block(), "x", subject_id=other.me.did)
    with pytest.raises(TryLater) as held:
        await platform.perform(order)
    assert 3600 <= held.value.after <= 3900
    watch.forward(seconds=held.value.after + 1)
    await platform.perform(order)
    await platform.close()
