"""Whom a labeler measures is mailed why, where a human wrote it: once the measure is done, and never twice."""

import pytest

from bot.errors import Refused, Unanswered
from bot.model.delivery import Status
from bot.model.measure import Inform, Label, Resolve, Tag, Takedown
from bot.moderating import statements
from bot.outbox.stated import LETTER
from bot.people.review import Review
from bot.store import outbox
from bot.store import statements as rows
from tests.community.making import OUEST
from tests.moderating.hand import NOW, Office

HUGO = "bluesky:did:plc:hugo"
WHY = "Vous avez insulté Léa."
LABEL = Label(values=("harassment",))


class Killed(BaseException):
    """The process ends here."""


@pytest.fixture
def office(tmp_path):
    made = Office(tmp_path)
    yield made
    made.store.close()


def order(office, action=LABEL, said=WHY):
    return office.asks(office.bachir).order(office.docket(subject=HUGO), action, said)


def letter(office, one):
    return office.delivery(one.id + LETTER)


def reasons(office, one):
    with office.store.reading() as connection:
        return rows.of_delivery(connection, OUEST, one.id)


def when(office, kind, error, before=True):
    """Let the server answer so to orders of a kind, and once more do what it is told after."""
    performing = office.server.perform

    async def perform(what):
        if isinstance(what.action, kind):
            office.server.perform = performing
            if not before:
                await performing(what)
            raise error
        return await performing(what)

    office.server.perform = perform


async def test_it_is_mailed_once_the_measure_is_done_and_nothing_of_it_is_left_in_clear(office, tmp_path):
    one = order(office)
    await office.work()
    assert office.server.done == [("label", HUGO), ("inform", HUGO)]
    assert [text for _, text in office.server.said][1:] == [WHY]
    assert letter(office, one).what.action.title.startswith("Exposé des motifs")
    assert reasons(office, one).sent_at is not None
    told = [event for event in office.events() if event in {"label:done", "inform:done"} or "statement" in event]
    assert told == ["statement:written", "label:done", "inform:done", "statement:sent"]
    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir() if path.is_file())
    assert "insulté Léa".encode() not in kept


async def test_nobody_is_mailed_whom_no_human_wrote_to_and_nothing_is_mailed_that_restricts_nothing(office):
    order(office, said="")
    for action in (Resolve(), Tag(add=("x",))):
        order(office, action)
    await office.work()
    assert "inform" not in {kind for kind, _ in office.server.done}


async def test_a_letter_weighs_on_no_budget(office):
    order(office)
    await office.work()
    with office.store.reading() as connection:
        assert outbox.spent(connection, OUEST, NOW.replace(year=2000), NOW.replace(year=2100)) == []


async def test_where_the_server_takes_no_mail_the_measure_is_done_and_the_reasons_wait_to_be_sent_by_hand(office):
    one = order(office)
    when(office, Inform, Refused("no mail"))
    await office.work()
    assert (office.delivery(one.id).status, letter(office, one).status) == (Status.DONE, Status.REFUSED)
    assert reasons(office, one).sent_at is None
    statements.handed(office.store, office.bachir, f"{one.id}-reasons", office.now)
    assert statements.read(office.store, OUEST, f"{one.id}-reasons") == WHY


@pytest.mark.parametrize("heard", [True, False])
async def test_a_letter_cut_off_by_a_crash_is_not_sent_again_by_itself_and_looked_for_before_somebody_sends_it(
    office, heard
):
    one = order(office)
    when(office, Inform, Killed(), before=not heard)
    with pytest.raises(Killed):
        await office.work()
    await office.recover()
    assert (letter(office, one).status, reasons(office, one).sent_at) == (Status.UNCERTAIN, None)
    Review(office.store).retry(letter(office, one).id, "Anne", office.now)
    await office.work()
    assert office.server.done.count(("inform", HUGO)) == 1
    assert (letter(office, one).status, reasons(office, one).sent_at is not None) == (Status.DONE, True)


async def test_a_letter_to_which_nobody_answers_is_uncertain(office):
    one = order(office)
    when(office, Inform, Unanswered("timeout"))
    await office.work()
    assert letter(office, one).status is Status.UNCERTAIN


async def test_a_shield_killed_once_the_label_went_out_mails_once_it_knows(office):
    one = order(office)
    when(office, Label, Killed(), before=False)
    with pytest.raises(Killed):
        await office.work()
    await office.recover()
    await office.work()
    assert office.server.done == [("label", HUGO), ("inform", HUGO)]
    assert reasons(office, one).sent_at is not None


async def test_of_a_measure_that_was_taken_back_or_explained_by_hand_meanwhile_nobody_is_mailed(office):
    taken_back, by_hand = order(office), order(office, Takedown(), "")
    assert by_hand.id  # a proposal: it waits for somebody else, and has no letter
    when(office, Inform, Refused("later"))
    await office.work()
    Review(office.store).retry(letter(office, taken_back).id, "Anne", office.now)
    Review(office.store).undo([office.delivery(taken_back.id)], "Anne", office.now)
    await office.work()
    assert letter(office, taken_back).status is Status.CANCELLED
    other = order(office, Label(values=("spam",)))
    when(office, Inform, Refused("later"))
    await office.work()
    statements.handed(office.store, office.bachir, f"{other.id}-reasons", office.now)
    Review(office.store).retry(letter(office, other).id, "Anne", office.now)
    await office.work()
    assert letter(office, other).status is Status.CANCELLED
    assert "inform" not in {kind for kind, _ in office.server.done}


async def test_what_two_agreed_on_is_explained_as_well(office):
    proposal = order(office, Takedown())
    office.agreeing.agree(proposal.id, office.anne, office.now)
    await office.work()
    assert office.server.done == [("takedown", HUGO), ("inform", HUGO)]


async def test_what_was_so_already_is_explained_by_nobody_here(office):
    office.server.force.add(("label", HUGO))
    one = order(office)
    await office.work()
    assert (office.delivery(one.id).status, letter(office, one)) == (Status.CANCELLED, None)
    assert reasons(office, one).sent_at is None
