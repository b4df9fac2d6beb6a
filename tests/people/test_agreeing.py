"""What cannot be taken back takes two people; alone I wait a day, and can go back; nothing is done twice."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.errors import Refused
from bot.evidence.chain import verify
from bot.evidence.master import MasterKey
from bot.model.proposal import Kind, Standing
from bot.model.seat import Grant, Role, Seat
from bot.people.admission import Admission
from bot.people.agreeing import ALONE, Agreeing, may_settle
from bot.people.turns import tomorrow, turns
from bot.store import read
from bot.store.database import Store
from bot.store.migrate import migrate

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
SOON = NOW + timedelta(minutes=5)
LATER = NOW + ALONE


class Killed(BaseException):
    """The process ends here."""


class Shield:
    """Camille's, and what was done in her name."""

    def __init__(self, store):
        self.store = store
        self.done = []
        self.admission = Admission(store)
        self.agreeing = Agreeing(store, dict.fromkeys(Kind, self._perform))
        self.camille = self.admission.holder("camille", "test", NOW)

    def _perform(self, one, now):
        if one.id not in self.done:
            self.done.append(one.id)

    def invite(self, name, *also, role=Role.DELEGATE, at=NOW - 2 * ALONE, **rest):
        one = Seat(id="", person="camille", name=name, role=role, also=frozenset(also), **rest)
        return self.admission.invite(one, "camille", at)

    def work(self, now):
        """Do what is due."""
        return [one.id for one in self.agreeing.due(["camille"], now) if self.agreeing.do(one, now)]

    def events(self):
        with self.store.reading() as connection:
            chain = list(read.chain(connection, "camille"))
        assert not list(verify(chain))
        return [(one.event, one.payload.get("by")) for one in chain if one.event.startswith(("proposal", "export"))]

    def standing(self):
        return {one.id: one.standing for one in (*self.agreeing.open("camille"), *self.agreeing.done("camille"))}


@pytest.fixture
def shield(tmp_path):
    store = Store(f"sqlite:///{tmp_path / 'rempart.db'}", MasterKey.new())
    migrate(store)
    yield Shield(store)
    store.close()


def test_one_proposes_another_agrees_and_it_is_done_once(shield):
    lea = shield.invite("Léa", Grant.EXPORT)
    one = shield.agreeing.propose(lea, Kind.EXPORT, "{}", NOW)
    assert (one.due_at, shield.work(LATER)) == (None, [])
    asked = {who.name: [each.id for each in shield.agreeing.asked_of(who)] for who in (shield.camille, lea)}
    assert asked == {"camille": [one.id], "Léa": []}
    shield.agreeing.agree(one.id, shield.camille, SOON)
    assert (shield.work(SOON), shield.work(SOON), shield.done) == ([one.id], [], [one.id])
    assert shield.events() == [("proposal:made", "Léa"), ("proposal:agreed", "camille"), ("proposal:done", "")]
    assert shield.standing() == {one.id: Standing.DONE}


def test_nobody_agrees_with_themselves(shield):
    shield.invite("Léa", Grant.EXPORT)
    one = shield.agreeing.propose(shield.camille, Kind.EXPORT, "{}", NOW)
    with pytest.raises(Refused, match="cannot agree"):
        shield.agreeing.agree(one.id, shield.camille, SOON)
    assert shield.work(LATER) == []


@pytest.mark.parametrize(
    ("kind", "needs"), [(Kind.BLOCK, Grant.ACT), (Kind.EXPORT, Grant.EXPORT), (Kind.PUBLISH, Grant.PUBLISH)]
)
def test_both_must_have_the_right(shield, kind, needs):
    watcher = shield.invite("Sacha", role=Role.OBSERVER)
    with pytest.raises(Refused, match=needs.value):
        shield.agreeing.propose(watcher, kind, "{}", NOW)
    one = shield.agreeing.propose(shield.camille, kind, "{}", NOW)
    for settle in (shield.agreeing.agree, shield.agreeing.withdraw):
        with pytest.raises(Refused, match=needs.value):
            settle(one.id, watcher, SOON)
    assert may_settle(shield.camille, one)
    assert not may_settle(watcher, one)


def test_alone_i_wait_a_day_and_then_it_is_done(shield):
    shield.invite("Sacha", role=Role.OBSERVER)  # who could not agree
    one = shield.agreeing.propose(shield.camille, Kind.EXPORT, "{}", NOW)
    assert one.due_at == LATER
    assert shield.work(LATER - timedelta(seconds=1)) == []
    assert shield.work(LATER) == [one.id]
    assert [event for event, _ in shield.events()] == ["proposal:made", "proposal:due", "proposal:done"]


def test_alone_i_can_go_back_until_it_is_done(shield):
    one = shield.agreeing.propose(shield.camille, Kind.BLOCK, '{"ids":[1]}', NOW)
    shield.agreeing.withdraw(one.id, shield.camille, LATER - timedelta(seconds=1))
    assert (shield.work(LATER), shield.done) == ([], [])
    assert shield.events()[-1] == ("proposal:withdrawn", "camille")
    other = shield.agreeing.propose(shield.camille, Kind.BLOCK, "{}", NOW)
    shield.work(LATER)
    with pytest.raises(Refused, match="settled already"):
        shield.agreeing.withdraw(other.id, shield.camille, LATER)


def test_another_may_take_it_back_too(shield):
    lea = shield.invite("Léa", Grant.EXPORT)
    one = shield.agreeing.propose(shield.camille, Kind.EXPORT, "{}", NOW)
    shield.agreeing.withdraw(one.id, lea, SOON)
    with pytest.raises(Refused, match="settled already"):
        shield.agreeing.agree(one.id, lea, SOON)


def test_a_proposal_of_somebody_who_was_revoked_or_lost_the_right_is_not_done(shield):
    lea = shield.invite("Léa", Grant.EXPORT)
    shield.admission.revoke(shield.camille, "test", NOW)  # now she is alone
    one = shield.agreeing.propose(lea, Kind.EXPORT, "{}", NOW)
    assert one.due_at == LATER
    shield.admission.grant(lea, frozenset(), "test", SOON)
    assert shield.work(LATER) == []
    shield.admission.grant(lea, frozenset({Grant.EXPORT}), "test", SOON)
    shield.admission.revoke(lea, "test", SOON)
    assert shield.work(LATER) == []
    with pytest.raises(Refused):
        shield.agreeing.propose(lea, Kind.EXPORT, "{}", SOON)


def test_a_seat_that_ended_is_nobody_who_could_agree(shield):
    shield.invite("Léa", Grant.EXPORT, until=NOW)
    assert shield.agreeing.propose(shield.camille, Kind.EXPORT, "{}", SOON).due_at == SOON + ALONE


def test_nobody_settles_what_is_another_persons(shield):
    one = shield.agreeing.propose(shield.camille, Kind.EXPORT, "{}", NOW)
    other = shield.admission.holder("ines", "test", NOW)
    for settle in (shield.agreeing.agree, shield.agreeing.withdraw):
        with pytest.raises(Refused, match="no such proposal"):
            settle(one.id, other, SOON)


@pytest.mark.parametrize("alone", [True, False])
@pytest.mark.parametrize("where", ["before", "after"])
def test_killed_between_yes_and_done_leaves_it_to_be_done_once(shield, monkeypatch, where, alone):
    lea = shield.invite("Léa") if alone else shield.invite("Léa", Grant.EXPORT)
    one = shield.agreeing.propose(shield.camille, Kind.EXPORT, "{}", NOW)
    if not alone:
        shield.agreeing.agree(one.id, lea, SOON)

    def killed(proposal, now):
        if where == "after":
            shield._perform(proposal, now)
        raise Killed

    first = Agreeing(shield.store, {Kind.EXPORT: killed})
    with pytest.raises(Killed):
        first.do(*first.due(["camille"], LATER), LATER)
    assert shield.standing() == {one.id: Standing.AGREED}
    assert (shield.work(LATER), shield.work(LATER), shield.done) == ([one.id], [], [one.id])
    assert [event for event, _ in shield.events()].count("proposal:done") == 1


def test_two_processes_that_do_the_same_say_so_once(shield):
    shield.agreeing.propose(shield.camille, Kind.EXPORT, "{}", NOW)
    other = Agreeing(shield.store, {Kind.EXPORT: lambda one, now: shield.work(now)})
    (due,) = other.due(["camille"], LATER)
    assert not other.do(due, LATER)
    assert [event for event, _ in shield.events()].count("proposal:done") == 1


def test_what_nobody_here_can_do_waits_for_who_can(shield):
    shield.agreeing.propose(shield.camille, Kind.PUBLISH, "{}", NOW)
    without = Agreeing(shield.store, {})
    assert [without.do(one, LATER) for one in without.due(["camille"], LATER)] == [False]
    assert len(shield.work(LATER)) == 1


def test_what_was_exported_is_taken_by_who_may_and_the_trail_says_by_whom(shield):
    lea = shield.invite("Léa", Grant.EXPORT)
    one = shield.agreeing.propose(lea, Kind.EXPORT, "{}", NOW)
    with pytest.raises(Refused, match="no such export"):
        shield.agreeing.take(one.id, lea, NOW)
    shield.agreeing.agree(one.id, shield.camille, SOON)
    shield.work(SOON)
    shield.agreeing.take(one.id, lea, SOON)
    assert shield.events()[-1] == ("export:taken", "Léa")
    with pytest.raises(Refused, match="export"):
        shield.agreeing.take(one.id, shield.invite("Sacha"), SOON)


def test_work_goes_to_the_next_and_to_me_last(shield):
    lea, sacha = shield.invite("Léa", at=NOW), shield.invite("Sacha", at=SOON)
    shield.invite("Noé", role=Role.OBSERVER)

    def now(at=SOON):
        return [one.name for one in turns(shield.admission.every("camille"), at)]

    assert now() == ["Léa", "Sacha", "camille"]
    shield.admission.rest(lea, LATER, "Léa", SOON)
    assert now() == ["Sacha", "camille"]
    assert now(LATER) == ["Léa", "Sacha", "camille"]
    shield.admission.revoke(sacha, "camille", SOON)
    assert now() == ["camille"]


@pytest.mark.parametrize(
    ("now", "zone", "morning"),
    [
        ("2026-03-28T23:30:00+00:00", "Europe/Paris", "2026-03-30T08:00:00+02:00"),
        ("2026-03-28T22:30:00+00:00", "Europe/Paris", "2026-03-29T08:00:00+02:00"),
        ("2026-06-01T12:00:00+00:00", "America/Montreal", "2026-06-02T08:00:00-04:00"),
    ],
)
def test_tomorrow_morning_is_that_of_my_clock(now, zone, morning):
    assert tomorrow(datetime.fromisoformat(now), zone) == datetime.fromisoformat(morning)
