"""A small configuration that can be used, and a place to write others."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.config import Config, load

USABLE = """\
language = "fr"
database = "sqlite:///rempart.db"

[[person]]
name = "camille"
zone = "Europe/Paris"
mode = "act"
packs = ["essentials"]
trusted = ["ami.test"]

[[person.account]]
platform = "bluesky"
handle = "camille.test"
secret = { file = "secrets/bluesky" }
poll = "60 seconds"

[[person.account]]
platform = "mastodon"
handle = "camille@social.test"
secret = { env = "CAMILLE_MASTODON" }
server = "https://social.test"

[[person.alert]]
url = { env = "CAMILLE_ALERT" }
above = "high"

[[person.delegate]]
name = "dominique"
accounts = ["dominique.test"]

[person.budget]
hour = 30

[[rule]]
name = "menace d'un inconnu"
reason = "violence_threats"
severity = "urgent"
all = [{ words = ["je te retrouverai"] }, { relationship = "stranger" }]
then = [{ mute = "30 days" }, "alert"]

[retention]
low = "90 days"
"""

ENVIRONMENT = {"CAMILLE_MASTODON": "mastodon-token-of-camille", "CAMILLE_ALERT": "ntfy://alert-token@ntfy.test/camille"}


class Place:
    """A folder with secrets in which configurations are written and loaded."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.file = folder / "config.toml"
        (folder / "secrets").mkdir()
        self.secret("bluesky", "bluesky-password-of-camille")

    def secret(self, name: str, value: str, mode: int = 0o600) -> Path:
        path = self.folder / "secrets" / name
        path.write_text(f"{value}\n", encoding="utf-8")
        path.chmod(mode)
        return path

    def write(self, text: str) -> Path:
        self.file.write_text(text, encoding="utf-8")
        return self.file

    def load(self, text: str = USABLE, reading: Callable[..., Config] = load, **environment: str) -> Config:
        return reading(self.write(text), ENVIRONMENT | environment)


@pytest.fixture
def place(tmp_path):
    return Place(tmp_path)
