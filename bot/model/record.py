"""What is kept of a mention: as it came, what was known, what was decided."""

from bot.model.arrival import Arrival
from bot.model.decision import Decision
from bot.model.facts import Facts
from bot.model.noun import Noun


class Record(Noun, frozen=True, kw_only=True):
    """The content of a mention's exhibit."""

    arrival: Arrival
    facts: Facts
    decision: Decision
    instrument: int = 0
    """The entry of the person's chain that says by what machine, software and clock it was taken; 0: none yet."""
