"""Playing small scenarios with a configuration whose rules are plain to see."""

import asyncio
from pathlib import Path
from typing import Any

from bot.config import Config, load
from bot.simulation.performance import perform
from tests.scenarios.scenes import CAMILLE, scenario

RULES = """
database = "sqlite:///unused.db"
[[person]]
name = "camille"
mode = "{mode}"
packs = []
budget = {{ hour = {hour}, day = 100 }}
  [[person.account]]
  platform = "bluesky"
  handle = "camille.test"
  secret = {{ env = "SECRET" }}
[[rule]]
name = "a threat"
reason = "violence_threats"
severity = "urgent"
all = [ {{ words = ["threaten you"] }} ]
then = [ {{ mute = "30 days" }}, {{ report = "draft" }}, "alert" ]
[[rule]]
name = "an insult"
reason = "harassment_targeted"
severity = "medium"
all = [ {{ words = ["you fool"] }} ]
then = [ {{ mute = "30 days" }} ]
[[rule]]
name = "an insult in a thread"
reason = "harassment_targeted"
severity = "low"
all = [ {{ words = ["you twit"] }} ]
then = [ "hide_reply", "dismiss" ]
"""


def rules(folder: Path, mode: str = "act", hour: int = 30) -> Config:
    """The configuration of these tests."""
    file = folder / "rules.toml"
    file.write_text(RULES.format(mode=mode, hour=hour))
    return load(file, environment={"SECRET": "abcd-efgh-ijkl-mnop"})


def play(
    config: Config | None, *events: dict[str, Any], first: dict[str, Any] = CAMILLE, keep: Path | None = None
) -> dict[str, Any]:
    """What these events come to."""
    return asyncio.run(perform(scenario(*events, first=first), config, keep))


def muted(result: dict[str, Any]) -> set[str]:
    """The accounts that were muted."""
    return {
        action["account"]
        for decision in result["decisions"]
        for action in decision["actions"]
        if (action["kind"], action["status"]) == ("mute", "done")
    }


def actions(result: dict[str, Any], uri: str) -> list[tuple[str, str]]:
    """What was done because of a mention, with all its versions."""
    return [
        (action["kind"], action["status"])
        for decision in result["decisions"]
        if decision["uri"] == uri
        for action in decision["actions"]
    ]
