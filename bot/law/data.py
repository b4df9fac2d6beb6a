"""The law as data: offences with their elements, rulings and clocks, each with its source and when that was read."""

import tomllib
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Final, Literal

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
    stated: tuple[str, ...] = ()
    """What the person chose to say of themselves, any of these: of age, health, a minor beside them."""
    judged: tuple[str, ...] = ()
    """A judgment or ban of one of these kinds."""
    during: tuple[str, ...] = ()
    """Facts of a day on which one of these kinds held."""


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


class Ruling(Told, frozen=True, kw_only=True):
    """What a court held of an element."""

    case: str
    """The court, its day, its number."""
    beside: str
    """`OFFENCE.ELEMENT`"""


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
    article: str = ""
    """Where the law says so; empty where no law does."""
    note_fr: str = ""
    note_en: str = ""
    breaks_fr: str = ""
    breaks_en: str = ""

    def note(self, language: str) -> str:
        """What else to know of it."""
        return self.note_fr if language == "fr" else self.note_en

    def breaks(self, language: str) -> str:
        """What stops it, so that it begins anew, and what does not."""
        return self.breaks_fr if language == "fr" else self.breaks_en


class Law(Noun, frozen=True, kw_only=True):
    """What is known of one country's."""

    country: str = ""
    """Its name before each name of it; empty where we know of none."""
    zones: tuple[str, ...] = ()
    """IANA time zones in which it holds."""
    offence: dict[str, Offence]
    ruling: dict[str, Ruling]
    clock: dict[str, Clock]


ELSEWHERE: Final = Law(offence={}, ruling={}, clock={})
"""Where we know of none."""
Chosen = Literal["", "fr", "none"]
"""By whose law somebody goes; empty: by that of the country in which they live."""


def of(zone: str, chosen: str = "") -> Law:
    """That which somebody chose; where they chose none, that of the country in which a time zone lies."""
    if chosen:
        return french() if chosen == french().country else ELSEWHERE
    return french() if zone in french().zones else ELSEWHERE


@cache
def french() -> Law:
    """That of France."""
    text = (files("bot.law") / "fr.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), Law)
