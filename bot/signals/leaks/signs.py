"""What may stand in a text, told before anything is looked for in it."""

from typing import Final


class Sign:
    """Without it, a finder finds nothing. Plain numbers: those of an enumeration are slower to read than to look up."""

    SAID: Final = 0
    """A number in words."""
    MAILED: Final = 1
    """The sign of a mailbox between what may be its halves."""
    AT: Final = 2
    """The same, written in more ways, with a host behind it, or at the end."""
    HOST: Final = 3
    STREET: Final = 4
    """A word for a street, with something behind it."""
    ANGLO: Final = 5
    """One behind something."""
    DOOR: Final = 6
    """A word for the code of a door, or for a military address."""
    SCHOOL: Final = 7
    MAPPED: Final = 8
    """Three words, or a code, of a map."""
    DEGREES: Final = 9
    IBAN: Final = 10
    PAPER: Final = 11
    """A word for a paper."""
    PLATE: Final = 12
    PLATE_WORD: Final = 13
    POSTCODE: Final = 14
    SPELLED: Final = 15
    """Letters alone in a row."""
    POSED: Final = 16
    """A letter that poses as a digit."""
    NIR: Final = 17
    CARD: Final = 18
    NATIONAL: Final = 19


EVERY: Final = frozenset(range(20))
"""Of a text that nobody screened."""
