"""What is planned is done once, in its time, and by nobody's leave but the server's: an answer that never came, a
server that wants us to wait, a token that is refused, a human who is quicker.
"""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import timedelta

import msgspec
import pytest

from bot.audit import audit
from bot.delivery import Deliveries
from bot.errors import Unanswered
from bot.handling.relations import synchronise
from bot.model.account import Account
from bot.model.action import Order, kind_of
from bot.model.alert import Alert, AlertKind
from bot.model.delivery import Delivery, Status, Task
from bot.model.reason import Severity
from bot.outbox.ledger import Ledger
from bot.outbox.retrying import ATTEMPTS
from bot.platforms.mastodon.options import Options
from bot.platforms.mastodon.platform import Mastodon
from bot.store import outbox, read, relations, write
from tests.alerts.recording import RecordingChannel
from tests.doubles import mastodon_shapes as shapes
from tests.doubles.mastodon import Double
from tests.doubles.mastodon_control import do
from tests.reliability.within import RULE, Within, now


class Shielded:
    """One person on a Mastodon double in this process, with the real platform, pipeline and outbox."""

    def __init__(self, double: Double, url: str, **rule: object) -> None:
        self.double = double
        self.within = Within(url, [RULE | rule])
        for name in ("figure", "harasser"):
            double.world.join(name)
        me = double.world.called("figure")
        account = Account(platform="mastodon", id=me.id, home=f"127.0.0.1:{double.port}")
        options = Options(server=double.base, allow_loopback=True)
        self.platform = Mastodon(account, me.token, now, options)
        person = self.within.shields["camille"].protected
        protected = msgspec.structs.replace(person, accounts=(account,))
        self.within.shields["camille"] = msgspec.structs.replace(self.within.shields["camille"], protected=protected)
        self.within.pipeline.protected = {account.key: protected}
        self.account = account
        self.channel = RecordingChannel("camille/phone")
        self.ledger = Ledger(self.within.store, self.within.shields)
        self.deliveries = self.outbox()

    def outbox(self, clock=now) -> Deliveries:
        """A new life of the outbox."""
        platforms = {self.account.key: self.platform}
        return Deliveries(self.ledger, platforms, {"camille/phone": self.channel}, clock)

    def hear(self, words: str = "quelle pantoufle") -> None:
        told = []
        self.double.world.on_event = lambda to, event, what: told.append(what)
        do(self.double, "post", by="harasser", text=f"@figure {words}")
        raw = json.dumps(shapes.notification(self.double.world, told[-1])).encode()
        arrival = msgspec.structs.replace(self.within.mastodon(raw), account=self.account.key)
        assert len(self.within.pipeline.handle([arrival])) == 1

    def standing(self, kind: str, task: Task = Task.ACT) -> Delivery:
        with self.within.store.reading() as connection:
            every = outbox.with_status(connection, *Status)
        (one,) = [
            one
            for one in every
            if isinstance(one.what, Order) and kind_of(one.what.action) == kind and one.task is task
        ]
        return one

    def calls(self, what: str) -> int:
        return sum(n for path, n in self.double.world.calls.items() if path.startswith("POST") and path.endswith(what))


@pytest.fixture
async def make(database_url) -> AsyncIterator:
    double = Double()
    await double.start()
    made = []

    def shielded(**rule: object) -> Shielded:
        made.append(Shielded(double, database_url, **rule))
        return made[-1]

    yield shielded
    for one in made:
        await one.platform.close()
        one.within.store.close()
    await double.stop()


@pytest.mark.parametrize("fault", [{"kind": "drop_after"}, {"kind": "status", "status": 504}, {"kind": "html"}])
async def test_a_report_that_got_no_answer_is_never_sent_again(make, fault):
    one = make(then=["mute", {"report": "send"}])
    one.hear()
    do(one.double, "fault", path="/api/v1/reports", **fault)
    await one.deliveries.run_due()
    assert one.standing("report").status is Status.UNCERTAIN
    await one.outbox(lambda: now() + timedelta(days=1)).run_due()
    assert one.calls("/reports") == 1
    assert one.standing("mute").status is Status.DONE
    assert [alert.kind for alert in one.channel.sent].count(AlertKind.NOTICE) == 1  # a human is told
    assert all(trail.valid for trail in audit(one.within.store))


async def test_a_mute_that_got_no_answer_is_looked_at_and_not_sent_again(make):
    one = make()
    one.hear()
    do(one.double, "fault", path="/api/v1/accounts", method="POST", kind="drop_after")
    await one.deliveries.run_due()
    assert one.standing("mute").status is Status.PLANNED
    await one.outbox(lambda: now() + timedelta(minutes=1)).run_due()
    assert one.standing("mute").status is Status.DONE
    assert one.calls("/mute") == 1


async def test_a_server_that_answers_web_pages_for_a_while_costs_no_action(make):
    one = make()
    one.hear()
    do(one.double, "fault", path="/api/", kind="html", count=3)
    clock = iter(range(0, 100_000, 60))
    later = one.outbox(lambda: now() + timedelta(minutes=next(clock)))
    await later.run_due()
    assert one.standing("mute").status is Status.DONE
    assert one.calls("/mute") == 1


async def test_a_server_that_wants_a_century_of_patience_is_asked_again_within_hours(make):
    one = make()
    one.hear()
    headers = {"Retry-After": "9" * 30}
    do(one.double, "fault", path="/api/v1/accounts", kind="ratelimit", headers=headers)
    await one.deliveries.run_due()
    assert one.standing("mute").due_at < now() + timedelta(hours=7)


async def test_a_refused_token_uses_up_no_patience(make):
    one = make()
    one.hear()
    do(one.double, "revoke", of="figure")
    for hours in range(ATTEMPTS + 2):
        await one.outbox(lambda hours=hours: now() + timedelta(hours=hours)).run_due()
    assert one.standing("mute").status is Status.PLANNED
    do(one.double, "accept", of="figure")
    do(one.double, "fault", path="/api/v1/accounts", status=503, kind="status")
    for days in (10, 20):
        await one.outbox(lambda days=days: now() + timedelta(days=days)).run_due()
    assert one.standing("mute").status is Status.DONE


async def test_what_surrounds_a_mute_is_kept_as_far_as_the_server_gave_it(make):
    one = make()
    one.hear()
    native = one.standing("mute").what.native
    do(one.double, "fault", path=f"/api/v1/statuses/{native}/context", kind="status", status=503, count=100)
    clock = iter(range(10_000))
    later = one.outbox(lambda: now() + timedelta(hours=next(clock)))
    for _ in range(2 * ATTEMPTS):
        await later.run_due()
    assert one.standing("mute").status is Status.DONE
    assert one.standing("mute", Task.FOLLOW_UP).status is Status.FAILED
    with one.within.store.reading() as connection:
        kept = [entry.payload["what"] for entry in read.chain(connection, "camille") if entry.event == "captured"]
    assert {"profile", "post"} <= set(kept)
    assert (kept.count("profile"), kept.count("post")) == (1, 2), "once, and not again for each try"
    assert all(trail.valid for trail in audit(one.within.store))


async def test_alerts_do_not_wait_for_a_server_that_makes_us_wait(make):
    one = make()
    one.hear()
    with one.within.store.writing() as connection:  # a raid's worth of what goes to the server, worse than any alert
        act = one.standing("mute")
        many = [
            msgspec.structs.replace(
                act, id=f"more-{n}", what=msgspec.structs.replace(act.what, severity=Severity.URGENT)
            )
            for n in range(600)
        ]
        outbox.plan(connection, many)
    do(one.double, "fault", path="/api/", kind="ratelimit", count=1000, headers={"Retry-After": "600"})
    task = asyncio.ensure_future(one.deliveries.run())
    async with asyncio.timeout(20):
        while not one.channel.sent:  # noqa: ASYNC110 - nothing tells
            await asyncio.sleep(0.05)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert sum(one.double.world.calls.values()) < 10


async def test_an_alert_that_got_no_answer_goes_again_marked_so(make):
    one = make()
    one.hear()
    sent: list[Alert] = []

    class Silent(RecordingChannel):
        async def send(self, alert: Alert) -> None:
            sent.append(alert)
            if len(sent) == 1:
                raise Unanswered("no answer")

    one.channel = Silent("camille/phone")
    for minutes in (0, 1):
        await one.outbox(lambda minutes=minutes: now() + timedelta(minutes=minutes)).run_due()
    first, *_, again = [alert for alert in sent if alert.kind is AlertKind.MENTION]
    assert (first.id, first.repeated, again.repeated) == (again.id, False, True)


async def test_a_mute_made_while_the_lists_were_read_was_not_lifted_by_hand(make):
    one = make()
    one.hear()
    before = one.platform.relations

    async def slowly():
        found = await before()
        await one.deliveries.run_due()  # the mute is accepted after the list was written
        return found

    one.platform.relations = slowly
    await synchronise(one.within.store, "camille", [one.platform], now())
    assert "lifted-by-hand" not in str(_events(one))
    one.platform.relations = before
    await synchronise(one.within.store, "camille", [one.platform], now())
    assert "lifted-by-hand" not in str(_events(one))
    do(one.double, "unmute", by="figure", whom="harasser")
    await synchronise(one.within.store, "camille", [one.platform], now())
    assert "mute:lifted-by-hand" in _events(one)


async def test_whoever_is_muted_is_a_stranger_still(make):
    one = make(all=[{"words": ["pantoufle"]}, {"relationship": "stranger"}])
    with one.within.store.writing() as connection:
        write.advance(connection, {f"relations:{one.account.key}": "0"}, now())
    for _ in range(3):  # the first has them muted, or about to be
        one.hear()
    with one.within.store.reading() as connection:
        every = read.kept(connection, read.schema.mention.c.person == "camille")
    assert [kept.rules for kept in every] == [("mot",)] * 3


async def test_where_a_block_is_refused_the_mute_is_still_ours(make):
    one = make(then=["mute", "block"])
    one.hear()
    do(
        one.double,
        "fault",
        path=f"/api/v1/accounts/{one.double.world.called('harasser').id}/block",
        kind="status",
        status=403,
    )
    await one.deliveries.run_due()
    assert {one.standing("mute").status, one.standing("block").status} == {Status.DONE, Status.REFUSED}
    with one.within.store.reading() as connection:
        (row,) = relations.every(connection, "camille")
    assert row["muted_by"] == "us"


def _events(one: Shielded) -> list[str]:
    with one.within.store.reading() as connection:
        return [entry.event for entry in read.chain(connection, "camille")]
