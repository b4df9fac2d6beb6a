"""The desk of Ouest at work on a Mastodon double: orders in its outbox, its hand, and what the server then says."""

from collections.abc import AsyncIterator, Container, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import msgspec
from msgspec.structs import replace

from bot.delivery import Deliveries
from bot.evidence.master import MasterKey
from bot.model.account import Account
from bot.model.action import Order
from bot.model.decision import Hold
from bot.model.delivery import Delivery, Status, Task
from bot.model.docket import Docket
from bot.model.measure import Measure
from bot.model.proposal import Kind, Proposal, Standing
from bot.model.reason import Reason, Severity
from bot.model.seat import Grant, Role, Seat
from bot.moderating import agreeing_to
from bot.moderating.asking import Asking
from bot.outbox.ledger import Ledger
from bot.outbox.seconded import Meant, digest_of
from bot.people.admission import Admission
from bot.people.agreeing import Agreeing
from bot.platforms.mastodon.desk.desk import MastodonDesk
from bot.platforms.mastodon.desk.sources import Asked
from bot.platforms.mastodon.options import Options
from bot.store import outbox, proposals, read
from bot.store.database import Store
from bot.store.migrate import migrate
from tests.community.making import DESK, OUEST, shield
from tests.doubles.mastodon import Double
from tests.doubles.mastodon_admin_world import FEDERATION, MODERATOR

SCOPES = ("read", "admin:read", "admin:write")
KEY = MasterKey(bytes(32))


def now() -> datetime:
    return datetime.now(UTC)


def stamp(at: datetime) -> str:
    """As a server writes it."""
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


class Everybody:
    """A roll with everybody on it who did not leave."""

    def __init__(self, out: Container[str]) -> None:
        self._out = out

    def member(self, account: Account) -> bool:
        return account.key not in self._out

    def own(self, _account: Account) -> bool:
        return True


def moderator_of(
    base: str, id_: str, token: str, noticed: Sequence[str] = (), out: Container[str] = ()
) -> MastodonDesk:
    """The desk's hand, as it is opened for a community without a webhook."""
    options = Options(server=base, allow_loopback=True, request_timeout=5.0)
    account = Account(platform="mastodon", id=id_, home=options.home, handle=f"moderation@{options.home}")
    asked = Asked(OUEST, options.home, Everybody(out), "none", b"salt", None)

    async def named(_subject: str) -> Sequence[str]:
        return noticed

    return MastodonDesk(account, token, now, options, asked, named)


def order(action: Measure, home: str, subject_id: str, number: int = 1, native: str = "") -> Order:
    return Order(
        id=f"o{number}",
        person=OUEST,
        by=DESK,
        action=action,
        subject=f"mastodon:{home}/{subject_id}",
        subject_id=subject_id,
        uri=f"http://{home}/o{number}",
        revision="1",
        rule="",
        reason=Reason.HARASSMENT_TARGETED,
        severity=Severity.HIGH,
        native=native,
        received_at=now(),
        decided_at=now(),
    )


class AtWork:
    """Ouest's moderator, the account `harasser` here and `pest` elsewhere, and `lea`, a member who reports."""

    def __init__(self, double: Double, url: str, noticed: Sequence[str] = ()) -> None:
        self.double, self.world, self.url = double, double.world, url
        for name in ("moderation", "harasser", "lea"):
            self.world.join(name)
        self.world.join("pest", "nord.test")
        self.world.scopes = SCOPES
        self.me = self.world.called("moderation")
        self.world.admin.roles[self.me.id] = MODERATOR | FEDERATION
        self.home = f"127.0.0.1:{double.port}"
        self.out: set[str] = set()
        """Who left Ouest."""
        self.desk = moderator_of(double.base, self.me.id, self.me.token, noticed, self.out)
        self.store = Store(url, KEY)
        migrate(self.store)
        door, since = Admission(self.store), now() - timedelta(days=9)
        bachir = Seat(id="", person=OUEST, name="Bachir", role=Role.MODERATOR, also=frozenset({Grant.MEASURE}))
        self.seats = door.holder(OUEST, "Anne", since), door.invite(bachir, "Anne", since)
        self.sealed: list[bool] = []
        """What was found each time when the server was about to suspend somebody."""
        self.ledger = Ledger(self.store, {OUEST: shield()})

    def deliveries(self, clock: Any = now) -> Deliveries:
        return Deliveries(self.ledger, {DESK: self.desk}, {}, clock)

    def report(self, whom: str = "harasser", *posts: str, at: datetime | None = None) -> str:
        """By `lea`; the id of the report."""
        target = self.world.called(whom)
        made = {"id": self.world.new_id(), "action_taken": False, "action_taken_at": None, "category": "other"}
        created = stamp(at) if at else "2026-11-23T10:00:00.000Z"
        said = {"comment": "", "forwarded": False, "created_at": created, "status_ids": list(posts)}
        whose = {"target_account": {"id": target.id}, "by": self.world.called("lea").id}
        self.world.reports.append(made | said | whose)
        return str(made["id"])

    def open_reports(self) -> list[str]:
        return [one["id"] for one in self.world.reports if not one["action_taken"]]

    def order(self, action: Measure, whom: str = "harasser", number: int = 1, native: str = "") -> Order:
        return order(action, self.home, self.world.called(whom).id, number, native)

    def plan(self, action: Measure, whom: str = "harasser", number: int = 1, native: str = "") -> str:
        """As a human orders it."""
        what = self.order(action, whom, number, native)
        one = Delivery(id=what.id, person=OUEST, task=Task.ACT, via=DESK, what=what, due_at=now(), hold=Hold.REVIEW)
        with self.store.writing() as connection:
            outbox.plan(connection, [one])
            proposals.put(connection, agreed := self._agreed(what))
            proposals.seal(connection, KEY, agreed)
        return one.id

    def _agreed(self, what: Order) -> Proposal:
        """That two people said yes to it."""
        detail = msgspec.json.encode(Meant(deliveries=(what.id,), digests=(digest_of(what),))).decode()
        asked, agreed = self.seats
        return Proposal(
            id=f"p-{what.id}",
            person=OUEST,
            kind=Kind.MEASURE,
            detail=detail,
            by=asked.id,
            at=now(),
            standing=Standing.AGREED,
            settled_by=agreed.id,
            settled_at=now(),
        )

    async def do(self, action: Measure, whom: str = "harasser", number: int = 1) -> Delivery:
        """Order it, have it done, and see how it ended."""
        id_ = self.plan(action, whom, number)
        await self.deliveries().run_due()
        return self.delivery(id_)

    async def agreed(self, docket: Docket, action: Measure) -> list[Delivery]:
        """Have one of two ask for it, the other agree, and see how it ended."""
        asked, second = self.seats
        waits = Asking(self.store, shield(), asked, now()).order(docket, action)
        agreeing = Agreeing(self.store, {Kind.MEASURE: partial(agreeing_to.perform, self.store)})
        agreeing.agree(waits.id, second, now())
        for one in agreeing.due([OUEST], now()):
            agreeing.do(one, now())
        await self.deliveries().run_due()
        with self.store.reading() as connection:
            return [one for one in outbox.on_subject(connection, OUEST, docket.subject) if one.task is Task.ACT]

    async def undo(self, id_: str) -> Delivery:
        with self.store.writing() as connection:
            outbox.plan(connection, [self.inverse(self.delivery(id_))])
        await self.deliveries().run_due()
        return self.delivery(f"{id_}-undo")

    def inverse(self, done: Delivery) -> Delivery:
        return replace(done, id=f"{done.id}-undo", task=Task.REVERT, status=Status.PLANNED, attempts=0, due_at=now())

    def delivery(self, id_: str) -> Delivery:
        with self.store.reading() as connection:
            found = outbox.delivery(connection, id_)
        assert found is not None
        return found

    def taken(self, id_: str) -> list[str]:
        """What stands sealed for an order, in its order."""
        with self.store.reading() as connection:
            said = [entry.payload for entry in read.chain(connection, OUEST) if entry.event == "captured"]
        return [str(one["what"]) for one in said if one["delivery"] == id_]

    def contents(self) -> bytes:
        """All that was ever sealed."""
        with self.store.reading() as connection:
            return b"".join(read.content(connection, KEY, one.id) for one in read.exhibits(connection, OUEST))

    async def close(self) -> None:
        await self.desk.close()
        self.store.close()


@asynccontextmanager
async def at_work(url: str, flavour: str = "mastodon", noticed: Sequence[str] = ()) -> AsyncIterator[AtWork]:
    double = Double(flavour)
    await double.start()
    one = AtWork(double, url, noticed)
    try:
        yield one
    finally:
        await one.close()
        await double.stop()
