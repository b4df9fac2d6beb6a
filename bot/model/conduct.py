"""One person's conduct towards another over time: what single acts weigh, and how far it has gone."""

from enum import IntEnum

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
    """What a decision may look at of the case its author belongs to, with this mention in it."""

    stage: Stage = Stage.NONE
    score: float = 0.0
    days: int = 0
    """Distinct days on which something counted."""
    after_mute: int = 0
    """Distinct days on which they wrote after they were muted or blocked."""
    restricted: bool = False
    """Whether this was written while a restriction forbade it."""
    reached: bool = False
    """Whether the case comes to its stage with this mention."""
