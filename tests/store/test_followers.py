"""Who follows a list, and what became of each entry, as either database keeps it."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.blocklists.blocklist import Blocklist, Origin
from bot.blocklists.deed import Deed
from bot.blocklists.entity import Entity, Kind, actor, domain
from bot.blocklists.follower import Choice, Consent, Effect, Follower, Phase, State, Tally, Trouble, Why
from bot.blocklists.identifier import GENESIS
from bot.evidence.master import MasterKey
from bot.following.enlisting import enlist, token_name
from bot.model.account import Account
from bot.model.reason import Reason, Severity
from bot.store import effects, exempts, followers, lists, read, tallies, whole, write
from bot.store.database import Store

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
MINE = Blocklist(id="l1", person="camille", origin=Origin.OWN, slug="camille", title="Camille", by="camille", at=NOON)
A, B, HOST = actor("a@autre.test"), actor("b@autre.test"), domain("autre.test")


@pytest.fixture
def store(database_url):
    store = Store(database_url, MasterKey(bytes(32)))
    with store.writing() as connection:
        lists.put(connection, MINE)
    yield store
    store.close()


def follower(number, **more):
    given = {"server": "un.test", "phase": Phase.ACTIVE, "due_at": NOON} | more
    return Follower(
        id=f"f{number}",
        person="camille",
        list="l1",
        platform="mastodon",
        account=f"{number}",
        handle=f"u{number}@un.test",
        at=NOON,
        **given,
    )


def effect(one, entity, state, **more):
    return Effect(follower=one.id, person="camille", entity=entity, change="c", state=state, at=NOON, **more)


def test_what_is_kept_of_followers_and_entries_comes_back_as_it_was(store):
    choice = Choice(deed=Deed.BLOCK, floor=Severity.HIGH, reasons=(Reason.HATE,))
    one = follower(1, choice=choice, consent=Consent(text="t", language="fr", at=NOON), seen_at=NOON, page="p")
    done = effect(one, A, State.DONE, did=Deed.BLOCK, target="7")
    alone = effect(one, HOST, State.CANCELLED, why=Why.FOLLOWING.value)
    with store.writing() as connection:
        followers.put(connection, one)
        effects.put(connection, [done, alone])
    with store.writing() as connection:
        assert followers.by_id(connection, "f1") == followers.of_page(connection, "p") == one
        assert followers.of_account(connection, "l1", "un.test", "1") == one
        assert effects.of(connection, ["f1", "f2"], [A, B, HOST]) == {("f1", A): done, ("f1", HOST): alone}
        assert effects.counts(connection, "f1") == {(State.DONE, ""): 1, (State.CANCELLED, "following"): 1}
        tallies.tally(connection, "f1")
        assert tallies.tallied(connection, "l1") == Tally(done=1, waiting=0, alone=1)
        assert tallies.counts(connection, "l1") == {("un.test", Phase.ACTIVE): 1}
        other = effect(follower(2), B, State.PLANNED, target="7")
        assert effects.beside(connection, other, ["f1", "f2"]) == [done]
        assert effects.beside(connection, done, ["f1", "f2"]) == effects.beside(connection, alone, ["f1"]) == []


def test_whose_turn_it_is_goes_by_who_waits_longest_at_each_server_and_none_where_it_rests(store):
    with store.writing() as connection:
        for number in range(6):
            server = "un.test" if number < 4 else "deux.test"
            followers.put(connection, follower(number, server=server, due_at=NOON - number * HOUR))
        followers.put(connection, follower(9, due_at=NOON + HOUR))
        followers.put(connection, follower(10, due_at=None))
    with store.reading() as connection:
        assert [one.id for one in followers.due(connection, NOON, 2)] == ["f5", "f4", "f3", "f2"]
        assert [one.id for one in followers.due(connection, NOON, 2, ["un.test"])] == ["f5", "f4"]


def test_who_is_behind_has_first_done_what_was_planned_before(store):
    some = [follower(1), follower(2), follower(3, upto="z"), follower(4, phase=Phase.PAUSED)]
    with store.writing() as connection:
        for one in some:
            followers.put(connection, one)
        effects.put(connection, [effect(some[1], A, State.PLANNED)])
        assert [one.id for one in followers.behind(connection, "l1", "z", NOON, 10)] == ["f1"]
        followers.level(connection, ["f1"], "z", Phase.ACTIVE)
        followers.call(connection, ["f1"], NOON + HOUR)
        assert followers.behind(connection, "l1", "z", NOON, 10) == []
        assert followers.by_id(connection, "f1").due_at == NOON
        followers.pause(connection, "f1", Trouble.TOKEN)
        assert followers.still(connection, ["f1", "f2"], GENESIS) == [some[1]]


def test_what_is_due_comes_in_its_order_and_what_is_done_is_gone_through_by_its_name(store):
    one = follower(1)
    late = effect(one, B, State.DEFERRED, why=Why.GONE.value)
    with store.writing() as connection:
        followers.put(connection, one)
        effects.put(connection, [effect(one, A, State.PLANNED), late, effect(one, HOST, State.RETRACTING)])
        assert [each.entity for each in effects.due(connection, "f1", NOON, 10)] == [HOST, A, B]
        assert effects.due(connection, "f1", NOON - HOUR, 10) == []
        assert effects.next_due(connection, "f1") == NOON
        effects.put(connection, [effect(one, entity, State.DONE, did=Deed.MUTE) for entity in (A, B, HOST)])
        first = effects.done_after(connection, "f1", "", 2)
        rest = effects.done_after(connection, "f1", effects.place(first[-1]), 2)
    assert [each.entity for each in [*first, *rest]] == [A, B, HOST]


def test_who_leaves_has_undone_what_was_done_and_never_done_what_was_not(store):
    one = follower(1)
    with store.writing() as connection:
        followers.put(connection, one)
        effects.put(connection, [effect(one, A, State.DONE, did=Deed.MUTE), effect(one, B, State.DEFERRED)])
        effects.leave(connection, "f1", NOON)
        assert effects.counts(connection, "f1") == {(State.RETRACTING, "left"): 1, (State.CANCELLED, "left"): 1}
        followers.forget(connection, one, "")
        assert effects.counts(connection, "f1") == {}
        assert followers.of_list(connection, "l1") == []


def test_when_the_person_is_erased_no_token_of_who_followed_them_stays(store):
    account = Account(platform="mastodon", id="1", home="un.test", handle="zoe@un.test")
    with store.writing() as connection:
        write.salt(connection, store.master, "camille")
        one = enlist(connection, MINE, account, Choice(), Consent(), NOON)
        write.put(connection, store.master, token_name(one), b"token")
        whole.empty(connection, "camille")
        assert read.get(connection, store.master, token_name(one)) is None
        assert followers.by_id(connection, one.id) is None


def test_who_is_exempt_is_exempt_from_one_list_or_from_all(store):
    rows = [("", A), ("l1", HOST), ("l2", B)]
    with store.writing() as connection:
        for list_, entity in rows:
            row = {"person": "camille", "list": list_, "kind": entity.kind.value, "key": entity.key}
            connection.execute(exempts.table.insert().values(row | {"why": "", "by": "", "at": 0}))
        assert exempts.among(connection, "camille", "l1", [A, B, HOST]) == {A, HOST}
        assert exempts.unfound(connection, "camille", "l1") == [A]
    with store.writing() as connection:
        exempts.find(connection, "camille", A, "did:plc:a")
        did = Entity(kind=Kind.ACTOR, key="did:plc:a")
        assert exempts.among(connection, "camille", "l1", [did, B]) == {did}
        assert exempts.unfound(connection, "camille", "l1") == []
