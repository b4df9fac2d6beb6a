"""What every platform keeps to; a platform's test module imports all of this and gives a `world`.

    from tests.platforms.contract import *  # noqa: F403

    @pytest.fixture
    async def world(...): yield World(...)

A world is one protected account and one harasser on one server, with

    world.platform                      the Platform of the protected account
    world.normalise                     its Normalise
    world.protected                     what `normalise` takes: {Account.key: Protected}
    await world.harasser_posts(text)    the harasser mentions the person publicly; the post's URI
    await world.muted()                 whether the *server* holds that the person mutes the harasser
    await world.blocked()               the same for a block
    await world.person_mutes()          the person mutes the harasser by hand, by another app
    world.order(action, uri="")         an Order of the person on the harasser, about that post
    await world.arrivals()              all that the sources have brought so far (they may be asked now)
"""

import asyncio
import time
from datetime import timedelta

import pytest

from bot.errors import Refused
from bot.model.action import Block, Dismiss, Mute, Prior, Report
from bot.model.mention import Mention
from bot.platforms.watching import Fate, Sought

PATIENCE = 15


async def eventually(look):
    """What `look` gives once it gives something true; servers take their time to show what was done."""
    end = time.monotonic() + PATIENCE
    while not (found := await look()):
        assert time.monotonic() < end, "not within the time that a server may take"
        await asyncio.sleep(0.02)
    return found


async def mentions(world, uri):
    found = [event for arrival in await world.arrivals() for event in world.normalise(arrival, world.protected)]
    return [event for event in found if isinstance(event, Mention) and event.uri == uri]


async def heard(world, text="bonjour"):
    uri = await world.harasser_posts(text)
    return (await eventually(lambda: mentions(world, uri)))[0]


async def test_what_is_written_to_me_arrives(world):
    mention = await heard(world, "un bonjour du contrat")
    assert "un bonjour du contrat" in mention.text
    assert mention.to == world.platform.key
    assert mention.person == world.protected[world.platform.key].name
    assert mention.author.key != world.platform.key
    assert mention.revision
    assert mention.received_at.tzinfo is not None


async def test_however_often_it_arrives_it_is_one_version_of_one_post(world):
    mention = await heard(world)
    again = await mentions(world, mention.uri)
    assert {(one.uri, one.revision, one.author.key, one.kind) for one in again} == {
        (mention.uri, mention.revision, mention.author.key, mention.kind)
    }


async def test_each_arrival_names_its_source(world):
    await heard(world)
    names = {source.name for source in world.platform.sources()}
    assert {arrival.source for arrival in await world.arrivals()} <= names


async def test_a_mute_is_done_once_however_often_and_undone(world):
    order = world.order(Mute(), (await heard(world)).uri)
    prior = await world.platform.prior(order)
    assert not prior.in_force
    receipt = await world.platform.perform(order)
    await eventually(world.muted)
    await world.platform.perform(order)
    assert await world.muted()
    await eventually(lambda: in_force(world, order))
    await world.platform.revert(order, prior, receipt)
    await eventually(lambda: no_longer(world.muted))
    await world.platform.revert(order, prior, receipt)
    assert not await world.muted()


async def test_a_block_is_done_once_however_often_and_undone(world):
    order = world.order(Block(), (await heard(world)).uri)
    prior = await world.platform.prior(order)
    assert not prior.in_force
    receipt = await world.platform.perform(order)
    await eventually(world.blocked)
    await world.platform.perform(order)
    assert await world.blocked()
    await world.platform.revert(order, prior, receipt)
    await eventually(lambda: no_longer(world.blocked))
    await world.platform.revert(order, prior, receipt)
    assert not await world.blocked()


async def test_a_mute_of_my_own_is_seen_and_stays(world):
    order = world.order(Mute(), (await heard(world)).uri)
    await world.person_mutes()
    prior = await eventually(lambda: in_force(world, order))
    await world.platform.perform(order)
    await world.platform.revert(order, prior, "")
    assert await world.muted()


async def test_before_a_mute_what_it_would_hide_is_taken_into_custody(world):
    mention = await heard(world, "des mots à garder")
    order = world.order(Mute(), mention.uri)

    async def kept():
        return [item async for item in world.platform.capture(order) if "des mots à garder".encode() in item.raw]

    assert await eventually(kept)
    items = [item async for item in world.platform.capture(order)]
    assert all(item.what and item.raw for item in items)


async def test_how_i_stand_to_somebody_is_told(world):
    order = world.order(Mute(), (await heard(world)).uri)
    before = await world.platform.standing(order)
    assert not before.following
    assert not before.muted
    await world.platform.perform(order)
    assert await eventually(lambda: muted_by_standing(world, order))
    assert order.subject in (await world.platform.relations()).mutes


@pytest.mark.parametrize("action", [Report(), Dismiss()])
async def test_what_cannot_be_undone_is_refused_not_passed_over(world, action):
    with pytest.raises(Refused):
        await world.platform.revert(world.order(action, "x"), Prior(), "1")


async def test_a_look_at_the_account_says_what_is_possible(world):
    probe = await world.platform.probe(frozenset({"mute", "block"}))
    assert probe.account == world.platform.key
    assert probe.handle
    assert not probe.lacking


async def test_closing_twice_is_closing(world):
    await world.platform.close()
    await world.platform.close()


async def in_force(world, order):
    prior = await world.platform.prior(order)
    return prior if prior.in_force else None


async def muted_by_standing(world, order):
    return (await world.platform.standing(order)).muted


async def no_longer(look):
    return not await look()


async def test_what_a_muted_author_goes_on_writing_can_be_read(world):
    first = await heard(world, "avant")
    order = world.order(Mute(), first.uri)
    await world.platform.perform(order)
    await eventually(world.muted)
    uri = await world.harasser_posts("et encore")
    since = first.received_at - timedelta(minutes=1)

    async def read():
        written = await world.platform.written_by(order.subject_id, "", since)
        found = [event for one in written.arrivals for event in world.normalise(one, world.protected)]
        return [event for event in found if event.uri == uri]

    (mention,) = await eventually(read)
    assert "et encore" in mention.text
    assert mention.author.key == order.subject


async def test_a_later_look_finds_what_was_kept_as_it_was(world):
    mention = await heard(world)
    sought = Sought(uri=mention.uri, native=mention.native, author=mention.author.id)

    async def there():
        look = await world.platform.look(sought)
        return look if look.fate is Fate.THERE else None

    look = await eventually(there)
    (again,) = world.normalise(look.arrival, world.protected)
    assert (again.uri, again.revision, again.text) == (mention.uri, mention.revision, mention.text)
