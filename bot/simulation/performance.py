"""One scenario from its first line to its result, on a store of its own."""

import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bot.config import Config
from bot.config.master import load_or_make_master_key
from bot.errors import ConfigError
from bot.evidence.master import MasterKey
from bot.platforms.simulated.parse import Scenario
from bot.platforms.simulated.server import EPOCH
from bot.platforms.simulated.world import World
from bot.recording.judged import Judged
from bot.settling import seldom
from bot.simulation import result
from bot.simulation.clock import Clock
from bot.simulation.player import Player, Step
from bot.simulation.process import Place, Process, Recorder
from bot.simulation.setup import set_up
from bot.simulation.vaulting import fill
from bot.store.database import PassingStore, Store

Watch = Callable[[Step, Store], Awaitable[None]]
"""Told of every step, with the store as it stands after it."""


async def unwatched(step: Step, store: Store) -> None:
    """For who only wants the result."""


async def perform(
    scenario: Scenario, config: Config | None, keep: Path | None = None, watch: Watch = unwatched
) -> dict[str, Any]:
    """Play it; what it came to, as `rempart simulate --json` prints it. Without `config` the default packs act.

    The database is `keep`, with the key that opens it beside it, or is gone afterwards. Raises ConfigError where
    `keep` is there already.
    """
    began = time.perf_counter()
    opening = scenario.opening
    clock = Clock(scenario.lines[0].event.at if scenario.lines else EPOCH)
    shield, engine = set_up(opening.protected.person(), config)
    with seldom(), _database(keep) as opened:
        place = Place(opened, World(scenario), Recorder(shield.contacts[0], clock))
        player = Player(scenario, place, clock, lambda: Process(place, shield, engine, clock))
        judged: list[Judged] = []
        fill(player.process.store, opening.protected, clock.now)
        try:
            async for step in player.play():
                judged += step.judged
                await watch(step, player.process.store)
            found = result.of(player.process.store, judged, place.recorder.sent)
        finally:
            player.process.close()
    mentions = len({one.facts.mention.uri for one in judged})
    seconds = round(time.perf_counter() - began, 3)
    return {"scenario": opening.scenario, "mentions": mentions, "seconds": seconds} | found


@contextmanager
def _database(keep: Path | None) -> Iterator[Callable[[], Store]]:
    if keep is not None:
        if keep.exists():
            raise ConfigError(f"{keep}: it is there already, and evidence is never written over; name another file")
        master = MasterKey(load_or_make_master_key(key_beside(keep)))
        yield lambda: Store(f"sqlite:///{keep}", master)
        return
    with tempfile.TemporaryDirectory(prefix="rempart-") as folder:
        master = MasterKey.new()
        yield lambda: PassingStore(f"sqlite:///{folder}/scenario.db", master)


def key_beside(database: Path) -> Path:
    """Where the key of a kept database lies."""
    return database.with_name(f"{database.name}.key")
