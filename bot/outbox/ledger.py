"""The written side of deliveries: each step one transaction, with its entry in the chain."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import TypeVar

import msgspec
from sqlalchemy import Connection

from bot.alerts.notice import TokenRefused, Trouble
from bot.custody import taking
from bot.custody.taking import erases
from bot.errors import Withdrawn
from bot.evidence.pseudonym import pseudonym
from bot.model.action import REPEATABLE, SHELTERS, Block, Mute, Order
from bot.model.alert import Alert
from bot.model.delivery import Delivery, Status, Task
from bot.model.measure import Grave, Inform, Limit
from bot.model.shield import Shield
from bot.outbox import stated
from bot.outbox.afterwards import EXPIRY, expired, expiry, goes_on_until, measured, muted_by
from bot.platforms.port import Captured
from bot.store import outbox, read, relations, write
from bot.store.database import Store
from bot.telling import sending, tell
from bot.telling.failing import given_up, tried

T = TypeVar("T")

INTERRUPTED = "interrupted while it was sent"
OPEN = frozenset({Status.PLANNED, Status.ATTEMPTING})


class Ledger:
    """Reads and writes the outbox for those who perform it."""

    def __init__(self, store: Store, shields: Mapping[str, Shield]) -> None:
        self.store = store
        self.shields = shields
        self.links = ""
        """What links in alerts begin with; empty: there are none."""

    async def due(self, now: datetime, limit: int, busy: Collection[str]) -> list[Delivery]:
        """What is to be performed now, worst first, but for those that go by a way which is busy."""
        return await self.store.run_durably(self._read, outbox.due, now, limit, busy)

    async def next_due(self) -> datetime | None:
        """When something is next to be performed."""
        return await self.store.run_durably(self._read, outbox.next_due)

    async def recover(self, now: datetime) -> None:
        """After a crash: what may be repeated is planned again, an alert marked so, a report becomes uncertain."""
        await self.store.run_durably(self._recover, now)

    async def attempt(self, one: Delivery) -> None:
        """Commit that it is being tried, before it is. Raises Withdrawn where a human decided otherwise meanwhile."""
        await self.store.run_durably(self._attempt, one)

    async def ready(self, one: Delivery, alert: Alert, now: datetime) -> Alert:
        """Commit that an alert is being sent, before it is; as it leaves. Raises Withdrawn as above."""
        return await self.store.run_durably(self._ready, one, alert, now)

    async def captured(self, one: Delivery, items: Sequence[Captured], now: datetime) -> Delivery:
        """Take into custody what the action would hide, and commit to the action with the state it meets; Withdrawn
        where a human decided otherwise meanwhile."""
        return await self.store.run_durably(self._captured, one, items, now)

    async def follows(self, order: Order) -> None:
        """Note that the person follows this account."""
        await self.store.run_durably(self._relate, order, following=True, muted_by=None)

    async def worded(self, order: Order) -> Order:
        """An order with the reasons that go with it, opened for the moment in which it is performed."""
        return await self.store.run_durably(stated.worded, self.store, order) if order.statement else order

    async def settle(self, one: Delivery, now: datetime, items: Sequence[Captured] = ()) -> None:
        """Write how it ended, with all that follows from it, and take into custody what it brought."""
        await self.store.run_durably(self._settle, one, now, items)

    async def extended(self, one: Delivery, order: Order, now: datetime) -> datetime | None:
        """Until when a mute goes on beyond its term, since the author was seen at it again, or their case is a
        course of conduct; None if it may end. Raises Withdrawn where a human decided otherwise meanwhile."""
        return await self.store.run_durably(self._extended, one, order, now)

    async def prolonged(self, one: Delivery, until: datetime, now: datetime) -> Delivery:
        """Write that a mute goes on until then, once the platform was told; its end, due then as if never tried."""
        return await self.store.run_durably(self._prolonged, one, until, now)

    def marked(self, one: Delivery, alert: Alert) -> Alert:
        """The alert of a delivery, marked as possibly sent before."""
        return tell.again(alert, self.shields.get(one.person))

    async def unauthorized(self, one: Delivery, now: datetime) -> None:
        """Tell the person that their token or password is refused."""
        await self.store.run_durably(self._unauthorized, one, now)

    def _read(self, query: Callable[..., T], *args: object) -> T:
        with self.store.reading() as connection:
            return query(connection, *args)

    def _recover(self, now: datetime) -> None:
        with self.store.writing() as connection:
            for one in outbox.with_status(connection, Status.ATTEMPTING):
                self._recover_one(connection, one, now)

    def _recover_one(self, connection: Connection, one: Delivery, now: datetime) -> None:
        again = msgspec.structs.replace(one, status=Status.PLANNED, due_at=now)
        match one.what:
            case Alert() as alert:
                outbox.reword(connection, msgspec.structs.replace(again, what=self.marked(one, alert)))
            case Order(action=action) if isinstance(action, REPEATABLE) or one.task is not Task.ACT:
                outbox.settle(connection, again)
            case Order():
                uncertain = msgspec.structs.replace(one, status=Status.UNCERTAIN, trouble=INTERRUPTED)
                outbox.settle(connection, uncertain)
                self._settled(connection, uncertain, now)

    def _attempt(self, one: Delivery) -> None:
        with self.store.writing() as connection:
            _require_wanted(connection, one)
            if isinstance(one.what, Order) and isinstance(one.what.action, Grave):
                from bot.custody.wall import require_sealed  # noqa: PLC0415 - only communities have what is grave
                from bot.outbox.seconded import require_second  # noqa: PLC0415 - as above

                require_second(connection, self.store.master, one, self.shields.get(one.person))
                if erases(one):
                    require_sealed(connection, one)
            outbox.settle(connection, msgspec.structs.replace(one, status=Status.ATTEMPTING))

    def _ready(self, one: Delivery, alert: Alert, now: datetime) -> Alert:
        shield = self.shields.get(one.person)
        with self.store.writing() as connection:
            _require_wanted(connection, one)
            outbox.settle(connection, msgspec.structs.replace(one, status=Status.ATTEMPTING))
            return sending.ready(connection, shield, one, alert, self.links, now) if shield else alert

    def _captured(self, one: Delivery, items: Sequence[Captured], now: datetime) -> Delivery:
        with self.store.writing() as connection:
            _require_wanted(connection, one)
            taking.take(connection, self.store, one, items, now)
            if erases(one):
                from bot.custody.wall import sealed  # noqa: PLC0415 - for desks alone

                one = sealed(connection, one)
            outbox.settle(connection, one)
            if isinstance(one.what, Order) and not isinstance(one.what.action, (*SHELTERS, Inform)):
                outbox.plan(connection, [taking.follow_up(one, now)])
        return one

    def _relate(self, order: Order, **known: bool | str | None) -> None:
        with self.store.writing() as connection:
            relations.relate(connection, order.person, order.subject, **known)

    def _settle(self, one: Delivery, now: datetime, items: Sequence[Captured]) -> None:
        with self.store.writing() as connection:
            taking.take(connection, self.store, one, items, now)
            written = outbox.delivery(connection, one.id)
            if written is not None and written.status not in OPEN:
                self._settle_withdrawn(connection, one, written, now)
                return
            if written is not None and one.prior is None:  # what was captured stays captured, whatever went wrong then
                one = msgspec.structs.replace(one, prior=written.prior)
            outbox.reword(connection, one)  # an alert may be marked by now
            shield = self.shields.get(one.person)
            if one.task is Task.ALERT and shield is not None:
                outbox.plan(connection, tried(connection, self.store.master, shield, one, now))
            if one.status is Status.PLANNED:
                return
            self._settled(connection, one, now)

    def _settled(self, connection: Connection, one: Delivery, now: datetime) -> None:
        """All that follows from how it ended."""
        self._entry(connection, one, now)
        if isinstance(one.what, Order) and one.task is not Task.FOLLOW_UP:
            self._settle_order(connection, one, one.what, now)
        if one.status in {Status.FAILED, Status.UNCERTAIN}:
            for trouble in given_up(connection, one):
                self._tell(connection, one, trouble, now)

    def _settle_withdrawn(self, connection: Connection, one: Delivery, written: Delivery, now: datetime) -> None:
        """It was done, and undone by a human before this could be written: their word stands, with what it needs."""
        if one.status is not Status.DONE:
            return
        self._entry(connection, one, now)
        for each in (written, outbox.delivery(connection, f"{one.id}-undo")):
            if each is not None:
                outbox.settle(connection, msgspec.structs.replace(each, prior=one.prior, receipt=one.receipt))

    def _settle_order(self, connection: Connection, one: Delivery, order: Order, now: datetime) -> None:
        if one.cause == EXPIRY and one.status is Status.DONE:
            expired(connection, one)
        if isinstance(order.action, Mute | Block):
            relations.relate(connection, one.person, order.subject, muted_by=muted_by(connection, one, order))
        measured(connection, one, order, now)
        if one.task is not Task.ACT:
            return
        if isinstance(order.action, Grave):
            from bot.outbox.seconded import let_go  # noqa: PLC0415 - as above

            let_go(connection, one)
        if stated.followed(connection, one, order, now):
            self._entry(connection, one, now, "statement:sent")
        if one.status is Status.DONE and isinstance(order.action, Mute | Limit) and order.action.duration:
            outbox.plan(connection, [expiry(one, now + order.action.duration)])
        about = outbox.about(connection, order.uri, one.person)
        if one.person in self.shields and not any(each.task is Task.ACT and each.status in OPEN for each in about):
            kept = [each for each in read.mention(connection, order.uri) if each.person == one.person]
            latest = kept[-1] if kept else None
            outbox.plan(connection, tell.updates(self.shields[one.person], about, latest, now))

    def _extended(self, one: Delivery, order: Order, now: datetime) -> datetime | None:
        with self.store.reading() as connection:
            _require_wanted(connection, one)
            return goes_on_until(connection, one, order, now)

    def _prolonged(self, one: Delivery, until: datetime, now: datetime) -> Delivery:
        """In one transaction, so that a crash leaves one entry for one prolongation."""
        later = msgspec.structs.replace(one, due_at=until, status=Status.PLANNED, attempts=0, trouble="")
        with self.store.writing() as connection:
            self._entry(connection, one, now, "mute:extended")
            written = outbox.delivery(connection, one.id)
            if written is not None and written.status in OPEN:
                outbox.settle(connection, later)
        return later

    def _unauthorized(self, one: Delivery, now: datetime) -> None:
        handles = [each for each in self.shields[one.person].protected.accounts if each.key == one.via]
        with self.store.writing() as connection:
            for account in handles:
                self._tell(connection, one, TokenRefused(platform=account.platform, account=account.handle), now)

    def _tell(self, connection: Connection, one: Delivery, trouble: Trouble, now: datetime) -> None:
        if one.person in self.shields:
            outbox.plan(connection, tell.notices(connection, self.shields[one.person], trouble, now))

    def _entry(self, connection: Connection, one: Delivery, now: datetime, event: str = "") -> None:
        salt = write.salt(connection, self.store.master, one.person)
        about = one.what
        line: dict[str, str | int] = {"delivery": one.id, "via": pseudonym(salt, one.via)}
        if isinstance(about, Order):
            line |= {"mention": pseudonym(salt, about.uri), "account": pseudonym(salt, about.subject)}
            line |= {"cause": one.cause} if one.cause else {}
        write.append(connection, one.person, [(now, event or one.event, line)])


def _require_wanted(connection: Connection, one: Delivery) -> None:
    """Undo, trust and reject write from other processes too, at any moment."""
    written = outbox.delivery(connection, one.id)
    if written is None or written.status not in OPEN:
        raise Withdrawn(f"delivery {one.id}: a human decided otherwise")
