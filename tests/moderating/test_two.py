"""What is grave takes two people, whatever page, command, rule or backup planned it; and rules keep to their budget."""

from datetime import timedelta
from itertools import count

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from bot.backups.backup import back_up
from bot.backups.restoring import restore
from bot.errors import Refused
from bot.model.decision import Decision, Hold, Match, Mode
from bot.model.delivery import Status
from bot.model.facts import Facts
from bot.model.measure import Limit, LimitDomain, Suspend, SuspendDomain, Takedown
from bot.model.proposal import Kind, Standing
from bot.model.reason import Reason, Severity
from bot.model.seat import Grant, Role
from bot.model.shield import Budget
from bot.moderating import agreeing_to
from bot.moderating.asking import Confirmed, of_server
from bot.outbox.seconded import TERM, meant, require_second
from bot.people.agreeing import ALONE, Agreeing
from bot.people.review import Review
from bot.rules.plan import Allowance, plan
from bot.store import outbox, proposals
from tests.community import making
from tests.community.making import OUEST
from tests.moderating.hand import LONG_AGO, NOW, Office

GRAVE = (Suspend(), Takedown(), LimitDomain(domain="nord.test"), SuspendDomain(domain="nord.test"))


@pytest.fixture
def office(tmp_path):
    made = Office(tmp_path)
    yield made
    made.store.close()


async def refused(office, id_=None):
    """Let the shield try; nothing is done at the server, and the measure ends refused."""
    await office.work()
    one = office.delivery(id_) if id_ else office.only()
    assert office.server.done == []
    return one.status is Status.REFUSED


async def test_what_is_light_is_done_at_once_in_my_name_and_weighs_on_no_budget(office):
    one = office.asks(office.chloe).order(office.docket(), Limit())
    await office.work()
    assert (office.server.done, one.cause) == ([("limit", office.docket().subject)], "Chloé")
    with office.store.reading() as connection:
        assert outbox.spent(connection, OUEST, LONG_AGO, NOW + ALONE) == []
    assert "measure:asked" in office.events()


@pytest.mark.parametrize("action", GRAVE, ids=lambda one: type(one).__name__)
async def test_what_is_grave_waits_for_another_and_is_done_once_they_agreed(office, action):
    proposal = office.asks(office.bachir).order(office.docket(), action)
    await office.work()
    one = office.only()
    assert (one.status, one.hold, office.server.done, proposal.due_at) == (Status.HELD, Hold.TWO, [], None)
    office.agreeing.agree(proposal.id, office.anne, office.now)
    await office.work()
    await office.work()
    assert [kind for kind, _ in office.server.done] == [one.does]
    assert office.delivery(one.id).cause == "Bachir & ouest"


def test_who_lacks_the_right_asks_for_nothing_grave(office):
    with pytest.raises(Refused, match="measure"):
        office.asks(office.chloe).order(office.docket(), Suspend())
    stranger = office.invite("Dora", Grant.MEASURE, person="elsewhere")
    office.admission.revoke(office.bachir, "Anne", office.now)
    for who in (stranger, office.bachir):
        with pytest.raises(Refused):
            office.asks(who).order(office.docket(), Suspend())
    observer = office.invite("Eve", role=Role.OBSERVER)
    with pytest.raises(Refused, match="act"):
        office.asks(observer).order(office.docket(), Limit())
    with office.store.reading() as connection:
        assert outbox.with_status(connection, *Status) == []


def test_no_approval_of_one_lets_it_be_done(office):
    office.asks(office.bachir).order(office.docket(), Suspend())
    with pytest.raises(Refused, match="two people"):
        Review(office.store).approve(office.only().id, "Bachir", office.now)
    assert office.only().status is Status.HELD
    assert Review(office.store).reject(office.only().id, "Bachir", office.now).status is Status.CANCELLED


@pytest.mark.parametrize("action", GRAVE, ids=lambda one: type(one).__name__)
def test_a_rule_that_would_be_so_bold_is_held_for_two(action):
    match = Match(rule="bold", reason=Reason.SPAM, severity=Severity.URGENT, mode=Mode.ACT, actions=(action,))
    mention = making.mention("…", making.stranger("hugo"), making.member("lea"))
    facts, decision = Facts(mention=mention), Decision(matches=(match,), decided_at=NOW)
    (planned,) = plan(facts, decision, Allowance(Budget()), paused=False, make_id=map(str, count()))
    assert planned.hold is Hold.TWO


async def test_what_is_planned_in_the_database_by_hand_is_refused(office):
    office.asks(office.bachir).order(office.docket(), Suspend())
    with office.store.writing() as connection:
        connection.execute(text("UPDATE delivery SET status = 'planned', hold = NULL"))
    assert await refused(office)


async def test_a_row_that_nobody_proposed_is_refused_and_so_is_every_retry_of_it(office):
    proposal = office.asks(office.bachir).order(office.docket(), Suspend())
    other = office.only()
    made = msgspec.structs.replace(other, id="forged", what=msgspec.structs.replace(other.what, id="forged"))
    with office.store.writing() as connection:
        outbox.plan(connection, [msgspec.structs.replace(made, status=Status.PLANNED, hold=None)])
    await office.work()
    assert office.delivery("forged").status is Status.REFUSED
    Review(office.store).retry("forged", "Bachir", office.now)
    await office.work()
    assert (office.delivery("forged").status, office.server.done) == (Status.REFUSED, [])
    assert proposal.standing is Standing.WAITING


async def test_a_dead_letter_is_tried_again_on_the_same_yes_but_not_on_an_old_one(office):
    proposal = office.asks(office.bachir).order(office.docket(), Suspend())
    office.agreeing.agree(proposal.id, office.anne, office.now)
    office.errands()
    id_ = office.only().id
    for later, done in ((TERM + timedelta(days=1), 0), (timedelta(days=2), 1)):
        with office.store.writing() as connection:
            connection.execute(text("UPDATE delivery SET status = 'failed'"))
        office.now = NOW + later
        Review(office.store).retry(id_, "Anne", office.now)
        await office.work()
        assert len(office.server.done) == done


async def test_what_was_agreed_on_is_what_is_done_and_nothing_else(office):
    proposal = office.asks(office.bachir).order(office.docket(), LimitDomain(domain="nord.test"))
    office.agreeing.agree(proposal.id, office.anne, office.now)
    office.errands()
    one = office.only()
    bolder = msgspec.structs.replace(one.what, action=SuspendDomain(domain="sud.test"))
    with office.store.writing() as connection:
        outbox.reword(connection, msgspec.structs.replace(one, what=bolder))
    assert await refused(office)


async def test_what_became_another_or_is_of_another_community_still_waits(office):
    proposal = office.asks(office.bachir).order(office.docket(), LimitDomain(domain="nord.test"))
    one = office.only()
    agreeing_to.perform(office.store, msgspec.structs.replace(proposal, person="elsewhere"), office.now)
    assert office.only().status is Status.HELD
    bolder = msgspec.structs.replace(one.what, action=SuspendDomain(domain="sud.test"))
    with office.store.writing() as connection:
        outbox.reword(connection, msgspec.structs.replace(one, what=bolder))
    office.agreeing.agree(proposal.id, office.anne, office.now)
    office.errands()
    assert office.only().status is Status.HELD


def written(office, connection, proposal, **more):
    """As we write it, with its seal, so that something else must keep it from being done."""
    changed = msgspec.structs.replace(proposal, **more)
    proposals.put(connection, changed)
    proposals.seal(connection, office.store.master, changed)


def by_another_hand(office, **more):
    """Somebody who has the database, and not the master key, writes that two people agreed, and plans it."""
    one = office.only()
    with office.store.writing() as connection:
        (waits,) = proposals.standing(connection, OUEST, [Standing.WAITING], 9)
        common = {"standing": Standing.DONE, "settled_by": office.anne.id, "settled_at": office.now}
        proposals.put(connection, msgspec.structs.replace(waits, **(common | more)))
        connection.execute(text("UPDATE delivery SET status = 'planned', hold = NULL"))
    return one


async def settled(office, by, settled_by, **more):
    """It was agreed on so."""
    office.asks(office.bachir).order(office.docket(), Suspend())
    one = office.only()
    with office.store.writing() as connection:
        (proposal,) = proposals.standing(connection, OUEST, [Standing.WAITING], 9)
        common = {"standing": Standing.AGREED, "by": by.id, "settled_by": settled_by, "settled_at": office.now}
        written(office, connection, proposal, **(common | more))
    return one


def seals(office):
    with office.store.reading() as connection:
        return list(connection.scalars(text("SELECT name FROM safe WHERE name LIKE 'yes:%'")))


@pytest.mark.parametrize("standing", [Standing.AGREED, Standing.DONE])
async def test_who_has_only_the_database_says_yes_for_nobody(office, standing):
    office.asks(office.bachir).order(office.docket(), Suspend())
    one = by_another_hand(office, standing=standing)
    assert await refused(office, one.id)
    if standing is Standing.DONE:
        assert "not sealed here" in office.delivery(one.id).trouble


async def test_a_yes_for_one_thing_is_none_for_another(office):
    """A true seal stands there, and is moved to what nobody agreed on."""
    proposal = office.asks(office.bachir).order(office.docket(), Suspend())
    office.agreeing.agree(proposal.id, office.anne, office.now)
    office.asks(office.bachir).order(office.docket(2), Suspend())
    with office.store.writing() as connection:
        (other,) = proposals.standing(connection, OUEST, [Standing.WAITING], 9)
        agreed = {"standing": Standing.DONE, "settled_by": office.anne.id, "settled_at": office.now}
        proposals.put(connection, msgspec.structs.replace(other, **agreed))
        connection.execute(text("DELETE FROM safe WHERE name = :its"), {"its": f"yes:{other.id}"})
        moved = "UPDATE safe SET name = :to WHERE name = :its"
        connection.execute(text(moved), {"its": f"yes:{proposal.id}", "to": f"yes:{other.id}"})
        connection.execute(text("UPDATE delivery SET status = 'planned', hold = NULL"))
    await office.work()
    assert office.server.done == []


async def test_nobody_makes_the_day_shorter_that_one_alone_waits_nor_proposes_in_my_name(office):
    office.asks(office.bachir).order(office.docket(), Suspend())
    with office.store.writing() as connection:
        (waits,) = proposals.standing(connection, OUEST, [Standing.WAITING], 9)
        proposals.put(connection, msgspec.structs.replace(waits, due_at=office.now))
    with pytest.raises(Refused, match="once more"):
        office.agreeing.agree(waits.id, office.anne, office.now)
    await office.work()
    assert (office.server.done, office.only().status, office.agreeing.open(OUEST)) == ([], Status.HELD, [])
    assert (office.events()[-1], seals(office)) == ("proposal:unsealed", [])


async def test_what_goes_another_way_than_its_order_says_is_refused(office):
    proposal = office.asks(office.bachir).order(office.docket(), Suspend())
    office.agreeing.agree(proposal.id, office.anne, office.now)
    office.errands()
    one = msgspec.structs.replace(office.only(), via="desk:nord")
    with office.store.writing() as connection, pytest.raises(Refused, match="nobody agreed"):
        require_second(connection, office.store.master, one, office.shield)


async def test_a_yes_is_let_go_of_once_all_is_done_or_it_was_taken_back(office):
    proposal = office.asks(office.bachir).order(office.docket(), Suspend())
    office.agreeing.agree(proposal.id, office.anne, office.now)
    assert seals(office) == [f"yes:{proposal.id}"]
    await office.work()
    assert (len(office.server.done), seals(office)) == (1, [])
    other = office.asks(office.bachir).order(office.docket(2), Suspend())
    office.agreeing.withdraw(other.id, office.anne, office.now)
    assert seals(office) == []


class Killed(BaseException):
    """The process ends here."""


async def test_killed_between_the_yes_and_the_deed_it_is_done_all_the_same_and_once(office, tmp_path):
    def killed(one, now):
        agreeing_to.perform(office.store, one, now)
        raise Killed

    proposal = office.asks(office.bachir).order(office.docket(), Suspend())
    agreed = office.agreeing.agree(proposal.id, office.anne, office.now)
    with pytest.raises(Killed):
        Agreeing(office.store, {Kind.MEASURE: killed}).do(agreed, office.now)
    office.store.close()
    office.store = making.store(tmp_path)
    office.agreeing = Agreeing(office.store, office.agreeing.performing)
    await office.recover()
    await office.work()
    await office.work()
    assert (len(office.server.done), seals(office)) == (1, [])


async def test_while_some_of_it_may_be_tried_again_the_yes_stays(office):
    held = []
    for number in (1, 2):
        proposal = office.asks(office.bachir).order(office.docket(number), Suspend())
        office.agreeing.withdraw(proposal.id, office.bachir, office.now)
        held += meant(proposal).deliveries
    proposal = office.asks(office.bachir).propose(held)
    office.agreeing.agree(proposal.id, office.anne, office.now)
    office.errands()
    with office.store.writing() as connection:
        connection.execute(text("UPDATE delivery SET status = 'failed' WHERE id = :its"), {"its": held[1]})
    await office.work()
    assert (len(office.server.done), seals(office)) == (1, [f"yes:{proposal.id}"])
    Review(office.store).retry(held[1], "Anne", office.now)
    await office.work()
    assert (len(office.server.done), seals(office)) == (2, [])


async def test_a_second_person_is_another_who_is_there_and_may(office):
    far = office.invite("Dora", Grant.MEASURE, person="elsewhere")
    double = office.invite(" bachir", Grant.MEASURE)
    gone = office.invite("Fanny", Grant.MEASURE)
    office.admission.revoke(gone, "Anne", office.now)
    over = office.invite("Gaël", Grant.MEASURE, until=NOW - timedelta(hours=1))
    one = await settled(office, office.bachir, office.bachir.id)
    office.errands()
    nobody = ("", "unknown", far.id, double.id, gone.id, over.id, office.chloe.id, office.bachir.id)
    for who in nobody:
        with office.store.writing() as connection:
            (proposal,) = proposals.naming(connection, OUEST, Kind.MEASURE, one.id)
            written(office, connection, proposal, settled_by=who)
            connection.execute(text("UPDATE delivery SET status = 'planned'"))
        assert await refused(office, one.id), who
    with office.store.writing() as connection:
        written(office, connection, proposal, settled_by=office.anne.id)
        connection.execute(text("UPDATE delivery SET status = 'planned'"))
    await office.work()
    assert len(office.server.done) == 1


@pytest.mark.parametrize("standing", [Standing.WAITING, Standing.WITHDRAWN])
async def test_what_waits_or_was_taken_back_is_no_yes(office, standing):
    one = await settled(office, office.bachir, office.anne.id, standing=standing)
    with office.store.writing() as connection:
        connection.execute(text("UPDATE delivery SET status = 'planned'"))
    assert await refused(office, one.id)


def test_one_person_with_two_seats_agrees_to_nothing_of_their_own(office):
    double = office.invite("BACHIR", Grant.MEASURE)
    proposal = office.asks(office.bachir).order(office.docket(), Suspend())
    with pytest.raises(Refused, match="cannot agree"):
        office.agreeing.agree(proposal.id, double, office.now)


@pytest.mark.parametrize("planned", [False, True], ids=["agreed", "planned"])
async def test_what_a_backup_brings_back_was_agreed_on_by_nobody(office, tmp_path, planned):
    """It was agreed on, and not done yet; nobody knows whether the yes was taken back since."""
    proposal = office.asks(office.bachir).order(office.docket(), Suspend())
    office.agreeing.agree(proposal.id, office.anne, office.now)
    if planned:
        office.errands()
    back_up(office.store, tmp_path / "a.backup", tmp_path / "a.keys", office.now)
    office.store.close()
    (tmp_path / "again").mkdir()
    office.store = making.store(tmp_path / "again")
    restore(office.store, tmp_path / "a.backup", tmp_path / "a.keys", {}, "Anne", office.now)
    office.agreeing = Agreeing(office.store, office.agreeing.performing)
    assert seals(office) == []
    await office.work()
    one = office.only()
    with office.store.writing() as connection:
        outbox.settle(connection, msgspec.structs.replace(one, status=Status.UNCERTAIN, hold=Hold.REVIEW))
    Review(office.store).retry(one.id, "Bachir", office.now)
    assert await refused(office)
    assert ("after a backup was restored" in office.only().trouble) == planned
    again = office.asks(office.bachir).order(office.docket(), Suspend())
    office.agreeing.agree(again.id, office.anne, office.now)
    await office.work()
    assert len(office.server.done) == 1, "asked for once more, it is done"


async def test_who_is_alone_waits_a_day_and_then_it_is_done(tmp_path):
    office = Office(tmp_path)
    office.admission.revoke(office.bachir, "Anne", office.now)
    proposal = office.asks(office.anne).order(office.docket(), Suspend())
    assert proposal.due_at == NOW + ALONE
    await office.work()
    assert office.server.done == []
    office.now = NOW + ALONE
    await office.work()
    assert len(office.server.done) == 1
    office.store.close()


async def test_where_the_community_lets_one_decide_they_write_the_name_first(tmp_path):
    office = Office(tmp_path, by_one=frozenset({"suspend"}))
    docket, said = office.docket(), Confirmed("hugo@nord.test", "@Hugo@nord.test ")
    for action, confirmed in (
        (Takedown(), said),
        (Suspend(), Confirmed("hugo@nord.test", "hugo")),
        (Suspend(), Confirmed("", "")),
    ):
        with pytest.raises(Refused):
            office.asks(office.bachir).by_oneself(docket, action, confirmed)
    with pytest.raises(Refused, match="measure"):
        office.asks(office.chloe).by_oneself(docket, Suspend(), said)
    one = office.asks(office.bachir).by_oneself(docket, Suspend(), said)
    await office.work()
    assert (office.server.done, office.delivery(one.id).cause) == ([("suspend", docket.subject)], "Bachir")
    agreed = [each.payload for each in office.chain() if each.event == "proposal:agreed"]
    assert [each["alone"] for each in agreed] == [1]
    office.store.close()


async def test_what_one_decided_is_refused_where_the_community_lets_one_decide_it_no_more(tmp_path):
    office = Office(tmp_path, by_one=frozenset({"suspend"}))
    one = office.asks(office.bachir).by_oneself(office.docket(), Suspend(), Confirmed("hugo", "hugo"))
    office.shield = making.shield()
    assert await refused(office, one.id)
    office.store.close()


async def test_to_take_a_grave_measure_back_needs_nobody(office):
    proposal = office.asks(office.bachir).order(office.docket(), Suspend())
    office.agreeing.agree(proposal.id, office.anne, office.now)
    await office.work()
    Review(office.store).undo([office.only()], "Chloé", office.now)
    with office.store.writing() as connection:
        connection.execute(text("DELETE FROM proposal"))
    await office.work()
    assert [kind for kind, _ in office.server.undone] == ["suspend"]


def test_what_the_community_trusts_and_what_is_under_way_is_left(office):
    docket = office.docket()
    office.asks(office.bachir).order(docket, Limit())
    with pytest.raises(Refused, match="under way"):
        office.asks(office.anne).order(docket, Limit())
    Review(office.store).trust(OUEST, docket.subject, "Anne", office.now)
    with pytest.raises(Refused, match="trusts"):
        office.asks(office.bachir).order(docket, Suspend())


async def test_many_that_belong_together_are_one_proposal(office):
    held = []
    for number in range(1, 4):
        proposal = office.asks(office.bachir).order(office.docket(number), Suspend())
        office.agreeing.withdraw(proposal.id, office.bachir, office.now)
        held += meant(proposal).deliveries
    with pytest.raises(Refused, match="not all"):
        office.asks(office.bachir).propose([*held, "unknown"])
    proposal = office.asks(office.bachir).propose(held)
    office.agreeing.agree(proposal.id, office.anne, office.now)
    await office.work()
    assert len(office.server.done) == 3


@given(
    budget=st.builds(
        lambda hour, day: Budget(hour=hour, day=day, reserve_hour=0, reserve_day=0),
        st.integers(0, 4),
        st.integers(0, 9),
    ),
    moments=st.lists(st.tuples(st.integers(0, 3 * 24 * 60), st.sampled_from(Severity), st.booleans()), max_size=60),
)
def test_rules_take_no_more_measures_than_the_budget_whatever_comes_when(budget, moments):
    allowance, ids, taken = Allowance(budget), map(str, count()), []
    for minute, severity, grave in moments:
        action = Suspend() if grave else Limit()
        match = Match(rule="r", reason=Reason.SPAM, severity=severity, mode=Mode.ACT, actions=(action,))
        at = NOW + timedelta(minutes=minute)
        mention = making.mention("…", making.stranger("hugo"), making.member("lea"), at=at)
        facts, decision = Facts(mention=mention), Decision(matches=(match,), decided_at=at)
        for order, hold in plan(facts, decision, allowance, paused=False, make_id=ids):
            assert (hold is Hold.TWO) == isinstance(order.action, Suspend)
            taken += [at] if hold is None else []
    for at in taken:
        assert sum(timedelta() <= each - at < timedelta(hours=1) for each in taken) <= budget.hour
        assert sum(timedelta() <= each - at < timedelta(days=1) for each in taken) <= budget.day


async def test_a_measure_about_a_server_is_asked_for_by_its_name(office):
    proposal = office.asks(office.bachir).order(
        of_server(office.shield, "nord.test", NOW), SuspendDomain(domain="nord.test")
    )
    office.agreeing.agree(proposal.id, office.anne, office.now)
    await office.work()
    assert office.server.done == [("suspend_domain", "domain:nord.test")]
