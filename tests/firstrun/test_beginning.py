"""I am asked little; what I answered is kept, my secrets are mine alone, and what is written holds.

The servers are doubles on this machine: tests/doubles, and tests/platforms/bluesky/doubles.py.
"""

import json
import stat
from urllib.parse import parse_qs, urlsplit

import pytest

from bot.config import load
from bot.errors import ConfigError, Refused
from bot.firstrun.draft import Step, draft_of
from bot.firstrun.safekeeping import keep_secret
from bot.platforms.bluesky.entering import MainPassword
from bot.platforms.mastodon.oauth import PASTED
from tests.firstrun.conftest import browse
from tests.platforms.bluesky.doubles import Pds, refused, running
from tests.platforms.bluesky.parts import CAMILLE, token

APP_PASSWORD = "abcd-efgh-2345-wxyz"


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


async def let_in(run, server):
    entrance = await run.knock(server.base, PASTED)
    _, code = await browse(entrance.url)
    return await run.let_in(entrance, code)


async def test_from_nothing_to_a_configuration_that_can_be_used(begun, server, tmp_path):
    run = begun()
    assert await let_in(run, server) == f"figure@{server.world.host}"
    run.delegate("dominique", ("@dominique.test",))
    for step in (Step.ACCOUNTS, Step.DELEGATES, Step.CHANNELS):
        run.finish(step)
    assert run.draft.next is None
    written = run.write()
    [camille] = written.people
    [account] = camille.accounts
    assert (camille.name, camille.mode, camille.packs) == ("camille", "observe", ("essentials",))
    assert (account.handle, account.server) == ("figure", server.base)
    assert account.secret.reveal() in server.world.granted
    assert camille.delegates[0].accounts == ("dominique.test",)
    assert (mode(tmp_path / "config.toml"), mode(tmp_path / "secrets")) == (0o600, 0o700)
    assert [mode(path) for path in (tmp_path / "secrets").iterdir()] == [0o600]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["config.toml", "secrets"]


async def test_it_is_written_in_my_language_and_no_secret_stands_in_it(begun, server, tmp_path):
    run = begun()
    await let_in(run, server)
    run.write()
    text = (tmp_path / "config.toml").read_text()
    assert "Semaine d’observation" in text
    assert [secret for secret in server.world.granted if secret in text] == []


async def test_what_i_answered_is_there_when_i_come_back(begun, server, tmp_path):
    run = begun()
    await let_in(run, server)
    again = begun()
    assert [one.handle for one in again.draft.accounts] == ["figure"]
    assert again.draft.next is Step.ACCOUNTS  # until I say that no other is to follow
    kept = draft_of(tmp_path / "config.toml")
    assert mode(kept) == 0o600
    assert [secret for secret in server.world.granted if secret in kept.read_text()] == []


async def test_a_configuration_that_is_there_is_never_written_over(begun, server, tmp_path):
    run = begun()
    await let_in(run, server)
    (tmp_path / "config.toml").write_text("mine")
    with pytest.raises(ConfigError, match="not written over"):
        run.write()
    assert (tmp_path / "config.toml").read_text() == "mine"


async def test_what_would_not_hold_is_not_written_and_i_am_told_how_to_begin_anew(begun, server, tmp_path):
    run = begun()
    await let_in(run, server)
    (tmp_path / run.draft.accounts[0].file).unlink()
    with pytest.raises(ConfigError, match=r"(?s)no such file.*effacez .*\.config\.toml\.begun"):
        run.write()
    assert not (tmp_path / "config.toml").exists()
    assert begun().draft.accounts == run.draft.accounts


def test_a_secret_is_never_written_over_and_its_folder_is_closed(tmp_path):
    (tmp_path / "secrets").mkdir(mode=0o755)
    names = [keep_secret(tmp_path, "Élise/../ Ünïque", value) for value in ("one", "two")]
    assert names == ["secrets/elise-unique", "secrets/elise-unique-2"]
    assert [(tmp_path / name).read_text() for name in names] == ["one\n", "two\n"]
    assert mode(tmp_path / "secrets") == 0o700


@pytest.mark.parametrize("name", ['Zoé "la" 🌻', "camille # mode", "a = 'b'", "\\u0041\\", 'mode = "act"'])
async def test_whatever_i_am_called_it_can_be_read(begun, server, tmp_path, name):
    run = begun()
    run.name(name, "Europe/Paris")
    await let_in(run, server)
    assert run.write().people[0].name == name
    assert load(tmp_path / "config.toml").people[0].mode == "observe"


@pytest.mark.parametrize(
    ("step", "value"),
    [
        ("speak", ("de",)),
        ("name", ("a/b", "Europe/Paris")),
        ("name", ("camille", "Europe/Zibeline")),
        ("pick", (("nope",),)),
        ("pick", ((),)),
        ("delegate", ("dominique", ("\x00",))),
        ("finish", (Step.ACCOUNTS,)),
    ],
)
def test_what_cannot_be_is_said_in_my_words_and_nothing_of_it_is_kept(begun, step, value):
    run = begun()
    before = run.draft
    with pytest.raises(ConfigError) as wrong:
        getattr(run, step)(*value)
    assert str(wrong.value) in [said for key, said in run.words.texts.items() if key.startswith("wrong.")]
    assert run.draft == before == begun().draft


@pytest.mark.parametrize(
    "server", ["", "localhost", "10.0.0.1", "http://social.test", "https://a:b@[::1]/", "a b.test"]
)
async def test_no_server_inside_my_network_is_asked(begun, server):
    run = begun()
    run.draft = type(run.draft)(language="fr", packs=("essentials",))  # as outside of tests: no loopback
    with pytest.raises(ConfigError, match="adresse publique"):
        await run.knock(server, PASTED)


async def test_a_handle_names_its_server(begun, server):
    run = begun()
    entrance = await run.knock(f"@figure@{server.base}", PASTED)
    assert entrance.server == server.base


async def test_the_rights_asked_for_are_those_of_the_packs_and_each_is_explained(begun, server):
    run = begun()
    entrance = await run.knock(server.base, PASTED)
    assert [scope for scope in entrance.scopes if scope.startswith("write")] == ["write:mutes", "write:reports"]
    assert [scope for scope in entrance.scopes if f"scope.{scope}" not in run.words.texts] == []
    run.pick(("strangers-lockdown",))
    entrance = await run.knock(server.base, PASTED)
    assert [scope for scope in entrance.scopes if scope.startswith("write")] == ["write:mutes"]


async def test_i_may_paste_the_whole_address_but_not_a_forged_one(begun, server):
    run = begun()
    entrance = await run.knock(server.base, PASTED)
    [state] = parse_qs(urlsplit(entrance.url).query)["state"]
    assert run.code_of(entrance, f"http://127.0.0.1:1/?code=abc&state={state}\n") == "abc"
    assert run.code_of(entrance, " abc ") == "abc"
    for forged in ("http://127.0.0.1:1/?code=abc&state=x", "http://127.0.0.1:1/?code=abc", f"http://h/?state={state}"):
        with pytest.raises(ConfigError, match="ne répond pas"):
            run.code_of(entrance, forged)


async def test_a_code_that_the_server_does_not_know_adds_no_account(begun, server, tmp_path):
    run = begun()
    entrance = await run.knock(server.base, PASTED)
    with pytest.raises(Refused):
        await run.let_in(entrance, "guessed")
    assert run.draft.accounts == ()
    assert not (tmp_path / "secrets").exists()


async def test_an_app_password_is_tried_and_kept(begun, tmp_path):
    run = begun()
    async with running(Pds()) as pds:
        entered = await run.enter_bluesky("@Camille.test", APP_PASSWORD, pds.url)
        assert (entered.account.id, entered.beyond, pds.logins) == (CAMILLE, (), 1)
    [account] = run.write().people[0].accounts
    assert (account.handle, account.secret.reveal()) == ("camille.test", APP_PASSWORD)


@pytest.mark.parametrize("password", ["hunter2 hunter2", "ABCD-EFGH-2345-WXYZ", "abcd-efgh-2345", ""])
async def test_my_own_password_is_known_by_its_form_and_travels_nowhere(begun, tmp_path, password):
    run = begun()
    async with running(Pds()) as pds:
        with pytest.raises(MainPassword) as kindly:
            await run.enter_bluesky("camille.test", password, pds.url)
        assert pds.asked == []
    assert not password or password not in str(kindly.value)
    assert not (tmp_path / "secrets").exists()


@pytest.mark.parametrize(("scope", "taken"), [("com.atproto.access", False), ("com.atproto.appPassPrivileged", True)])
async def test_what_a_password_opens_beyond_is_told_by_the_server(begun, scope, taken):
    run, pds = begun(), Pds()
    session = pds.session() | {"accessJwt": token(CAMILLE, 7200, scope=scope)}
    pds.answers["com.atproto.server.createSession"] = (200, {"Content-Type": "application/json"}, json.dumps(session))
    async with running(pds):
        if taken:
            assert (await run.enter_bluesky("camille.test", APP_PASSWORD, pds.url)).beyond == ("chat",)
        else:
            with pytest.raises(MainPassword):
                await run.enter_bluesky("camille.test", APP_PASSWORD, pds.url)
    assert len(run.draft.accounts) == taken


async def test_a_password_that_is_refused_is_not_kept(begun, tmp_path):
    run, pds = begun(), Pds()
    pds.answers["com.atproto.server.createSession"] = refused(401, "AuthenticationRequired", "Invalid password")
    async with running(pds):
        with pytest.raises(Refused):
            await run.enter_bluesky("camille.test", APP_PASSWORD, pds.url)
    assert not (tmp_path / "secrets").exists()
