"""What a community is told before a server deletes for good what suspended accounts wrote: numbers and a day."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.alerts.wording import Wording
from bot.model.noun import Noun
from bot.model.reason import Severity


class PurgeNear(Noun, frozen=True, kw_only=True):
    """Suspensions that come to their end: what could be kept beside is lost with them."""

    count: int
    first: datetime
    """When the first of them is deleted, at the earliest."""


def told_of(words: Wording, name: str, zone: str, trouble: PurgeNear) -> tuple[Severity, str, list[str]]:
    """Severity, title and lines; `name` is the community's."""
    day = words.day(trouble.first.astimezone(ZoneInfo(zone)).date())
    lines = [
        words.count("purge_near.body", trouble.count, day=day),
        words.say("purge_near.kept"),
        words.say("purge_near.what"),
        words.say("next.trail", command=f"rempart trail {name}"),
    ]
    return Severity.MEDIUM, words.count("purge_near.title", trouble.count, person=name), lines
