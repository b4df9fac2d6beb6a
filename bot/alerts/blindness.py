"""What keeps the shield from seeing, or from writing down what it sees, as a person is told of it."""

from datetime import datetime
from typing import Final, assert_never

from bot.alerts.compose import NAME
from bot.alerts.wording import Wording, one_line
from bot.model.noun import Noun
from bot.model.reason import Severity


class StreamSilent(Noun, frozen=True, kw_only=True):
    """A stream that is open and brings nothing: the notifications show what it should have brought."""

    platform: str
    account: str
    """The handle."""
    since: datetime


class Blind(Noun, frozen=True, kw_only=True):
    """Nothing is seen of an account by any source."""

    platform: str
    account: str
    """The handle."""
    since: datetime


class Unseen(Noun, frozen=True, kw_only=True):
    """A while in which nothing was seen, and that nothing can fill any more."""

    platform: str
    account: str
    """The handle."""
    since: datetime
    until: datetime


class ClockBack(Noun, frozen=True, kw_only=True):
    """The clock of the machine was set back, or is behind those of the servers."""

    seconds: int


class Unkept(Noun, frozen=True, kw_only=True):
    """The database takes nothing: its disk is full, or it is away."""

    since: datetime


class Narrow(Noun, frozen=True, kw_only=True):
    """The disk of the database is nearly full."""

    megabytes: int


Blindness = StreamSilent | Blind | Unseen | ClockBack | Unkept | Narrow
SEVERITIES: Final = {StreamSilent: Severity.MEDIUM, ClockBack: Severity.MEDIUM}
"""High for the others: the person is less protected than they believe."""


def severity_of(trouble: Blindness) -> Severity:
    """How grave it is."""
    return SEVERITIES.get(type(trouble), Severity.HIGH)


def told_of(words: Wording, name: str, zone: str, trouble: Blindness) -> tuple[str, list[str]]:
    """Title and lines; `name` is the person's."""
    match trouble:
        case StreamSilent() | Blind() | Unseen():
            return _unseen(words, name, zone, trouble)
        case ClockBack(seconds=seconds):
            return words.say("clock_back.title", person=name), [words.say("clock_back.body", n=seconds)]
        case Unkept(since=since):
            lines = [words.say("unkept.body", since=words.moment(since, zone)), words.say("unkept.what")]
            return words.say("unkept.title", person=name), lines
        case Narrow(megabytes=megabytes):
            lines = [words.say("narrow.body", n=megabytes), words.say("unkept.what")]
            return words.say("narrow.title", person=name), lines
    assert_never(trouble)


def _unseen(words: Wording, name: str, zone: str, trouble: StreamSilent | Blind | Unseen) -> tuple[str, list[str]]:
    platform, since = words.say(f"platform.{trouble.platform}"), words.moment(trouble.since, zone)
    account = words.say("told.account", account=one_line(trouble.account, NAME))
    match trouble:
        case StreamSilent():
            title = words.say("stream_silent.title", platform=platform, person=name)
            return title, [words.say("stream_silent.body", platform=platform, since=since), account]
        case Blind():
            title = words.say("blind.title", platform=platform, person=name)
            return title, [words.say("blind.body", platform=platform, since=since), account]
        case Unseen(until=until):
            said = words.say("unseen.body", platform=platform, since=since, until=words.moment(until, zone))
            title = words.say("unseen.title", platform=platform, person=name)
            return title, [said, account, words.say("unseen.what")]
    assert_never(trouble)
