"""Urgent alerts that nobody acknowledges: they go on to the next channel, then to all again, a few rounds long."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from msgspec.structs import replace
from sqlalchemy import Connection

from bot.alerts.urgent import again
from bot.model.alert import Alert
from bot.model.delivery import Delivery, Status, Task
from bot.model.shield import Contact, Shield
from bot.store import channels, outbox, seats, telling, urgent, write
from bot.store.urgent import Urgent
from bot.telling.tell import LATER

ROUNDS: Final = 3
"""How often each channel has its turn."""
KEPT: Final = timedelta(days=90)
"""How long it is known who acknowledged an alert, beside the chain; links are good for as long."""

Turn = tuple[tuple[Contact, Delivery], ...]
"""The channels to which an alert goes at once, each with how it went, or would go, there first."""


def urge(connection: Connection, shield: Shield, now: datetime) -> list[Delivery]:
    """What goes out now of what nobody acknowledged in time. Of several only the latest does, and counts the others:
    who acknowledges it has seen them.
    """
    due = [one for one in urgent.waiting(connection, shield.name) if one.told_at + shield.wait <= now]
    silent = channels.dead(connection, shield.name) | _resting(connection, shield, now) if due else frozenset()
    going: list[tuple[Urgent, Turn]] = []
    for one in due:
        first = _firsts(connection, one)
        there = [contact for contact in shield.contacts if contact.name in first]
        turns = _turns([contact for contact in there if contact.name not in silent] or there, first)
        if one.step < ROUNDS * len({contact.step for contact in there}):
            going.append((one, turns[one.step % len(turns)]))
        else:
            _end(connection, one, now)
    if not going:
        return []
    one, turn = going[-1]
    planned = [_again(one, len(going) - 1, *each, now) for each in turn if not _on_its_way(each[1])]
    for _, waited in turn:
        if waited.due_at == LATER:  # it goes now, and says that it is not the first
            outbox.settle(connection, replace(waited, status=Status.CANCELLED))
    (urgent.went_on if planned else urgent.put_off)(connection, [each.alert for each, _ in going], now)
    urgent.forget(connection, now - KEPT)
    return planned


def let_be(connection: Connection, alert: Urgent, cause: str) -> None:
    """Do not send it any more to whom it would go on."""
    for one in telling.deliveries(connection, alert):
        repeated = one.id != _first(one)
        if one.status is Status.PLANNED and (repeated or one.due_at == LATER):
            outbox.settle(connection, replace(one, status=Status.CANCELLED, cause=cause))


def _first(one: Delivery) -> str:
    """The id of the delivery that brings an alert to its channel first."""
    return f"{one.what.id}:{one.what.kind}:{one.via}" if isinstance(one.what, Alert) else one.id


def _on_its_way(one: Delivery) -> bool:
    return one.status in {Status.PLANNED, Status.ATTEMPTING} and one.due_at != LATER


def _resting(connection: Connection, shield: Shield, now: datetime) -> frozenset[str]:
    """The channels of delegates who said that they cannot today: it goes to others, while there are some."""
    every = seats.every(connection, shield.name)
    names = {one.name.casefold() for one in every if one.holds(now) and one.rests(now)}
    return frozenset(one.name for one in shield.contacts if one.delegate.casefold() in names)


def _firsts(connection: Connection, one: Urgent) -> dict[str, Delivery]:
    """How it went first, or would go, to each of its channels."""
    every = [each for each in telling.deliveries(connection, one) if each.id == _first(each)]
    return {each.via: each for each in every if isinstance(each.what, Alert) and each.what.pressing}


def _turns(contacts: Sequence[Contact], first: Mapping[str, Delivery]) -> list[Turn]:
    """To whom it goes, one after the other."""
    steps = sorted({contact.step for contact in contacts})
    return [tuple((each, first[each.name]) for each in contacts if each.step == step) for step in steps]


def _again(one: Urgent, others: int, contact: Contact, first: Delivery, now: datetime) -> Delivery:
    """The same alert once more."""
    if not isinstance(first.what, Alert):
        raise TypeError("only alerts are urgent")
    alert = replace(again(first.what, contact.language, one.step + 1, others), at=now)
    key = f"{first.id}:{one.step}"
    return Delivery(id=key, person=first.person, task=Task.ALERT, via=first.via, what=alert, due_at=now)


def _end(connection: Connection, one: Urgent, now: datetime) -> None:
    urgent.end(connection, [one.alert], now)
    let_be(connection, one, "unanswered")
    write.append(connection, one.person, [(now, "urgent:unanswered", {"alert": one.alert})])
