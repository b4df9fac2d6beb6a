"""By which clock the other side reads: the court's, wherever the person is, so that none says where that may be."""

from datetime import UTC, datetime, time, tzinfo
from typing import Final
from zoneinfo import ZoneInfo

import msgspec

from bot.dossier.content import Contents
from bot.dossier.fact import Fact

COURTS: Final = {"fr": "Europe/Paris"}
"""By the law that a dossier goes by; others are told in UTC alone."""


def by_the_court(contents: Contents) -> Contents:
    """The same by that clock; a moment that is a day, as somebody wrote it, is that day there."""
    ours, theirs = ZoneInfo(contents.zone), ZoneInfo(COURTS.get(contents.law, "UTC"))
    if ours.key == theirs.key:
        return contents
    replace = msgspec.structs.replace
    return replace(
        contents,
        zone=theirs.key,
        since=_moved(contents.since, ours, theirs) if contents.since else None,
        until=_moved(contents.until, ours, theirs) if contents.until else None,
        facts=tuple(_noted(one, ours, theirs) for one in contents.facts),
        outside=tuple(
            replace(one, dated=_moved(one.dated, ours, theirs) if one.dated else None) for one in contents.outside
        ),
    )


def _noted(one: Fact, ours: ZoneInfo, theirs: ZoneInfo) -> Fact:
    """What was written down of a day without an hour."""
    if one.platform or one.at.astimezone(ours).time() != time():
        return one
    return msgspec.structs.replace(one, at=_moved(one.at, ours, theirs))


def _moved(at: datetime, ours: tzinfo, theirs: tzinfo) -> datetime:
    """The moment at which the other clock shows the same."""
    return at.astimezone(ours).replace(tzinfo=theirs).astimezone(UTC)
