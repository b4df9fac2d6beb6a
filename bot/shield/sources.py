"""All that the shield reads: each platform's sources, the watches on who is muted, what accounts of cases do."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Final

from bot.platforms.port import Gestured, Source
from bot.platforms.watching import Watches
from bot.shield.opening import Opened
from bot.store import cases
from bot.store.database import Store
from bot.watching.watch import Watch, watch_of

SUSPECTS: Final = 1000
"""Accounts of cases on one platform that are told to it at most."""
Clock = Callable[[], datetime]
Reading = Callable[[str], bool]
"""Whether a source of this name is open and read."""


def every(
    opened: Sequence[Opened], store: Store, people: Callable[[], Mapping[str, object]], reading: Reading, now: Clock
) -> list[Source]:
    """All of them, once each. `people`: who is shielded now, by name."""
    return [*_own(opened).values(), *_watches(opened, store, reading, now), *_gestures(opened, store, people)]


def served(opened: Sequence[Opened]) -> dict[str, tuple[str, ...]]:
    """Whom each source serves, by its name."""
    found: dict[str, dict[str, None]] = {}
    for one in opened:
        watch = [watch_of(one.account.key)] if isinstance(one.platform, Watches) else []
        for name in (*(source.name for source in one.platform.sources()), *watch):
            found.setdefault(name, {})[one.person] = None
    return {source: tuple(people) for source, people in found.items()}


def _own(opened: Sequence[Opened]) -> dict[str, Source]:
    """The platforms' own, by name: a stream that serves several accounts is read once."""
    return {source.name: source for one in opened for source in one.platform.sources()}


def _watches(opened: Sequence[Opened], store: Store, reading: Reading, now: Clock) -> Iterator[Watch]:
    """One for each account on a platform that can be watched; a stream that no mute blinds brings it anyway."""
    for one in opened:
        if isinstance(one.platform, Watches):
            streams = partial(_streams, one.platform, reading)
            yield Watch(store, one.person, one.account.key, one.platform, now, streams)


def _streams(platform: Watches, reading: Reading) -> bool:
    return reading(platform.unblinded)


def _gestures(opened: Sequence[Opened], store: Store, people: Callable[[], Mapping[str, object]]) -> Iterable[Source]:
    """What accounts of cases do without a word, where it is asked apart; once for each platform."""
    found: dict[str, Source] = {}
    for one in opened:
        if isinstance(one.platform, Gestured):
            suspects = partial(_suspects, store, people, one.platform.name)
            source = one.platform.gestures(partial(store.run, suspects))
            found |= {source.name: source} if source else {}
    return found.values()


def _suspects(store: Store, people: Callable[[], Mapping[str, object]], platform: str) -> tuple[str, ...]:
    with store.reading() as connection:
        found = cases.of_platform(connection, list(people()), platform, SUSPECTS)
    return tuple(key.removeprefix(f"{platform}:") for key in found)
