"""One person's conduct towards another over time: what single acts weigh, and how far it has gone."""

from enum import IntEnum
from typing import NamedTuple

from bot.model.noun import Noun


class Level(IntEnum):
    """What one act weighs; unlike a severity it does not depend on what else was written, nor on when it arrived."""

    NOTHING = 0
    UNWANTED = 1
    """Alone it is nothing; again and again it is insistence."""
    LOW = 2
    MEDIUM = 3
    HIGH = 4
    URGENT = 5


class Act(NamedTuple):
    """What one mention is by itself, whatever else was written."""

    level: Level = Level.NOTHING
    muted: bool = False
    """Whether a rule has its author muted or blocked for it alone."""


class Stage(IntEnum):
    """How far a case has gone."""

    NONE = 0
    WATCH = 1
    COURSE_OF_CONDUCT = 2
    DANGER = 3

    @property
    def label(self) -> str:
        """The word people use: `watch`, `course_of_conduct`, `danger`."""
        return STAGES[self]


STAGES = tuple(one.name.lower() for one in Stage)


class Conduct(Noun, frozen=True, kw_only=True):
    """What a decision may look at of the case its author belongs to, with this mention in it.

    It is told as the case stands on its last day, whatever the order in which things arrived.
    """

    case: str = ""
    """The id of the case; empty while there is none."""
    stage: Stage = Stage.NONE
    score: float = 0.0
    days: int = 0
    """Distinct days on which something counted."""
    span: int = 0
    """Days from the first of them to the last."""
    serious: int = 0
    """On how many of them it was as grave as `high`."""
    urgent: int = 0
    after_mute: int = 0
    """On how many they wrote after they were muted or blocked."""
    after_ban: int = 0
    """On how many they wrote while a restriction forbade it."""
    rose: int = 0
    """How often a day was worse than all before it."""
    silence: int = 0
    """The longest silence in days after which they came back."""
    means: int = 1
    """By how many ways: accounts, letters, calls."""
    restricted: bool = False
    """Whether this mention was written while a restriction forbade it."""
    reached: bool = False
    """Whether the case comes to its stage with this mention."""
