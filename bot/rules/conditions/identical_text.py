"""Several authors write the person the same text, or nearly."""

from bisect import bisect_right
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
    of_past: ClassVar[bool] = True
    identical_text: Authors

    def judge(self, facts: Facts, reading: Reading) -> Verdict:  # noqa: ARG002 - every condition is asked alike
        """Yes, no or unknown, with the number of authors in the fullest window."""
        if facts.copies is None:
            return unknown("copies of the text were not looked for")
        count = 1 + _fullest(facts.copies, micros(facts.mention.received_at), self.identical_text.within)
        said = f"{count} authors within {in_words(self.identical_text.within)}"
        return yes(said) if count >= self.identical_text.authors else no(said)


def _fullest(copies: tuple[Copy, ...], now: int, within: timedelta) -> int:
    """How many other authors the window holds that holds most; those after `now` end the windows that are tried.

    A window holds this mention too; its start is not in it, its end is. It holds a copy from before until its end
    comes to `before + span`, and one from after since then; an author of both counts once.
    """
    span = within // MICROSECOND
    ends = {now, *(after for _, after in copies if after is not None and after < now + span)}
    since = sorted(after for _, after in copies if after is not None)
    until = sorted(before + span for before, _ in copies if before is not None)
    twice = [(after, before + span) for before, after in copies if before is not None and after is not None]
    met = sorted(after for after, gone in twice if after < gone)
    left = sorted(gone for after, gone in twice if after < gone)
    return max(
        bisect_right(since, end)
        + len(until)
        - bisect_right(until, end)
        - bisect_right(met, end)
        + bisect_right(left, end)
        for end in ends
    )
