"""The outbox of a desk in a process of its own, killed at a point: `python -m tests.moderating.child` with JSON."""

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

from bot.delivery import Deliveries
from bot.outbox.ledger import Ledger
from bot.store.database import Store
from tests.community.making import DESK, OUEST, shield
from tests.moderating.desk import KEY, moderator_of, now
from tests.reliability.points import arm


async def live(life: dict[str, Any]) -> None:
    """Recover, and do what is due."""
    store = Store(life["url"], KEY)
    desk = moderator_of(life["base"], life["id"], life["token"])
    outbox = Deliveries(Ledger(store, {OUEST: shield()}), {DESK: desk}, {}, now)
    await outbox.recover()
    await outbox.run_due()


if __name__ == "__main__":
    given = json.loads(sys.argv[1])
    arm(given["point"], Path(given["marker"]))
    asyncio.run(live(given))
