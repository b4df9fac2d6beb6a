"""The waves of a month as a picture: when each came and went, and how many it brought; a table reads the same."""

from datetime import datetime, timedelta
from math import sqrt
from typing import Final, NamedTuple

from bot.model.raid import FLAGS, SIGN_UPS, Raid, which
from bot.store import boards
from bot.web.leading import Lead, leading
from bot.web.visit import Visit

SPAN: Final = timedelta(days=30)
MOST: Final = 50
"""Waves that are shown."""
WIDTH: Final = 720
HEIGHT: Final = 100
THIN: Final = 8.0
"""Units that a short wave is wide at least, so that it can be seen."""


class Wave(NamedTuple):
    """One of them, as it is drawn."""

    raid: Raid
    kind: str
    """`whole`, `member`, `sign_ups`, `flags`"""
    x: float
    width: float
    height: float
    leads: tuple[Lead, ...]


class Tide(NamedTuple):
    """All of them, the latest first."""

    waves: tuple[Wave, ...]
    first: datetime
    last: datetime


def tide(visit: Visit, community: str) -> Tide:
    """The waves of the last month."""
    first = visit.now - SPAN
    with visit.store.reading() as connection:
        found = boards.waves(connection, community, first, MOST)
        lead = leading(connection, visit, community)
        led = [(one, lead(one)) for one in found]
    most = max((one.authors for one in found), default=1) or 1
    return Tide(tuple(_wave(one, first, visit.now, most, leads) for one, leads in led), first, visit.now)


def _wave(one: Raid, first: datetime, last: datetime, most: int, leads: tuple[Lead, ...]) -> Wave:
    begins, ends = ((at - first) / (last - first) * WIDTH for at in (max(one.since, first), min(one.until, last)))
    width = max(THIN, ends - begins)
    x = min(begins, WIDTH - width)
    height = HEIGHT * sqrt(one.authors / most)
    return Wave(one, kind(one.person), round(x, 1), round(width, 1), round(height, 1), leads)


def kind(name: str) -> str:
    """Against whom or what a wave of this name goes."""
    return {"": "whole", SIGN_UPS: "sign_ups", FLAGS: "flags"}.get(which(name), "member")
