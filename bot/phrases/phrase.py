"""A condition as part of a sentence."""

from typing import Literal, NamedTuple

Subject = Literal["text", "author", "post"]


class Phrase(NamedTuple):
    """A condition as part of a sentence."""

    subject: Subject
    said: str
