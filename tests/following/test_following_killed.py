"""However the machine stops, nothing is done twice, and what was mine before never becomes the list's."""

import pytest

from bot.blocklists.deed import Deed
from bot.blocklists.follower import Choice
from bot.following.enlisting import choose
from bot.following.following import Following
from tests.following.conftest import Phase

A, B, C = "a@autre.test", "b@autre.test", "c@autre.test"


class Killed(BaseException):
    """Nothing catches it: as little as kill -9."""


class Mortal:
    """The store, as seen by a process that ends before one of its transactions: what it did before is done."""

    def __init__(self, store, after):
        self._store = store
        self._left = after

    def __getattr__(self, name):
        return getattr(self._store, name)

    async def run(self, call, *given, **named):
        if self._left == 0:
            raise Killed
        self._left -= 1
        return await self._store.run(call, *given, **named)


def dying(square, after):
    doors = square.fresh().doors
    return Following(Mortal(square.store, after), doors, square.now)


async def lives(engine):
    """Work until there is nothing to do; whether it came so far."""
    try:
        while await engine.round():
            pass
    except Killed:
        return False
    return True


async def test_killed_at_any_step_of_another_choice_nothing_is_left_of_the_one_before(square):
    a, b, _ = square.harassers("a", "b", "c")
    square.list.say(A, B, C, "https://autre.test/users/c")
    after, alive = 0, False
    while not alive:
        name = f"zoe{after}"
        me = square.world.join(name).id
        square.world.mute(me, a, True, 0)
        one = square.join(name)
        await square.work()
        assert square.muted(name) == {"a", "b", "c"}
        square.world.follows.add((me, b))
        with square.store.writing() as connection:
            choose(connection, square.again(one), Choice(deed=Deed.BLOCK), square.now())
        alive = await lives(dying(square, after))
        square.engine = square.fresh()
        await square.work()
        assert (square.muted(name), square.blocked(name)) == ({"a"}, {"c"}), after
        assert square.stands(one)[B] == "cancelled following"
        square.leave(one)
        await square.work()
        assert (square.muted(name), square.blocked(name)) == ({"a"}, set()), after
        after += 1
    assert after > 12


@pytest.mark.parametrize("act", ["join", "leave"])
async def test_killed_at_any_step_it_ends_as_if_it_had_not_been(square, act):
    a, b, _ = square.harassers("a", "b", "c")
    square.list.say(A, B, C)
    after, alive = 0, False
    while not alive:
        name = f"zoe{after}"
        me = square.world.join(name).id
        square.world.mute(me, a, True, 0)
        square.world.follows.add((me, b))
        one = square.join(name)
        if act == "leave":
            await square.work()
            square.leave(one)
        alive = await lives(dying(square, after))
        before = square.deeds()
        square.engine = square.fresh()
        await square.work()
        assert square.deeds() - before <= 2, after  # the deed that was on its way; or the unmute and the token's end
        if act == "join":
            assert square.muted(name) == {"a", "c"}, after
            assert square.stands(one) == {A: "cancelled already", B: "cancelled following", C: "done"}, after
            square.leave(one)
            await square.work()
        assert square.muted(name) == {"a"}, after
        assert square.again(one).phase is Phase.LEFT
        after += 1
    assert after > 8
