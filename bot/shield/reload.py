"""A configuration that changes while the shield runs: read beside it, checked, compiled, then taken up whole or not."""

import asyncio
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Final, TypeVar

import structlog

from bot.alerts.notice import NotTakenUp
from bot.backtest.ready import policies_of
from bot.config import Community, Config, ConfigFile, Person, Somebody, Unusable
from bot.errors import ConfigError
from bot.shield import versions
from bot.shield.heartbeat import Taken
from bot.shield.live import Live, compose, give_back
from bot.shield.running import Running, now, reached

log = structlog.get_logger(__name__)

LOOK: Final = 1.0
"""Seconds between two looks at the files; a change is taken up once they are the same at two looks."""
FIXED: Final = ("database", "master_key", "network", "log")
"""What a running shield stands on, by its key."""


KIND: Final[Mapping[type[Somebody], str]] = {Person: "person", Community: "community"}
STANDS: Final[Mapping[type[Somebody], tuple[str, ...]]] = {Person: ("accounts",), Community: ("desk", "posts")}
"""What of somebody a running shield stands on, by its key."""
WRITTEN: Final = {"accounts": "account"}
"""Keys that are written otherwise."""
One = TypeVar("One", Person, Community)


class Reloads:
    """Brings the configuration in force up to date: when asked, and when a file of it has changed."""

    def __init__(self, config: Config, file: ConfigFile | None = None) -> None:
        """Take the configuration in force, and where it lies; without a file it stays as it is."""
        self.config = config
        self.file = file
        self.taken = Taken()
        self._asked = asyncio.Event()
        self._told: NotTakenUp | None = None
        """What was wrong with the last one, as everybody was told; None where it was taken up."""

    def ask(self) -> None:
        """Read it anew now, changed or not; to be called on the event loop."""
        self._asked.set()

    async def run(self, shield: Running) -> None:
        """Reload until cancelled."""
        file = self.file or await asyncio.get_running_loop().create_future()
        while True:
            shield.heart.taken = self.taken
            await self._due(file)
            self.taken = await self._reload(file, shield)

    async def _due(self, file: ConfigFile) -> None:
        """Wait until it is to be read."""
        while not self._asked.is_set() and not await asyncio.to_thread(file.changed):
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK):
                    await self._asked.wait()
        self._asked.clear()

    async def _reload(self, file: ConfigFile, shield: Running) -> Taken:
        """Everything that takes long in a thread of its own; then one step, between two batches."""
        began = asyncio.get_running_loop().time()
        try:
            fresh = await asyncio.to_thread(file.read)
            config, waiting = applicable(self.config, fresh)
            live = await asyncio.to_thread(compose, config, reached(shield.opened), shield.store, now())
            await asyncio.to_thread(versions.note, shield.store, policies_of(config), now())
        except ConfigError as error:
            log.error("configuration not taken up; the one before goes on", problems=list(error.problems))  # noqa: TRY400
            await self._tell(shield, NotTakenUp(file=file.path.name, lines=_lines(error)))
            return Taken(problems=error.problems)
        except Exception as error:  # a defect in what reads it must not take the shield down; it is told, and logged
            log.exception("configuration not taken up; the one before goes on")
            await self._tell(shield, NotTakenUp(file=file.path.name))
            return Taken(problems=(f"{file.path.name}: could not be read: {type(error).__name__}",))
        await self._adopt(live, shield)
        seconds = round(asyncio.get_running_loop().time() - began, 3)
        log.info("configuration taken up", seconds=seconds, restart_for=list(waiting))
        return Taken(waiting=waiting)

    async def _adopt(self, live: Live, shield: Running) -> None:
        self.config = live.config
        self._told = None
        shield.adopt(live)
        await shield.tell_unarmed()
        await asyncio.to_thread(give_back)

    async def _tell(self, shield: Running, trouble: NotTakenUp) -> None:
        """Tell everybody once, however often the same is read again."""
        if trouble != self._told:
            await shield.tell_everybody(trouble)
            self._told = trouble


def applicable(current: Config, fresh: Config) -> tuple[Config, tuple[str, ...]]:
    """The fresh configuration on what the shield stands on now, and what of it has to wait for a restart."""
    anew = {one.name: one for one in fresh.shielded}
    people = tuple(_standing(person, anew) for person in current.people)
    communities = tuple(_standing(one, anew) for one in current.communities)
    stands = {name: getattr(current, name) for name in FIXED}
    config = fresh.model_copy(update={**stands, "people": people, "communities": communities})
    return config, tuple(_waiting(current, fresh))


def _lines(error: ConfigError) -> tuple[int, ...]:
    found = error.found if isinstance(error, Unusable) else ()
    return tuple(dict.fromkeys(problem.line for problem in found if problem.line is not None))


def _standing(current: One, anew: Mapping[str, Somebody]) -> One:
    """As it is written anew, on what it stands on; as it was, where it is gone or has become something else."""
    fresh = anew.get(current.name)
    if not isinstance(fresh, type(current)):
        return current
    return fresh.model_copy(update={key: getattr(current, key) for key in STANDS[type(current)]})


def _waiting(current: Config, fresh: Config) -> Iterator[str]:
    yield from (name for name in FIXED if getattr(current, name) != getattr(fresh, name))
    before, after = ({(KIND[type(one)], one.name): one for one in config.shielded} for config in (current, fresh))
    for (kind, name), one in before.items():
        other = after.get((kind, name))
        if other is None:
            yield f'{kind} "{name}" is gone'
        else:
            changed = (key for key in STANDS[type(one)] if getattr(one, key) != getattr(other, key))
            yield from (f'{kind} "{name}", {WRITTEN.get(key, key)}' for key in changed)
    yield from (f'{kind} "{name}" is new' for kind, name in after if (kind, name) not in before)
