"""An alert calls rules by what they are called in the language of who reads it; one's own by their names."""

from datetime import UTC, datetime

from bot.config import ConfigFile
from bot.evidence.master import MasterKey
from bot.shield.live import compose
from bot.store.database import Store
from bot.store.migrate import migrate
from tests.commands.scene import CONFIG


async def test_each_channel_has_the_rule_in_its_language(told):
    camille = told()
    camille.shield(titles={"en": {"menace": "threat"}})
    camille.hear("je te savate")
    await camille.work()
    assert "« menace »" in camille.sent("phone")[-1].body.replace("\u00a0", " ")
    english = camille.sent("mail")[-1].body
    assert ("“threat”" in english, "menace" in english) == (True, False)


def test_a_running_shield_knows_what_the_rules_of_its_packs_are_called(tmp_path):
    written = CONFIG.format(url="sqlite:///unused.db", language="fr").replace("packs = []", 'packs = ["threats"]')
    (tmp_path / "config.toml").write_text(written)
    store = Store(f"sqlite:///{tmp_path / 'rempart.db'}", MasterKey.new())
    migrate(store)
    live = compose(ConfigFile(tmp_path / "config.toml", {"NOWHERE_SET": "x"}).read(), {}, store, datetime.now(UTC))
    store.close()
    named = ("menace de mort ou de violence", "my own")
    assert live.shields["camille"].called(named, "en") == ("threat of death or violence", "my own")
    assert live.shields["camille"].called(named, "fr") == named
