"""Channels that do not take what is sent: after some tries in a row one counts as dead, until it works again."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Final

from msgspec.structs import replace
from sqlalchemy import Connection

from bot.alerts.desk import LabelUnseen
from bot.alerts.notice import DeadLetter, Trouble
from bot.alerts.reach import ChannelBack, ChannelDead
from bot.evidence.master import MasterKey
from bot.model.action import Order
from bot.model.delivery import Delivery, Status, Task
from bot.model.measure import Label
from bot.model.shield import Shield
from bot.recording.names import Names
from bot.store import channels, outbox, telling, urgent, write
from bot.telling.tell import LATER, notices

FAILURES: Final = 5
"""Sendings in a row that a channel does not take until it counts as dead; with one alert, about two minutes."""


def tried(connection: Connection, master: MasterKey, shield: Shield, one: Delivery, now: datetime) -> list[Delivery]:
    """What a try says of its channel; what is told of it on the others. What is urgent need not wait for a dead one."""
    if one.via not in {contact.name for contact in shield.contacts}:
        return []  # it was removed: nothing failed
    stands = channels.standing(connection, shield.name, one.via)
    if one.status is Status.DONE:
        return _works(connection, master, shield, stands, now) if stands.failures else []
    failures = stands.failures + 1
    dies = stands.dead_at is None and failures >= FAILURES
    stands = replace(stands, failures=failures, dead_at=now if dies else stands.dead_at)
    channels.write(connection, shield.name, stands)
    if stands.dead_at is not None:
        _hurry(connection, shield.name)
    return _dead(connection, master, shield, stands, now) if dies else []


def _works(
    connection: Connection, master: MasterKey, shield: Shield, stands: channels.Standing, now: datetime
) -> list[Delivery]:
    channels.write(connection, shield.name, replace(stands, failures=0, dead_at=None))
    if stands.dead_at is None:
        return []
    _entry(connection, master, shield.name, stands.name, "channel:back", now)
    return notices(connection, _others(connection, shield, stands.name), ChannelBack(name=_short(stands.name)), now)


def _dead(
    connection: Connection, master: MasterKey, shield: Shield, stands: channels.Standing, now: datetime
) -> list[Delivery]:
    _entry(connection, master, shield.name, stands.name, "channel:dead", now)
    trouble = ChannelDead(name=_short(stands.name), failures=stands.failures)
    return notices(connection, _others(connection, shield, stands.name), trouble, now)


def _others(connection: Connection, shield: Shield, name: str) -> Shield:
    """The shield with the channels on which this is told: all but the one it is about, and those that are dead."""
    silent = channels.dead(connection, shield.name) | {name}
    return replace(shield, contacts=tuple(one for one in shield.contacts if one.name not in silent))


def _hurry(connection: Connection, person: str) -> None:
    """Let the urgent alerts go on that reached nobody, and are on their way to nobody by a channel that works."""
    dead = channels.dead(connection, person)
    waiting = urgent.waiting(connection, person)
    stuck = [one.alert for one in waiting if not _reaches(telling.deliveries(connection, one), dead)]
    urgent.hurry(connection, stuck)


def _reaches(deliveries: Sequence[Delivery], dead: Collection[str]) -> bool:
    going = (one for one in deliveries if one.status in {Status.PLANNED, Status.ATTEMPTING} and one.due_at != LATER)
    return any(one.via not in dead for one in going) or any(one.status is Status.DONE for one in deliveries)


def _entry(connection: Connection, master: MasterKey, person: str, name: str, event: str, now: datetime) -> None:
    write.append(connection, person, [(now, event, {"via": Names(connection, master).of(person, name)})])


def _short(name: str) -> str:
    """The name of a channel, without its person's."""
    return name.partition("/")[2]


def given_up(connection: Connection, one: Delivery) -> Iterator[Trouble]:
    """What is told of what was tried as often as it may be; of a label that was never given, that it is not seen is
    no news.
    """
    attempts = max(1, one.attempts)
    if one.task is not Task.FOLLOW_UP or not isinstance(one.what, Order) or not isinstance(one.what.action, Label):
        yield DeadLetter(action=one.does, attempts=attempts)
        return
    given = outbox.delivery(connection, one.what.id)
    if given is not None and given.status is Status.DONE:
        yield LabelUnseen(labels=one.what.action.values, attempts=attempts)
