"""What waits for a second person, as everybody is told of it: who asks in somebody's name should not stay unnoticed."""

from datetime import datetime

from bot.alerts.wording import Wording, clipped, one_line
from bot.model.noun import Noun
from bot.model.reason import Severity

NAMES = 100
"""Characters of the names of who asks."""


class Proposed(Noun, frozen=True, kw_only=True):
    """Something that takes two people was asked for."""

    kinds: tuple[str, ...]
    """What, one for each; at least one."""
    names: tuple[str, ...]
    """The seats that ask, each once."""
    due_at: datetime | None
    """When the first will be done without a second person; None: never."""


def told_of(words: Wording, person: str, zone: str, found: Proposed) -> tuple[Severity, str, list[str]]:
    """Severity, title and lines; the names are those that the seats were given here."""
    what = ", ".join(dict.fromkeys(words.say(f"proposed.kind.{one}") for one in found.kinds))
    names = clipped(one_line(", ".join(found.names), NAMES), NAMES)
    waits = "proposed.wait" if found.due_at is None else "proposed.due"
    lines = [
        words.say("proposed.body", names=names, what=what),
        words.say(waits, at=words.moment(found.due_at, zone) if found.due_at else ""),
        words.say("proposed.what"),
        words.say("next.delegates", command="rempart delegate list"),
    ]
    return Severity.HIGH, words.count("proposed.title", len(found.kinds), person=person), lines
