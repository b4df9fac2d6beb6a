"""One person's backtest, for people: what changes, for whom, by which rule, and day by day."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from itertools import pairwise
from typing import Final

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.alerts.wording import Wording
from bot.backtest.arming import Verdict
from bot.backtest.outcome import CLOSE, Author, Day
from bot.commands.backtest_data import Trial
from bot.commands.output import plain
from bot.commands.picture import bar

WIDTH: Final = 14
"""Cells of the longest bar."""
SHOWN: Final = 12
"""Authors shown of each kind; --json has all."""
DAYS: Final = 42
"""Days shown, the latest."""
STYLES: Final = {Verdict.NEEDS: "bold red", Verdict.HARMLESS: "green", Verdict.ARMED: "green"}


class Picture:
    """What is printed of one trial; `names` are what authors are called."""

    def __init__(self, words: Wording, trial: Trial, names: Mapping[str, str]) -> None:
        self.words = words
        self.trial = trial
        self.names = names
        self.console = Console(highlight=False)

    def print(self, limit: int, command: str) -> None:
        """Print it; `command` is what accepts the rules that hit more than `limit` people, or somebody close."""
        person = plain(self.trial.person.name)
        mode = self.words.say(f"cmd_mode.{self.trial.policy.mode}")
        self.console.print(Text(f"{person} · {mode}", style="bold"))
        for line in (*self._opening(), *self._totals()):
            self.console.print(Text(f"  {line}"))
        authors = self.trial.outcome.authors
        self.changed("newly", [one for one in authors if one.newly], "cmd_backtest.newly")
        self.changed("no_longer", [one for one in authors if one.no_longer], "cmd_backtest.no_longer")
        self.rules()
        self._days()
        self._verdict(limit, command)
        self.console.print()

    def _say(self, key: str, **values: str | int) -> str:
        return self.words.say(f"cmd_backtest.{key}", **values)

    def _hits(self, people: int, close: int) -> str:
        return self.words.count("cmd_backtest.hits", people, close=close)

    def _opening(self) -> Iterator[str]:
        found = self.trial.outcome
        counts = {"n": found.mentions, "erased": found.erased, "unreadable": found.unreadable}
        yield self._say("tried", **counts, speed=self.trial.speed)
        yield self._say("facts")

    def _totals(self) -> Iterator[str]:
        found = self.trial.outcome
        yield self._say("then", n=found.then, hit=found.hit_then)
        yield self._say("now", n=found.now, hit=found.hit_now)

    def changed(self, change: str, authors: Sequence[Author], title: str) -> None:
        """Those for whom something changes (`newly`, `no_longer`), the closest first, under a title of the texts."""
        mentions = sum(getattr(one, change) for one in authors)
        close = sum(one.standing in CLOSE for one in authors)
        self.console.print()
        said = self.words.count("cmd_backtest.mentions", mentions)
        told = self.words.say(title, mentions=said, hits=self._hits(len(authors), close))
        self.console.print(Text(told, style="bold red" if close and change == "newly" else "bold"))
        grid = Table.grid(padding=(0, 2))
        for one in authors[:SHOWN]:
            rules = one.rules if change == "newly" else one.lost
            style = "bold red" if one.standing in CLOSE else "default"
            cells = (self._say(f"standing.{one.standing}"), self.names[one.account], str(getattr(one, change)))
            grid.add_row("", *(Text(plain(cell), style=style) for cell in cells), Text(self._named(rules)))
        self.console.print(grid)
        if len(authors) > SHOWN:
            self.console.print(Text("  " + self.words.count("next.more", len(authors) - SHOWN)))
        if close and change == "newly":
            self.console.print(Text("  " + self._say("spared")))

    def _named(self, rules: Mapping[str, int]) -> str:
        return ", ".join(self.words.say("grammar.quoted", words=plain(rule)) for rule in rules)

    def rules(self) -> None:
        """What each rule finds, and whether it may act."""
        columns = ("rule", "mentions", "people", "close", "gained", "dropped", "may")
        table = Table(*(self._say(f"column.{name}") for name in columns), box=None, padding=(0, 2))
        for one in self.trial.outcome.rules:
            if not (one.mentions or one.no_longer):
                continue
            verdict = self.trial.verdicts.get(one.rule)
            said = self._say(f"may.{verdict.value if verdict else 'gone'}")
            counts = (one.mentions, one.people, one.close, one.newly, one.no_longer)
            style = STYLES.get(verdict, "default") if verdict else "default"
            table.add_row(Text(plain(one.rule)), *map(str, counts), Text(said, style=style))
        if table.row_count:
            self.console.print()
            self.console.print(table)

    def _days(self) -> None:
        days = list(every(self.trial.outcome.days))[-DAYS:]
        most = max((max(day.then, day.now) for day in days), default=0)
        if not most:
            return
        self.console.print()
        grid = Table.grid(padding=(0, 1))
        grid.add_row("", "", Text(self._say("column.then"), style="dim"), "", Text(self._say("column.now")), "", "")
        for day in days:
            changed = [f"+{day.newly}"] * bool(day.newly) + [f"−{day.no_longer}"] * bool(day.no_longer)
            bars = (
                Text(bar(day.then, most, WIDTH), style="dim"),
                str(day.then),
                Text(bar(day.now, most, WIDTH), style="cyan"),
            )
            grid.add_row(" ", Text(day.day.isoformat(), style="dim"), *bars, str(day.now), Text(" ".join(changed)))
        self.console.print(grid)

    def _verdict(self, limit: int, command: str) -> None:
        """What has to be done before the rules may act."""
        self.console.print()
        for rule, found in self.trial.accepted.items():
            said = self._say("accepted", rule=plain(rule), hits=self._hits(found.people, found.close))
            self.console.print(Text(said, style="green"))
        needing = [rule for rule, verdict in self.trial.verdicts.items() if verdict is Verdict.NEEDS]
        for rule in needing:
            found = self.trial.outcome.found(rule)
            said = self._say("needs", rule=plain(rule), hits=self._hits(found.people, found.close), limit=limit)
            self.console.print(Text(said, style="bold red"))
        if needing:
            self.console.print(Text(self._say("confirm", command=command)))


def every(days: Sequence[Day]) -> Iterator[Day]:
    """The days of a past with those between on which nothing happened; of a long gap, no more than can be shown."""
    yield from days[:1]
    for day, following in pairwise(days):
        gap = (following.day - day.day).days - 1
        for later in range(max(1, gap - DAYS + 1), gap + 1):
            yield Day(day=day.day + timedelta(days=later), mentions=0, then=0, now=0, newly=0, no_longer=0)
        yield following
