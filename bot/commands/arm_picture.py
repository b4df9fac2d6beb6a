"""What a shield that observed would have done, for people: what was held, whom it would have hit, and day by day."""

from collections.abc import Mapping

from rich.table import Table
from rich.text import Text

from bot.alerts.wording import Wording
from bot.backtest.rehearsal import Rehearsal
from bot.commands.backtest_data import Trial
from bot.commands.backtest_picture import DAYS, WIDTH, Picture, every
from bot.commands.output import plain
from bot.commands.picture import bar

WEEK = 7
"""Days that a shield should have observed."""


class RehearsalPicture:
    """What is printed of one rehearsal; `names` are what authors are called."""

    def __init__(self, words: Wording, trial: Trial, found: Rehearsal, names: Mapping[str, str]) -> None:
        self.words = words
        self.found = found
        self.person = plain(trial.person.name)
        self.picture = Picture(words, trial, names)
        self.console = self.picture.console

    def print(self) -> None:
        """Print it."""
        outcome = self.found.outcome
        days = self.words.count("cmd_arm.days", self.found.days)
        opening = self.words.say("cmd_arm.observed", person=self.person, days=days, mentions=outcome.mentions)
        self.console.print(Text(opening, style="bold"))
        self._held()
        self.picture.changed("newly", outcome.authors, "cmd_arm.hit")
        self.picture.rules()
        self._days()
        for rule in self.found.needing:
            self._say("needs", rule=plain(rule), person=self.person)
        if self.found.days < WEEK:
            self._say("early", days=days)

    def _say(self, key: str, **values: str) -> None:
        self.console.print(Text(self.words.say(f"cmd_arm.{key}", **values)))

    def _held(self) -> None:
        """How often each rule would have done what, and to how many."""
        self._say("held" if self.found.held else "nothing_held")
        columns = ("rule", "action", "count", "people")
        table = Table(*(self.words.say(f"cmd_arm.column.{name}") for name in columns), box=None, padding=(0, 2))
        for one in self.found.held:
            table.add_row(
                Text(plain(one.rule)), self.words.say(f"action.{one.action}"), str(one.count), str(one.people)
            )
        if table.row_count:
            self.console.print(table)

    def _days(self) -> None:
        """A bar for each day: what would have been noticed, of all that came."""
        days = list(every(self.found.outcome.days))[-DAYS:]
        most = max((day.now for day in days), default=0)
        grid = Table.grid(padding=(0, 1))
        for day in days:
            counted = Text(f"{day.now} / {day.mentions}")
            grid.add_row(" ", Text(day.day.isoformat(), style="dim"), Text(bar(day.now, most, WIDTH)), counted)
        self.console.print()
        self.console.print(grid)
