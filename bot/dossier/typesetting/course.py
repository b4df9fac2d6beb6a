"""The picture of a course of conduct: what was done on each day, week or month, by how grave it was."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

from bot.dossier.content import Contents
from bot.dossier.typesetting.blocks import Course, Mark
from bot.dossier.typesetting.tongue import Tongue

DAYS: Final = 62
WEEKS: Final = 62
LEVELS: Final = 5
TICKS: Final = 7
MARKED: Final = 14
"""Marks that are drawn at most; all of them stand in the chronology."""
BANS: Final = {"ban", "court_ban", "platform_ban"}


class Grid:
    """Columns of time: days while they fit, then weeks, then months."""

    def __init__(self, first: date, last: date) -> None:
        days = (last - first).days + 1
        self.unit = "day" if days <= DAYS else "week" if days <= WEEKS * 7 else "month"
        self.first = first
        self.length = self.column(last) + 1

    def column(self, day: date) -> int:
        """The column in which a day stands."""
        if self.unit == "month":
            return (day.year - self.first.year) * 12 + day.month - self.first.month
        return (day - self.first).days // (1 if self.unit == "day" else 7)

    def begins(self, column: int) -> date:
        """The day with which a column begins."""
        if self.unit == "month":
            months = self.first.month - 1 + column
            return date(self.first.year + months // 12, months % 12 + 1, 1)
        return self.first + timedelta(days=column * (1 if self.unit == "day" else 7))


def course(contents: Contents, tongue: Tongue) -> Course:
    """The days of a dossier as a picture; it needs at least one."""
    days = sorted(contents.days, key=lambda each: each.day)
    grid = Grid(days[0].day, days[-1].day)
    columns = [[0] * LEVELS for _ in range(grid.length)]
    for one in days:
        for level, n in enumerate(one.counts[-LEVELS:]):
            columns[grid.column(one.day)][level] += n
    marks = _marks(contents, grid, tongue)
    most = tongue.number(max(1, *map(max, columns)))
    return Course(
        rows=tuple(tongue.named("level", str(level)) for level in range(1, LEVELS + 1)),
        columns=tuple(map(tuple, columns)),
        ticks=_ticks(grid, tongue.day if grid.unit == "day" else tongue.month),
        marks=marks,
        legend=_legend(marks, tongue),
        caption=f"{tongue.say(f'course.{grid.unit}')} {tongue.say('course.dots', most=most)}",
    )


def _ticks(grid: Grid, said: Callable[[date], str]) -> tuple[tuple[int, str], ...]:
    step = max(1, -(-grid.length // TICKS))
    return tuple((column, said(grid.begins(column))) for column in range(0, grid.length, step))


def _marks(contents: Contents, grid: Grid, tongue: Tongue) -> tuple[Mark, ...]:
    """One for each kind and column, bans with their length."""
    ends = {one.at: one.until for one in contents.judged if one.kind in BANS and one.at and one.until}
    found: dict[tuple[int, str], Mark] = {}
    for each in contents.days:
        for name in each.marks:
            sign, column = _sign(name, tongue), grid.column(each.day)
            until = ends.get(each.day) if name in BANS else None
            last = min(grid.column(until), grid.length - 1) if until else -1
            found.setdefault((column, sign), Mark(column=column, sign=sign, until=last))
    return tuple(found.values())[:MARKED]


def _sign(name: str, tongue: Tongue) -> str:
    return tongue.named("course.sign", "ban" if name in BANS else name)


def _legend(marks: tuple[Mark, ...], tongue: Tongue) -> tuple[tuple[str, str], ...]:
    names = ("muted", "blocked", "judgment", "ban", "complaint")
    shown = {mark.sign for mark in marks}
    said = ((_sign(name, tongue), tongue.say(f"course.mark.{name}")) for name in names)
    return tuple((sign, what) for sign, what in said if sign in shown)
