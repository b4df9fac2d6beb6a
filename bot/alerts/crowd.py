"""Alerts about many at once: a raid that begins, goes on and ends, and the digest of what was written in support."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from msgspec.structs import replace

from bot.alerts.compose import NAME, TITLE
from bot.alerts.digest import as_digest, witness
from bot.alerts.wording import Wording, clipped, one_line, wording
from bot.evidence.chain import Head
from bot.model.account import Protected
from bot.model.alert import Alert, AlertKind
from bot.model.raid import FLAGS, SIGN_UPS, Raid, which
from bot.model.reason import Severity
from bot.model.support import Support

ABOUT: Final = 50
"""URIs that an alert about a raid names at most."""
LINES: Final = 10
"""Messages of support that a digest lists one by one."""


def began(raid: Raid, person: Protected, at: datetime, about: Sequence[str] = (), could: Sequence[str] = ()) -> Alert:
    """That a raid has begun; `could` names the shields that are raised, or that could be."""
    words = wording(person.language)
    lines = [
        *_counted(words, person, raid),
        *(words.say(f"raid.{one}") for one in could),
        words.say(f"{_called(raid)}.quiet"),
        words.say("next.status", command="rempart status"),
    ]
    title = words.count(f"{_called(raid)}.began", raid.hostile, person=one_line(person.name, NAME))
    return _alert(raid, person, at, AlertKind.RAID, Severity.HIGH, title, lines, about)


def goes_on(raid: Raid, person: Protected, at: datetime) -> Alert:
    """That it has grown; an update of the alert that told of its beginning."""
    words = wording(person.language)
    lines = [*_counted(words, person, raid), words.say("next.status", command="rempart status")]
    title = words.count(f"{_called(raid)}.goes_on", raid.hostile, person=one_line(person.name, NAME))
    return _alert(raid, person, at, AlertKind.UPDATE, Severity.MEDIUM, title, lines)


def ended(alert_id: str, raid: Raid, person: Protected, at: datetime, waiting: int) -> Alert:
    """That it is over; `waiting` counts what was held meanwhile and waits for a human."""
    words = wording(person.language)
    until = words.moment(raid.until, person.zone)
    lines = [
        words.say("raid.until", until=until),
        *_counted(words, person, raid),
        *([words.count("raid.waiting", waiting)] if waiting else []),
        words.say("raid.kept"),
        words.say("next.status", command="rempart status"),
    ]
    title = words.count(f"{_called(raid)}.ended", raid.hostile, person=one_line(person.name, NAME))
    return replace(_alert(raid, person, at, AlertKind.RAID, Severity.MEDIUM, title, lines), id=alert_id)


def thanked(
    alert_id: str,
    person: Protected,
    at: datetime,
    said: Sequence[tuple[Support, str, datetime]],
    authors: int,
    sealed: Head | None = None,
) -> Alert:
    """The digest of its own of what was written in support: of what kind, in which exhibit, when; `sealed` as in the
    other digest.
    """
    words = wording(person.language)
    counts = Counter(kind for kind, _, _ in said)
    lines = [words.count("support.opening", authors)]
    lines += [words.count(f"support.{kind}", counts[kind]) for kind in Support if counts[kind]]
    lines += [words.say("support.read")]
    lines += [
        words.say(
            "support.line",
            kind=words.say(f"support.named.{kind}"),
            at=words.moment(when, person.zone),
            command=f"rempart why {exhibit}",
        )
        for kind, exhibit, when in sorted(said, key=lambda one: (list(Support).index(one[0]), one[2]))[:LINES]
    ]
    lines += [words.count("next.more", len(said) - LINES)] if len(said) > LINES else []
    lines += witness(words, sealed)
    title = words.count("support.title", len(said), person=one_line(person.name, NAME))
    return as_digest(alert_id, person, at, title, lines)


def _called(raid: Raid) -> str:
    """By what the texts go: a raid, or at a community's desk a wave of sign-ups or of reports."""
    return {FLAGS: "wave_of_flags", SIGN_UPS: "wave_of_sign_ups"}.get(which(raid.person), "raid")


def _counted(words: Wording, person: Protected, raid: Raid) -> list[str]:
    """Since when, how many, and how many of them stand by the person."""
    return [
        words.say("raid.since", since=words.moment(raid.since, person.zone)),
        words.count(f"{_called(raid)}.authors", raid.authors, hostile=raid.hostile),
        *([words.count("raid.supporters", raid.supporters)] if raid.supporters else []),
        *([words.say("raid.origin")] if raid.origin else []),
    ]


def _alert(
    raid: Raid,
    person: Protected,
    at: datetime,
    kind: AlertKind,
    severity: Severity,
    title: str,
    lines: list[str],
    about: Sequence[str] = (),
) -> Alert:
    return Alert(
        id=raid.alert,
        person=person.name,
        kind=kind,
        severity=severity,
        at=at,
        title=clipped(title, TITLE),
        body="\n".join(lines),
        about=tuple(about)[:ABOUT],
    )
