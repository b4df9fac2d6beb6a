"""Before I rely on it, the shield tells me what my server cannot do and which rights my token has."""

import pytest

from bot.errors import ConfigError, Refused, Unauthorized
from bot.platforms.mastodon import capabilities as told
from bot.platforms.mastodon.capabilities import covered
from bot.platforms.mastodon.options import Options
from bot.platforms.mastodon.platform import Mastodon, whoami
from tests.platforms.mastodon.conftest import now

EVERY = frozenset({"mute", "dismiss", "block", "report", "detach_quote", "hide_reply"})


async def test_on_mastodon_only_hiding_replies_is_missing(shield):
    me = await shield()
    probe = await me.platform.probe(EVERY)
    assert probe.server == "mastodon 4.6.4"
    assert probe.cannot == (told.NO_HIDE,)
    assert probe.handle == f"figure@{me.options.home}"
    assert probe.scopes == ("read", "write:mutes", "write:notifications")
    assert probe.lacking == ("write:blocks", "write:reports", "write:statuses")
    assert probe.superfluous == ("read",)


async def test_the_least_rights_are_asked_for_what_is_configured(shield):
    me = await shield()
    probe = await me.platform.probe(frozenset({"mute"}))
    assert [scope for scope in probe.needed if scope.startswith("write")] == ["write:mutes"]
    assert probe.superfluous == ("read", "write:notifications")


async def test_gotosocial_and_snac_say_what_they_lack(shield):
    gotosocial = (await (await shield("gotosocial")).platform.probe(EVERY)).cannot
    assert {told.NO_POLICY, told.NO_DISMISS, told.REPORT_OTHER, told.NO_SCOPES} <= set(gotosocial)
    assert told.NO_STREAM not in gotosocial
    assert told.NO_MUTE["block"] not in gotosocial
    snac = await (await shield("snac")).platform.probe(EVERY)
    assert {told.NO_STREAM, told.NO_MUTE["block"], told.NO_POLICY, told.NO_REPORT} <= set(snac.cannot)
    assert snac.server.startswith("snac")


async def test_a_policy_that_destroys_notifications_is_not_accepted_in_silence(shield):
    me = await shield()
    me.do("policy", of="figure", for_new_accounts="drop", for_not_following="filter")
    [sentence] = (await me.platform.probe(frozenset())).cannot
    assert "for_new_accounts" in sentence
    assert "filter" in sentence


async def test_probing_changes_nothing(shield):
    me = await shield()
    await me.platform.probe(EVERY)
    assert all(call.startswith("GET") for call in me.world.calls)


async def test_the_token_of_another_account_is_noticed(shield):
    me = await shield()
    other = Mastodon(me.account, me.world.called("friend").token, now, me.options)
    assert "another account" in (await other.probe(frozenset())).cannot[0]
    await other.close()


async def test_a_handle_finds_its_id_by_its_token(shield):
    me = await shield()
    found = await whoami(me.person.token, now, me.options)
    assert (found.key, found.handle) == (me.account.key, me.account.handle)
    with pytest.raises(Unauthorized):
        await whoami("wrong", now, me.options)


def test_broad_scopes_cover_the_narrow_ones():
    assert {"write:mutes", "read:notifications"} <= covered(("read", "write"))
    assert "write:mutes" in covered(("follow",))
    assert "write:reports" not in covered(("follow",))


@pytest.mark.parametrize("server", ["http://social.test", "https://", "https://me@social.test", "ftp://social.test"])
def test_a_server_that_would_see_the_token_in_clear_is_no_server(server):
    with pytest.raises(ConfigError, match="server"):
        Options(server=server).check()


@pytest.mark.parametrize("host", ["127.0.0.1", "10.0.0.1", "169.254.169.254", "[::1]", "[::ffff:192.168.1.1]"])
async def test_a_server_inside_a_private_network_is_never_reached(shield, host):
    me = await shield()
    port = me.double.port
    inside = Mastodon(me.account, "token", now, Options(server=f"https://{host}:{port}", request_timeout=0.5))
    refused = []
    for ask in (inside.relations(), inside.sources()[0].read(None, me.listen)):
        try:
            await ask
        except Exception as error:  # noqa: BLE001  # whichever it is, the double must not have been asked
            refused.append(error)
    await inside.close()
    assert len(refused) == 2
    assert me.world.calls == {}
    if host == "127.0.0.1":  # the one where somebody would have answered
        assert isinstance(refused[0], Refused), refused
