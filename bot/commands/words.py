"""What the commands say, in the language of the configuration; the names of things are those that alerts use."""

from datetime import timedelta
from functools import cache, reduce
from operator import or_

from bot.alerts.wording import Wording, texts_of
from bot.explaining.words import explained


@cache
def words(language: str) -> Wording:
    """All words of a language, those of alerts, rules and first runs among them; ConfigError if there are none."""
    own = (texts_of(package, language) for package in ("bot.firstrun", "bot.doctor", "bot.commands"))
    return Wording(reduce(or_, own, dict(explained(language).texts)))


def span(said: Wording, how_long: timedelta) -> str:
    """How long, in its largest unit: `12 s`, `3 min`, `2 h`, `4 d`."""
    seconds = max(0, int(how_long.total_seconds()))
    for unit, size in (("day", 86_400), ("hour", 3_600), ("minute", 60)):
        if seconds >= size:
            return said.say(f"cmd_span.{unit}", n=seconds // size)
    return said.say("cmd_span.second", n=seconds)
