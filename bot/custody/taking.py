"""Taking what platforms give into custody: an exhibit and an entry for each, the same bytes of a medium once."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

import msgspec
from sqlalchemy import Connection

from bot.evidence.magic import kind
from bot.evidence.master import MasterKey
from bot.evidence.pseudonym import pseudonym
from bot.model.action import Order
from bot.model.delivery import Delivery, Task
from bot.model.measure import ERASING
from bot.platforms.port import Captured
from bot.store import media, write
from bot.store.database import Store
from bot.store.media import Medium

MEDIUM = "medium"
"""What a capture calls the bytes of a picture, a film, a sound."""
AFTER = "-after"
"""What the id of a follow-up adds to that of its action."""


def follow_up(one: Delivery, now: datetime) -> Delivery:
    """The delivery that takes what an action leaves alone, planned with the commitment to the action."""
    return Delivery(id=one.id + AFTER, person=one.person, task=Task.FOLLOW_UP, via=one.via, what=one.what, due_at=now)


def erases(one: Delivery) -> bool:
    """Whether it hides for good what must be sealed before."""
    return one.task is Task.ACT and isinstance(one.what, Order) and isinstance(one.what.action, ERASING)


def take(connection: Connection, store: Store, one: Delivery, items: Sequence[Captured], now: datetime) -> None:
    """Seal what was captured for a delivery, and name each in the person's chain."""
    if not items:
        return
    salt = write.salt(connection, store.master, one.person)
    instrument = store.instruments.get(one.person, 0)
    apart = [_media(connection, store.master, one.person, salt, item) for item in items]
    kept = [_without_bytes(msgspec.structs.replace(item, instrument=instrument)) for item in items]
    contents = [(msgspec.msgpack.encode(item), item.at) for item in kept]
    sealed = write.take(connection, store.master, one.person, "captured", contents)
    about = {"delivery": one.id.removesuffix(AFTER)}
    lines: list[tuple[datetime, str, dict[str, str | int]]] = []
    for item, box, medium in zip(items, sealed, apart, strict=True):
        lines += [(now, MEDIUM, {**about, "medium": each.name, **_named(each.exhibit, each.digest)}) for each in medium]
        lines.append((now, "captured", {**about, "what": item.what, **_named(box.id, box.digest)}))
    write.append(connection, one.person, lines)


def _media(connection: Connection, master: MasterKey, person: str, salt: bytes, item: Captured) -> list[Medium]:
    """The exhibit of a medium's bytes, made now or long ago; none for what is no medium."""
    if item.what != MEDIUM:
        return []
    name = pseudonym(salt, sha256(item.raw).hexdigest())
    known = media.held(connection, person, [name])
    if name in known:
        return [known[name]]
    (box,) = write.take(connection, master, person, MEDIUM, [(item.raw, item.at)])
    made = Medium(name=name, exhibit=box.id, digest=box.digest, type=kind(item.raw), size=box.size, dhash=item.dhash)
    media.keep(connection, person, [made])
    return [made]


def _without_bytes(item: Captured) -> Captured:
    if item.what != MEDIUM:
        return item
    return msgspec.structs.replace(item, raw=b"", medium=sha256(item.raw).hexdigest())


def _named(exhibit: str, digest: str) -> dict[str, str | int]:
    return {"exhibit": exhibit, "digest": digest}
