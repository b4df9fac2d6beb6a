"""That an account may be somebody's who was muted or forbidden to come back: suggested, with grounds, never decided."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from bot.alerts.compose import NAME, TITLE
from bot.alerts.wording import Wording, clipped, one_line, wording
from bot.model.account import Protected
from bot.model.alert import Alert, AlertKind
from bot.model.link import Ground, Said
from bot.model.noun import Noun
from bot.model.reason import Severity

HOUR: Final = 60
DAY: Final = 24 * HOUR
SHOWN: Final = 5
"""Links of which one alert tells the grounds."""


class Suggested(Noun, frozen=True, kw_only=True):
    """One link that is suggested."""

    uri: str = ""
    """Of a mention by the newcomer; empty where none is at hand."""
    score: float
    grounds: tuple[Said, ...]
    restricted: bool = False
    """Whether a restriction on the other account's owner stands."""


def link_alert(alert_id: str, person: Protected, at: datetime, found: Sequence[Suggested]) -> Alert:
    """That these links are suggested; the worst gives its severity. Names of accounts are never in it."""
    words = wording(person.language)
    barred = any(one.restricted for one in found)
    key = "restricted" if barred else "suggested"
    lines = [
        words.count(f"link.opening.{key}", len(found), person=one_line(person.name, NAME)),
        *(f"- {_told(words, one)}" for one in found[:SHOWN]),
        words.say("link.yours"),
        words.say("link.next"),
    ]
    return Alert(
        id=alert_id,
        person=person.name,
        kind=AlertKind.LINK,
        severity=Severity.HIGH if barred else Severity.MEDIUM,
        at=at,
        title=clipped(words.count(f"link.title.{key}", len(found)), TITLE),
        body="\n".join(lines),
        about=tuple(dict.fromkeys(one.uri for one in found if one.uri)),
    )


def in_words(said: Said, language: str) -> str:
    """One ground, as people read it: `same avatar`, `first contact 40 min after the mute`."""
    words = wording(language)
    if said.ground is Ground.AFTER:
        return words.say(f"link.ground.after.{said.why}", span=_span(words, said.amount))
    if said.ground is Ground.NEW:
        return words.say(f"link.ground.new.{said.why}")
    if said.ground is Ground.TEXTS:
        return words.count("link.ground.texts", said.amount)
    return words.say(f"link.ground.{said.ground}")


def _told(words: Wording, one: Suggested) -> str:
    named = (in_words(said, str(words.texts["grammar.language"])) for said in one.grounds)
    return words.say("link.line", percent=round(100 * one.score), grounds=words.join(*named))


def _span(words: Wording, minutes: int) -> str:
    if minutes < HOUR:
        return words.say("link.span.minutes", n=minutes)
    if minutes < DAY:
        return words.say("link.span.hours", n=minutes // HOUR)
    return words.count("link.span.days", minutes // DAY)
