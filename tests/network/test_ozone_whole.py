"""The whole way on the real Ozone: a member reports, it is judged, labelled, seen, and gone when its batch is undone."""

import asyncio

import pytest

from bot.backtest.ready import compiled
from bot.community.batch import Communal
from bot.delivery import Deliveries
from bot.model.account import Account, Protected
from bot.model.action import Order
from bot.model.batch import batch_of
from bot.model.community import Keeps
from bot.model.decision import Mode
from bot.model.delivery import Status, Task
from bot.model.docket import Standing
from bot.model.shield import Budget, Contact, Shield
from bot.moderating.batches import of_batch
from bot.outbox.ledger import Ledger
from bot.people.review import Review
from bot.pipeline import Pipeline
from bot.platforms.bluesky.ozone.normalise import normaliser
from bot.rules.policy import Policy
from bot.store import dockets, outbox, read
from tests.alerts.recording import RecordingChannel
from tests.community import making
from tests.network.ozone_world import Bleu, message, strong, together
from tests.reliability.within import now
from tests.rules.parsed import parse_rules

pytestmark = pytest.mark.network
RULE = {
    "name": "insultes signalées",
    "reason": "harassment_targeted",
    "severity": "medium",
    "all": [{"words": ["pourriture"]}, {"reported": {"by": 1}}],
    "then": [{"label": ["harassment"], "for": "7 days"}],
}


class Whole:
    """The community's shield over its real desk."""

    def __init__(self, bleu, folder):
        self.bleu = bleu
        self.store = making.store(folder)
        account = Account(platform="desk", id="bleu", handle=bleu.account.handle)
        shield = Shield(
            protected=Protected(name="bleu", accounts=(account,)),
            contacts=(Contact(name="bleu/phone"),),
            budget=Budget(hour=10, day=30, reserve_hour=0, reserve_day=0),
            desk=account.key,
            keeps=Keeps.NOTICED,
            measures=frozenset({"label"}),
        )
        engine = compiled({"bleu": Policy(mode=Mode.ACT, rules=parse_rules([RULE]))})
        self.shields = {"bleu": shield}
        self.pipeline = Pipeline(self.store, self.shields, {"ozone": normaliser(bleu.rolls)}, engine, now)
        self.pipeline.batch = Communal
        self.outbox = Deliveries(
            Ledger(self.store, self.shields), {"desk:bleu": bleu.desk}, {"bleu/phone": RecordingChannel("x")}, now
        )

    async def hear(self):
        """One look at the labeler's queue, judged."""
        for one in await self.bleu.queue():
            self.pipeline.handle([one])

    def docket(self):
        with self.store.reading() as connection:
            return dockets.docket(connection, "bleu", f"bluesky:{self.bleu.troll.me.did}")

    def acts(self, task=Task.ACT):
        with self.store.reading() as connection:
            every = outbox.with_status(connection, *Status)
        return [one for one in every if isinstance(one.what, Order) and one.task is task]

    async def until(self, task):
        async with asyncio.timeout(20):
            while [one.status for one in self.acts(task)] != [Status.DONE]:
                await self.outbox.run_due()
                await asyncio.sleep(0.1)


@pytest.fixture
async def whole(atnet, tmp_path):
    made = Whole(await together(Bleu, atnet), tmp_path)
    yield made
    await made.bleu.close()
    made.store.close()


async def test_what_a_member_reports_is_joined_judged_labelled_seen_and_gone_with_its_batch(whole):
    bleu = whole.bleu
    post = await together(bleu.post, "espèce de pourriture", to=bleu.lea)
    await together(bleu.report, strong(post))
    await whole.hear()
    assert (whole.docket().standing, whole.docket().flags) == (Standing.OPEN, 1)
    [given] = whole.acts()
    await whole.until(Task.ACT)
    await together(bleu.net.eventually, lambda: bleu.shown(post.uri) == {"harassment"})
    await whole.until(Task.FOLLOW_UP)
    [chosen] = of_batch(whole.store, batch_of(given.what))
    [event] = await together(bleu.events, subject=post.uri, batchId=batch_of(given.what))
    assert (chosen.id, chosen.receipt) == (given.id, str(event["id"]))
    assert event["event"]["durationInHours"] == 7 * 24
    Review(whole.store).undo([chosen], "dominique", now())
    await whole.until(Task.REVERT)
    await together(bleu.net.eventually, lambda: not bleu.shown(post.uri))


async def test_of_a_private_message_that_was_reported_no_row_and_no_byte_is_kept(whole, tmp_path):
    bleu = whole.bleu
    canary = "canari-des-messages-privés"
    await together(bleu.report, message(bleu.troll), words=canary)
    await whole.hear()
    assert whole.docket() is None
    with whole.store.reading() as connection:
        lines = [one.payload for one in read.chain(connection, "bleu")]
        named = {str(line["exhibit"]) for line in lines if "exhibit" in line}
        kept = b"".join(read.content(connection, whole.store.master, one) for one in named)
    written = b"".join(one.read_bytes() for one in tmp_path.rglob("*") if one.is_file())
    for sought in (canary.encode(), bleu.troll.me.did.encode(), b"3kconvo"):
        assert sought not in kept + written + str(lines).encode()
