"""What every hand keeps to, that carries a list out for one account; a platform's test module imports all of this.

    from tests.platforms.hands import *  # noqa: F403

    @pytest.fixture
    async def held(...): yield Held(...)

What is held is the hand of one account, and somebody whom a list names, on one server, with

    held.hand                       the Hand
    held.entities                   ways in which a list may name the same account: Entities
    held.nobody                     an Entity of which there is no account
    held.strangers(count)           so many ids of nobody, shaped as the server's ids are
    held.domains                    whether one account can block a domain there
    await held.follows()            the account follows them, by another app
    await held.mutes()              the same for a mute
    await held.muted()              whether the *server* holds that the account mutes them
    await held.blocked()            the same for a block
"""

import pytest

from bot.blocklists.entity import domain
from bot.errors import Gone, Refused
from bot.platforms.hand import Deed
from tests.platforms.contract import eventually, no_longer


async def target(held):
    return await held.hand.find(held.entities[0])


def looks(held, deed):
    return {Deed.MUTE: held.muted, Deed.BLOCK: held.blocked}[deed]


async def stands(held, field):
    one = await target(held)
    return getattr((await held.hand.standings([one]))[one], field)


async def test_however_a_list_names_somebody_they_are_one_account(held):
    found = {await held.hand.find(entity) for entity in held.entities}
    assert len(found) == 1
    assert all(found)


async def test_who_is_nobody_here_is_gone(held):
    with pytest.raises(Gone):
        await held.hand.find(held.nobody)


async def test_a_domain_is_its_own_name(held):
    assert await held.hand.find(domain("mal.test")) == "mal.test"


@pytest.mark.parametrize("deed", [Deed.MUTE, Deed.BLOCK])
async def test_each_deed_is_done_once_however_often_and_taken_back(held, deed):
    one, look = await target(held), looks(held, deed)
    field = {Deed.MUTE: "muted", Deed.BLOCK: "blocked"}[deed]
    assert not await stands(held, field)
    await held.hand.do(deed, one)
    await held.hand.do(deed, one)
    await eventually(look)
    assert await eventually(lambda: stands(held, field))
    await held.hand.undo(deed, one)
    await eventually(lambda: no_longer(look))
    await held.hand.undo(deed, one)
    assert not await look()
    await eventually(lambda: no_longer(lambda: stands(held, field)))


async def test_whom_i_follow_and_whom_i_muted_by_myself_is_seen(held):
    one = await target(held)
    before = (await held.hand.standings([one]))[one]
    assert not before.following
    assert not before.muted
    await held.follows()
    assert await eventually(lambda: stands(held, "following"))
    await held.mutes()
    assert await eventually(lambda: stands(held, "muted"))


async def test_of_many_those_who_are_gone_are_left_out(held):
    one = await target(held)
    asked = [*held.strangers(60), one]
    assert set(await held.hand.standings(asked)) == {one}
    assert await held.hand.standings([]) == {}


async def test_a_domain_is_blocked_and_freed_or_it_is_said_why_not(held):
    for deed in (held.hand.do, held.hand.undo):
        if held.domains:
            await deed(Deed.BLOCK_DOMAIN, "mal.test")
        else:
            with pytest.raises(Refused, match="block a domain"):
                await deed(Deed.BLOCK_DOMAIN, "mal.test")


async def test_closing_twice_is_closing(held):
    await held.hand.close()
    await held.hand.close()
