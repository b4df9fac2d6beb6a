"""Whether a desk still has what it had: the rights of its account, and its server's letters. It is told once, and once
more only where it came back and is gone again.
"""

from datetime import datetime, timedelta
from typing import Final

import structlog
from sqlalchemy import Connection

from bot.alerts.desk import HookSilent, RoleLost
from bot.alerts.notice import Trouble
from bot.errors import PlatformError
from bot.model.noun import utc
from bot.model.shield import Shield
from bot.platforms.desk import Desk
from bot.store import flags, letters, outbox, read, write
from bot.store.database import Store
from bot.telling.tell import notices

log = structlog.get_logger(__name__)

REPORTED: Final = "report.created"
PATIENCE: Final = timedelta(hours=1)
"""How long a letter about a report may take."""
SLACK: Final = timedelta(minutes=1)
"""A server may date its letter a little before the report."""


async def rights(store: Store, shield: Shield, desk: Desk, now: datetime) -> None:
    """Tell what the server refuses that it allowed before; of a server that does not answer nothing is known."""
    try:
        await desk.probe(frozenset())
    except PlatformError as trouble:
        log.info("rights of a desk not looked for", desk=desk.key, trouble=type(trouble).__name__)
        return
    await store.run_durably(_rights, store, shield, desk.can(), now)


def _rights(store: Store, shield: Shield, can: frozenset[str], now: datetime) -> None:
    name = f"can/{shield.desk}"
    with store.writing() as connection:
        known = read.get(connection, store.master, name)
        had = frozenset((known or b"").decode().split())
        if had == can and known is not None:
            return
        if lost := tuple(sorted(had - can)):
            _tell(connection, shield, RoleLost(measures=lost), now)
        write.put(connection, store.master, name, " ".join(sorted(can)).encode())


def hook(store: Store, shield: Shield, since: datetime, now: datetime) -> None:
    """Tell that a report made from `since` on was found of which no letter came in good time."""
    name = f"unhooked/{shield.desk}"
    with store.writing() as connection:
        came = letters.latest(connection, shield.name, REPORTED)
        known = read.get(connection, store.master, name)
        if known and came is not None and came + SLACK >= datetime.fromisoformat(known.decode()):
            write.drop(connection, name)
            known = None
        made = flags.latest(connection, shield.name, since, now - PATIENCE)
        if known or made is None or (came is not None and came + SLACK >= made):
            return
        _tell(connection, shield, HookSilent(since=made), now)
        write.put(connection, store.master, name, utc(made).encode())


def _tell(connection: Connection, shield: Shield, trouble: Trouble, now: datetime) -> None:
    outbox.plan(connection, notices(connection, shield, trouble, now))
