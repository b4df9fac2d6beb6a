"""What was seen of each account, as a picture: a cell for each of the last 24 hours, and each of the last 30 days."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from rich.text import Text

from bot.alerts.wording import Wording
from bot.commands.words import span
from bot.coverage.sight import Sight

SHADES: Final = "▁▂▃▄▅▆▇"
WHOLE: Final = 0.999
"""What is missing of an hour then is a sign of life or two."""
SHOWN: Final = 3
"""Gaps named in the picture; --json has more."""


def cells(shares: Sequence[float | None]) -> Text:
    """A cell for each: full where all was seen, lower where less was, a cross where nothing was, a dot before that."""
    text = Text()
    for one in shares:
        text.append(_cell(one), style="dim" if one is None else "green" if one >= WHOLE else "red")
    return text


def sight_rows(sights: Sequence[Sight], zone: str, now: datetime, words: Wording) -> Iterator[tuple[str, Text, Text]]:
    """Rows of a person's grid: name, picture, and what is said of it."""
    for sight in sights:
        platform = words.say(f"platform.{sight.account.partition(':')[0]}")
        ago = words.say("cmd_sight.until", ago=span(words, now - sight.until))
        ways = [
            words.say("cmd_sight.way", by=words.say(f"cmd_via.{way.by}"), share=_share(way.day)) for way in sight.ways
        ]
        yield words.say("cmd_sight.hours", platform=platform), cells(sight.hours), Text(f"{_share(sight.day)} · {ago}")
        yield (
            words.say("cmd_sight.days", platform=platform),
            cells(sight.days),
            Text(" · ".join([_share(sight.month), *ways])),
        )
        for gap in sight.gaps[-SHOWN:]:
            since, until = (words.moment(at, zone) for at in (gap.since, gap.until))
            yield (
                words.say("cmd_sight.gap"),
                Text(""),
                Text(words.say("cmd_sight.between", since=since, until=until), style="red"),
            )


def _cell(one: float | None) -> str:
    if one is None:
        return "·"
    if one >= WHOLE:
        return "█"
    return SHADES[min(len(SHADES) - 1, int(one * len(SHADES)))] if one > 1 - WHOLE else "×"


def _share(one: float) -> str:
    """In percent, rounded down: what is not all is not 100."""
    return f"{100 if one >= WHOLE else int(one * 100)}\u00a0%"
