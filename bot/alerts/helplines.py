"""Whom to call in danger, by country, and the law that names the offence: data, each with its source."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Final

import msgspec

from bot.law.data import Told
from bot.model.noun import Noun


class Line(Told, frozen=True, kw_only=True):
    """One number, and what it is for."""

    number: str


class Country(Noun, frozen=True, kw_only=True):
    """What is known of one country."""

    zones: tuple[str, ...] = ()
    """IANA time zones that lie in it."""
    code: str = ""
    """By what name its law is chosen."""
    law: str = ""
    """The article that names the offence."""
    emergency: str = ""
    """The one to call first; empty where we know none for sure."""
    lines: tuple[Line, ...] = ()


class _File(Noun, frozen=True, kw_only=True):
    country: dict[str, Country]


ELSEWHERE: Final = "elsewhere"


def helplines(zone: str) -> Country:
    """Those of the country in which a time zone lies; what holds anywhere where we know nothing of it."""
    return next((one for one in _countries().values() if zone in one.zones), _countries()[ELSEWHERE])


def article(zone: str, chosen: str) -> str:
    """What names the offence, by the law that somebody chose; where they chose none, by that of where they live."""
    if not chosen:
        return helplines(zone).law
    return next((one.law for one in _countries().values() if one.code == chosen), "")


@cache
def _countries() -> dict[str, Country]:
    text = (files("bot.alerts") / "helplines.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), _File).country
