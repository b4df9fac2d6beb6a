"""Before my moderators rely on it, they are told what role, rights and server let them do."""

import pytest

from bot.platforms.mastodon.desk import probe as told
from bot.platforms.mastodon.desk.probe import probe
from tests.community.making import DESK
from tests.doubles.mastodon_admin_world import FEDERATION, MODERATOR, OWNER, REPORTS

MEASURES = frozenset({"limit", "suspend", "resolve"})
EVERY = frozenset({"warn", "sensitive", "limit", "suspend", "assign", "resolve", "reopen"})
DOMAINS = frozenset({"limit_domain", "suspend_domain"})


async def probed(here, needed=MEASURES, *, posts=False):
    rest, instance, _ = here.reached
    return await probe(rest, instance, key=DESK, home=here.home, needed=needed, posts=posts)


def role(here, bits):
    here.world.admin.roles[here.world.called("moderation").id] = bits


async def test_a_moderator_may_do_all_but_what_concerns_other_servers(desk):
    found = await probed(await desk())
    assert found.can == EVERY
    assert found.probe.account == DESK
    assert found.probe.handle.startswith("moderation@")
    assert found.probe.cannot == (told.NO_ROLE["manage_federation"],)
    assert found.probe.lacking == ()


async def test_the_owner_may_do_all(desk):
    here = await desk()
    for bits in (OWNER, 1, MODERATOR | FEDERATION):
        role(here, bits)
        found = await probed(here)
        assert found.can == EVERY | DOMAINS
        assert not found.probe.cannot


async def test_a_role_that_sees_reports_alone_is_named(desk):
    here = await desk()
    role(here, REPORTS)
    found = await probed(here)
    assert found.can == {"assign", "resolve", "reopen"}
    assert told.NO_ROLE["manage_users"] in found.probe.cannot


async def test_an_account_without_a_role_is_named(desk):
    here = await desk()
    here.world.admin.roles.clear()
    found = await probed(here)
    assert found.can == frozenset()
    assert found.probe.cannot == tuple(told.NO_ROLE.values())


async def test_a_token_without_the_scopes_is_told_apart_from_a_missing_role(desk):
    here = await desk()
    here.world.scopes = ("read", "admin:read:accounts")
    found = await probed(here, MEASURES | DOMAINS)
    assert found.can == frozenset()
    assert found.probe.cannot == (told.NO_ROLE["manage_federation"],)
    lacking = {"admin:read:reports", "admin:write:accounts", "admin:write:reports", "admin:write:domain_blocks"}
    assert lacking < set(found.probe.lacking)
    assert "read:accounts" not in found.probe.lacking


async def test_gotosocial_can_suspend_and_resolve_and_says_so(desk):
    here = await desk("gotosocial")
    found = await probed(here)
    assert found.can == {"suspend", "resolve"}
    assert told.FEW in found.probe.cannot
    here.world.admin.roles.clear()
    found = await probed(here)
    assert found.can == frozenset()
    assert told.NOT_ADMIN in found.probe.cannot


@pytest.mark.parametrize("flavour", ["akkoma", "snac"])
async def test_where_there_is_nothing_for_moderators_it_is_said(desk, flavour):
    found = await probed(await desk(flavour))
    assert found.can == frozenset()
    assert told.NO_ADMIN in found.probe.cannot


async def test_an_account_that_mutes_or_blocks_is_warned_that_it_reads_less(desk):
    here = await desk()
    role(here, OWNER)
    assert (await probed(here, posts=True)).probe.cannot == (told.LANGUAGES,)
    here.double.world.mute(here.world.called("moderation").id, here.world.called("hugo").id, True, 0)
    found = await probed(here, posts=True)
    assert found.probe.cannot == (told.HIDES.format("mutes"), told.LANGUAGES)


async def test_probing_changes_nothing(desk):
    here = await desk()
    await probed(here, posts=True)
    assert all(call.startswith("GET") for call in here.world.calls)
