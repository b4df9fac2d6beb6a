"""Notices about the shield itself: what no longer works as it should, and what to do about it."""

from datetime import datetime
from typing import Final, Literal, assert_never

from bot.alerts.compose import NAME, TITLE
from bot.alerts.wording import Wording, clipped, one_line, wording
from bot.model.account import Protected
from bot.model.alert import Alert, AlertKind
from bot.model.noun import Noun
from bot.model.reason import Severity

NAMED: Final = 5
"""Rules named in one notice at most."""


class BudgetSpent(Noun, frozen=True, kw_only=True):
    """As many automatic actions were done as may be; more are held."""

    limit: int
    per: Literal["hour", "day"]


class TokenRefused(Noun, frozen=True, kw_only=True):
    """A platform no longer accepts the credentials of a protected account."""

    platform: str
    account: str
    """The handle of the person's own account."""


class StreamLost(Noun, frozen=True, kw_only=True):
    """Nothing comes from a platform any more."""

    platform: str
    since: datetime


class SetAside(Noun, frozen=True, kw_only=True):
    """Arrivals that could not be read or judged."""

    platform: str
    count: int


class DeadLetter(Noun, frozen=True, kw_only=True):
    """A delivery that was tried as often as it may be."""

    action: str
    """Its kind: `mute`, …, or `alert`."""
    attempts: int


class Unarmed(Noun, frozen=True, kw_only=True):
    """Rules that are told to act, but only observe: tried on the past, they hit people they should not."""

    rules: tuple[str, ...]
    """Their names; at least one."""


Trouble = BudgetSpent | TokenRefused | StreamLost | SetAside | DeadLetter | Unarmed

Told = tuple[Severity, str, list[str]]
"""Severity, title and lines."""


def notice(alert_id: str, person: Protected, at: datetime, trouble: Trouble) -> Alert:
    """Tell a person what is wrong with their shield, and what to do."""
    words = wording(person.language)
    severity, title, lines = _told(words, person, trouble)
    return Alert(
        id=alert_id,
        person=person.name,
        kind=AlertKind.NOTICE,
        severity=severity,
        at=at,
        title=clipped(title, TITLE),
        body="\n".join(lines),
    )


def _told(words: Wording, person: Protected, trouble: Trouble) -> Told:
    """High where the person is less protected than they believe, medium where something waits to be looked at."""
    name = one_line(person.name, NAME)
    status = words.say("next.status", command="rempart status")
    match trouble:
        case BudgetSpent():
            return _budget_spent(words, name, trouble)
        case TokenRefused():
            return _token_refused(words, name, trouble)
        case StreamLost(platform=platform, since=since):
            named = _platform(words, platform)
            body = words.say("stream_lost.body", platform=named, since=words.moment(since, person.zone))
            return Severity.HIGH, words.say("stream_lost.title", platform=named, person=name), [body, status]
        case SetAside(platform=platform, count=count):
            title = words.count("set_aside.title", count, platform=_platform(words, platform))
            return Severity.MEDIUM, title, [words.say("set_aside.body"), status]
        case DeadLetter(action=action, attempts=attempts):
            body = words.count("dead_letter.body", attempts, action=words.say(f"action.{action}"))
            return Severity.HIGH, words.say("dead_letter.title", person=name), [body, status]
        case Unarmed(rules=rules):
            return Severity.HIGH, words.count("unarmed.title", len(rules), person=name), _unarmed(words, rules)
        case _ as never:
            assert_never(never)


def _unarmed(words: Wording, rules: tuple[str, ...]) -> list[str]:
    named = words.join(*(words.say("grammar.quoted", words=one_line(rule, NAME)) for rule in rules[:NAMED]))
    more = [words.count("next.more", len(rules) - NAMED)] if len(rules) > NAMED else []
    said = words.say("mention.rules", rules=named)
    return [words.say("unarmed.body"), said, *more, words.say("next.backtest", command="rempart backtest")]


def _budget_spent(words: Wording, name: str, trouble: BudgetSpent) -> Told:
    lines = [
        words.count(f"budget_spent.{trouble.per}", trouble.limit),
        words.say("budget_spent.body"),
        words.say("next.budget", command="rempart status"),
    ]
    return Severity.HIGH, words.say("budget_spent.title", person=name), lines


def _token_refused(words: Wording, name: str, trouble: TokenRefused) -> Told:
    platform = _platform(words, trouble.platform)
    lines = [
        words.say("token_refused.body", platform=platform, account=one_line(trouble.account, NAME)),
        words.say("token_refused.what"),
        words.say("next.check", command="rempart check --online"),
    ]
    return Severity.HIGH, words.say("token_refused.title", platform=platform, person=name), lines


def _platform(words: Wording, platform: str) -> str:
    return words.say(f"platform.{platform}")
