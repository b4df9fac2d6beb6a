"""The message that tries a channel: whoever reads it gives its code back, and the channel is confirmed."""

from datetime import datetime

from bot.alerts.compose import NAME, TITLE
from bot.alerts.reach import SHORT
from bot.alerts.wording import clipped, one_line, wording
from bot.model.account import Protected
from bot.model.alert import Alert, AlertKind
from bot.model.reason import Severity


def trial(alert_id: str, person: Protected, at: datetime, channel: str, code: str) -> Alert:
    """The message; `channel` is named as in the configuration."""
    words, name = wording(person.language), one_line(channel, SHORT)
    lines = [
        words.say("trial.body", channel=name, person=one_line(person.name, NAME)),
        words.say("trial.code", code=code),
        words.say("trial.confirm", command=f"rempart alerts confirm {code}"),
    ]
    return Alert(
        id=alert_id,
        person=person.name,
        kind=AlertKind.NOTICE,
        severity=Severity.LOW,
        at=at,
        title=clipped(words.say("trial.title", channel=name), TITLE),
        body="\n".join(lines),
    )
