"""The words of one language, as data: texts, plural forms, dates."""

import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from typing import Any, Final
from zoneinfo import ZoneInfo

from bot.errors import ConfigError

LANGUAGES: Final = ("en", "fr")
"""Those for which there is a file under texts/."""


class Wording:
    """What can be said in one language; keys are those of its file, joined by dots."""

    def __init__(self, texts: Mapping[str, Any]) -> None:
        self.texts = texts

    def say(self, key: str, **values: str | int) -> str:
        """The text of a key, filled in."""
        return str(self.texts[key]).format_map(values)

    def count(self, key: str, n: int, **values: str | int) -> str:
        """The text of a key in the form that goes with `n`."""
        form = "one" if n in self.texts["grammar.singular"] else "other"
        return self.say(f"{key}.{form}", n=n, **values)

    def join(self, *parts: str) -> str:
        """Parts of one line, as the language separates them."""
        return str(self.texts["grammar.separator"]).join(parts)

    def moment(self, at: datetime, zone: str) -> str:
        """A moment as the person's clock shows it, to the minute."""
        local = at.astimezone(ZoneInfo(zone))
        return self.say("grammar.moment", **self._day(local), hour=local.hour, minute=f"{local.minute:02}")

    def day(self, day: date) -> str:
        """A day: `3 mars 2026`."""
        return self.say("grammar.day", **self._day(day))

    def _day(self, day: date) -> dict[str, str | int]:
        first = self.texts["grammar.first"] if day.day == 1 else day.day
        return {"day": first, "month": self.texts["grammar.months"][day.month - 1], "year": day.year}


@cache
def wording(language: str) -> Wording:
    """The words of a language; ConfigError if there are none."""
    if language not in LANGUAGES:
        raise ConfigError(f"there are no texts in the language {language!r}; write one of {', '.join(LANGUAGES)}")
    return Wording(texts_of("bot.alerts", language))


def texts_of(package: str, language: str) -> dict[str, Any]:
    """The texts that a package has of its own, under their keys joined by dots."""
    text = (files(package) / "texts" / f"{language}.toml").read_text(encoding="utf-8")
    return dict(leaves("", tomllib.loads(text)))


def leaves(prefix: str, table: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Every value of nested tables, under its keys joined by dots."""
    for key, value in table.items():
        if isinstance(value, dict):
            yield from leaves(f"{prefix}{key}.", value)
        else:
            yield prefix + key, value


def one_line(words: str, limit: int) -> str:
    """A name that a person gave, on one line: no controls, no direction marks, at most `limit` code points."""
    line = words if words.isprintable() else _printable(words)
    return clipped(" ".join(filter(None, line.split(" "))), limit)


def clipped(line: str, limit: int) -> str:
    """A line cut to `limit` code points, with an ellipsis where something is missing."""
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def _printable(words: str) -> str:
    """Spaces for controls and line ends; nothing for what cannot be seen but changes how the rest is read."""
    spaced = (" " if unicodedata.category(sign) in {"Cc", "Zl", "Zp"} else sign for sign in words)
    return "".join(sign for sign in spaced if not unicodedata.category(sign).startswith("C"))
