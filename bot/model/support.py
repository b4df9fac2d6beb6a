"""What is written in support of a person."""

from enum import StrEnum


class Support(StrEnum):
    """Of what kind: who tells their own story says more than who thanks."""

    TESTIMONY = "testimony"
    """Something like it happened to the author."""
    THANKS = "thanks"
    SOLIDARITY = "solidarity"
    """The author believes the person, stands by them, wishes them strength."""
