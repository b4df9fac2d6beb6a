"""The law as data: offences with their elements, and clocks, each with its source and when that was read."""

import tomllib
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Final

import msgspec

from bot.model.noun import Noun
from bot.model.reason import Reason


class Said(Noun, frozen=True, kw_only=True):
    """Something in two languages."""

    fr: str
    en: str

    def said(self, language: str) -> str:
        """What it is."""
        return self.fr if language == "fr" else self.en


class Told(Said, frozen=True, kw_only=True):
    """The same, with where it is known from."""

    source: str
    read: str
    """When the source was read: year and month."""


class Shown(Noun, frozen=True, kw_only=True):
    """What in a dossier speaks to an element. Everything that is named must be so."""

    reasons: tuple[Reason, ...] = ()
    """Facts that bear one of these."""
    both: tuple[Reason, ...] = ()
    """Facts that bear one of these, where there is at least one for each."""
    audience: tuple[str, ...] = ()
    """Facts that these could see."""
    online: bool = False
    """Facts that came by a platform."""
    facts: int = 1
    """At least so many of them."""
    said: str = ""
    """What the person wrote about it: `effects`, `office`."""
    judged: tuple[str, ...] = ()
    """A judgment or ban of one of these kinds."""


class Part(Said, frozen=True, kw_only=True):
    """One element of an offence."""

    name: str
    shown: Shown


class Offence(Told, frozen=True, kw_only=True):
    """One offence."""

    article: str
    seen: bool = False
    """Whether the text of the code itself was read."""
    element: tuple[Part, ...]


class From(StrEnum):
    """From when a clock runs."""

    FACT = "fact"
    LAST_FACT = "last_fact"
    GONE = "gone"


class Clock(Told, frozen=True, kw_only=True, rename={"runs_from": "from"}):
    """How long there is."""

    runs_from: From
    years: int = 0
    months: int = 0
    days: int = 0
    reasons: tuple[Reason, ...] = ()
    """Which facts it concerns; none: all."""
    platforms: tuple[str, ...] = ()
    online: bool = False
    warn: tuple[int, ...]
    """How many days before the end to warn, the earliest first."""
    note_fr: str = ""
    note_en: str = ""

    def note(self, language: str) -> str:
        """What else to know of it."""
        return self.note_fr if language == "fr" else self.note_en


class Law(Noun, frozen=True, kw_only=True):
    """What is known of one country's."""

    zones: tuple[str, ...] = ()
    """IANA time zones in which it holds."""
    offence: dict[str, Offence]
    clock: dict[str, Clock]


ELSEWHERE: Final = Law(offence={}, clock={})
"""Where we know of none."""


def of(zone: str) -> Law:
    """That of the country in which a time zone lies."""
    return french() if zone in french().zones else ELSEWHERE


@cache
def french() -> Law:
    """That of France."""
    text = (files("bot.law") / "fr.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), Law)
