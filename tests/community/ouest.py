"""Ouest as it runs: arrivals go through the real pipeline, and what is kept can be looked at."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import text

from bot.backtest.ready import compiled
from bot.community.batch import Communal
from bot.config.packs import pack
from bot.model.alert import Alert
from bot.model.decision import Mode
from bot.model.delivery import Delivery
from bot.model.docket import Docket, Standing
from bot.model.flag import Flag
from bot.model.mention import Mention
from bot.pipeline import Pipeline
from bot.platforms.simulated.normalise import normalise
from bot.raids.settling import settle
from bot.recording.judged import Judged
from bot.rules.policy import Policy
from bot.store import dockets, outbox, schema
from bot.telling.tell import new_ids
from tests.community import making
from tests.community.making import BEGIN, OUEST, PLATFORM
from tests.rules.parsed import parse_rules

HATEFUL = {
    "name": "insulte",
    "reason": "harassment_targeted",
    "severity": "medium",
    "all": [{"words": ["pourriture"]}],
    "then": ["limit"],
}


class Ouest:
    """The community, whose clock is turned by hand."""

    def __init__(self, folder: Path, *rules: dict[str, Any], packs: Iterable[str] = (), **shield: Any) -> None:
        self.store = making.store(folder)
        self.now = BEGIN + timedelta(days=1)
        self.shield = making.shield(**shield)
        shipped = [rule for name in packs for rule in pack(name).rules]
        written = rules if rules or shipped else (HATEFUL,)
        policy = Policy(mode=Mode.ACT, rules=(*shipped, *parse_rules(written)))
        self.engine = compiled({OUEST: policy, "camille": policy})
        self.pipeline = Pipeline(
            self.store,
            {OUEST: self.shield},
            {PLATFORM: making.normalise, "bluesky": normalise},
            self.engine,
            lambda: self.now,
        )
        self.pipeline.batch = Communal
        self.ids = new_ids()

    def bring(self, *events: Mention | Flag, size: int = 500, at: datetime | None = None) -> list[Judged]:
        """Let each arrive on its own, so many in one transaction."""
        arrivals = [making.arrival(one, at=at) for one in events]
        return [
            judged
            for start in range(0, len(arrivals), size)
            for judged in self.pipeline.handle(arrivals[start : start + size])
        ]

    def rows(self) -> Counter[str]:
        """How many rows each table has."""
        with self.store.reading() as connection:
            return Counter(
                {
                    name: int(connection.scalar(text(f"SELECT count(*) FROM {name}")) or 0)
                    for name in schema.metadata.tables
                }
            )

    def grown(self, before: Counter[str]) -> dict[str, int]:
        """How many rows more each table has than it had, of those that have more."""
        return dict(self.rows() - before)

    def dockets(self, standing: Standing = Standing.OPEN) -> list[Docket]:
        """What stands so at the desk."""
        with self.store.reading() as connection:
            return dockets.page(connection, OUEST, standing, None, 10_000)

    def docket(self, name: str) -> Docket | None:
        """What is open about a stranger of this name."""
        with self.store.reading() as connection:
            return dockets.docket(connection, OUEST, making.stranger(name).key)

    def deliveries(self) -> list[Delivery]:
        """All that is planned, held or told."""
        with self.store.reading() as connection:
            return outbox.deliveries(connection, schema.delivery.c.person == OUEST)

    def alerts(self) -> list[Alert]:
        """What the desk was told, each alert and each update once."""
        return [one.what for one in self.deliveries() if isinstance(one.what, Alert)]

    def settle(self, at: datetime) -> None:
        """Let the clock look at what goes on."""
        self.now = at
        with self.store.writing() as connection:
            outbox.plan(connection, settle(connection, self.store.master, self.shield, at, self.ids))
