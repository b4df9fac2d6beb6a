"""The author mentions the person again and again."""

from bisect import bisect_left, bisect_right
from typing import Annotated, ClassVar

from pydantic import Field

from bot.model.facts import RECENT, Facts
from bot.model.noun import MICROSECOND, micros
from bot.rules.conditions.base import BaseCondition, Need, Table, Verdict, no, yes
from bot.rules.duration import Duration, in_words
from bot.signals.reading import Reading


class Times(Table):
    """So many within so long."""

    times: Annotated[int, Field(strict=True, ge=2, le=RECENT)]
    within: Duration


class Repeated(BaseCondition):
    """So many mentions of the person by this author in one window of event time in which this one lies.

    The last of them to arrive sees them all, so that the order of arrival does not change whether it ever holds.
    """

    name: ClassVar[str] = "repeated"
    example: ClassVar[str] = '{ repeated = { times = 5, within = "1 hour" } }'
    of_past: ClassVar[bool] = True
    repeated: Times

    @property
    def need(self) -> Need:
        """Another mention."""
        return _written_before

    def judge(self, facts: Facts, reading: Reading) -> Verdict:  # noqa: ARG002 - every condition is asked alike
        """Counts those of the fullest window; another version of a known mention is no further one."""
        count = self._fullest(facts)
        said = f"{count} times within {in_words(self.repeated.within)}"
        return yes(said) if count >= self.repeated.times else no(said)

    def _fullest(self, facts: Facts) -> int:
        if not facts.history.recent:
            return 1
        now, within = micros(facts.mention.received_at), self.repeated.within // MICROSECOND
        every = sorted(facts.history.recent if facts.version > 1 else (*facts.history.recent, now))
        first, last = bisect_left(every, now), bisect_left(every, now + within)
        ends = {now, *every[first:last]}
        return max(bisect_right(every, end) - bisect_right(every, end - within) for end in ends)


def _written_before(facts: Facts, reading: Reading) -> object:  # noqa: ARG001 - every need is told alike
    return facts.history.recent
