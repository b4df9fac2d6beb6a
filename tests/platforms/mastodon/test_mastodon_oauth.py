"""I let the shield in by a yes in my own browser: it asks for the least it needs, and nobody can say yes in my place."""

import re
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest
from mastodon_mock.config import SeedAccount, SeedConfig
from mastodon_mock.testing.server import MockServer
from msgspec.structs import replace

from bot.errors import ConfigError, Refused, TryLater
from bot.platforms.mastodon.oauth import PASTED, challenge, knock, least
from bot.platforms.mastodon.options import Options
from tests.doubles.mastodon import Double
from tests.doubles.mastodon_oauth import KNOWN
from tests.platforms.mastodon.conftest import now

MUTE = frozenset({"mute"})


@pytest.fixture
async def server():
    double = Double()
    double.world.join("figure")
    double.world.join("friend")
    await double.start()
    yield double
    await double.stop()


def options(server):
    return Options(server=server.base, allow_loopback=True)


async def said_yes(entrance, who="figure"):
    """What my server shows me once I have said yes."""
    async with aiohttp.ClientSession() as browser, browser.get(f"{entrance.url}&as={who}") as page:
        assert page.status == 200
        return re.sub("<[^>]+>", "", await page.text())


def asked(entrance):
    return {name: value for name, [value] in parse_qs(urlsplit(entrance.url).query).items()}


@pytest.mark.parametrize("flavour", ["mastodon", "gotosocial", "snac"])
async def test_a_yes_of_mine_is_a_token_of_mine_with_the_least_rights(server, flavour):
    server.world.flavour = flavour
    entrance = await knock(options(server), PASTED, MUTE, now)
    grant = await entrance.enter(await said_yes(entrance))
    assert grant.account.handle == f"figure@{server.world.host}"
    [(whose, scopes)] = server.world.granted.values()
    assert whose == server.world.called("figure").id
    assert scopes.split() == [
        *("read:accounts", "read:blocks", "read:follows", "read:mutes", "read:notifications", "read:statuses"),
        "write:mutes",
    ]
    assert ("code_challenge" in asked(entrance)) == (flavour == "mastodon")


async def test_nothing_shows_the_token_the_secret_of_the_application_or_what_meets_the_challenge(server):
    entrance = await knock(options(server), PASTED, MUTE, now)
    grant = await entrance.enter(await said_yes(entrance))
    [app] = server.world.apps.values()
    [token] = server.world.granted
    shown = f"{entrance!r} {entrance} {entrance.url} {entrance.errand!r} {entrance.errand} {grant!r} {grant}"
    assert [one for one in (app["client_secret"], token, entrance.errand.verifier) if one in shown] == []


async def test_a_code_that_somebody_else_got_hold_of_is_worth_nothing(server):
    entrance = await knock(options(server), PASTED, MUTE, now)
    code = await said_yes(entrance)
    other = await knock(options(server), PASTED, MUTE, now)
    with pytest.raises(Refused):
        await other.enter(code)
    with pytest.raises(Refused):  # and it is burnt
        await entrance.enter(code)


async def test_a_code_without_what_meets_the_challenge_is_refused_and_a_code_is_good_once(server):
    entrance = await knock(options(server), PASTED, MUTE, now)
    code = await said_yes(entrance)
    kept, entrance.errand = entrance.errand, replace(entrance.errand, verifier="another")
    with pytest.raises(Refused):
        await entrance.enter(code)
    entrance.errand = kept
    again = await said_yes(entrance)
    await entrance.enter(again)
    with pytest.raises(Refused):
        await entrance.enter(again)


async def test_an_answer_that_is_not_to_this_request_is_told_from_one_that_is(server):
    entrance = await knock(options(server), PASTED, MUTE, now)
    other = await knock(options(server), PASTED, MUTE, now)
    assert entrance.opened_by(asked(entrance)["state"])
    assert [entrance.opened_by(forged) for forged in ("", "état", asked(other)["state"])] == [False] * 3


async def test_less_than_was_asked_for_is_not_taken(server):
    entrance = await knock(options(server), PASTED, MUTE, now)
    await said_yes(entrance)
    code, given = server.world.codes.popitem()
    server.world.codes[code] = given | {"scope": "read:accounts write:mutes"}
    with pytest.raises(Refused, match="read:blocks"):
        await entrance.enter(code)


@pytest.mark.parametrize(
    ("fault", "kind"),
    [({"kind": "status", "status": 503}, TryLater), ({"kind": "status", "status": 422}, Refused)],
)
async def test_a_server_that_has_trouble_is_no_mystery(server, fault, kind):
    server.faults.append({"path": "/api/v1/apps", **fault})
    with pytest.raises(kind):
        await knock(options(server), PASTED, MUTE, now)


@pytest.mark.parametrize("address", ["http://social.test", "https://name:word@social.test", "https://"])
async def test_no_token_travels_in_clear_or_to_nowhere(address):
    with pytest.raises(ConfigError):
        await knock(Options(server=address), PASTED, MUTE, now)


@pytest.mark.parametrize("address", ["https://127.0.0.1", "https://10.0.0.1", "https://[::1]"])
async def test_a_server_inside_my_network_is_not_asked(server, address):
    with pytest.raises((Refused, TryLater)):
        await knock(Options(server=f"{address}:{server.port}"), PASTED, MUTE, now)
    assert server.world.apps == {}


async def test_another_server_of_the_same_api_lets_me_in_too():
    """mastodon_mock, which offers PKCE and no small scopes."""
    with MockServer(seed=SeedConfig(accounts=[SeedAccount(username="figure", access_token="f")])) as mock:
        entrance = await knock(Options(server=mock.base_url, allow_loopback=True), PASTED, MUTE, now)
        assert entrance.scopes == ("read", "write")
        assert asked(entrance)["code_challenge_method"] == "S256"
        said = asked(entrance) | {"username": "figure"}
        async with (
            aiohttp.ClientSession() as browser,
            browser.post(f"{mock.base_url}/oauth/authorize", data=said) as page,
        ):
            code = re.search(r"code: ([^<]+)", await page.text())[1]
        grant = await entrance.enter(code)
    assert grant.account.handle.startswith("figure@")


def test_where_a_server_lacks_a_small_scope_the_larger_one_is_asked_for():
    assert "write:mutes" in least(MUTE, frozenset(KNOWN))
    assert least(MUTE, frozenset({"read", "write"})) == ("read", "write")


def test_the_challenge_is_the_one_of_the_standard():
    assert challenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk") == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
