"""New ways into the shield, as a person is told of them: who made one in somebody's name should not stay unnoticed."""

from datetime import datetime
from enum import StrEnum

from bot.alerts.wording import Wording
from bot.model.noun import Noun
from bot.model.reason import Severity


class Way(StrEnum):
    """What was given."""

    KEY = "key"
    """A passkey, to whoever had a session."""
    SEAT = "seat"
    """A seat, a link to one, or a right."""


class WayIn(Noun, frozen=True, kw_only=True):
    """Somebody was given a new way in."""

    way: Way
    name: str
    """Of the seat."""
    at: datetime

    @property
    def what(self) -> str:
        """What tells it from others of the same moment."""
        return f"{self.way.value} {self.name}"


def told_of(words: Wording, person: str, name: str, zone: str, found: WayIn) -> tuple[Severity, str, list[str]]:
    """Severity, title and lines; the names are those that they were given here."""
    body = words.say(f"way_in.{found.way.value}", name=name, at=words.moment(found.at, zone))
    lines = [body, words.say("way_in.what"), words.say("next.delegates", command="rempart delegate list")]
    return Severity.HIGH, words.say("way_in.title", person=person), lines
