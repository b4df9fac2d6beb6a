"""A list on my own account: what it mutes there is the shield's to know, and whom I trust or let go it leaves alone."""

import random
from datetime import timedelta

import msgspec
import pytest
from msgspec.structs import replace

from bot.blocklists.blocklist import Origin
from bot.blocklists.deed import Deed
from bot.blocklists.entity import actor, domain
from bot.blocklists.follower import Choice, Consent, Phase
from bot.blocklists.subscription import Terms
from bot.errors import Gone
from bot.following.doors import TokenDoors
from bot.following.enlisting import enlist
from bot.following.following import Following
from bot.handling.relations import synchronise
from bot.model.account import Account, Protected
from bot.model.action import Mute, Order
from bot.model.delivery import Delivery, Status, Task
from bot.model.reason import Reason, Severity
from bot.model.shield import Shield
from bot.people.review import Review
from bot.platforms.mastodon.options import Options
from bot.platforms.mastodon.platform import Mastodon
from bot.store import lists, outbox, relations, schema, subscriptions
from bot.store.rows import insert, pack
from bot.store.subscriptions import Exempt
from bot.subscribing.carrying import keep
from bot.subscribing.subscribing import Subscribing
from tests.following.conftest import Listed
from tests.following.test_following_killed import Mortal, lives
from tests.following.test_following_walks import Me, MyDoors, MyHand

PAGE = "https://bsky.app/profile/"
A, B, C = "a@autre.test", "b@autre.test", "c@autre.test"


@pytest.fixture
async def mine(square):
    square.harassers("a", "b", "c")
    square.list.say(A, B, C)
    person = square.world.join("camille")
    options = Options(server=square.double.base, allow_loopback=True)
    account = Account(platform="mastodon", id=person.id, home=options.home, handle=f"camille@{options.home}")
    square.platform = Mastodon(account, person.token, square.now, options)
    square.account, square.key = account, account.key
    doors = TokenDoors(square.store, lambda home: options, {account.key: square.platform.hand}, square.now)
    square.engine = Following(square.store, doors, square.now)
    with square.store.writing() as connection:
        consent = Consent(by="Camille", at=square.now())
        square.one = enlist(connection, square.list.list, account, Choice(), consent, square.now(), own=account.key)
    yield square
    await square.platform.close()


def relation(square, name):
    with square.store.reading() as connection:
        key = f"mastodon:{square.world.host}/{square.world.called(name).id}"
        return next((row for row in relations.every(connection, "camille") if row["account"] == key), None)


async def synchronised(square):
    await synchronise(square.store, "camille", [square.platform], square.now())


async def test_what_a_list_mutes_is_not_taken_for_mine_and_what_it_ends_is_over(mine):
    await mine.work()
    await synchronised(mine)
    assert relation(mine, "a")["muted_by"] == "us"
    mine.list.retract(A)
    await mine.work()
    await synchronised(mine)
    assert mine.muted("camille") == {"b", "c"}
    assert (relation(mine, "a")["muted_by"], relation(mine, "a")["lifted"]) == (None, False)


async def test_a_mute_that_i_lift_by_hand_is_noticed_and_stays_lifted(mine):
    await mine.work()
    del mine.world.mutes[mine.world.called("camille").id, mine.world.called("b").id]
    await synchronised(mine)
    assert relation(mine, "b")["lifted"]
    mine.later(days=2)
    await mine.work()
    assert mine.stands(mine.one)[B] == "cancelled unblocked_by_hand"
    mine.list.retract(B)
    mine.list.say(B)
    await mine.work()
    assert mine.muted("camille") == {"a", "c"}


def spare(mine, entity, list_=""):
    with mine.store.writing() as connection:
        subscriptions.exempt(connection, Exempt("camille", list_, entity, "", "camille", mine.now()))


async def test_whom_i_trust_exempted_or_had_let_go_before_no_list_touches(mine):
    home = mine.world.host
    with mine.store.writing() as connection:
        keys = {name: f"mastodon:{home}/{mine.world.called(name).id}" for name in "abc"}
        relations.relate(connection, "camille", keys["a"], trusted=True)
        relations.relate(connection, "camille", keys["b"], lifted=True)
    spare(mine, actor(C))
    await mine.work()
    assert mine.muted("camille") == set()
    assert mine.stands(mine.one) == {
        A: "cancelled trusted",
        B: "cancelled unblocked_by_hand",
        C: "cancelled trusted",
    }


async def test_whom_i_exempted_by_one_name_no_list_touches_by_another(mine):
    mine.harassers("d")
    mine.list.say("https://autre.test/users/D", "https://autre.test/@c")
    spare(mine, actor("d@autre.test"))
    spare(mine, actor(C))
    await mine.work()
    assert mine.muted("camille") == {"a", "b"}


@pytest.mark.parametrize("whom", [actor("https://autre.test/@B"), domain("autre.test")])
async def test_whom_i_exclude_later_is_let_go_at_once_and_nobody_else(mine, whom):
    await mine.work()
    mine.world.mute(mine.world.called("camille").id, mine.world.join("d", "autre.test").id, True, 0)
    subscribing = Subscribing(mine.store, "camille")
    subscribing.exclude(whom, "", "camille", mine.now())
    await mine.work()
    gone = {"b"} if whom.kind.value == "actor" else {"a", "b", "c"}
    assert mine.muted("camille") == {"a", "b", "c", "d"} - gone
    assert mine.stands(mine.one)[B] == "undone trusted"
    subscribing.include(whom, "", "camille", mine.now())
    await mine.work()
    assert mine.muted("camille") == {"a", "b", "c", "d"}


async def test_killed_at_any_step_of_it_whom_i_exclude_is_let_go_and_nobody_else(mine):
    subscribing, doors = Subscribing(mine.store, "camille"), mine.engine.doors
    after, alive = 0, False
    while not alive:
        await mine.work()
        assert mine.muted("camille") == {"a", "b", "c"}
        subscribing.exclude(actor(B), "", "camille", mine.now())
        alive = await lives(Following(Mortal(mine.store, after), doors, mine.now))
        mine.engine = Following(mine.store, doors, mine.now)
        await mine.work()
        assert mine.muted("camille") == {"a", "c"}, after
        assert not (relation(mine, "b") or {"lifted": False})["lifted"]
        subscribing.include(actor(B), "", "camille", mine.now())
        mine.later(minutes=10)
        after += 1
    assert after > 8


async def test_whom_i_exclude_while_they_are_looked_at_is_let_go_too(mine):
    await mine.work()
    mine.later(days=2)
    asked = mine.engine._worked

    def worked(*given):
        Subscribing(mine.store, "camille").exclude(actor(B), "", "camille", mine.now())
        mine.engine._worked = asked
        return asked(*given)

    mine.engine._worked = worked
    await mine.work()
    assert mine.muted("camille") == {"a", "c"}


async def test_whom_my_configuration_names_as_close_no_list_touches(mine):
    mine.harassers("d", "e")
    mine.list.say("d@autre.test", "https://autre.test/users/e")
    own = Account(platform="mastodon", id="1", home="autre.test", handle="c@autre.test")
    protected = Protected(name="camille", accounts=(mine.account, own))
    trusted, delegates = frozenset({"@D@autre.test"}), frozenset({"E@autre.test"})
    mine.engine.close.shields = {"camille": Shield(protected=protected, trusted=trusted, delegates=delegates)}
    await mine.work()
    assert mine.muted("camille") == {"a", "b"}


async def test_nobody_whom_my_configuration_names_by_their_handle_is_muted_at_bluesky(square):
    square.list.say("did:plc:amie.test", "did:plc:b")
    me = Me(random.Random(0))
    doors = MyDoors(me)
    doors.open = lambda one: SkyHand(me)
    square.engine = Following(square.store, doors, square.now)
    account = Account(platform="bluesky", id="did:plc:moi", home="", handle="moi.test")
    shield = Shield(protected=Protected(name="camille", accounts=(account,)), trusted=frozenset({"Amie.test"}))
    square.engine.close.shields = {"camille": shield}
    with square.store.writing() as connection:
        consent = Consent(by="Camille", at=square.now())
        enlist(connection, square.list.list, account, Choice(), consent, square.now(), own=account.key)
    await square.work()
    assert me.muted == {"did:plc:b"}


async def test_whom_i_follow_or_trust_with_another_account_of_mine_no_list_touches_on_this_one(mine):
    with mine.store.writing() as connection:
        relations.relate(connection, "camille", "mastodon:ailleurs.test/5", following=True, handle="A@autre.test")
        relations.relate(connection, "camille", "mastodon:ailleurs.test/6", trusted=True, handle="b@autre.test")
        relations.relate(connection, "camille", "mastodon:ailleurs.test/7", followed_by=True, handle="c@autre.test")
    await mine.work()
    assert mine.muted("camille") == {"c"}


async def test_no_whole_server_is_blocked_on_which_i_trust_somebody(mine):
    blocking(mine)
    mine.list.say("deux.test", "trois.test", "quatre.test")
    trusted = frozenset({"ami@trois.test"})
    shield = Shield(protected=Protected(name="camille", accounts=(mine.account,)), trusted=trusted)
    mine.engine.close.shields = {"camille": shield}
    with mine.store.writing() as connection:
        key = f"mastodon:{mine.world.host}/77"
        relations.relate(connection, "camille", key, trusted=True, handle="Amie@deux.test")
    await mine.work()
    assert {host for _, host in mine.world.domain_blocks} == {"quatre.test"}


async def test_killed_while_a_list_gives_back_nobody_is_taken_for_let_go_by_my_hand(mine):
    await mine.work()
    mine.list.retract(B)
    after = 0
    while "b" in mine.muted("camille"):
        await lives(Following(Mortal(mine.store, after), mine.engine.doors, mine.now))
        after += 1
    await synchronised(mine)
    await mine.work()
    assert (relation(mine, "b")["muted_by"], relation(mine, "b")["lifted"]) == (None, False)


async def test_what_i_keep_while_a_deed_is_on_its_way_is_mine_and_nothing_is_known_of_it(mine):
    asked = mine.engine.doors.open

    def opened(one):
        hand = asked(one)
        do = hand.do

        async def keeping(deed, target):
            await do(deed, target)
            with mine.store.writing() as connection:
                keep(connection, mine.again(mine.one))

        hand.do = keeping
        return hand

    mine.engine.doors.open = opened
    await mine.engine.round()
    await mine.engine.round()
    (name,) = mine.muted("camille")
    assert relation(mine, name)["muted_by"] == "person"
    assert mine.stands(mine.one) == {}


async def test_whom_i_trust_on_a_page_is_let_go_at_once(mine):
    await mine.work()
    key = f"mastodon:{mine.world.host}/{mine.world.called('b').id}"
    Review(mine.store).trust("camille", key, "camille", mine.now())
    await mine.work()
    assert mine.muted("camille") == {"a", "c"}


async def test_whom_i_trust_later_is_let_go_at_the_next_look(mine):
    await mine.work()
    with mine.store.writing() as connection:
        key = f"mastodon:{mine.world.host}/{mine.world.called('b').id}"
        relations.relate(connection, "camille", key, trusted=True)
    mine.later(days=2)
    await mine.work()
    assert mine.muted("camille") == {"a", "c"}


async def test_whom_i_exclude_while_a_mute_was_on_its_way_is_freed(mine):
    mine.double.faults.append({"kind": "drop_after", "path": "/api/v1/accounts", "method": "POST"})
    await mine.work()
    muted = mine.muted("camille")
    assert len(muted) == 1
    spare(mine, actor(f"{muted.pop()}@autre.test"))
    mine.later(hours=7)
    await mine.work()
    assert len(mine.muted("camille")) == 2


async def shielded(square, name, status=Status.DONE):
    """The shield itself muted somebody."""
    whom = square.world.called(name).id
    given = {"id": "o1", "person": "camille", "by": square.key, "action": Mute(duration=timedelta(days=30))}
    order = Order(
        **given,
        subject=f"mastodon:{square.world.host}/{whom}",
        subject_id=whom,
        uri="u",
        revision="1",
        rule="r",
        reason=Reason.HATE,
        severity=Severity.HIGH,
        decided_at=square.now(),
        received_at=square.now(),
    )
    act = Delivery(
        id="o1", person="camille", task=Task.ACT, via=square.key, what=order, due_at=square.now(), status=status
    )
    with square.store.writing() as connection:
        if status is Status.DONE:
            outbox.plan(connection, [act])
        outbox.settle(connection, act)
    square.world.mute(square.world.called("camille").id, whom, True, 0)


async def test_what_the_shield_muted_itself_it_ends_and_the_list_goes_on_after_it(mine):
    await shielded(mine, "b")
    await mine.work()
    assert mine.stands(mine.one)[B] == "deferred"
    await shielded(mine, "b", Status.UNDONE)
    del mine.world.mutes[mine.world.called("camille").id, mine.world.called("b").id]
    mine.later(days=1, minutes=1)
    await mine.work()
    assert mine.muted("camille") == {"a", "b", "c"}


async def test_what_is_taken_off_the_list_waits_for_the_shield_to_end_its_own(mine):
    await mine.work()
    await shielded(mine, "b")
    mine.list.retract(B)
    await mine.work()
    assert "b" in mine.muted("camille")
    mine.harassers("d")
    mine.list.say("d@autre.test")
    await mine.work()
    assert "d" in mine.muted("camille")  # and nothing else waits for it
    await shielded(mine, "b", Status.UNDONE)
    mine.later(days=1, minutes=1)
    await mine.work()
    assert mine.muted("camille") == {"a", "c", "d"}


async def test_i_leave_while_the_shield_holds_somebody_and_it_waits_for_that_alone(mine):
    await mine.work()
    await shielded(mine, "b")
    mine.later(days=3)
    mine.leave(mine.one)
    await mine.work()
    assert mine.muted("camille") == {"b"}
    assert mine.again(mine.one).due_at > mine.now()
    await shielded(mine, "b", Status.UNDONE)
    del mine.world.mutes[mine.world.called("camille").id, mine.world.called("b").id]
    mine.later(days=1, minutes=1)
    await mine.work()
    assert mine.again(mine.one).phase is Phase.LEFT


@pytest.mark.parametrize("end", ["leave", "keep"])
async def test_what_two_lists_muted_stays_the_other_ones_or_mine_as_i_chose(mine, end):
    second = Listed(mine.store, "dominique")
    second.say(B, C)
    account = Account(platform="mastodon", id=mine.one.account, home=mine.one.server, handle=mine.one.handle)
    with mine.store.writing() as connection:
        other = enlist(connection, second.list, account, Choice(), Consent(by="Camille"), mine.now(), own=mine.key)
    await mine.work()
    await synchronised(mine)
    if end == "leave":
        mine.leave(mine.one)
        await mine.work()
    else:
        with mine.store.writing() as connection:
            keep(connection, mine.one)
    await synchronised(mine)
    assert mine.muted("camille") == ({"b", "c"} if end == "leave" else {"a", "b", "c"})
    assert relation(mine, "b")["muted_by"] == ("us" if end == "leave" else "person")
    mine.leave(other)
    await mine.work()
    await synchronised(mine)
    assert mine.muted("camille") == (set() if end == "leave" else {"a", "b", "c"})
    assert not relation(mine, "b")["lifted"]


class SkyHand(MyHand):
    """Of my account at Bluesky."""

    async def find(self, entity):
        if not entity.key.startswith(("did:", PAGE)):
            raise Gone("nobody")
        return f"did:plc:{entity.key.removeprefix('did:plc:').removeprefix(PAGE)}"


@pytest.mark.parametrize("names", [(f"{PAGE}amie", "did:plc:amie"), ("did:plc:amie", f"{PAGE}amie")])
@pytest.mark.parametrize("late", [True, False])
async def test_whom_i_exempted_by_the_address_of_their_page_no_list_touches(square, names, late):
    exempted, listed = names
    square.list.say(listed, "did:plc:b")
    me = Me(random.Random(0))
    doors = MyDoors(me)
    doors.open = lambda one: SkyHand(me)
    square.engine = Following(square.store, doors, square.now)
    account = Account(platform="bluesky", id="did:plc:moi", home="", handle="moi.test")
    with square.store.writing() as connection:
        consent = Consent(by="Camille", at=square.now())
        enlist(connection, square.list.list, account, Choice(), consent, square.now(), own=account.key)
    if late:
        await square.work()
        assert me.muted == {"did:plc:amie", "did:plc:b"}
    Subscribing(square.store, "camille").exclude(actor(exempted), "", "camille", square.now())
    await square.work()
    assert me.muted == {"did:plc:b"}


async def test_my_notifications_stay_where_the_shield_finds_them(mine):
    mine.world.post("a", "@camille tais-toi")
    await mine.work()
    assert mine.world.inbox(mine.world.called("camille").id)


async def test_an_account_that_is_not_reached_waits_and_is_asked_for_again(mine):
    doors = mine.engine.doors
    mine.engine.doors = TokenDoors(mine.store, doors._options, {}, mine.now)
    await mine.work()
    assert mine.muted("camille") == set()
    mine.engine.doors = doors
    mine.later(hours=1)
    await mine.work()
    assert mine.muted("camille") == {"a", "b", "c"}


@pytest.mark.parametrize("leaves", [True, False])
async def test_my_own_account_waits_for_a_token_that_holds_and_goes_on_by_itself(mine, leaves):
    await mine.work()
    mine.world.revoked.add("token-camille")
    mine.list.retract(A)
    if leaves:
        mine.leave(mine.one)
    await mine.work()
    assert mine.again(mine.one).why == "token"
    mine.later(days=3)
    await mine.work()
    assert mine.muted("camille") == {"a", "b", "c"}
    mine.world.revoked.clear()
    mine.list.say(A)
    mine.list.retract(B)
    mine.later(hours=1)
    await mine.work()
    assert mine.muted("camille") == (set() if leaves else {"a", "c"})
    assert mine.again(mine.one).phase is (Phase.LEFT if leaves else Phase.ACTIVE)
    assert mine.again(mine.one).why == ""


def blocking(mine):
    """Block in place of muting."""
    account = Account(platform="mastodon", id=mine.one.account, home=mine.one.server, handle=mine.one.handle)
    with mine.store.writing() as connection:
        choice, consent = Choice(deed=Deed.BLOCK), Consent(by="Camille", at=mine.now())
        enlist(connection, mine.list.list, account, choice, consent, mine.now(), own=mine.key)


async def test_i_choose_to_block_in_place_of_muting_and_the_mute_ends(mine):
    await mine.work()
    blocking(mine)
    await mine.work()
    assert mine.muted("camille") == set()
    assert mine.blocked("camille") == {"a", "b", "c"}


async def test_who_wrote_to_me_is_blocked_by_no_list_since_evidence_would_go_with_it(mine):
    key = f"mastodon:{mine.world.host}/{mine.world.called('a').id}"
    counts = {"mentions": 1, "matches": 0, "first_at": 1, "last_at": 1, "matched_at": 0}
    with mine.store.writing() as connection:
        row = {"author": key, "person": "camille", "recent": pack([1]), "course": b""}
        insert(connection, schema.author, [row | counts])
    blocking(mine)
    await mine.work()
    assert mine.blocked("camille") == {"b", "c"}


def beside(square, slug, deed, priority):
    """I follow another list of somebody's, which has this done."""
    other = Listed(square.store, slug)
    terms = msgspec.json.encode(Terms(priority=priority)).decode()
    other.list = replace(other.list, origin=Origin.FOREIGN, settings=terms)
    with square.store.writing() as connection:
        lists.put(connection, other.list)
        consent, choice = Consent(by="Camille", at=square.now()), Choice(deed=deed)
        enlist(connection, other.list, square.account, choice, consent, square.now(), own=square.key)
    return other


@pytest.mark.parametrize(("priority", "muted", "blocked"), [(3, {"a", "b"}, {"c"}), (1, {"a"}, {"b", "c"})])
async def test_of_two_lists_that_name_the_same_account_the_one_of_the_higher_priority_has_its_way(
    mine, priority, muted, blocked
):
    mine.list.retract(A, B, C)
    mild, hard = beside(mine, "doux", Deed.MUTE, priority), beside(mine, "dur", Deed.BLOCK, 2)
    mild.say(A, B)
    hard.say(B, C)
    await mine.work()
    assert (mine.muted("camille"), mine.blocked("camille")) == (muted, blocked)


async def test_a_list_has_its_way_whichever_name_it_gives_somebody(mine):
    mine.list.retract(A, B, C)
    mild, hard = beside(mine, "doux", Deed.MUTE, 3), beside(mine, "dur", Deed.BLOCK, 2)
    hard.say(A, B)
    mild.say("https://autre.test/@a")
    await mine.work()
    mine.later(days=2)
    await mine.work()
    assert (mine.muted("camille"), mine.blocked("camille")) == ({"a"}, {"b"})


async def test_where_the_list_that_had_its_way_says_so_no_longer_the_other_has_its(mine):
    mine.list.retract(A, B, C)
    mild, hard = beside(mine, "doux", Deed.MUTE, 3), beside(mine, "dur", Deed.BLOCK, 2)
    hard.say(A, B)
    await mine.work()
    assert mine.blocked("camille") == {"a", "b"}
    mild.say(A, B)
    await mine.work()
    mine.later(days=2)
    await mine.work()
    assert (mine.muted("camille"), mine.blocked("camille")) == ({"a", "b"}, set())
    mild.retract(A)
    await mine.work()
    mine.later(days=2)
    await mine.work()
    assert (mine.muted("camille"), mine.blocked("camille")) == ({"b"}, {"a"})
