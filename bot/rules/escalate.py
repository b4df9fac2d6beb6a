"""From what somebody did, day by day, to how far it has gone; pure, and the same in whatever order it arrived."""

from bot.model.conduct import Level
from bot.model.reason import Severity


def weight(severity: Severity) -> Level:
    """What an act of that severity weighs."""
    return Level(severity + 1) if severity else Level.NOTHING
