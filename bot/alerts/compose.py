"""Alerts about one mention: that it came, and what was done about it."""

from typing import Final

from msgspec.structs import replace

from bot.alerts.helplines import helplines
from bot.alerts.summary import Outcome, Summary
from bot.alerts.wording import Wording, clipped, one_line, wording
from bot.model.account import Protected
from bot.model.action import IRREVERSIBLE, kinds
from bot.model.alert import Alert, AlertKind
from bot.model.delivery import Status
from bot.model.reason import Reason, Severity

TITLE: Final = 80
"""Code points of a title at most."""
NAME: Final = 60
"""Code points shown of a name that a person gave (a rule, themselves)."""

_FINAL_ACTIONS: Final = frozenset(kinds(IRREVERSIBLE))


def mention_alert(alert_id: str, person: Protected, summary: Summary) -> Alert:
    """That a mention came which rules noticed; nothing has been done yet."""
    words = wording(person.language)
    lines = [
        _placed(words, "mention.opening", person, summary),
        words.say("mention.severity", severity=words.say(f"severity.{summary.severity.label}")),
        words.say("mention.reasons", reasons=_reasons(words, summary)),
        *_rules(words, summary.rules),
        *([words.count("mention.again", summary.count)] if summary.count else []),
        *([words.say("mention.muted")] if summary.muted else []),
        *_emergency(words, person, summary),
        words.say("next.why", command=f"rempart why {summary.ref}"),
    ]
    severity = words.say(f"severity_title.{summary.severity.label}")
    title = words.say("mention.title", severity=severity, reason=reason(words, summary), kind=kind(words, summary))
    return _alert(alert_id, person, summary, title, lines)


def update_alert(alert_id: str, person: Protected, summary: Summary) -> Alert:
    """What came of the orders about the mention of an earlier alert, whose id it carries."""
    words = wording(person.language)
    lines = [
        _placed(words, "update.opening", person, summary),
        *(_outcome(words, person, outcome) for outcome in summary.outcomes),
        *([] if summary.outcomes else [words.say("update.nothing")]),
        words.say("next.why", command=f"rempart why {summary.ref}"),
    ]
    undo = any(one.status is Status.DONE and one.action not in _FINAL_ACTIONS for one in summary.outcomes)
    if undo:
        lines.append(words.say("next.undo", command=f"rempart undo {summary.ref}"))
    title = words.say("update.title", reason=reason(words, summary), kind=kind(words, summary))
    alert = _alert(alert_id, person, summary, title, lines)
    return replace(alert, kind=AlertKind.UPDATE, undo=summary.ref if undo else "")


def repeated(alert: Alert, person: Protected) -> Alert:
    """The same alert, marked 'possibly sent before'; once is enough."""
    if alert.repeated:
        return alert
    words = wording(person.language)
    mark = f" ({words.say('grammar.repeated').lower()})"
    title = clipped(alert.title, TITLE - len(mark)) + mark
    return replace(alert, title=title, body=f"{words.say('grammar.repeated_long')}\n{alert.body}", repeated=True)


def reason(words: Wording, summary: Summary) -> str:
    """The first reason, as a title names it."""
    return _named(words, summary.reasons[0]) if summary.reasons else words.say("mention.unnamed")


def kind(words: Wording, summary: Summary) -> str:
    """How and where the person was addressed."""
    return words.say(f"mention_kind.{summary.kind}", platform=words.say(f"platform.{summary.platform}"))


def status(words: Wording, outcome: Outcome) -> str:
    """Where an order stands, and why where it waits."""
    named = words.say(f"status.{outcome.status}")
    if outcome.status is not Status.HELD or outcome.hold is None:
        return named
    return words.say("status.because", status=named, hold=words.say(f"hold.{outcome.hold}"))


def _outcome(words: Wording, person: Protected, outcome: Outcome) -> str:
    """One order on a line of its own."""
    told = status(words, outcome)
    if outcome.until is not None:
        told = words.say("status.until", until=words.moment(outcome.until, person.zone))
    return words.say("update.line", action=words.say(f"action.{outcome.action}"), status=told)


def _placed(words: Wording, key: str, person: Protected, summary: Summary) -> str:
    at = words.moment(summary.at, person.zone)
    return words.say(key, person=one_line(person.name, NAME), kind=kind(words, summary), at=at)


def _named(words: Wording, why: Reason) -> str:
    return words.say(f"reason.{why}")


def _reasons(words: Wording, summary: Summary) -> str:
    named = (_named(words, why) for why in summary.reasons)
    return words.join(*named) if summary.reasons else words.say("mention.unnamed")


def _rules(words: Wording, rules: tuple[str, ...]) -> list[str]:
    """The names of the rules, on one line; none where no rule has a name."""
    named = [words.say("grammar.quoted", words=one_line(rule, NAME)) for rule in rules]
    return [words.say("mention.rules", rules=words.join(*named))] if named else []


def _emergency(words: Wording, person: Protected, summary: Summary) -> list[str]:
    """Whom to call, where a threat is urgent and we know the number."""
    urgent = summary.severity is Severity.URGENT and Reason.VIOLENCE_THREATS in summary.reasons
    number = helplines(person.zone).emergency
    return [words.say("mention.emergency", number=number)] if urgent and number else []


def _alert(alert_id: str, person: Protected, summary: Summary, title: str, lines: list[str]) -> Alert:
    return Alert(
        id=alert_id,
        person=person.name,
        kind=AlertKind.MENTION,
        severity=summary.severity,
        at=summary.at,
        title=clipped(title, TITLE),
        body="\n".join(lines),
        about=(summary.uri, *summary.beside),
    )
