"""Channels that no longer take what is sent, as a person is told of it on the others."""

from typing import Final, assert_never

from bot.alerts.wording import Wording
from bot.model.noun import Noun
from bot.model.reason import Severity


class ChannelDead(Noun, frozen=True, kw_only=True):
    """A channel took nothing, several times in a row."""

    name: str
    """As it was named in the configuration."""
    failures: int


class ChannelBack(Noun, frozen=True, kw_only=True):
    """A channel that counted as dead takes what is sent again."""

    name: str


Reach = ChannelDead | ChannelBack
Told = tuple[Severity, str, list[str]]
SHORT: Final = 24
"""Code points shown of the name of a channel."""


def told_of(words: Wording, person: str, channel: str, trouble: Reach) -> Told:
    """Severity, title and lines; the names are those that they were given here."""
    match trouble:
        case ChannelDead(failures=failures):
            lines = [words.count("channel_dead.body", failures, channel=channel), words.say("channel_dead.urgent")]
            lines.append(words.say("next.channels", command="rempart alerts test"))
            return Severity.HIGH, words.say("channel_dead.title", channel=channel, person=person), lines
        case ChannelBack():
            title = words.say("channel_back.title", channel=channel, person=person)
            return Severity.MEDIUM, title, [words.say("channel_back.body", channel=channel)]
    assert_never(trouble)
