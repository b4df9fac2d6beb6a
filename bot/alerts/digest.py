"""Many mentions in one message: the digest of a day, and what a flood of alerts is gathered into."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final, NamedTuple

from msgspec.structs import replace

from bot.alerts.compose import NAME, TITLE, kind, reason, status
from bot.alerts.summary import Summary
from bot.alerts.wording import Wording, clipped, one_line, wording
from bot.evidence.chain import Head
from bot.model.account import Protected
from bot.model.alert import Alert, AlertKind
from bot.model.delivery import Status
from bot.model.reason import Severity

LINES: Final = 10
"""How many mentions a digest lists one by one."""
SHORT: Final = 16
"""Hex digits of a seal that a digest shows: too many for anybody to make another chain that has them."""


class Beside(NamedTuple):
    """What else happened, counted."""

    hidden: int = 0
    """Mentions that the platform did not show, since they also name somebody muted."""
    settled: int = 0
    """Reports of the person that moderators settled."""


NOTHING: Final = Beside()


def digest(
    alert_id: str,
    person: Protected,
    at: datetime,
    summaries: Sequence[Summary],
    sealed: Head | None = None,
    beside: Beside = NOTHING,
    unseen: Sequence[tuple[str, datetime, datetime]] = (),
    unanswered: Sequence[tuple[str, datetime]] = (),
) -> Alert:
    """What rules noticed since the last digest, counted; always of severity low, since nothing in it is news.

    `sealed` is the newest checkpoint of the evidence: whoever keeps the digest keeps a witness of it. `unseen` are
    whiles in which nobody could see: platform, from, to. `unanswered` are urgent alerts that nobody acknowledged: id,
    when.
    """
    words = wording(person.language)
    title = words.count("digest.title", len(summaries), person=one_line(person.name, NAME))
    lines = [*_unanswered(words, person, unanswered), *_counted(words, person, summaries)]
    lines += _listed(words, person, "held", _held(summaries))
    lines += [words.count("digest.beside", beside.hidden)] if beside.hidden else []
    lines += [words.count("digest.settled", beside.settled)] if beside.settled else []
    lines += [_not_seen(words, person, *one) for one in unseen[-LINES:]]
    lines += witness(words, sealed)
    return replace(as_digest(alert_id, person, at, title, lines), about=_about(summaries))


def witness(words: Wording, sealed: Head | None) -> list[str]:
    """The newest checkpoint, on one line at the end; nothing where there is none."""
    return [words.say("digest.checkpoint", number=sealed.number, seal=sealed.seal[:SHORT])] if sealed else []


def _unanswered(words: Wording, person: Protected, alerts: Sequence[tuple[str, datetime]]) -> Iterator[str]:
    if alerts:
        yield words.count("digest.unanswered", len(alerts))
    for ref, at in alerts[-LINES:]:
        command = f"rempart acknowledge {ref}"
        yield words.say("digest.unanswered_line", at=words.moment(at, person.zone), command=command)


def _not_seen(words: Wording, person: Protected, platform: str, since: datetime, until: datetime) -> str:
    first, last = (words.moment(at, person.zone) for at in (since, until))
    return words.say("digest.unseen", platform=words.say(f"platform.{platform}"), since=first, until=last)


def gathered(alert_id: str, person: Protected, at: datetime, summaries: Sequence[Summary]) -> Alert:
    """The alerts that a flood would have sent one by one; of the severity of the worst."""
    words = wording(person.language)
    worst = max((summary.severity for summary in summaries), default=Severity.NONE)
    severity = words.say(f"severity_title.{worst.label}")
    title = words.count("digest.gathered", len(summaries), person=one_line(person.name, NAME), severity=severity)
    lines = [
        words.say("digest.flood"),
        *_counted(words, person, summaries),
        *_listed(words, person, "worst", summaries),
    ]
    return replace(as_digest(alert_id, person, at, title, lines), severity=worst, about=_about(summaries))


def as_digest(alert_id: str, person: Protected, at: datetime, title: str, lines: list[str]) -> Alert:
    """A digest of these lines, as the alert that it is."""
    return Alert(
        id=alert_id,
        person=person.name,
        kind=AlertKind.DIGEST,
        severity=Severity.LOW,
        at=at,
        title=clipped(title, TITLE),
        body="\n".join(lines),
    )


def _about(summaries: Sequence[Summary]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(summary.uri for summary in summaries))


def _worst_first(summary: Summary) -> tuple[int, datetime, str]:
    return -summary.severity, summary.at, summary.ref


def _held(summaries: Sequence[Summary]) -> list[Summary]:
    """Those of which something waits for a human."""
    return [one for one in summaries if any(outcome.status is Status.HELD for outcome in one.outcomes)]


def _counted(words: Wording, person: Protected, summaries: Sequence[Summary]) -> list[str]:
    """How many, of what severity, for what reasons, and what was done; worst and most frequent first."""
    if not summaries:
        return []
    moments = sorted(summary.at for summary in summaries)
    first, last = (words.moment(at, person.zone) for at in (moments[0], moments[-1]))
    severities = sorted(Counter(summary.severity for summary in summaries).items(), reverse=True)
    reasons = Counter(why for summary in summaries for why in dict.fromkeys(summary.reasons)).most_common()
    done = Counter((outcome.action, status(words, outcome)) for one in summaries for outcome in one.outcomes)
    return [
        *([words.say("digest.between", first=first, last=last)] if first != last else []),
        words.say("digest.severities", counts=_tally(words, [(f"severity.{one.label}", n) for one, n in severities])),
        *(
            [words.say("digest.reasons", counts=_tally(words, [(f"reason.{w}", n) for w, n in reasons]))]
            if reasons
            else []
        ),
        *([words.say("digest.actions")] if done else []),
        *(
            words.say("digest.action", action=words.say(f"action.{a}"), status=s, n=n)
            for (a, s), n in done.most_common()
        ),
        *_hidden(words, summaries),
    ]


def _hidden(words: Wording, summaries: Sequence[Summary]) -> list[str]:
    """How many of them came from accounts that were muted already."""
    muted = sum(one.muted for one in summaries)
    return [words.count("digest.muted", muted)] if muted else []


def _tally(words: Wording, counts: Sequence[tuple[str, int]]) -> str:
    """Named things and how many of each, on one line."""
    return words.join(*(words.say("digest.tally", what=words.say(key), n=n) for key, n in counts))


def _listed(words: Wording, person: Protected, heading: str, summaries: Sequence[Summary]) -> list[str]:
    """Mentions one by one, the worst first, at most LINES of them; nothing where there are none."""
    if not summaries:
        return []
    ranked = sorted(summaries, key=_worst_first)
    lines = [_line(words, person, summary) for summary in ranked[:LINES]]
    more = [words.count("next.more", len(ranked) - LINES)] if len(ranked) > LINES else []
    return [words.say(f"digest.{heading}"), *lines, *more, words.say("next.status", command="rempart status")]


def _line(words: Wording, person: Protected, summary: Summary) -> str:
    at = words.moment(summary.at, person.zone)
    command = f"rempart why {summary.ref}"
    return words.say("digest.line", at=at, kind=kind(words, summary), reason=reason(words, summary), command=command)
