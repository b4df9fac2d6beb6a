"""Several authors write the person the same text, or nearly."""

from datetime import timedelta
from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from bot.model.facts import ALIKE, Copy, Facts
from bot.model.noun import MICROSECOND, micros
from bot.rules.conditions.base import BaseCondition, Table, Verdict, no, unknown, yes
from bot.rules.duration import Duration, in_words
from bot.signals.copies import HORIZON
from bot.signals.reading import Reading


class Authors(Table):
    """So many within so long."""

    authors: Annotated[int, Field(strict=True, ge=2, le=ALIKE + 1)]
    within: Duration

    @model_validator(mode="after")
    def _remembered(self) -> Self:
        if self.within > HORIZON:
            raise ValueError(f"within is too long; copies are looked for over {in_words(HORIZON)} at most")
        return self


class IdenticalText(BaseCondition):
    """So many authors, this one among them, in one window of event time in which this mention lies.

    Near copies count: a few words more, fewer or other ones. Under four words only the same words do, and a text of
    which nothing is read, as a picture alone, has no copies. Who repeats a text counts once. The last author to arrive
    sees all the others, so that the order of arrival does not change whether it ever holds. Unknown in records of
    before copies were looked for, and of texts judged alone.
    """

    name: ClassVar[str] = "identical_text"
    example: ClassVar[str] = '{ identical_text = { authors = 5, within = "1 hour" } }'
    identical_text: Authors

    def judge(self, facts: Facts, reading: Reading) -> Verdict:  # noqa: ARG002 - every condition is asked alike
        """Yes, no or unknown, with the number of authors in the fullest window."""
        if facts.copies is None:
            return unknown("copies of the text were not looked for")
        count = 1 + _fullest(facts.copies, micros(facts.mention.received_at), self.identical_text.within)
        said = f"{count} authors within {in_words(self.identical_text.within)}"
        return yes(said) if count >= self.identical_text.authors else no(said)


def _fullest(copies: tuple[Copy, ...], now: int, within: timedelta) -> int:
    """How many other authors the window holds that holds most; those after `now` end the windows that are tried."""
    span = within // MICROSECOND
    ends = {now, *(after for _, after in copies if after is not None and after < now + span)}
    return max(sum(_inside(one, end - span, end) for one in copies) for end in ends)


def _inside(copy: Copy, start: int, end: int) -> bool:
    """Whether a copy lies in a window that holds this mention too; its start is not in it, its end is."""
    before, after = copy
    return (before is not None and before > start) or (after is not None and after <= end)
