"""How a shield stands, by its database: whether it runs, hears and is heard; nothing is contacted."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import Connection

from bot.config import Config
from bot.doctor.finding import Finding, note
from bot.errors import KeyMissing
from bot.model.delivery import Delivery, Status, Task
from bot.shield.heartbeat import Heartbeat
from bot.shield.overview import health
from bot.store import outbox, rolls
from bot.store.database import Store
from bot.store.rolls import OUTSIDE


def of_shield(store: Store, config: Config, now: datetime) -> list[Finding]:
    """What keeps the shield from working, from hearing, or from being heard."""
    up = health(store, now)
    found = [Finding(what=trouble.what, about=trouble.about) for trouble in up.troubles]
    if up.running and up.beat:
        found.extend(_of_beat(up.beat))
    names = {contact.name for one in config.shielded for contact in one.contacts()}
    with store.reading() as connection:
        try:
            found.extend(_of_channels(connection, names))
        except KeyMissing as error:
            found.append(Finding(what="unread", about=str(error)))
        found.extend(_of_rolls(connection, config))
    return found


def _of_rolls(connection: Connection, config: Config) -> Iterator[Finding]:
    """Communities that watch over nobody, since nobody asked for it yet."""
    for one in config.communities:
        said = rolls.every(connection, one.name).values() if one.members == "asked" else ()
        if one.members == "asked" and all(each.state in OUTSIDE for each in said):
            yield note("nobody_in", one.name)


def _of_beat(beat: Heartbeat) -> Iterator[Finding]:
    yield from (Finding(what="not_taken", about=problem) for problem in beat.taken.problems)
    yield from (note("restart", what) for what in beat.taken.waiting)
    yield from (
        note("waiting", f"{pulse.source}: {pulse.state}") for pulse in beat.sources if pulse.state.startswith("waiting")
    )


def _of_channels(connection: Connection, names: set[str]) -> Iterator[Finding]:
    """Channels that did not take an alert, though it was tried: given up, or still being tried."""
    tried = outbox.with_status(connection, Status.FAILED, Status.PLANNED, Status.REFUSED)
    lost = Counter(one.via for one in tried if _untaken(one) and one.via in names)
    for name, count in sorted(lost.items()):
        yield Finding(what="channel", about=f"{name} ({count})")


def _untaken(one: Delivery) -> bool:
    return one.task is Task.ALERT and (one.status is not Status.PLANNED or one.attempts > 0)
