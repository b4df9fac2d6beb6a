"""What may stand in a text, told before anything is looked for in it."""

from enum import IntEnum
from typing import Final


class Sign(IntEnum):
    """Without it, a finder finds nothing."""

    SAID = 0
    """A number in words."""
    MAILED = 1
    """The sign of a mailbox between what may be its halves."""
    AT = 2
    """The same, written in more ways, with a host behind it, or at the end."""
    HOST = 3
    STREET = 4
    """A word for a street, with something behind it."""
    ANGLO = 5
    """One behind something."""
    DOOR = 6
    """A word for the code of a door, or for a military address."""
    SCHOOL = 7
    MAPPED = 8
    """Three words on a map."""
    DEGREES = 9
    IBAN = 10
    PAPER = 11
    """A word for a paper."""
    PLATE = 12
    PLATE_WORD = 13
    POSTCODE = 14
    SPELLED = 15
    """Letters alone in a row."""
    POSED = 16
    """A letter that poses as a digit."""


EVERY: Final = frozenset(Sign)
"""Of a text that nobody screened."""
