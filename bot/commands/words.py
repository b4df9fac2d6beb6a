"""What the commands say, in the language of the configuration; the names of things are those that alerts use."""

import tomllib
from datetime import timedelta
from functools import cache
from importlib.resources import files

from bot.alerts.wording import Wording, leaves
from bot.explaining.words import explained


@cache
def words(language: str) -> Wording:
    """The words of a language, those of alerts and of rules among them; ConfigError if there are none."""
    shared = explained(language).texts
    text = (files("bot.commands") / "texts" / f"{language}.toml").read_text(encoding="utf-8")
    return Wording({**shared, **dict(leaves("", tomllib.loads(text)))})


def span(said: Wording, how_long: timedelta) -> str:
    """How long, in its largest unit: `12 s`, `3 min`, `2 h`, `4 d`."""
    seconds = max(0, int(how_long.total_seconds()))
    for unit, size in (("day", 86_400), ("hour", 3_600), ("minute", 60)):
        if seconds >= size:
            return said.say(f"cmd_span.{unit}", n=seconds // size)
    return said.say("cmd_span.second", n=seconds)
