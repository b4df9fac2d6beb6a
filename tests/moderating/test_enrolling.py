"""My community watches over me or does not, as I say: when I leave, it holds within a second, whatever else is said."""

import asyncio
import sys
from datetime import timedelta

import pytest

from bot.errors import Refused, TryLater
from bot.model.account import Account
from bot.moderating.enrolling import GLANCE, WHOLE, LiveRoll, enrolled, name_in, name_of, say
from bot.store.rolls import State
from tests.moderating.conftest import BLEU

HOME = "social.ouest.test"


def at_desk(user, host=HOME, number="7"):
    """An account as the desk's server shows it."""
    return Account(platform="mastodon", id=number, home=HOME, handle=f"{user}@{host}")


LEA = at_desk("lea")
MAX = at_desk("max", number="8")
FAR = at_desk("zoe", "autre.test", number="9")


async def nobody(_):
    raise AssertionError("nothing need be asked")


def rolled(place, community, resolve=nobody):
    roll = LiveRoll(place.store, community, resolve, lambda: place.now)
    asyncio.run(roll.refresh())
    return roll


def told(place, community, name, state, by=""):
    with place.store.writing() as connection:
        say(connection, place.store.master, community, name, state, by, place.now)


def test_all_accounts_of_our_server_are_in_and_nobody_elses(place):
    roll = rolled(place, place.community(members='"local"'))
    assert [roll.member(one) for one in (LEA, MAX, FAR)] == [True, True, False]
    assert not roll.member(at_desk("lea", f"not{HOME}"))
    assert not roll.member(Account(platform="bluesky", id="did:plc:x", handle="lea.test"))


@pytest.mark.parametrize("written", ["max@social.ouest.test", "@Max@OUEST.test", "mastodon:social.ouest.test/8"])
def test_whom_the_moderators_leave_out_is_out_however_it_is_written(place, written):
    roll = rolled(place, place.community(out=f'["{written}"]'))
    assert [roll.member(one) for one in (LEA, MAX)] == [True, False]


@pytest.mark.parametrize("members", ['"local"', '"asked"', '["lea@ouest.test"]'])
@pytest.mark.parametrize("before", [None, State.ASKED, State.IN])
def test_when_i_leave_i_am_out_whatever_else_is_said_of_me(place, members, before):
    community = place.community(members=members)
    if before:
        told(place, community, LEA.key, before, by="ada" if before is State.IN else "")
    told(place, community, LEA.key, State.LEFT)
    assert not rolled(place, community).member(LEA)
    with pytest.raises(Refused, match="it alone can come back"):
        told(place, community, LEA.key, State.IN, by="ada")
    assert not rolled(place, community).member(LEA)
    assert rolled(place, community).own(LEA), "nothing is done to me by itself for having left"


def test_what_the_moderators_wrote_down_wins_over_who_asks(place):
    community = place.community(members='"asked"', out='["max@ouest.test"]')
    told(place, community, MAX.key, State.ASKED)
    assert not rolled(place, community).member(MAX)


def test_i_am_in_once_i_asked_and_again_after_i_came_back(place):
    community = place.community(members='"asked"')
    roll = rolled(place, community)
    for state, holds in ((State.ASKED, True), (State.LEFT, False), (State.ASKED, True)):
        told(place, community, LEA.key, state)
        asyncio.run(roll.glance())
        assert roll.member(LEA) is holds


def test_only_whom_they_took_off_themselves_can_the_moderators_bring_back(place):
    community = place.community(members='"asked"')
    told(place, community, LEA.handle, State.OUT, by="Anne")
    told(place, community, LEA.handle, State.IN, by="Bachir")
    assert rolled(place, community).member(LEA)
    told(place, community, LEA.handle, State.LEFT)
    with pytest.raises(Refused, match="left by itself"):
        told(place, community, LEA.handle, State.IN, by="Bachir")


def test_a_leave_holds_with_the_next_glance_which_is_less_than_a_second_away(place):
    community = place.community()
    roll = rolled(place, community)
    assert roll.member(LEA)
    told(place, community, LEA.key, State.LEFT)
    asyncio.run(roll.glance())  # the clock did not move
    assert not roll.member(LEA)
    assert 2 * GLANCE < 1


def test_two_who_leave_in_the_same_moment_are_both_out(place):
    community = place.community()
    roll = rolled(place, community)
    for one in (LEA, MAX):
        told(place, community, one.key, State.LEFT)
        asyncio.run(roll.glance())
        assert not roll.member(one)


def test_the_roll_that_keeps_looking_takes_up_a_leave(place):
    community = place.community()
    roll = rolled(place, community)

    async def scene():
        looking = asyncio.create_task(roll.keep())
        await asyncio.sleep(0)
        told(place, community, LEA.key, State.LEFT)
        for _ in range(100):
            await asyncio.sleep(GLANCE / 10)
            if not roll.member(LEA):
                break
        looking.cancel()

    asyncio.run(scene())
    assert not roll.member(LEA)


def test_a_directory_that_never_answers_keeps_nobody_in(place):
    async def silence(_):
        await asyncio.Event().wait()

    community = place.community(BLEU, members='["lea.test", "did:plc:max"]', out="[]")
    roll = LiveRoll(place.store, community, silence, lambda: place.now)
    hers = Account(platform="bluesky", id="did:plc:max")

    async def scene():
        keeping = asyncio.create_task(roll.keep())
        await asyncio.sleep(GLANCE / 2)
        assert roll.member(hers)
        told(place, community, hers.key, State.LEFT)
        await asyncio.sleep(3 * GLANCE)
        keeping.cancel()

    asyncio.run(scene())
    assert not roll.member(hers)


def test_a_line_that_the_moderators_change_is_taken_up(place):
    roll = rolled(place, place.community())
    roll.take(place.community(out='["lea@ouest.test"]'))
    asyncio.run(roll.glance())
    assert not roll.member(LEA)


def test_handles_of_bluesky_are_looked_up_once_and_again_only_where_that_failed(place):
    asked = []

    async def resolve(handle):
        asked.append(handle)
        if handle == "zoe.test" and len(asked) < 3:
            raise TryLater("the directory sleeps")
        return f"bluesky:did:plc:{handle[:3]}"

    community = place.community(BLEU, members='["lea.test", "zoe.test", "did:plc:max"]', out="[]")
    roll = rolled(place, community, resolve)
    known = [Account(platform="bluesky", id=f"did:plc:{one}", handle="renamed.test") for one in ("lea", "max", "zoe")]
    assert [roll.member(one) for one in known] == [True, True, False]
    place.later(seconds=WHOLE.total_seconds())
    asyncio.run(roll.refresh())
    assert [roll.member(one) for one in known] == [True, True, True]
    assert asked == ["lea.test", "zoe.test", "zoe.test"]


def test_who_is_named_out_stays_out_while_the_directory_does_not_answer(place):
    async def resolve(_):
        raise TryLater("the directory sleeps")

    community = place.community(BLEU, members='["did:plc:lea"]', out='["lea.test"]')
    lea = Account(platform="bluesky", id="did:plc:lea", handle="lea.test")
    assert not rolled(place, community, resolve).member(lea)


def test_of_twenty_thousand_of_our_server_no_list_is_kept(place):
    few = enrolled(place.community(), {}, {})
    assert (few.named, few.out) == (frozenset(), frozenset())
    assert sum(few.member(at_desk(f"m{one}", number=str(one))) for one in range(20_000)) == 20_000
    assert sys.getsizeof(few.named) + sys.getsizeof(few.out) < 1_000


def test_what_is_said_stands_in_the_chain_without_my_name(place):
    community = place.community(members='"asked"')
    told(place, community, LEA.key, State.ASKED)
    told(place, community, LEA.key, State.ASKED)  # and the same again writes nothing
    told(place, community, LEA.key, State.LEFT)
    told(place, community, LEA.key, State.OUT, by="ada")
    events = place.events()
    assert [event for event, _ in events] == ["member:in", "member:out"]
    assert not any(LEA.key in str(payload) or "lea" in str(payload) for _, payload in events)


def test_i_am_known_at_the_desk_by_my_key_and_from_elsewhere_by_my_handle(place):
    community = place.community()
    assert name_of(community, LEA) == LEA.key
    zoe = Account(platform="mastodon", id="3", home="autre.test", handle="Zoe@autre.test")
    assert name_of(community, zoe) == "zoe@autre.test"
    assert name_in(community, "did:plc:lea") == "bluesky:did:plc:lea"
    told(place, community, name_of(community, zoe), State.ASKED)
    assert rolled(place, place.community(members='"asked"')).member(FAR)


def test_all_is_read_anew_after_ten_minutes():
    assert timedelta(minutes=10) == WHOLE
