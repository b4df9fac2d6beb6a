"""Lists of others that want to be looked at, as a person is told of it: the list by the name they gave it."""

from datetime import datetime
from typing import assert_never

from bot.alerts.wording import Wording
from bot.model.noun import Noun
from bot.model.reason import Severity


class ListWaits(Noun, frozen=True, kw_only=True):
    """A version does nothing until somebody has looked at it."""

    list: str
    version: int
    findings: tuple[str, ...] = ()
    """Names of the guards that held it back; none: it only waits, as was chosen."""


class ListRefused(Noun, frozen=True, kw_only=True):
    """A version was not taken at all."""

    list: str
    version: int
    findings: tuple[str, ...]


class ListSilent(Noun, frozen=True, kw_only=True):
    """A list could not be read for a day."""

    list: str
    since: datetime
    why: str
    """The name of a sentence."""


Lists = ListWaits | ListRefused | ListSilent
Told = tuple[Severity, str, list[str]]


def told_of(words: Wording, name: str, zone: str, trouble: Lists) -> Told:
    """Severity, title and lines; `name` is the person's."""
    end = words.say("next.list", command=f"rempart blocklist preview {trouble.list}")
    match trouble:
        case ListWaits(list=slug, findings=findings):
            found = [words.say(f"list_finding.{one}") for one in findings]
            title = words.say("list_waits.title", list=slug, person=name)
            return Severity.MEDIUM, title, [words.say("list_waits.body"), *found, end]
        case ListRefused(list=slug, findings=findings):
            found = [words.say(f"list_finding.{one}") for one in findings]
            title = words.say("list_refused.title", list=slug, person=name)
            return Severity.HIGH, title, [words.say("list_refused.body"), *found, end]
        case ListSilent(list=slug, since=since, why=why):
            said = words.say("list_silent.body", since=words.moment(since, zone), why=words.say(f"list_unread.{why}"))
            title = words.say("list_silent.title", list=slug, person=name)
            return Severity.MEDIUM, title, [said, end]
    assert_never(trouble)
