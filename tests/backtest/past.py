"""Three weeks of Camille's and a little of Dominique's, judged and kept by the real pipeline, to try other rules on."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.backtest.ready import policies_of
from bot.config.load import load
from bot.config.master import load_or_make_master_key
from bot.evidence.master import MasterKey
from bot.handling.relations import synchronised
from bot.model.account import Account, Protected
from bot.model.arrival import Arrival
from bot.model.mention import Via
from bot.model.shield import Shield
from bot.pipeline import Pipeline
from bot.platforms.simulated.normalise import normalise
from bot.rules.compile import compile_policies
from bot.store import relations, write
from bot.store.database import Store
from bot.store.migrate import migrate
from tests.commands.scene import mention

BEGIN = datetime(2026, 1, 5, 9, tzinfo=UTC)
EVERY = timedelta(hours=2)
THREAT, INSULT, MOCKERY, KIND = "Je te retrouverai", "Quel pauvre type", "C'est ridicule, ce discours", "Bel article !"
FRIEND, STALKER = "did:plc:voisine", "did:plc:rancunier"
SCORNERS = 30
HANDLES = ("voisine", "rancunier", "moqueur", "passant", "visiteur", "grincheux")
"""Of those who wrote: their owners chose them."""
CONFIG = """
language = "{language}"
database = "{url}"
master_key = "rempart.key"

[[person]]
name = "camille"
mode = "{mode}"
packs = []
  [[person.account]]
  platform = "bluesky"
  handle = "camille.test"
  secret = {{ env = "NOWHERE_SET" }}
[[person]]
name = "dominique"
packs = []
  [[person.account]]
  platform = "bluesky"
  handle = "dominique.test"
  secret = {{ env = "NOWHERE_SET" }}
"""
THREATS = """
[[rule]]
name = "menace"
reason = "violence_threats"
severity = "high"
all = [{ words = ["je te retrouverai"] }]
then = [{ mute = "30 days" }, "alert"]
"""
INSULTS = """
[[rule]]
name = "insulte"
reason = "harassment_targeted"
severity = "medium"
all = [{ words = ["pauvre type"] }]
then = [{ mute = "30 days" }]
"""
SCORN = """
[[rule]]
name = "moquerie"
reason = "harassment_targeted"
severity = "medium"
all = [{ words = ["ridicule"] }]
then = [{ mute = "30 days" }]
"""


def written() -> Iterator[tuple[str, str, str]]:
    """(to whom, from whom, text), in the order of time: 240 for Camille, 8 for Dominique."""
    for number in range(180):
        yield "camille", f"did:plc:passant{number}", KIND
        if number % 6 == 0:
            yield "camille", f"did:plc:moqueur{number // 6 % SCORNERS}", MOCKERY
        if number % 10 == 0:
            yield "camille", STALKER, THREAT if number % 20 else INSULT
        if number % 20 == 0:
            yield "camille", FRIEND, "Ridicule, ce contretemps ! À demain"
            if number:
                yield "dominique", f"did:plc:visiteur{number}", MOCKERY
        if number % 60 == 0:
            yield "camille", f"did:plc:grincheux{number}", INSULT


def shield(name: str) -> Shield:
    """Nobody is told, nobody is trusted."""
    own = Account(platform="bluesky", id=f"did:plc:{name}", handle=f"{name}.test")
    return Shield(protected=Protected(name=name, accounts=(own,)))


class Past:
    """A folder with a configuration and the database that goes with it."""

    def __init__(self, folder: Path, url: str, *, language: str = "fr", mode: str = "observe") -> None:
        self.folder = folder
        self.config = folder / "config.toml"
        self._head = CONFIG.format(url=url, language=language, mode=mode)
        self.write_rules(THREATS + INSULTS)
        self.settings = load(self.config, {"NOWHERE_SET": "x"})
        self.store = Store(
            self.settings.database.reveal(), MasterKey(load_or_make_master_key(self.settings.master_key))
        )
        migrate(self.store)
        self.now = BEGIN
        self._count = 0

    def write_rules(self, rules: str, mode: str = "") -> Path:
        """Let the configuration have these rules for everybody, and Camille this mode."""
        head = self._head.replace('mode = "observe"', f'mode = "{mode}"') if mode else self._head
        self.config.write_text(head + rules, encoding="utf-8")
        return self.config

    def policy(self, text: str, name: str = "new.toml") -> Path:
        """A policy in a file of its own."""
        file = self.folder / name
        file.write_text(text, encoding="utf-8")
        return file

    def follow(self, person: str, account: str) -> None:
        """Whom a person follows; nobody else."""
        with self.store.writing() as connection:
            relations.relate(connection, person, f"bluesky:{account}", following=True)
            write.advance(connection, {synchronised(f"bluesky:did:plc:{person}"): "read"}, self.now)

    def play(self) -> None:
        """Let all of it happen."""
        self.follow("camille", FRIEND)
        self.bring(written())

    def bring(self, mentions: Iterator[tuple[str, str, str]]) -> None:
        """Let these happen now, two hours apart."""
        people = {name: shield(name) for name in ("camille", "dominique")}
        engine = compile_policies(policies_of(self.settings))
        pipeline = Pipeline(self.store, people, {"bluesky": normalise}, engine, lambda: self.now)
        every = list(mentions)
        for start in range(0, len(every), 50):
            pipeline.handle([self._arrival(*one) for one in every[start : start + 50]])

    def _arrival(self, to: str, author: str, text: str) -> Arrival:
        self._count += 1
        self.now += EVERY
        event = mention(author.rpartition(":")[2], self.now.isoformat(), text, self._count)
        return Arrival(
            source=f"test/{to}",
            platform="bluesky",
            via=Via.STREAM,
            at=self.now,
            raw=json.dumps(event).encode(),
            cursor=str(self._count),
            account=f"bluesky:did:plc:{to}",
        )

    def close(self) -> None:
        self.store.close()
