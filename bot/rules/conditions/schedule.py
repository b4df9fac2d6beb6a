"""The mention came in these hours, on these days, by the person's own clock."""

from datetime import UTC, time, timedelta
from typing import Annotated, Any, ClassVar, Final, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from bot.model.facts import Facts
from bot.rules.conditions.base import BaseCondition, Table, Verdict, no, unknown, yes
from bot.rules.conditions.pattern import one_or_more
from bot.signals.reading import Reading

Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEK: Final[tuple[Day, ...]] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
HOUR: Final = 60
MIDNIGHT: Final = 24 * HOUR


def minutes(written: Any) -> int:
    """Minutes since midnight; 24:00 is the end of the day."""
    if isinstance(written, time):  # TOML has times of its own: from = 22:00:00
        return written.hour * HOUR + written.minute
    hour, colon, minute = written.partition(":") if isinstance(written, str) else ("", "", "")
    digits = f"{hour}{minute}"
    if not (colon and digits.isascii() and digits.isdigit() and len(digits) == len("2200")):
        raise ValueError('must be a time of day; write "22:00"')
    since = int(hour) * HOUR + int(minute)
    if int(minute) >= HOUR or since > MIDNIGHT:
        raise ValueError('is no time of day; write one between "00:00" and "24:00"')
    return since


TimeOfDay = Annotated[int, BeforeValidator(minutes)]


class Hours(Table):
    """From a time of day up to, and without, another, over midnight where that comes first; on all days or some."""

    since: TimeOfDay = Field(default=0, alias="from")
    to: TimeOfDay = MIDNIGHT
    days: Annotated[tuple[Day, ...], BeforeValidator(one_or_more), Field(min_length=1)] = WEEK
    """A night belongs to the day on which it begins."""

    @model_validator(mode="after")
    def _some(self) -> Self:
        if ("since" in self.model_fields_set) != ("to" in self.model_fields_set):
            raise ValueError('needs both from and to; write { from = "22:00", to = "07:00" }')
        if self.since % MIDNIGHT == self.to % MIDNIGHT and "to" in self.model_fields_set:
            raise ValueError("begins when it ends; leave from and to out for whole days")
        if not self.model_fields_set:
            raise ValueError('needs from and to, or days; write { from = "22:00", to = "07:00" }')
        return self

    def hold(self, weekday: int, minute: int) -> bool:
        """Whether a minute of a day (0 is Monday) lies in them."""
        over_midnight = self.to <= self.since
        if minute >= self.since and (over_midnight or minute < self.to):
            return WEEK[weekday] in self.days
        return over_midnight and minute < self.to and WEEK[weekday - 1] in self.days


class Schedule(BaseCondition):
    """By the clock on the person's wall at event time, summer time included; unknown where their zone was not known."""

    name: ClassVar[str] = "schedule"
    example: ClassVar[str] = '{ schedule = { from = "22:00", to = "07:00", days = ["fri", "sat"] } }'
    schedule: Hours

    def judge(self, facts: Facts, reading: Reading) -> Verdict:  # noqa: ARG002 - every condition is asked alike
        """Yes, no or unknown."""
        if facts.offset is None:
            return unknown("the person's time of day is unknown")
        wall = facts.mention.received_at.astimezone(UTC) + timedelta(seconds=facts.offset)
        said = f"came on {WEEK[wall.weekday()]} at {wall:%H:%M}"
        return yes(said) if self.schedule.hold(wall.weekday(), wall.hour * HOUR + wall.minute) else no(said)
