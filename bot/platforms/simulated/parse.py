"""Reading scenario files, strictly: every error names its line and says what to write."""

from collections.abc import Iterator
from typing import NamedTuple

from bot.errors import ConfigError
from bot.model.noun import utc
from bot.platforms.simulated.explain import checked, loads, meant, short
from bot.platforms.simulated.scenario import (
    DeleteEvent,
    EditEvent,
    FollowEvent,
    IdentityEvent,
    MentionEvent,
    Opening,
    OutageEvent,
    RestartEvent,
    RestrictionEvent,
    ReviewEvent,
    ScenarioEvent,
)

FIRST = (
    '{"scenario": "name", "protected": {"name": "camille", '
    '"accounts": [{"platform": "bluesky", "id": …, "handle": …}]}}'
)
_AT = '"at": "2026-01-05T18:30:00Z"'
_WHO = '{"id": …, "handle": …}'
EVENTS: dict[str, tuple[type[ScenarioEvent], str]] = {
    "mention": (
        MentionEvent,
        f'{{"event": "mention", {_AT}, "platform": "bluesky", "uri": …, "kind": "reply", "author": {_WHO}, "text": …}}',
    ),
    "edit": (EditEvent, f'{{"event": "edit", {_AT}, "uri": …, "text": …}}'),
    "delete": (DeleteEvent, f'{{"event": "delete", {_AT}, "uri": …}}'),
    "identity": (IdentityEvent, f'{{"event": "identity", {_AT}, "platform": "bluesky", "id": …, "handle": …}}'),
    "follow": (FollowEvent, f'{{"event": "follow", {_AT}, "platform": "bluesky", "id": …}}'),
    "review": (ReviewEvent, f'{{"event": "review", {_AT}, "by": "camille", "trust": …}}'),
    "restriction": (
        RestrictionEvent,
        f'{{"event": "restriction", {_AT}, "until": …, "person": […], "kind": "court_ban"}}',
    ),
    "outage": (OutageEvent, f'{{"event": "outage", {_AT}, "until": …, "platform": "bluesky"}}'),
    "restart": (RestartEvent, f'{{"event": "restart", {_AT}}}'),
}


class Line(NamedTuple):
    """One event as it stands in the file; `raw` is exactly what was written."""

    number: int
    raw: bytes
    event: ScenarioEvent


class Scenario(NamedTuple):
    """A whole file."""

    opening: Opening
    lines: tuple[Line, ...]


def parse(source: str, content: bytes) -> Scenario:
    """Read a scenario; `source` names it in errors. Raises ConfigError with every problem of every line."""
    numbered = iter(_lines(content))
    first = next(numbered, None)
    if first is None:
        raise ConfigError(f"{source}:1: the file is empty; its first line says who is protected: {FIRST}")
    problems: list[str] = []
    opening = _try(source, first, problems)
    lines: list[Line] = []
    for number, raw in numbered:
        line = _try_event(source, number, raw, problems)
        if line:
            lines.append(line)
    if opening:
        problems += _together(source, opening, lines)
    if problems or not opening:
        raise ConfigError(*problems)
    return Scenario(opening, tuple(lines))


def parse_event(raw: bytes) -> ScenarioEvent:
    """One event. Raises ConfigError with a sentence for each thing that is wrong, without place."""
    value = loads(raw)
    if not isinstance(value, dict):
        raise ConfigError(f"not a JSON object; write one of {', '.join(EVENTS)}: {EVENTS['mention'][1]}")
    name = value.get("event")
    if not isinstance(name, str) or name not in EVENTS:
        what = "there is no key `event`" if name is None else f"unknown event {short(name)}{meant(name, EVENTS)}"
        raise ConfigError(f"{what}; write one of {', '.join(EVENTS)}: {EVENTS['mention'][1]}")
    kind, example = EVENTS[name]
    return checked(kind, value, example)


def _lines(content: bytes) -> Iterator[tuple[int, bytes]]:
    for number, line in enumerate(content.removeprefix(b"\xef\xbb\xbf").split(b"\n"), start=1):
        if line.strip():
            yield number, line.removesuffix(b"\r")


def _try(source: str, first: tuple[int, bytes], problems: list[str]) -> Opening | None:
    number, raw = first
    try:
        return checked(Opening, loads(raw), FIRST)
    except ConfigError as error:
        problems += [f"{source}:{number}: {problem}" for problem in error.problems]
        return None


def _try_event(source: str, number: int, raw: bytes, problems: list[str]) -> Line | None:
    try:
        return Line(number, raw, parse_event(raw))
    except ConfigError as error:
        problems += [f"{source}:{number}: {problem}" for problem in error.problems]
        return None


def _together(source: str, opening: Opening, lines: list[Line]) -> Iterator[str]:
    """What only shows across lines: times that go back, platforms on which the person is not."""
    has = {account.platform for account in opening.protected.accounts}
    latest = None
    for line in lines:
        at, platform = line.event.at, getattr(line.event, "platform", None)
        if latest is not None and at < latest:
            back = f"time goes back to {utc(at)} after {utc(latest)}"
            yield f"{source}:{line.number}: {back}; put the lines in the order of `at`"
        latest = at if latest is None else max(at, latest)
        if platform is not None and platform not in has:
            yield (
                f"{source}:{line.number}: {opening.protected.name} has no account on {platform}; "
                "add one to `accounts` on the first line"
            )
