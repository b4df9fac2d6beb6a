"""A week of Camille's, played through the real pipeline on a simulated network, with the configuration that goes with
it: one who threatens and is muted, one who insults and is only observed, one who repeats the threat, and a friend."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.config.load import load
from bot.config.master import load_or_make_master_key
from bot.evidence.master import MasterKey
from bot.platforms.simulated.parse import parse
from bot.platforms.simulated.world import World
from bot.simulation.clock import Clock
from bot.simulation.player import Player
from bot.simulation.process import Place, Process, Recorder
from bot.simulation.setup import set_up
from bot.store.database import Store

THREAT = "Tu vas le regretter, je te retrouverai ce soir"
INSULT = "Quel pauvre type tu fais, franchement"
WORDS = ("retrouverai", "regretter", "pauvre", "franchement")
"""Of those that hurt."""
AUTHORS = ("rancunier", "grincheux", "suiveur", "voisine")
"""Handles and ids: their owners chose them."""
CONFIG = """
language = "{language}"
database = "{url}"
master_key = "rempart.key"

[[person]]
name = "camille"
mode = "act"
packs = []
  [[person.account]]
  platform = "bluesky"
  handle = "camille.test"
  secret = {{ env = "NOWHERE_SET" }}

[[rule]]
name = "menace"
reason = "violence_threats"
severity = "high"
all = [{{ words = ["je te retrouverai"] }}]
none = [{{ relationship = ["followed"] }}]
then = [{{ mute = "30 days" }}, {{ report = "draft" }}, "alert"]

[[rule]]
name = "insulte"
reason = "harassment_targeted"
severity = "medium"
mode = "observe"
all = [{{ words = ["pauvre type"] }}]
then = [{{ mute = "30 days" }}]
"""


def week(now):
    """The scenario, ending an hour ago."""
    at = [(now - timedelta(hours=hours)).isoformat() for hours in (9, 8, 7, 6)]
    yield {
        "scenario": "a week",
        "protected": {
            "name": "camille",
            "accounts": [{"platform": "bluesky", "id": "did:plc:camille", "handle": "camille.test"}],
            "follows": ["did:plc:voisine"],
        },
    }
    said = [("voisine", "À demain !"), ("rancunier", THREAT), ("grincheux", INSULT), ("suiveur", THREAT)]
    for moment, (who, text) in zip(at, said, strict=True):
        yield mention(who, moment, text)


def mention(who, at, text, number=1):
    """What the simulated network tells of a post to somebody."""
    return {
        "event": "mention",
        "at": at,
        "platform": "bluesky",
        "uri": f"at://did:plc:{who}/app.bsky.feed.post/{number}",
        "kind": "mention",
        "author": {"id": f"did:plc:{who}", "handle": f"{who}.test", "display_name": who.title()},
        "text": text,
    }


class Scene:
    """The folder in which Camille's shield lives, and what the simulated network remembers."""

    def __init__(self, folder: Path, url: str, language: str) -> None:
        self.folder = folder
        self.config = folder / "config.toml"
        self.config.write_text(CONFIG.format(url=url, language=language))
        settings = load(self.config, {"NOWHERE_SET": "x"})
        lines = "\n".join(map(json.dumps, week(datetime.now(UTC))))
        self.scenario = parse("week.jsonl", lines.encode())
        shield, self.engine = set_up(self.scenario.opening.protected.person(), settings)
        self.clock = Clock(self.scenario.lines[0].event.at)
        self.master = MasterKey(load_or_make_master_key(settings.master_key))
        recorder = Recorder(shield.contacts[0], self.clock)
        database = settings.database.reveal()
        self.place = Place(lambda: Store(database, self.master), World(self.scenario), recorder)
        self.process = Process(self.place, shield, self.engine, self.clock)

    async def play(self) -> None:
        player = Player(self.scenario, self.place, self.clock, lambda: self.process)
        async for _ in player.play():
            pass
        self.clock.advance(datetime.now(UTC))

    @property
    def muted(self) -> set[str]:
        """Whom the simulated network holds muted."""
        return set(self.place.world.servers["bluesky"].mutes)

    def uri(self, who: str) -> str:
        return f"at://did:plc:{who}/app.bsky.feed.post/1"

    async def work(self) -> None:
        """Let the shield take up what commands planned."""
        self.clock.advance(datetime.now(UTC) + timedelta(seconds=5))
        await self.process.deliveries.run_due()
