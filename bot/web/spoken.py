"""What the pages say, by language; the names of things are those that alerts and rules use."""

import tomllib
from datetime import timedelta
from functools import cache
from importlib.resources import files
from typing import Final

from bot.alerts.wording import LANGUAGES, Wording, leaves
from bot.explaining.words import explained

UNITS: Final = (("day", 86_400), ("hour", 3_600), ("minute", 60))
RANKED: Final = 2
"""Parts of a wish for a language: its name, and how much it is wished."""


@cache
def spoken(language: str) -> Wording:
    """The words of a language; ConfigError if there are none."""
    text = (files("bot.web") / "texts" / f"{language}.toml").read_text(encoding="utf-8")
    return Wording({**explained(language).texts, **dict(leaves("", tomllib.loads(text)))})


def span(said: Wording, how_long: timedelta) -> str:
    """How long, in its largest unit: `12 s`, `3 min`."""
    seconds = max(0, int(how_long.total_seconds()))
    for unit, size in UNITS:
        if seconds >= size:
            return said.count(f"web.span.{unit}", seconds // size)
    return said.count("web.span.second", seconds)


def wished(header: str, otherwise: str) -> str:
    """The language that a browser asks for first, of those that are spoken here."""
    wishes = [part.strip().split(";q=") for part in header.split(",")[:20]]
    ranked = sorted(wishes, key=lambda wish: -_weight(wish))
    asked = (wish[0].split("-")[0].lower() for wish in ranked)
    return next((language for language in asked if language in LANGUAGES), otherwise)


def _weight(wish: list[str]) -> float:
    try:
        return float(wish[1]) if len(wish) == RANKED else 1.0
    except ValueError:
        return 0.0
