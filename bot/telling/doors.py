"""New ways into a shield are told to everybody it tells, once each: nobody lets anybody in unnoticed."""

from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256

from sqlalchemy import Connection

from bot.alerts.doors import Way, WayIn
from bot.model.delivery import Delivery
from bot.model.shield import Shield
from bot.store import passkeys, read, seats, write
from bot.telling.tell import notices


def told(connection: Connection, shield: Shield, now: datetime) -> list[Delivery]:
    """What is told of the ways in that came since this was last asked; nothing the first time."""
    name = f"doors:{shield.name}"
    last = read.cursor(connection, name)
    ways = {_mark(one): one for one in _ways(connection, shield.name)}
    if last == (names := " ".join(sorted(ways))):
        return []
    write.advance(connection, {name: names}, now)
    known = ways.keys() if last is None else set(last.split())
    came = [one for mark, one in ways.items() if mark not in known]
    return [planned for one in came for planned in notices(connection, shield, one, now)]


def _mark(one: WayIn) -> str:
    return sha256(f"{one.what} {one.at.isoformat()}".encode()).hexdigest()[:16]


def _ways(connection: Connection, person: str) -> Iterator[WayIn]:
    names = {one.id: one.name for one in seats.every(connection, person)}
    for key in passkeys.every(connection, list(names)):
        yield WayIn(way=Way.KEY, name=names[key.seat], at=key.at)
    for seat in seats.every(connection, person):
        if seat.handed_at is not None:
            yield WayIn(way=Way.SEAT, name=seat.name, at=seat.handed_at)
