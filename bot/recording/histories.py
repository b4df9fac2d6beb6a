"""How a history is written in a record: with moments as distances, since each is small."""

from datetime import datetime

import msgspec

from bot.model.facts import History
from bot.model.noun import EPOCH, MICROSECOND, micros


class Past(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A history, with moments as distances: each is small, and most are not there at all."""

    mentions: int
    matches: int
    unit: int
    """Microseconds in one of the others."""
    last: int
    """How long before the mention."""
    first: int | None
    """How long before `last`; None where the first of the recent moments is the first of all."""
    steps: tuple[int, ...]
    """Of the recent moments, the latest first: how long before the one after it; the first of them before `last`."""


def folded(history: History, at: int) -> Past | None:
    """What is written of it, for a mention of that moment in microseconds since 1970 UTC; None where there is none."""
    if history.first_at is None or history.last_at is None:
        return None
    last, recent = micros(history.last_at), history.recent
    told = [at - last, last - micros(history.first_at)]
    told += [after - before for before, after in zip(recent, (*recent[1:], last), strict=True)][::-1]
    unit = 1 if any(each % 1000 for each in told) else 1000
    before, first, *steps = (each // unit for each in told)
    return Past(history.mentions, history.matches, unit, before, None if first == sum(steps) else first, tuple(steps))


def unfolded(past: Past | None, at: int) -> History:
    """The inverse of `folded`."""
    if past is None:
        return History()
    recent = list[int]()
    last = at = at - past.last * past.unit
    for step in past.steps:
        at -= step * past.unit
        recent.append(at)
    first = sum(past.steps) if past.first is None else past.first
    return History(
        mentions=past.mentions,
        matches=past.matches,
        first_at=_moment(last - first * past.unit),
        last_at=_moment(last),
        recent=tuple(reversed(recent)),
    )


def _moment(value: int) -> datetime:
    return EPOCH + value * MICROSECOND
