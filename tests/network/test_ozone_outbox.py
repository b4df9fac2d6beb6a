"""With the real outbox and the real Ozone: a label is given once, seen, kept as seen, and gone when it is undone."""

import asyncio

import pytest

from bot.delivery import Deliveries
from bot.model.account import Account, Protected
from bot.model.batch import batch_of
from bot.model.delivery import Delivery, Status, Task
from bot.model.measure import Inform, Label
from bot.model.shield import Contact, Shield
from bot.outbox.ledger import Ledger
from bot.outbox.stated import LETTER
from bot.people.review import Review
from bot.platforms.bluesky.ozone.letters import UNDELIVERED
from bot.platforms.bluesky.ozone.refusals import TRIAGE
from bot.store import outbox, read, statements
from bot.store.statements import Statement
from tests.alerts.recording import RecordingChannel
from tests.network.ozone_world import Bleu, together
from tests.reliability.within import Within, now

pytestmark = pytest.mark.network
LABEL = "tools.ozone.moderation.defs#modEventLabel"
EMAIL = "tools.ozone.moderation.defs#modEventEmail"
WHY = "Vous avez insulté Léa <trois fois>.\n\nRecours : recours@bleu.test"
NOBODY = "did:plc:aaaaaaaaaaaaaaaaaaaaaaaa"


class Killed(BaseException):
    """The process ends here."""


class Desk:
    """A community's outbox over its real desk."""

    def __init__(self, bleu, within):
        self.bleu, self.within = bleu, within
        account = Account(platform="desk", id="bleu", handle=bleu.account.handle)
        person = Protected(name="bleu", accounts=(account,))
        within.shields["bleu"] = Shield(protected=person, contacts=(Contact(name="bleu/phone"),), desk=account.key)
        self.channel = RecordingChannel("bleu/phone")

    def outbox(self, desk=None):
        """A new life of the outbox."""
        ledger = Ledger(self.within.store, self.within.shields)
        return Deliveries(ledger, {"desk:bleu": desk or self.bleu.desk}, {"bleu/phone": self.channel}, now)

    def plan(self, order):
        with self.within.store.writing() as connection:
            one = Delivery(id=order.id, person="bleu", task=Task.ACT, via="desk:bleu", what=order, due_at=now())
            outbox.plan(connection, [one])

    def explained(self, **more):
        """A label for the whole account, with the reasons that somebody wrote for it."""
        order = self.bleu.order(Label(values=("harassment",)), statement="why", **more)
        given = Statement("why", "bleu", order.id, "fr", "anne", now())
        with self.within.store.writing() as connection:
            statements.put(connection, self.within.store.master, given, WHY)
        self.plan(order)
        return order

    def letter(self, order):
        with self.within.store.reading() as connection:
            return outbox.delivery(connection, order.id + LETTER)

    def sent(self):
        with self.within.store.reading() as connection:
            return statements.statement(connection, "bleu", "why").sent_at is not None

    def mails(self, did):
        return self.bleu.events(subject=did, types=EMAIL)

    def standing(self, task=Task.ACT):
        with self.within.store.reading() as connection:
            [one] = [one for one in outbox.with_status(connection, *Status) if one.task is task]
        return one

    def entries(self):
        with self.within.store.reading() as connection:
            return [one.event for one in read.chain(connection, "bleu")]

    async def until(self, task, status):
        async with asyncio.timeout(20):
            while self.standing(task).status is not status:
                await self.outbox().run_due()
                await asyncio.sleep(0.1)


@pytest.fixture
async def make(atnet, tmp_path):
    made = []

    async def desk(role="Moderator"):
        bleu = await together(Bleu, atnet, role=role)
        made.append(Desk(bleu, Within(f"sqlite:///{tmp_path / 'rempart.db'}")))
        return made[-1]

    yield desk
    for one in made:
        await one.bleu.close()
        one.within.store.close()


async def test_a_label_is_given_seen_kept_as_seen_and_gone_when_a_human_takes_it_back(make):
    desk = await make()
    bleu = desk.bleu
    post = await together(bleu.post)
    order = bleu.order(Label(values=("harassment",)), post)
    desk.plan(order)
    await desk.until(Task.ACT, Status.DONE)
    await together(bleu.net.eventually, lambda: bleu.shown(post.uri) == {"harassment"})
    await desk.until(Task.FOLLOW_UP, Status.DONE)
    assert desk.entries().count("captured") == 2  # as the labeler lists it, and as people are shown it
    [event] = await together(bleu.events, subject=post.uri, batchId=batch_of(order), types=LABEL)
    assert str(event["id"]) == desk.standing().receipt
    review = Review(desk.within.store)
    review.undo([desk.standing()], "dominique", now())
    await desk.until(Task.REVERT, Status.DONE)
    await together(bleu.net.eventually, lambda: not bleu.shown(post.uri))
    assert len(await together(bleu.events, subject=post.uri, batchId=batch_of(order), types=LABEL)) == 2
    assert {"label:done", "undo label:done"} <= set(desk.entries())
    assert not desk.channel.sent


async def test_a_shield_killed_after_the_label_went_out_gives_it_once(make):
    desk = await make()
    bleu = desk.bleu
    post = await together(bleu.post)
    desk.plan(bleu.order(Label(values=("harassment",)), post))
    dying = bleu.open()
    emitting = dying.perform

    async def killed(order):
        await emitting(order)
        raise Killed

    dying.perform = killed
    with pytest.raises(Killed):
        await desk.outbox(dying).run_due()
    assert desk.standing().status is Status.ATTEMPTING
    again = desk.outbox(bleu.open())
    await again.recover()
    await again.run_due()
    assert desk.standing().status is Status.DONE
    assert len(await together(bleu.events, subject=post.uri, types=LABEL)) == 1


async def test_who_only_sorts_reports_has_the_order_refused_in_words_and_no_password_is_blamed(make):
    desk = await make("Triage")
    bleu = desk.bleu
    desk.plan(bleu.order(Label(values=("harassment",)), await together(bleu.post)))
    await desk.outbox().run_due()
    one = desk.standing()
    assert (one.status, one.trouble) == (Status.REFUSED, TRIAGE)
    assert bleu.logins() == 1
    assert not [alert for alert in desk.channel.sent if "mot de passe" in alert.body]


async def test_whom_the_team_measured_is_mailed_why_by_ozone_itself_once_it_is_done(make):
    desk = await make()
    order = desk.explained()
    await desk.outbox().run_due()
    assert (desk.letter(order).status, desk.sent()) == (Status.DONE, True)
    [event] = await together(desk.mails, order.subject_id)
    said = event["event"]
    assert (said["isDelivered"], said["subjectLine"]) == (True, desk.letter(order).what.action.title)
    assert said["content"] == "<p>Vous avez insulté Léa &lt;trois fois&gt;.</p><p>Recours : recours@bleu.test</p>"
    assert str(event["id"]) == desk.letter(order).receipt
    assert {"label:done", "inform:done", "statement:sent"} <= set(desk.entries())


async def test_where_ozone_can_mail_nobody_the_label_is_given_and_the_reasons_are_left_to_be_sent_by_hand(make):
    desk = await make()
    order = desk.explained(subject=f"bluesky:{NOBODY}", subject_id=NOBODY)
    await desk.outbox().run_due()
    letter = desk.letter(order)
    with desk.within.store.reading() as connection:
        assert outbox.delivery(connection, order.id).status is Status.DONE
    assert (letter.status, letter.trouble, desk.sent()) == (Status.REFUSED, UNDELIVERED, False)
    Review(desk.within.store).retry(letter.id, "dominique", now())
    await desk.outbox().run_due()
    assert desk.letter(order).trouble == UNDELIVERED
    assert len(await together(desk.mails, NOBODY)) == 1  # each try would be one more


async def test_a_shield_killed_once_the_mail_left_sends_no_second_one_and_finds_it_when_somebody_asks(make):
    desk = await make()
    order = desk.explained()
    dying = desk.bleu.open()
    emitting = dying.perform

    async def killed(what):
        receipt = await emitting(what)
        if isinstance(what.action, Inform):
            raise Killed
        return receipt

    dying.perform = killed
    with pytest.raises(Killed):
        await desk.outbox(dying).run_due()
    again = desk.outbox(desk.bleu.open())
    await again.recover()
    await again.run_due()
    assert (desk.letter(order).status, desk.sent()) == (Status.UNCERTAIN, False)
    Review(desk.within.store).retry(desk.letter(order).id, "dominique", now())
    await again.run_due()
    assert (desk.letter(order).status, desk.sent()) == (Status.DONE, True)
    assert len(await together(desk.mails, order.subject_id)) == 1
