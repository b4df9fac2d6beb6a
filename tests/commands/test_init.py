"""From nothing to a shield that observes, in one sitting or in several, without a browser on this machine or with one.

The Mastodon server is our double (tests/doubles), which lets applications in as Doorkeeper does; the browser is the test.
"""

import json
import re
import signal
import stat

import pytest

from bot.config import load
from tests.commands.terminal import Terminal
from tests.config.conftest import USABLE
from tests.firstrun.conftest import browse, inbox

__all__ = ["inbox"]
STREET = "4217 rue des Zinzolins, 97981 Zibeline"


@pytest.fixture
async def terminal():
    terminals = []

    async def begin(*arguments):
        terminals.append(Terminal())
        await terminals[-1].begin(*arguments)
        return terminals[-1]

    yield begin
    for one in terminals:
        await one.close()


async def test_de_rien_a_une_protection_qui_observe(terminal, double, inbox, tmp_path, rempart):
    config, (came, url) = tmp_path / "config.toml", inbox
    screen = await terminal("init", "--config", config, "--allow-loopback")
    await screen.answer(r"Langue / Language", "fr")
    await screen.answer(r"la personne à protéger[^:]*\? (?!:)", "camille")  # one sign after a question, not two
    await screen.answer(r"fuseau horaire", "")
    await screen.answer(r"Lesquels", "")
    await screen.answer(r"quel réseau", "1")
    await screen.answer(r"Votre serveur", "10.0.0.1")
    await screen.answer(r"navigateur sur cette machine", "n")
    await screen.answer(r"quel réseau", "mastodon")
    await screen.answer(r"Votre serveur", double.base)
    await screen.answer(r"navigateur sur cette machine", "n")
    address = (await screen.until(r"write:reports · signaler[\s\S]*(http\S+/oauth/authorize\S+)"))[1]
    _, code = await browse(address)
    await screen.answer(r"Collez le code", code)
    await screen.until(r"a accès au compte figure@")
    await screen.answer(r"un autre compte", "n")
    await screen.answer(r"nom d’une personne de confiance", "dominique")
    await screen.answer(r"Les comptes de dominique", "dominique.test")
    await screen.answer(r"nom d’une personne de confiance", "")
    await screen.answer(r"L’adresse d’un canal", url)
    await screen.answer(r"Un nom pour ce canal", "téléphone")
    await screen.answer(r"Le code qu’il porte", "000")
    await screen.answer(r"Le code qu’il porte", re.search(r"\d{6}", came[0])[0])
    await screen.answer(r"L’adresse d’un canal", "")
    await screen.until(r"C’est écrit et relu")
    await screen.answer(r"Y mettre quelque chose", "o")
    await screen.answer(r"De quelle sorte", "address")
    await screen.answer(r"ne s’affiche|adresse", STREET)
    await screen.answer(r"De quelle sorte", "")
    await screen.until(r"rempart run[\s\S]*rempart arm camille")
    assert await screen.end() == 0
    [camille] = load(config).people
    assert (camille.mode, camille.language, camille.alerts[0].name) == ("observe", "fr", "téléphone")
    _, checked, _ = rempart("check", "--config", config, "--json")
    assert [one["confirmed"] for one in json.loads(checked)["people"][0]["alerts"]] == [True]
    [token] = double.world.granted
    assert camille.accounts[0].secret.reveal() == token
    assert [secret for secret in (token, url, code, STREET) if secret in screen.shown] == []
    assert {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "secrets").iterdir()} == {0o600}


async def test_i_am_interrupted_and_take_up_where_i_was_with_a_browser_here(terminal, double, tmp_path):
    config = tmp_path / "config.toml"
    options = ("init", "--config", config, "--allow-loopback")
    first = await terminal(*options, "--lang", "en", "--name", "camille", "--pack", "essentials")
    await first.until(r"Hello\.")
    await first.answer(r"which network", "mastodon")
    await first.answer(r"Your server", double.base)
    await first.answer(r"browser on this very machine", "y")
    address = (await first.until(r"(http\S+/oauth/authorize\S+)"))[1]
    await browse(address)
    await first.until(r"access to the account figure")
    await first.until(r"another account")
    first.kill()
    await first.end()
    assert not config.exists()
    second = await terminal(*options)
    await second.until(r"We go on where you were")
    await second.until(r"another account")
    second.kill(signal.SIGINT)
    assert await second.end() == 1
    assert "rempart init" in second.shown
    third = await terminal(*options)
    await third.answer(r"another account", "n")
    await third.answer(r"somebody you trust", "")
    await third.answer(r"address of a channel", "")
    await third.until(r"Nobody will be told")
    await third.answer(r"Put something in now", "")
    assert await third.end() == 0
    assert load(config).people[0].packs == ("essentials",)
    assert len(double.world.granted) == 1


async def test_what_is_there_is_not_touched_and_i_am_told_what_is_left(terminal, place):
    file = place.write(USABLE.replace("env =", "file =").replace("CAMILLE_", "secrets/CAMILLE_"))
    for name in ("CAMILLE_MASTODON", "CAMILLE_ALERT"):
        place.secret(name, "ntfy://alert-token@ntfy.test/camille")
    before = file.read_bytes()
    screen = await terminal("init", "--config", file)
    await screen.until("est déjà là et n’est pas modifié")
    await screen.answer(r"Y mettre quelque chose", "n")
    assert await screen.end() == 0
    assert file.read_bytes() == before
    assert sorted(path.name for path in place.folder.iterdir()) == ["config.toml", "secrets"]


def test_a_shield_is_raised_from_pages_or_by_hand(rempart, tmp_path):
    status, _, said = rempart("init", "--config", tmp_path / "config.toml", "--run")
    assert (status, "--pages" in said) == (2, True)
    assert list(tmp_path.iterdir()) == []
