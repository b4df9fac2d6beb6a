"""I follow Camille's list: whoever harasses her is silent for me too, nobody I follow ever is, and I may leave at any time."""

from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import msgspec
import pytest

from bot.blocklists.change import Policy
from bot.blocklists.deed import Deed
from bot.blocklists.entity import actor, domain
from bot.blocklists.follower import Choice, Phase
from bot.following.doors import kept
from bot.following.planning import parts, plan_part
from bot.model.proposal import Kind, Proposal
from bot.model.reason import Reason, Severity
from bot.people.review import UNTIL_RESUMED, Review
from bot.publishing import closing
from bot.publishing.restored import confirm
from bot.store import dump, effects, followers
from tests.following.conftest import Listed, said

A, B, C = "a@autre.test", "b@autre.test", "c@autre.test"


@pytest.fixture
def three(square):
    square.harassers("a", "b", "c")
    square.list.say(A, B, C)
    return square


async def test_whom_the_list_names_is_muted_for_me_and_i_am_level_with_it(three):
    one = three.join("zoe")
    await three.work()
    assert three.muted("zoe") == {"a", "b", "c"}
    assert three.stands(one) == {A: "done", B: "done", C: "done"}
    assert three.again(one).phase is Phase.ACTIVE


async def test_what_is_new_and_what_is_taken_back_reaches_me_and_nothing_else_is_touched(three):
    one = three.join("zoe")
    await three.work()
    three.harassers("d")
    three.list.say("d@autre.test")
    three.list.retract(A)
    before = three.deeds()
    await three.work()
    assert three.muted("zoe") == {"b", "c", "d"}
    assert three.deeds() - before == 2
    assert three.stands(one)[A] == "undone retracted"


async def test_nobody_i_follow_is_ever_muted_even_if_i_began_a_moment_before(three):
    one = three.join("zoe")
    zoe, b = three.world.called("zoe").id, three.world.called("b").id
    asked = three.world.too_often
    three.world.too_often = lambda token: three.world.follows.add((zoe, b)) or asked(token)
    await three.work()
    assert three.muted("zoe") == {"a", "c"}
    assert three.stands(one)[B] == "cancelled following"


async def test_whom_i_begin_to_follow_while_my_server_takes_its_time_is_not_muted(three):
    one = three.join("zoe")
    zoe, muting = three.world.called("zoe").id, three.world.mute

    def slowly(*given):
        muting(*given)
        three.later(seconds=20)
        three.world.follows |= {(zoe, three.world.called(name).id) for name in "bc"}

    three.world.mute = slowly
    await three.work()
    assert three.muted("zoe") == {"a"}
    assert three.stands(one)[C] == "cancelled following"


async def test_whom_i_begin_to_follow_later_is_let_go_at_the_next_look(three):
    one = three.join("zoe")
    await three.work()
    three.world.follows.add((three.world.called("zoe").id, three.world.called("b").id))
    three.later(days=2)
    await three.work()
    assert three.muted("zoe") == {"a", "c"}
    assert three.stands(one)[B] == "undone following"


async def test_whom_i_had_muted_myself_stays_muted_when_i_leave(three):
    zoe, b = three.world.join("zoe").id, three.world.called("b").id
    three.world.mute(zoe, b, True, 0)
    one = three.join("zoe")
    await three.work()
    assert three.stands(one)[B] == "cancelled already"
    three.leave(one)
    await three.work()
    assert three.muted("zoe") == {"b"}


async def test_whom_i_unmute_by_hand_stays_unmuted_whatever_the_list_says_later(three):
    one = three.join("zoe")
    await three.work()
    del three.world.mutes[three.world.called("zoe").id, three.world.called("b").id]
    three.later(days=2)
    await three.work()
    assert three.stands(one)[B] == "cancelled unblocked_by_hand"
    three.list.retract(B)
    three.list.say(B)
    three.later(days=2)
    await three.work()
    assert three.muted("zoe") == {"a", "c"}


async def test_whom_i_unmute_by_hand_stays_unmuted_also_between_being_taken_off_and_named_again(three):
    three.join("zoe")
    await three.work()
    del three.world.mutes[three.world.called("zoe").id, three.world.called("b").id]
    three.list.retract(B)
    for part in parts(three.store, three.now):
        plan_part(three.store, part, three.now)
    three.list.say(B)
    await three.work()
    three.later(days=2)
    await three.work()
    assert three.muted("zoe") == {"a", "c"}


async def test_when_i_leave_a_mute_of_who_is_suspended_just_then_is_undone_too(three):
    one = three.join("zoe")
    await three.work()
    three.world.suspended.add(three.world.called("b").id)
    three.leave(one)
    await three.work()
    three.world.suspended.clear()
    assert three.muted("zoe") == set()


async def test_when_the_list_is_closed_all_that_it_did_for_me_is_undone_and_my_token_is_worth_nothing(three):
    one = three.join("zoe")
    await three.work()
    assert three.muted("zoe") == {"a", "b", "c"}
    detail = msgspec.json.encode({"list": three.list.list.id, "slug": "camille", "accounts": 3}).decode()
    proposal = Proposal(id="p", person="camille", kind=Kind.CLOSE, detail=detail, by="camille", at=three.now())
    closing.close(three.store, proposal, three.now())
    await three.work()
    assert three.muted("zoe") == set()
    assert three.again(one).phase is Phase.LEFT
    assert three.world.revoked == {"token-zoe"}
    assert closing.reach(three.store, "camille", "camille").over


async def test_who_is_suspended_for_a_while_is_muted_once_they_are_back_and_let_be_if_they_never_are(three):
    one = three.join("zoe")
    gone = {three.world.called(name).id for name in "bc"}
    three.world.suspended |= gone
    await three.work()
    assert three.stands(one) == {A: "done", B: "deferred gone", C: "deferred gone"}
    three.world.suspended -= {three.world.called("b").id}
    for _ in range(20):
        three.later(days=1, minutes=1)
        await three.work()
    assert three.stands(one) == {A: "done", B: "done", C: "cancelled gone"}
    assert three.muted("zoe") == {"a", "b"}


@pytest.mark.parametrize("back", [True, False])
async def test_who_is_suspended_while_a_mute_is_on_its_way_is_not_forgotten(three, back):
    three.double.faults.append({"kind": "drop_after", "path": "/api/v1/accounts", "method": "POST"})
    one = three.join("zoe")
    await three.work()
    gone = three.muted("zoe").pop()
    three.world.suspended.add(three.world.called(gone).id)
    three.later(hours=7)
    await three.work()
    if back:
        three.world.suspended.clear()
    for _ in range(20):
        three.later(days=1, minutes=1)
        await three.work()
    assert (gone in three.muted("zoe")) is back
    three.leave(one)
    await three.work()
    assert three.muted("zoe") == set()


async def test_what_expires_in_a_list_that_says_no_more_of_it_is_undone(three):
    three.harassers("d")
    three.list.say(said(actor("d@autre.test"), expires_at=three.now() + timedelta(days=5)))
    three.join("zoe")
    await three.work()
    assert three.muted("zoe") == {"a", "b", "c", "d"}
    three.later(days=7)
    await three.work()
    assert three.muted("zoe") == {"a", "b", "c"}


async def test_whom_i_asked_to_follow_is_not_muted_while_they_have_not_answered(three):
    three.world.requested.add((three.world.join("zoe").id, three.world.called("b").id))
    three.join("zoe")
    await three.work()
    assert three.muted("zoe") == {"a", "c"}


async def test_a_server_that_will_not_undo_for_a_while_is_asked_again_until_i_am_free(three):
    one = three.join("zoe")
    await three.work()
    three.leave(one)
    path = "/api/v1/accounts"
    three.double.faults.append({"kind": "status", "status": 403, "path": path, "method": "POST", "count": 3})
    await three.work()
    assert three.again(one).phase is Phase.LEAVING
    three.later(days=1, minutes=1)
    await three.work()
    assert three.muted("zoe") == set()
    assert three.again(one).phase is Phase.LEFT


async def test_whom_i_unmuted_while_they_were_suspended_is_not_muted_under_another_name_when_they_are_back(three):
    three.join("zoe")
    await three.work()
    b = three.world.called("b").id
    three.world.suspended.add(b)
    del three.world.mutes[three.world.called("zoe").id, b]
    three.list.retract(B)
    await three.work()
    three.world.suspended.clear()
    three.list.say("https://autre.test/users/b")
    await three.work()
    assert three.muted("zoe") == {"a", "c"}
    three.later(days=3)
    await three.work()
    assert three.muted("zoe") == {"a", "c"}


async def test_when_i_leave_everything_is_undone_the_token_is_worth_nothing_and_i_am_forgotten(three):
    one = three.join("zoe")
    await three.work()
    three.leave(one)
    await three.work()
    left = three.again(one)
    assert three.muted("zoe") == set()
    assert (left.phase, left.handle, left.account) == (Phase.LEFT, "", one.id)
    assert three.stands(one) == {}
    assert three.world.revoked == {"token-zoe"}
    with three.store.reading() as connection:
        assert followers.of_account(connection, one.list, one.server, one.account) is None


async def test_who_leaves_in_the_middle_keeps_nothing_of_it(three):
    one = three.join("zoe")
    await three.engine.round()
    three.leave(one)
    await three.work()
    assert three.muted("zoe") == set()


async def test_who_leaves_while_a_deed_is_on_its_way_has_it_undone(three):
    one = three.join("zoe")
    asked = three.world.mute

    def muting(*given):
        asked(*given)
        if three.again(one).phase is Phase.ACTIVE:
            three.leave(one)

    three.world.mute = muting
    await three.work()
    assert three.muted("zoe") == set()


async def test_only_what_is_grave_enough_and_for_the_reasons_i_chose_is_done(square):
    square.harassers("a", "b", "c", "d")
    square.list.say(
        said(actor(A), severity=Severity.LOW),
        said(actor(B), reasons=(Reason.SPAM,)),
        said(actor(C)),
        said(actor("d@autre.test"), policy=Policy.ACCEPT),
    )
    one = square.join("zoe", Choice(floor=Severity.MEDIUM, reasons=(Reason.HATE,)))
    await square.work()
    assert square.muted("zoe") == {"c"}
    assert square.stands(one) == {C: "done"}


async def test_who_blocks_has_whole_domains_blocked_too_but_none_where_they_follow_somebody(square):
    square.harassers("a")
    square.world.join("ami", "deux.test")
    square.list.say(A, "un.test", "deux.test", said(domain("trois.test"), policy=Policy.FILTER))
    zoe = square.world.join("zoe").id
    square.world.follows.add((zoe, square.world.called("ami").id))
    one = square.join("zoe", Choice(deed=Deed.BLOCK))
    await square.work()
    assert square.blocked("zoe") == {"a"}
    assert square.world.domain_blocks == {(zoe, "un.test")}
    assert square.stands(one)["deux.test"] == "cancelled following"
    square.leave(one)
    await square.work()
    assert (square.blocked("zoe"), square.world.domain_blocks) == (set(), set())


async def test_who_mutes_has_no_domain_blocked(square):
    square.list.say("un.test")
    one = square.join("zoe")
    await square.work()
    assert square.stands(one) == {}
    assert square.again(one).phase is Phase.ACTIVE


async def test_a_list_that_names_me_does_not_silence_me_for_myself(square):
    square.world.people["1"] = square.world.join("zoe")
    square.world.people["1"].domain = "autre.test"
    square.list.say("zoe@autre.test")
    one = square.join("zoe")
    await square.work()
    assert square.stands(one) == {"zoe@autre.test": "cancelled refused"}


async def test_whom_nobody_knows_is_looked_for_again_a_day_later_and_then_let_be(square):
    square.list.say(A, B)
    one = square.join("zoe")
    await square.work()
    assert square.stands(one) == {A: "deferred gone", B: "deferred gone"}
    square.world.beyond.add(A)
    square.later(days=1, minutes=1)
    await square.work()
    assert square.stands(one) == {A: "done", B: "cancelled gone"}


async def test_whom_i_unmute_by_hand_is_not_muted_again_under_another_name(three):
    one = three.join("zoe")
    await three.work()
    del three.world.mutes[three.world.called("zoe").id, three.world.called("b").id]
    three.later(days=2)
    await three.work()
    three.list.retract(B)
    three.list.say("https://autre.test/users/b")
    await three.work()
    assert three.stands(one)["https://autre.test/users/b"] == "cancelled unblocked_by_hand"
    assert three.muted("zoe") == {"a", "c"}


async def test_who_is_named_twice_is_free_when_both_names_are_taken_back_and_not_before(three):
    three.list.say("https://autre.test/users/b")
    one = three.join("zoe")
    await three.work()
    three.list.retract(B)
    await three.work()
    assert three.muted("zoe") == {"a", "b", "c"}
    three.list.retract("https://autre.test/users/b")
    await three.work()
    assert three.muted("zoe") == {"a", "c"}
    three.list.say(B, "https://autre.test/users/b")
    await three.work()
    three.leave(one)
    await three.work()
    assert three.muted("zoe") == set()


async def test_two_lists_name_the_same_account_and_leaving_one_keeps_what_the_other_wants(three):
    second = Listed(three.store, "dominique")
    three.harassers("d")
    second.say(B, "d@autre.test")
    first = three.join("zoe")
    await three.work()
    other = three.join("zoe", listed=second)
    await three.work()
    assert three.stands(other)[B] == "done"
    three.leave(first)
    await three.work()
    assert three.muted("zoe") == {"b", "d"}
    three.leave(other)
    await three.work()
    assert three.muted("zoe") == set()


@pytest.mark.parametrize("blocker_first", [True, False])
async def test_one_list_mutes_what_the_other_blocks_and_each_undoes_its_own(three, blocker_first):
    second = Listed(three.store, "dominique")
    second.say(B)
    choices = [(three.list, Choice()), (second, Choice(deed=Deed.BLOCK))]
    found = {}
    for listed, choice in reversed(choices) if blocker_first else choices:
        found[listed.list.slug] = three.join("zoe", choice, listed)
        await three.work()
    assert "b" in three.muted("zoe") & three.blocked("zoe")
    three.leave(found["dominique"])
    await three.work()
    assert three.blocked("zoe") == set()
    assert three.muted("zoe") == {"a", "b", "c"}
    three.later(days=2)
    await three.work()
    assert three.muted("zoe") == {"a", "b", "c"}


async def test_a_revoked_token_pauses_me_alone_and_joining_again_goes_on_where_it_was(three):
    one, other = three.join("zoe"), three.join("sacha")
    three.world.revoked.add("token-zoe")
    await three.work()
    assert (three.again(one).phase, three.again(one).why) == (Phase.PAUSED, "token")
    assert three.muted("sacha") == {"a", "b", "c"}
    three.world.revoked.clear()
    assert three.join("zoe").id == one.id
    before = three.deeds()
    await three.work()
    assert three.muted("zoe") == {"a", "b", "c"}
    assert three.deeds() - before == 3
    assert three.again(other).phase is Phase.ACTIVE


async def test_a_token_that_is_revoked_before_i_leave_lets_me_go_all_the_same(three):
    one = three.join("zoe")
    await three.work()
    three.world.revoked.add("token-zoe")
    three.leave(one)
    await three.work()
    assert three.again(one).phase is Phase.LEFT


async def test_the_list_asks_for_less_than_the_server_allows_and_waits_when_it_is_told_to(square):
    names = [f"h{number}" for number in range(120)]
    square.harassers(*names)
    square.list.say(*(f"{name}@autre.test" for name in names))
    square.world.limit = 300
    one = square.join("zoe")
    for _ in range(100):
        await square.work()
        if len(square.muted("zoe")) == 120:
            break
        square.later(seconds=10)
    since = [at for token, at in square.world.asked if token == "token-zoe"]
    most = max(sum(at - timedelta(minutes=5) < before <= at for before in since) for at in since)
    assert len(square.muted("zoe")) == 120
    assert most < 300 * 0.92  # with as much left as a burst of another kind may take
    square.world.limit = 20
    square.list.retract(*(f"{name}@autre.test" for name in names))
    square.later(minutes=10)
    await square.work()
    refused = sum(1 for token, at in square.world.asked if at == square.now())
    assert refused <= 21
    assert square.again(one).due_at >= square.now() + timedelta(minutes=1)


async def test_a_long_list_for_many_is_planned_a_little_at_a_time_for_who_writes_beside(square, monkeypatch):
    square.list.say(*(f"h{number}@autre.test" for number in range(200)))
    for number in range(20):
        square.join(f"zoe{number}")
    put, sizes = effects.put, {}

    def putting(connection, some):
        written = list(some)
        sizes[square.store.written] = sizes.get(square.store.written, 0) + len(written)
        put(connection, written)

    monkeypatch.setattr(effects, "put", putting)
    taken, run = [], square.store.run

    def running(call, *given):
        taken.append(sum(sizes.values()))
        return run(call, *given)

    monkeypatch.setattr(square.store, "run", running)
    await square.engine.round()
    assert sum(sizes.values()) >= 20 * 200
    assert max(sizes.values()) <= 1_000
    assert max(after - before for before, after in pairwise(taken)) <= 1_000


async def test_several_at_one_server_each_have_their_turn(square):
    names = [f"h{number}" for number in range(30)]
    square.harassers(*names)
    square.list.say(*(f"{name}@autre.test" for name in names))
    square.join("zoe")
    square.join("sacha")
    for _ in range(3):
        await square.engine.round()
    done = (len(square.muted("zoe")), len(square.muted("sacha")))
    assert min(done) > 0
    assert abs(done[0] - done[1]) <= 10


async def test_a_server_that_is_dead_rests_longer_each_time_and_is_asked_once_not_by_each_follower(three):
    for name in ("zoe", "sacha", "lou"):
        three.join(name)
    three.double.faults.append({"kind": "status", "status": 503, "path": "/api", "count": 4000})
    waits = []
    for _ in range(4):
        before = sum(three.world.calls.values())
        await three.work()
        waits.append(sum(three.world.calls.values()) - before)
        three.later(minutes=1)
    assert waits[0] == 1
    assert sum(waits) <= 3
    three.double.faults.clear()
    three.later(hours=7)
    await three.work()
    assert three.muted("lou") == {"a", "b", "c"}


async def test_what_goes_wrong_with_one_of_us_keeps_nobody_else_waiting(three):
    one, other = three.join("zoe"), three.join("sacha")
    opened = three.engine.doors.open

    def opening(who):
        if who.id == one.id:
            raise ValueError("a fault")
        return opened(who)

    three.engine.doors.open = opening
    await three.work()
    assert three.muted("sacha") == {"a", "b", "c"}
    assert three.again(one).due_at == three.now() + timedelta(days=1)
    assert three.again(other).phase is Phase.ACTIVE


async def test_my_token_stands_nowhere_in_clear_and_is_gone_when_i_am(three):
    one = three.join("zoe")
    await three.work()
    files = list(Path(three.store.url.database).parent.glob("rempart.db*"))
    assert not [path for path in files if b"token-zoe" in path.read_bytes()]
    assert "token-zoe" not in f"{kept(three.store, one)!r}"
    three.leave(one)
    await three.work()
    assert kept(three.store, one) is None


def pause(square, until):
    Review(square.store).pause("camille", until, "camille", square.now())


async def test_while_camille_pauses_nothing_is_begun_for_me_what_she_takes_back_is_and_then_it_goes_on(three):
    one = three.join("zoe")
    await three.work()
    pause(three, UNTIL_RESUMED)
    three.harassers("d")
    three.list.say("d@autre.test")
    await three.work()
    assert three.muted("zoe") == {"a", "b", "c"}
    three.list.retract(A)
    await three.work()
    assert three.muted("zoe") == {"b", "c"}
    assert three.stands(one)["d@autre.test"] == "planned"
    pause(three, None)
    await three.work()
    assert three.muted("zoe") == {"b", "c", "d"}


async def test_while_camille_pauses_i_may_join_and_i_may_leave(three):
    one = three.join("zoe")
    await three.work()
    pause(three, UNTIL_RESUMED)
    two = three.join("tom")
    await three.work()
    assert three.muted("tom") == set()
    for each in (one, two):
        three.leave(each)
    await three.work()
    assert three.muted("zoe") == set()
    assert {three.again(each).phase for each in (one, two)} == {Phase.LEFT}


async def test_while_camille_pauses_whom_i_begin_to_follow_is_let_go_all_the_same(three):
    three.join("zoe")
    await three.work()
    pause(three, UNTIL_RESUMED)
    three.list.say("d@autre.test")
    three.world.follows.add((three.world.called("zoe").id, three.world.called("b").id))
    three.later(days=1, hours=1)
    await three.work()
    assert three.muted("zoe") == {"a", "c"}


async def test_a_pause_of_two_hours_ends_by_itself(three):
    three.join("zoe")
    pause(three, three.now() + timedelta(hours=2))
    await three.work()
    assert three.muted("zoe") == set()
    three.later(hours=3)
    await three.work()
    assert three.muted("zoe") == {"a", "b", "c"}


async def test_a_pause_in_the_midst_of_it_holds_from_the_next_deed_on(three):
    three.join("zoe")
    asked = three.world.too_often

    def paused(token):
        if three.world.mutes:
            pause(three, UNTIL_RESUMED)
        return asked(token)

    three.world.too_often = paused
    await three.work()
    assert len(three.muted("zoe")) < 3


async def test_what_a_backup_put_back_begins_nothing_for_me_until_camille_says_that_it_is_right(three):
    three.join("zoe")
    with three.store.writing() as connection:
        assert dump.question(connection, three.now()) == {"camille": 1}
    await three.work()
    assert three.muted("zoe") == set()
    three.list.retract(A)
    confirm(three.store, "camille", "camille", "camille", three.now())
    await three.work()
    assert three.muted("zoe") == {"b", "c"}
