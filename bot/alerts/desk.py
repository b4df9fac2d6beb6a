"""What the moderators of a community are told of their desk: names of ours, nothing that was written."""

from datetime import datetime

from bot.alerts.wording import Wording, clipped
from bot.model.noun import Noun
from bot.model.reason import Severity

SHOWN = 200
"""Characters of names in one line."""


class LabelUnseen(Noun, frozen=True, kw_only=True):
    """A label was given, and is not to be seen: not at the labeler, or not where people read."""

    labels: tuple[str, ...]
    attempts: int
    """How often it was looked for."""


class HookSilent(Noun, frozen=True, kw_only=True):
    """A report was found by asking for it, of which the server's webhook never told."""

    since: datetime
    """When it was made."""


class RoleLost(Noun, frozen=True, kw_only=True):
    """The server allows the desk's account less than it did before."""

    measures: tuple[str, ...]
    """What it refuses now, by kind; at least one."""


OfDesk = LabelUnseen | HookSilent | RoleLost
Told = tuple[Severity, str, list[str]]


def told_of(words: Wording, name: str, zone: str, trouble: OfDesk) -> Told:
    """Severity, title and lines; `name` is the community's."""
    match trouble:
        case HookSilent(since=since):
            lines = [
                words.say("hook_silent.body", at=words.moment(since, zone)),
                words.say("hook_silent.until"),
                words.say("hook_silent.what"),
                words.say("next.hook", command="rempart community hook --try"),
            ]
            return Severity.HIGH, words.say("hook_silent.title", person=name), lines
        case RoleLost(measures=measures):
            kinds = ", ".join(words.say(f"action.{one}") for one in measures)
            lines = [
                words.count("role_lost.body", len(measures), measures=kinds),
                words.say("role_lost.what"),
                words.say("next.check", command="rempart check --online"),
            ]
            return Severity.HIGH, words.say("role_lost.title", person=name), lines
        case LabelUnseen():
            return _unseen(words, name, trouble)


def _unseen(words: Wording, name: str, trouble: LabelUnseen) -> Told:
    labels = clipped(", ".join(trouble.labels), SHOWN)
    lines = [words.count("label_unseen.body", trouble.attempts, labels=labels), words.say("label_unseen.what")]
    return Severity.HIGH, words.say("label_unseen.title", person=name), lines
