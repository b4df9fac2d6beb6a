"""That somebody's conduct has come to a stage: what it rests on, what is there and what is missing, whom to call."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from msgspec.structs import replace

from bot.alerts.compose import NAME, TITLE
from bot.alerts.helplines import article, helplines
from bot.alerts.wording import Wording, clipped, one_line, wording
from bot.model.account import Protected
from bot.model.alert import Alert, AlertKind
from bot.model.conduct import Conduct, Stage
from bot.model.reason import Severity

SEVERITIES: Final = {
    Stage.WATCH: Severity.MEDIUM,
    Stage.COURSE_OF_CONDUCT: Severity.MEDIUM,
    Stage.DANGER: Severity.URGENT,
}
"""How much it matters that a stage is reached, whatever the mention is that brought it there."""
AWAY: Final = 30
"""Days of silence after which coming back is worth telling."""
REPEATED: Final = 2
"""Days that are a repetition."""


def stage_alert(alert_id: str, person: Protected, conduct: Conduct, alert: Alert) -> Alert:
    """That a case came to its stage; `alert` is what there is to tell of the act that brought it there.

    What is the graver of the two stands in the title.
    """
    words = wording(person.language)
    lines = [
        words.say(f"case.opening.{conduct.stage.label}", person=one_line(person.name, NAME)),
        *(f"- {ground}" for ground in grounds(words, conduct)),
        *elements(words, article(person.zone, person.law), conduct),
        *(called(words, person) if conduct.stage is Stage.DANGER else ()),
        *([words.say("case.act"), alert.body] if alert.body else ()),
    ]
    title = clipped(words.say(f"case.title.{conduct.stage.label}"), TITLE)
    graver = alert.severity >= Severity.HIGH and conduct.stage is not Stage.DANGER
    return replace(
        alert,
        id=alert_id,
        severity=max(alert.severity, SEVERITIES[conduct.stage]),
        title=alert.title if graver else title,
        body="\n".join(lines),
    )


def bare_alert(alert_id: str, person: Protected, conduct: Conduct, at: datetime) -> Alert:
    """The same, where what a human wrote down brought it there, and no mention."""
    nothing = Alert(
        id=alert_id, person=person.name, kind=AlertKind.NOTICE, severity=Severity.LOW, at=at, title="", body=""
    )
    return stage_alert(alert_id, person, conduct, nothing)


def grounds(words: Wording, conduct: Conduct) -> Iterator[str]:
    """What the stage rests on, each in a sentence without a full stop."""
    yield words.count("case.ground.days", conduct.days, span=words.count("case.span", conduct.span + 1))
    counts = {
        "urgent": conduct.urgent,
        "serious": conduct.serious - conduct.urgent,
        "rose": conduct.rose,
        "after_mute": conduct.after_mute,
        "after_ban": conduct.after_ban,
        "silence": conduct.silence if conduct.silence >= AWAY else 0,
        "means": conduct.means if conduct.means > 1 else 0,
    }
    for name, count in counts.items():
        if count:
            yield words.count(f"case.ground.{name}", count)


def elements(words: Wording, law: str, conduct: Conduct) -> list[str]:
    """Which elements of the offence the record shows, and which only the person can bring; `law` is what names it."""
    repeated = "present" if conduct.days >= REPEATED else "missing"
    return [
        words.say("case.elements.law", law=law) if law else words.say("case.elements.any"),
        words.count(f"case.elements.repetition.{repeated}", conduct.days),
        words.say("case.elements.means"),
        words.say("case.elements.effect"),
        words.say("case.elements.office"),
    ]


def called(words: Wording, person: Protected) -> Iterator[str]:
    """Whom to call in the person's country."""
    yield words.say("case.helplines")
    for line in helplines(person.zone).lines:
        yield f"- {line.number}{words.texts['grammar.colon']}{line.said(person.language)}"
