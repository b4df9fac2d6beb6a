"""What we decided is counted for anybody to read, as the chain has it; and what went together is undone together."""

import csv
import io
import json
from collections import Counter
from datetime import timedelta

import pytest
from msgspec.structs import replace

from bot.errors import Refused
from bot.model.batch import batch_of
from bot.model.decision import Hold
from bot.model.delivery import Delivery, Status, Task
from bot.model.measure import Label, Limit, Sensitive, Suspend
from bot.model.seat import Grant, Role
from bot.moderating import appealing, periods
from bot.moderating.batches import of_batch
from bot.moderating.foreseeing import foresee
from bot.moderating.measuring import measure
from bot.moderating.taking import find, let_go, settle, take
from bot.people.review import Review
from bot.store import dockets, outbox
from bot.store.statements import Outcome
from tests.community import making
from tests.community.making import DESK, OUEST
from tests.moderating.hand import LONG_AGO, NOW, Office

FROM, TO = NOW - timedelta(days=1), NOW + timedelta(days=9)


@pytest.fixture
def office(tmp_path):
    made = Office(tmp_path)
    yield made
    made.store.close()


def by_rule(office, number, rule="insults", action=None, at=NOW, hold=None):
    """What a rule ordered, as the shield plans it."""
    asked, docket = office.asks(office.anne), office.docket(number)
    with office.store.writing() as connection:
        what = asked._order(connection, f"{rule}{number}", docket, action or Limit())
        what = replace(what, rule=rule, decided_at=at, received_at=at - timedelta(minutes=number))
        one = Delivery(id=what.id, person=OUEST, task=Task.ACT, via=DESK, what=what, due_at=at, hold=hold)
        outbox.plan(connection, [one])
    return one


async def a_week(office):
    """Three limits by a rule, one of which a human lets go, one by hand that is contested, one cover approved."""
    made = [by_rule(office, number) for number in (1, 2, 9)]
    by_rule(office, 4, "pictures", Sensitive(), hold=Hold.OBSERVE)
    hand = office.asks(office.bachir).order(office.docket(5), Limit(), "Pour cela.")
    await office.work()
    Review(office.store).undo([office.delivery(made[0].id)], "Anne", office.now)
    appealing.note(office.store, office.anne, f"{hand.id}-reasons", office.now)
    appealing.answer(office.store, office.anne, f"{hand.id}-reasons", Outcome.UPHELD, office.now)
    await office.work()


async def test_its_numbers_are_those_of_the_chain(office):
    await a_week(office)
    made = periods.export(office.store, office.anne, FROM, TO, office.now)
    told = Counter(office.events())
    assert sum(one.done for one in made.lines if one.measure == "limit") == told["limit:done"] == 4
    assert sum(one.done for one in made.lines if one.measure == "sensitive") == told["sensitive:done"] == 1
    assert sum(one.reversed for one in made.lines) == told["undo limit:done"] == 2
    assert sum(one.appeals for one in made.lines) == told["statement:appealed"] == 1
    assert sum(one.upheld + one.kept for one in made.lines) == told["statement:answered"] == 1
    assert told["period:exported"] == 1


async def test_it_tells_what_rules_decided_alone_and_how_long_it_took(office):
    await a_week(office)
    made = periods.export(office.store, office.anne, FROM, TO, office.now)
    alone = {(one.measure, one.automated): one for one in made.lines}
    assert alone["limit", True].done == 3
    assert alone["limit", True].median_minutes == pytest.approx(2, abs=0.1)
    assert (alone["limit", False].done, alone["limit", False].upheld) == (1, 1)
    assert alone["sensitive", False].done == 1, "a human let it be done"
    assert alone["limit", True].ground == "harassment_targeted"


async def test_what_lies_outside_the_span_is_not_counted(office):
    await a_week(office)
    assert periods.export(office.store, office.anne, TO, TO + timedelta(days=9), office.now).lines == ()
    assert periods.export(office.store, office.anne, LONG_AGO, FROM, office.now).lines == ()


async def test_what_ran_out_by_itself_is_not_called_reversed(office):
    office.asks(office.bachir).order(office.docket(), Limit(duration=timedelta(hours=1)))
    await office.work()
    office.now += timedelta(hours=2)
    await office.work()
    assert office.server.undone
    (line,) = periods.export(office.store, office.anne, FROM, TO, office.now).lines
    assert (line.done, line.reversed) == (1, 0)


async def test_it_is_the_same_as_csv_and_as_json_and_names_nobody(office):
    await a_week(office)
    made = periods.export(office.store, office.anne, FROM, TO, office.now)
    table = list(csv.DictReader(io.StringIO(periods.as_csv(made))))
    lines = json.loads(periods.as_json(made))["lines"]
    assert [(one["measure"], one["done"]) for one in table] == [(one["measure"], str(one["done"])) for one in lines]
    assert not any(name in periods.as_csv(made) + periods.as_json(made) for name in ("Anne", "h1", "nord"))


def test_who_may_not_see_counts_takes_none_out_and_a_span_has_a_length(office):
    office.admission.revoke(office.chloe, "Anne", office.now)
    for who, until in ((office.chloe, TO), (office.anne, FROM)):
        with pytest.raises(Refused):
            periods.export(office.store, who, FROM, until, office.now)


async def test_a_batch_is_undone_and_nothing_else_and_twice_is_the_same(office):
    batch = [by_rule(office, number) for number in (1, 2, 3)]
    later = by_rule(office, 4, at=NOW + timedelta(seconds=1))
    other = by_rule(office, 5, "pictures")
    office.now += timedelta(minutes=1)
    await office.work()
    (name,) = {batch_of(one.what) for one in batch}
    assert name not in {batch_of(later.what), batch_of(other.what)}
    for _ in range(2):
        Review(office.store).undo(of_batch(office.store, name), "Anne", office.now)
        await office.work()
    assert sorted(office.server.undone) == sorted(("limit", one.what.subject) for one in batch)
    assert {office.delivery(one.id).status for one in (later, other)} == {Status.DONE}
    assert of_batch(office.store, "6f6d1d52-0a8e-5c52-9a1b-000000000000") == []


async def test_what_a_measure_will_do_is_seen_first_and_noted(office):
    seen = await foresee(office.store, office.server, office.bachir, office.docket().subject, Limit(), NOW)
    assert seen.counted == 1
    assert office.events() == ["measure:foreseen"]
    for who, action in ((office.bachir, Label(values=("x",))), (office.invite("Eve", role=Role.OBSERVER), Limit())):
        with pytest.raises(Refused):
            await foresee(office.store, office.server, who, "x", action, NOW)


async def test_one_at_the_desk_takes_it_another_leaves_it_and_it_is_settled_at_the_server_too(office):
    docket = office.docket()
    office.report(7, docket)
    taken = take(office.store, office.shield, office.chloe, docket, NOW)
    assert (taken.standing, taken.taken_by) == ("taken", office.chloe.id)
    with pytest.raises(Refused, match="somebody else"):
        take(office.store, office.shield, office.bachir, docket, NOW)
    assert let_go(office.store, office.bachir, docket, NOW).standing == "open"
    with pytest.raises(Refused, match="nobody sees"):
        let_go(office.store, office.bachir, docket, NOW)
    settle(office.store, office.shield, office.bachir, docket, NOW)
    await office.work()
    assert office.server.done == [("resolve", docket.subject)]
    with office.store.reading() as connection:
        every = {one.does: one for one in outbox.on_subject(connection, OUEST, docket.subject) if one.task == "act"}
        assert {name: one.status for name, one in every.items()} == {"assign": "cancelled", "resolve": "done"}
        assert every["resolve"].what.action.flags == ("7",)
        assert dockets.docket(connection, OUEST, docket.subject).standing == "settled"
    assert [one for one in office.events() if one.startswith(("docket", "flag"))] == [
        "docket:taken",
        "docket:let-go",
        "flag:settled",
    ]


def test_who_has_no_desk_takes_nothing_at_it(office):
    friend = office.invite("Flo", Grant.TRAIL, role=Role.DELEGATE)
    with pytest.raises(Refused, match="desk"):
        take(office.store, office.shield, friend, office.docket(), NOW)


def test_an_account_is_found_by_its_key_or_by_what_the_desk_shows(office):
    every = making.filed(office.store, 3)
    assert find(office.store, OUEST, every[1].subject) == every[1]
    for ref in ("mastodon zzzz", "", "z"):
        with pytest.raises(Refused):
            find(office.store, OUEST, ref)


def test_a_measure_is_made_of_its_name_and_what_it_needs(office):
    docket = office.docket()
    office.report(3, docket)
    week = {"duration": timedelta(days=7)}
    assert measure(office.store, docket, "limit", week) == Limit(duration=timedelta(days=7))
    assert measure(office.store, docket, "assign", {}).flags == ("3",)
    assert measure(office.store, docket, "reopen", {}).flags == ()
    assert measure(office.store, docket, "warn", {}).text == ""
    assert measure(office.store, docket, "suspend", {}) == Suspend()
    for kind, given, said in (("ban", {}, "no measure"), ("suspend", week, "--for"), ("label", {}, "needs --value")):
        with pytest.raises(Refused, match=said):
            measure(office.store, docket, kind, given)
