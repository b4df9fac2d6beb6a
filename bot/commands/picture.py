"""How one person's shield stands, as a picture: bars beside numbers."""

from collections.abc import Iterator
from datetime import timedelta

from rich.table import Table
from rich.text import Text

from bot.alerts.wording import Wording
from bot.commands.channel_words import standing
from bot.commands.output import plain
from bot.commands.sight_picture import sight_rows
from bot.commands.words import span
from bot.model.reason import Severity
from bot.shield.heartbeat import Pulse
from bot.shield.overview import Overview, Standing, Used

WIDTH = 20
"""Cells of the longest bar."""
EIGHTHS = " ▏▎▍▌▋▊▉█"
COLOURS = {
    Severity.URGENT: "bold red",
    Severity.HIGH: "dark_orange",
    Severity.MEDIUM: "yellow",
    Severity.LOW: "default",
    Severity.NONE: "dim",
}


def bar(value: int, most: int, width: int = WIDTH) -> str:
    """A bar as long as its share of the largest value; what is there at all can be seen."""
    if value <= 0 or most <= 0:
        return ""
    eighths = max(1, round(min(1.0, value / most) * width * 8))
    whole, rest = divmod(eighths, 8)
    return EIGHTHS[8] * whole + (EIGHTHS[rest] if rest else "")


def person_grid(person: Standing, found: Overview, words: Wording, zone: str) -> Table:
    """All of one person; `zone` is theirs."""
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(no_wrap=True)
    grid.add_column()
    for name, picture, said in _rows(person, found, words, zone):
        grid.add_row(Text(f"  {name}"), picture, said)
    return grid


def _rows(person: Standing, found: Overview, words: Wording, zone: str) -> Iterator[tuple[str, Text, Text]]:
    beat = found.health.beat if found.health.running else None
    for pulse in beat.sources if beat else ():
        if person.name in pulse.people:
            sign = Text("●", style="green" if pulse.well else "red")
            yield words.say("cmd_status.source"), sign, _heard(pulse, found, words)
    yield from sight_rows(person.coverage, zone, found.at, words)
    most = max(person.mentions.values())
    for severity in sorted(Severity, reverse=True):
        count = person.mentions[severity.label]
        if count or severity in {Severity.URGENT, Severity.NONE}:
            named = words.say("cmd_status.mentions", severity=words.say(f"severity.{severity.label}"))
            yield named, Text(bar(count, most), style=COLOURS[severity]), Text(str(count))
    for name in ("hour", "day", "urgent_hour", "urgent_day"):
        used: Used = getattr(person, name)
        if not name.startswith("urgent") or used.used:
            yield words.say(f"cmd_status.budget_{name}"), _filled(used), Text(f"{used.used} / {used.limit}")
    for what, counts in (("actions", person.actions), ("alerts", person.alerts)):
        yield words.say(f"cmd_status.{what}"), Text(""), Text(_counts(counts, words))
    for one in person.channels:
        channel = words.say(
            "cmd_status.channel", name=plain(one.name.partition("/")[2]), standing=standing(words, zone, one)
        )
        yield words.say("cmd_status.channels"), Text(""), Text(channel, style="red" if one.dead_at else "default")
    if person.cases:
        said = [
            words.say("cmd_case.count", stage=words.say(f"stage.{stage}"), n=n) for stage, n in person.cases.items()
        ]
        yield words.say("cmd_status.cases"), Text(""), Text(" · ".join(said))
    yield from _watched(person, words)
    yield words.say("cmd_status.set_aside"), Text(""), Text(str(person.set_aside))
    yield words.say("cmd_status.chain"), Text(""), Text(words.count("cmd_status.entries", person.entries))


def _watched(person: Standing, words: Wording) -> Iterator[tuple[str, Text, Text]]:
    """Whom we go on reading, and what the person was not shown."""
    seen = person.watch
    if seen.accounts:
        said = [words.count("cmd_status.watched_accounts", seen.accounts)]
        said += [words.count("cmd_status.watched_unread", seen.unread)] if seen.unread else []
        said += [words.count("cmd_status.watched_late", seen.late)] if seen.late else []
        yield words.say("cmd_status.watched"), Text(""), Text(" · ".join(said))
    if seen.muted or seen.beside:
        said = [
            words.say("cmd_status.unseen_muted", n=seen.muted),
            words.say("cmd_status.unseen_beside", n=seen.beside),
        ]
        yield words.say("cmd_status.unseen"), Text(""), Text(" · ".join(said))


def _filled(used: Used) -> Text:
    """A limit, and how full it is."""
    full = bar(used.used, used.limit)
    style = "red" if used.used >= used.limit else "green"
    return Text(full, style=style) + Text("·" * (WIDTH - len(full)), style="dim")


def _heard(pulse: Pulse, found: Overview, words: Wording) -> Text:
    state = pulse.state.partition(":")[0]
    said = [words.say(f"cmd_state.{state}")]
    if pulse.event_at is not None and pulse.lag is not None:
        said.append(words.say("cmd_status.latest", ago=span(words, found.at - pulse.event_at)))
        said.append(words.say("cmd_status.lag", lag=_lag(pulse.lag, words)))
    elif pulse.source in found.heard:
        said.append(words.say("cmd_status.latest", ago=span(words, found.at - found.heard[pulse.source])))
    style = "default" if pulse.well else "red"
    return Text(" · ".join(said), style=style) + Text(f" · {plain(pulse.source)}", style="dim")


def _lag(lag: timedelta, words: Wording) -> str:
    return f"{lag / timedelta(milliseconds=1):.0f} ms" if lag < timedelta(seconds=1) else span(words, lag)


def _counts(counts: dict[str, int], words: Wording) -> str:
    named = (
        words.say("cmd_status.count", status=words.say(f"cmd_count.{name}"), n=n) for name, n in counts.items() if n
    )
    return " · ".join(named) or "0"
