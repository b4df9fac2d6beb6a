"""A community beside Camille: its configuration, its database, and a clock."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.config import ConfigFile
from bot.evidence.chain import verify
from bot.evidence.master import MasterKey
from bot.store import read
from bot.store.database import PassingStore
from bot.store.migrate import migrate
from tests.commands.scene import CONFIG
from tests.community.written import ouest

START = datetime(2026, 11, 23, 9, tzinfo=UTC)
BLEU = """
[[community]]
name = "bleu"
members = {members}
out = {out}
  [community.desk]
  platform = "ozone"
  handle = "equipe.test"
  secret = {{ env = "NOWHERE_SET" }}
  labeler = "did:plc:ar7c4by46qjdydhdevvrndac"
"""


def settled(members='"local"', out="[]", *desk):
    """Ouest, whose server has another name than stands in the handles of its people."""
    return ouest(f"out = {out}", members=members, desk=['server = "https://social.ouest.test"', *desk])


class Place:
    """Where it all is."""

    def __init__(self, folder):
        self.folder = folder
        self.store = PassingStore(f"sqlite:///{folder / 'rempart.db'}", MasterKey(bytes(32)))
        migrate(self.store)
        self.now = START

    def config(self, which="", members='"local"', out="[]"):
        file = self.folder / "config.toml"
        community = which.format(members=members, out=out) or settled(members, out)
        file.write_text(CONFIG.format(url="sqlite:///unused.db", language="fr") + community)
        return ConfigFile(file, {"NOWHERE_SET": "x"}).read()

    def community(self, *said, **more):
        return self.config(*said, **more).communities[0]

    def later(self, **how_long):
        self.now += timedelta(**how_long)
        return self.now

    def events(self, whose="ouest"):
        with self.store.reading() as connection:
            chain = list(read.chain(connection, whose))
        assert not list(verify(chain))
        return [(one.event, one.payload) for one in chain]


@pytest.fixture
def place(tmp_path):
    made = Place(tmp_path)
    yield made
    made.store.close()
