"""I close my list: whatever it did ends, wherever it went, and what it said stays mine to prove."""

from datetime import timedelta

import msgspec
import pytest

from bot.blocklists.change import Type
from bot.blocklists.follower import Consent, Phase
from bot.errors import Refused
from bot.following.enlisting import enlist
from bot.model.account import Account
from bot.model.proposal import Kind
from bot.people.admission import Admission
from bot.publishing import appealing, closing, publishing, undoing
from bot.publishing.refusing import Cannot
from bot.store import appeals, followers
from bot.store.candidates import Standing
from tests.publishing.test_publishing import AGAIN, THREAT


@pytest.fixture
def mine(publisher):
    """Seven in my list, two who wait for a version, three who follow it."""
    publisher.make()
    for one in publisher.choose(*(f"@compte{number}@ailleurs.test" for number in range(7))):
        publisher.confirm(one)
    publisher.publish()
    publisher.by_rules()
    with publisher.store.writing() as connection:
        for name in ("zoe", "yan", "wim"):
            account = Account(platform="mastodon", id=name, home="ailleurs.test", handle=f"{name}@ailleurs.test")
            consent = Consent(text="1", at=publisher.now)
            enlist(connection, publisher.whose, account, followers.Choice(), consent, publisher.now)
    return publisher


def propose(publisher, again="protegee"):
    waiting = publisher.agreeing.open("camille")
    meant = closing.prepare(publisher.store, "camille", "protegee", again, waiting)
    seat = Admission(publisher.store).holder("camille", "test", publisher.now)
    return publisher.agreeing.propose(seat, Kind.CLOSE, msgspec.json.encode(meant).decode(), publisher.now)


def close(publisher):
    one = propose(publisher)
    publisher.now += timedelta(days=1)
    assert publisher.agreeing.do(one, publisher.now)
    return one


def phases(publisher):
    with publisher.store.reading() as connection:
        return {one.phase for one in followers.of_list(connection, publisher.whose.id)}


def test_i_see_what_would_end_before_and_nothing_ends_before_two_agree(mine):
    reach = closing.reach(mine.store, "camille", "protegee")
    assert reach[1:] == (7, 3, 0, False)
    with pytest.raises(Cannot, match="write its name"):
        propose(mine, "protege")
    one = propose(mine)
    with pytest.raises(Cannot, match="already"):
        propose(mine)
    assert not mine.agreeing.do(one, mine.now)
    seat = Admission(mine.store).holder("camille", "test", mine.now)
    mine.agreeing.withdraw(one.id, seat, mine.now)
    mine.now += timedelta(days=2)
    assert not mine.agreeing.do(one, mine.now)
    assert (len(mine.entries), mine.whose.closed_at) == (7, None)


def test_once_it_is_closed_all_that_it_did_ends_and_its_log_stays(mine):
    log, waiting = mine.log, mine.propose()
    close(mine)
    assert mine.entries == {}
    assert phases(mine) == {Phase.LEAVING}
    assert mine.log[: len(log)] == log
    assert {one.type for one in mine.log[len(log) :]} == {Type.RETRACTION}
    assert (mine.chosen, mine.held) == (set(), {})
    mine.agreeing.do(waiting, mine.now)
    assert {THREAT, AGAIN}.isdisjoint(mine.entries)
    assert (mine.events().count("list:closed"), mine.events().count("follower:leaving")) == (1, 3)


def test_nothing_comes_into_a_closed_list_and_nobody_closes_it_twice(mine):
    close(mine)
    for wanted in (
        lambda: mine.choose("@tard@ailleurs.test"),
        lambda: publishing.draft(mine.store, "camille", "protegee"),
        lambda: undoing.undo(mine.store, "camille", "protegee", 1, "camille", mine.now),
        lambda: propose(mine),
    ):
        with pytest.raises(Refused):
            wanted()


def test_closing_that_was_interrupted_goes_on_where_it_was_and_does_nothing_twice(mine, monkeypatch):
    monkeypatch.setattr(closing, "AT_ONCE", 3)
    monkeypatch.setattr(closing, "FOLLOWERS", 2)
    one = propose(mine)
    mine.now += timedelta(days=1)
    done = []

    def killed(count):
        done.append(count)
        raise KeyboardInterrupt

    for left in ((7, 3), (7, 3), (4, 3), (1, 3), (0, 3)):
        with pytest.raises(KeyboardInterrupt):
            closing.close(mine.store, one, mine.now, killed)
        reach = closing.reach(mine.store, "camille", "protegee")
        assert (reach.entries, reach.followers) == left
    closing.close(mine.store, one, mine.now, killed)
    assert done == [2, 1, 3, 3, 1]
    assert mine.events().count("list:closed") == 1
    assert len(mine.log) == 14


def test_who_contested_before_is_answered_all_the_same(mine):
    entity = next(iter(mine.entries.values())).entity
    word = appealing.appeal(mine.store, "protegee", entity, "Ce n’était pas moi.", "192.0.2.1", mine.now)
    close(mine)
    with mine.store.reading() as connection:
        (waiting,) = appeals.of_person(connection, "camille", [appeals.Standing.OPEN], 5)
        assert appealing.listed(connection, mine.whose, entity, mine.now) is None
    (heard,) = appealing.read(mine.store, "camille", waiting.id, "camille", mine.now)
    assert heard.words == "Ce n’était pas moi."
    appealing.decide(mine.store, "camille", waiting.id, appeals.Standing.UPHELD, "Pardon.", "camille", mine.now)
    assert appealing.answered(mine.store, "protegee", word).answer == "Pardon."
    with pytest.raises(Cannot, match="does not stand"):
        appealing.appeal(mine.store, "protegee", entity, "Encore.", "192.0.2.1", mine.now)


def test_a_list_of_somebody_who_was_erased_meanwhile_breaks_nothing(mine):
    closing.close(mine.store, msgspec.structs.replace(propose(mine), person="autre"), mine.now)
    assert len(mine.entries) == 7
    assert len(mine.of(Standing.CHOSEN)) == 2
