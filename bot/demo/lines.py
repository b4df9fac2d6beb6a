"""How the demo shows one event on one line: what was written is a bar, who wrote it a number."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from rich.text import Text

from bot.alerts.wording import Wording
from bot.demo.tally import Author
from bot.demo.words import Words
from bot.model.alert import Alert, AlertKind
from bot.model.reason import Severity
from bot.recording.judged import Judged

COLOURS = {
    Severity.NONE: "dim",
    Severity.LOW: "default",
    Severity.MEDIUM: "yellow",
    Severity.HIGH: "dark_orange",
    Severity.URGENT: "bold red",
}
LONGEST_BAR = 7
PER_BLOCK = 12
"""Characters of a text for each block of its bar."""


def placed(at: datetime, zone: str, rest: Text) -> Text:
    """A line with its moment in front."""
    return Text(f"{at.astimezone(ZoneInfo(zone)):%d/%m %H:%M} ", style="dim") + rest


def mention_line(words: Words, wording: Wording, one: Judged, decision: dict[str, Any], author: Author) -> Text:
    """Who, how, how long, and what came of it."""
    mention = one.facts.mention
    who = words("say.friend") if one.decision.spared == "followed" else words("say.account", n=author.number)
    bar = "▒" * min(LONGEST_BAR, 1 + len(mention.text) // PER_BLOCK)
    kind = words(f"kind.{mention.kind}")
    line = Text(f"{who:<11}{mention.author.platform:<9}{kind:<9}", style="default")
    line.append(f"{bar:<{LONGEST_BAR + 1}}", style="dim")
    if one.decision.severity is Severity.NONE:
        return line.append("·", style="dim")
    reasons = ", ".join(wording.say(f"reason.{reason}") for reason in decision["reasons"])
    severity = wording.say(f"severity.{one.decision.severity.label}")
    line.append(f"{severity} · {reasons} · ", style=COLOURS[one.decision.severity])
    return line.append(_outcome(words, one, decision))


def _outcome(words: Words, one: Judged, decision: dict[str, Any]) -> Text:
    done = done_words(words, [(action["kind"], action["status"]) for action in decision["actions"]])
    if one.decision.spared:
        return Text(words("say.spared"), style="cyan")
    if done:
        return Text(done, style="green")
    return Text(words("say.watched" if one.facts.relation.muted else "say.noticed"), style="dim")


def done_words(words: Words, actions: Iterable[tuple[str, str]]) -> str:
    """What was done or waits, each as (kind, status); what this platform cannot do is left to `rempart simulate`."""
    done = (
        words(f"status.{status}", action=words(f"action.{kind}")) for kind, status in actions if status != "refused"
    )
    return ", ".join(done)


def alert_line(words: Words, alert: Alert) -> Text:
    """An alert as it left: its title holds nothing of what an author wrote."""
    kind = "digest" if alert.kind is AlertKind.DIGEST else "alert"
    return Text(f"⚑ {words(f'event.{kind}')}  ", style="magenta") + Text(alert.title, style="default")
