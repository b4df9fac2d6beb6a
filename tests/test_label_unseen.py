"""A community is told where a label that its desk gave is not to be seen, and not of one that was never given."""

import asyncio

import pytest

from bot.delivery import Deliveries
from bot.errors import Refused, TryLater
from bot.model.account import Account, Protected
from bot.model.action import Order, Prior
from bot.model.delivery import Delivery, Status, Task
from bot.model.measure import Label
from bot.model.reason import Reason, Severity
from bot.model.shield import Contact, Shield
from bot.outbox.ledger import Ledger
from bot.outbox.retrying import ATTEMPTS
from bot.platforms.port import Standing
from bot.store import outbox
from tests.alerts.recording import RecordingChannel
from tests.reliability.within import Within, now


class Labeler:
    """A desk whose labels nobody shows."""

    def __init__(self, *, gives=True):
        self.gives = gives

    async def prior(self, _order):
        return Prior()

    async def standing(self, _order):
        return Standing()

    async def capture(self, _order):
        for none in ():
            yield none

    async def perform(self, _order):
        if not self.gives:
            raise Refused("The account only sorts reports.")
        return "1"

    async def follow_up(self, _order):
        raise TryLater("The AppView does not show the label yet.")
        yield


@pytest.fixture
def bleu(tmp_path):
    within = Within(f"sqlite:///{tmp_path / 'rempart.db'}")
    account = Account(platform="desk", id="bleu")
    person = Protected(name="bleu", accounts=(account,))
    within.shields["bleu"] = Shield(protected=person, contacts=(Contact(name="bleu/phone"),), desk=account.key)
    yield within
    within.store.close()


async def after_all_tries(within, labeler):
    """The titles that reached the moderators once nobody looks for the label any more."""
    order = Order(
        id="1",
        person="bleu",
        by="desk:bleu",
        action=Label(values=("harassment",)),
        subject="bluesky:did:plc:troll",
        subject_id="did:plc:troll",
        uri="at://did:plc:troll/app.bsky.feed.post/1",
        revision="bafy",
        rule="insultes",
        reason=Reason.HARASSMENT_TARGETED,
        severity=Severity.HIGH,
        decided_at=now(),
        received_at=now(),
    )
    channel = RecordingChannel("bleu/phone")
    deliveries = Deliveries(Ledger(within.store, within.shields), {"desk:bleu": labeler}, {"bleu/phone": channel}, now)
    given = Delivery(id="1", person="bleu", task=Task.ACT, via="desk:bleu", what=order, due_at=now())
    with within.store.writing() as connection:
        outbox.plan(connection, [given])
    await deliveries.run_due()
    with within.store.writing() as connection:
        [looked] = [one for one in outbox.with_status(connection, *Status) if one.task is Task.FOLLOW_UP]
        outbox.settle(connection, _last_try(looked))
    await deliveries.run_due()
    await asyncio.sleep(0)
    return [(one.title, one.body) for one in channel.sent]


def _last_try(one):
    from msgspec.structs import replace

    return replace(one, status=Status.PLANNED, attempts=ATTEMPTS - 1, due_at=now())


async def test_a_label_that_nobody_shows_is_told_once_it_was_looked_for_long_enough(bleu):
    [(title, body)] = await after_all_tries(bleu, Labeler())
    assert "étiquette" in title
    assert "harassment" in body
    assert "did:plc" not in title + body


async def test_a_label_that_was_refused_is_not_missed(bleu):
    assert not [title for title, _ in await after_all_tries(bleu, Labeler(gives=False)) if "étiquette" in title]
