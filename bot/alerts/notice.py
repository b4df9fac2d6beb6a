"""Notices about the shield itself: what no longer works as it should, and what to do about it."""

from datetime import datetime
from typing import Final, Literal, assert_never

from bot.alerts.blindness import (
    Blindness,
    severity_of,
    told_of,
)
from bot.alerts.compose import NAME, TITLE
from bot.alerts.deadlines import DeadlinesNear
from bot.alerts.deadlines import told_of as told_of_deadlines
from bot.alerts.desk import HookSilent, LabelUnseen, OfDesk, RoleLost
from bot.alerts.desk import told_of as told_of_desk
from bot.alerts.doors import WayIn
from bot.alerts.doors import told_of as told_of_door
from bot.alerts.lists import ListRefused, Lists, ListSilent, ListWaits
from bot.alerts.lists import told_of as told_of_list
from bot.alerts.modlist import ByHand, Ended, OverThere
from bot.alerts.modlist import told_of as told_of_list_there
from bot.alerts.proposed import Proposed
from bot.alerts.proposed import told_of as told_of_proposals
from bot.alerts.purges import PurgeNear
from bot.alerts.purges import told_of as told_of_purge
from bot.alerts.reach import SHORT, ChannelBack, ChannelDead, Reach
from bot.alerts.reach import told_of as told_of_channel
from bot.alerts.wording import Wording, clipped, one_line, wording
from bot.model.account import Protected
from bot.model.alert import Alert, AlertKind
from bot.model.noun import Noun
from bot.model.reason import Severity

NAMED: Final = 5
"""Rules, or lines, named in one notice at most."""


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
    account: str
    """As above."""
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


class NotTakenUp(Noun, frozen=True, kw_only=True):
    """A configuration that changed and cannot be used: the rules of before it go on."""

    file: str
    """Its name, without its folder."""
    lines: tuple[int, ...] = ()
    """Where something is wrong, as far as it has a place; what stands there is not told."""


Surrounding = Blindness | Reach | WayIn | OverThere | Lists | DeadlinesNear | PurgeNear | OfDesk | Proposed
Trouble = BudgetSpent | TokenRefused | StreamLost | SetAside | DeadLetter | Unarmed | NotTakenUp | Surrounding

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
    match trouble:
        case TokenRefused() | StreamLost() | SetAside():
            return _of_platform(words, name, person.zone, trouble)
        case BudgetSpent():
            return _budget_spent(words, name, trouble)
        case DeadLetter(action=action, attempts=attempts):
            body = words.count("dead_letter.body", attempts, action=words.say(f"action.{action}"))
            return Severity.HIGH, words.say("dead_letter.title", person=name), [body, _status(words)]
        case Unarmed(rules=rules):
            return Severity.HIGH, words.count("unarmed.title", len(rules), person=name), _unarmed(words, rules)
        case NotTakenUp():
            return _not_taken_up(words, name, trouble)
        case _:
            return _of_surroundings(words, name, person.zone, trouble)


def _of_surroundings(words: Wording, name: str, zone: str, trouble: Surrounding) -> Told:
    told: Told
    match trouble:
        case ListWaits() | ListRefused() | ListSilent():
            told = told_of_list(words, name, zone, trouble)
        case ByHand(list=list_) | Ended(list=list_):
            told = told_of_list_there(words, name, one_line(list_, SHORT), trouble)
        case LabelUnseen() | HookSilent() | RoleLost():
            told = told_of_desk(words, name, zone, trouble)
        case DeadlinesNear() | PurgeNear():
            told = _of_days(words, name, zone, trouble)
        case WayIn(name=seat):
            told = told_of_door(words, name, one_line(seat, NAME), zone, trouble)
        case Proposed():
            told = told_of_proposals(words, name, zone, trouble)
        case ChannelDead(name=channel) | ChannelBack(name=channel):
            told = told_of_channel(words, name, one_line(channel, SHORT), trouble)
        case _:
            title, lines = told_of(words, name, zone, trouble)
            told = severity_of(trouble), title, [*lines, _status(words)]
    return told


def _of_days(words: Wording, name: str, zone: str, trouble: DeadlinesNear | PurgeNear) -> Told:
    if isinstance(trouble, PurgeNear):
        return told_of_purge(words, name, zone, trouble)
    return told_of_deadlines(words, name, trouble)


def _of_platform(words: Wording, name: str, zone: str, trouble: TokenRefused | StreamLost | SetAside) -> Told:
    platform = words.say(f"platform.{trouble.platform}")
    match trouble:
        case TokenRefused(account=account):
            lines = [
                words.say("token_refused.body", platform=platform, account=one_line(account, NAME)),
                words.say("token_refused.what"),
                words.say("next.check", command="rempart check --online"),
            ]
            return Severity.HIGH, words.say("token_refused.title", platform=platform, person=name), lines
        case StreamLost(account=account, since=since):
            body = words.say("stream_lost.body", platform=platform, since=words.moment(since, zone))
            title = words.say("stream_lost.title", platform=platform, person=name)
            return (
                Severity.HIGH,
                title,
                [body, words.say("told.account", account=one_line(account, NAME)), _status(words)],
            )
        case SetAside(count=count):
            title = words.count("set_aside.title", count, platform=platform)
            return Severity.MEDIUM, title, [words.say("set_aside.body"), _status(words)]
    assert_never(trouble)


def _status(words: Wording) -> str:
    return words.say("next.status", command="rempart status")


def _unarmed(words: Wording, rules: tuple[str, ...]) -> list[str]:
    named = words.join(*(words.say("grammar.quoted", words=one_line(rule, NAME)) for rule in rules[:NAMED]))
    more = [words.count("next.more", len(rules) - NAMED)] if len(rules) > NAMED else []
    said = words.say("mention.rules", rules=named)
    return [
        words.count("unarmed.body", len(rules)),
        said,
        *more,
        words.say("next.backtest", command="rempart backtest"),
    ]


def _not_taken_up(words: Wording, name: str, trouble: NotTakenUp) -> Told:
    lines = [
        words.say("not_taken_up.body"),
        _place(words, trouble),
        words.say("next.mend", command="rempart check"),
    ]
    return Severity.HIGH, words.say("not_taken_up.title", person=name), lines


def _place(words: Wording, trouble: NotTakenUp) -> str:
    file = one_line(trouble.file, NAME)
    if not trouble.lines:
        return words.say("not_taken_up.file", file=file)
    named = ", ".join(map(str, trouble.lines[:NAMED])) + (", …" if len(trouble.lines) > NAMED else "")
    return words.count("not_taken_up.lines", len(trouble.lines), file=file, lines=named)


def _budget_spent(words: Wording, name: str, trouble: BudgetSpent) -> Told:
    lines = [
        words.count(f"budget_spent.{trouble.per}", trouble.limit),
        words.say("budget_spent.body"),
        words.say("next.budget", command="rempart status"),
    ]
    return Severity.HIGH, words.say("budget_spent.title", person=name), lines
