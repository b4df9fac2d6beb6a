"""On the real network: a mute, a block or a deletion in a second hides nothing from us."""

import asyncio
import signal
import time
from collections import Counter
from datetime import timedelta

import pytest

from bot.errors import Gone
from bot.model.action import Block, Mute
from bot.model.arrival import Deleted, Identity
from bot.platforms.bluesky.normalise import normalise
from bot.platforms.watching import Fate, Sought
from bot.store import authors, outbox, read
from tests.network.bluesky_world import World
from tests.network.shielded import Shielded, Sink
from tests.network.test_shield import RUDE, post
from tests.platforms.bluesky.parts import now
from tests.platforms.contract import eventually

pytestmark = pytest.mark.network


@pytest.fixture
def sink():
    sink = Sink()
    yield sink
    sink.server.shutdown()
    sink.server.server_close()


@pytest.fixture
def shielded(atnet, jetstream, tmp_path, sink):
    one = Shielded(atnet, tmp_path, atnet.account("camille"), jetstream, sink)
    one.start()
    yield one
    one.stop(signal.SIGKILL)


@pytest.fixture
async def world(atnet, jetstream):
    one = World(atnet, jetstream, appview=atnet.bsky)
    yield one
    await one.end()


def kept(shielded, uri):
    with shielded.store() as store, store.reading() as connection:
        return read.mention(connection, uri)


def events(shielded):
    with shielded.store() as store, store.reading() as connection:
        return Counter(entry.event for entry in read.chain(connection, "camille"))


def test_who_was_muted_and_writes_again_is_counted_and_kept_in_silence(shielded, atnet):
    troll = atnet.account("troll")
    post(troll, shielded.camille)
    shielded.within(lambda: shielded.muted(troll))
    atnet.eventually(lambda: shielded.told("Suite"))
    told = len(shielded.sink.alerts)
    key = ("camille", f"bluesky:{troll.me.did}")
    with shielded.store() as store, store.reading() as connection:
        orders = len(outbox.on_subject(connection, *key))
    again = post(troll, shielded.camille, "toujours cette marmelade")
    (one,) = atnet.eventually(lambda: kept(shielded, again.uri))
    assert (one.severity.label, one.hidden, one.alert) == ("low", "author", None)
    with shielded.store() as store, store.reading() as connection:
        assert authors.histories(connection, [key])[key][0].matches == 2
        assert len(outbox.on_subject(connection, *key)) == orders
    assert len(shielded.sink.alerts) == told
    threat = post(troll, shielded.camille, "je viendrai avec une casserole")
    atnet.eventually(lambda: len(shielded.sink.alerts) > told, 20)
    assert len(kept(shielded, threat.uri)) == 1
    said = [one["message"] for one in shielded.sink.alerts[told:]]
    assert any("déjà masqué" in one for one in said)
    shielded.command("verify")


def test_what_is_deleted_within_a_second_is_kept_with_its_deletion(shielded, atnet):
    troll = atnet.account("troll")
    made = post(troll, shielded.camille)
    time.sleep(0.3)
    troll.delete_post(made.uri)
    atnet.eventually(lambda: kept(shielded, made.uri), 20)
    atnet.eventually(lambda: events(shielded)["mention:deleted"], 20)
    assert RUDE.encode() in shielded.arrival(made.uri).raw
    shielded.command("verify")


async def found(world, after=""):
    written = await world.platform.written_by(world.their_did, after, now() - timedelta(minutes=5))
    return written, [event for one in written.arrivals for event in normalise(one, world.protected)]


def sought(world, made):
    return Sought(uri=made.uri, native="", author=world.their_did)


async def test_whom_i_mute_or_block_can_be_read_without_a_stream(world):
    first = await world.post("un")
    await eventually(lambda: there(world, 1))
    await world.platform.perform(world.order(Mute(), first.uri))
    await world.post("deux")
    written, mentions = await eventually(lambda: there(world, 2))
    assert (mentions[0].uri, mentions[0].revision, written.trouble) == (first.uri, first.cid, "")
    await world.platform.perform(world.order(Block(), first.uri))
    await eventually(world.blocked)
    await world.post("trois")
    written, mentions = await eventually(lambda: there(world, 3))
    assert [one.text.split()[0] for one in mentions] == ["un", "deux", "trois"]
    _, more = await found(world, written.place)
    assert "trois @" not in [one.text for one in more]


async def there(world, number):
    written, mentions = await found(world)
    return (written, mentions) if len(mentions) == number else None


async def test_a_later_look_tells_what_stands_from_what_is_hidden_deleted_or_gone(world):
    stands, deleted = await world.post("un"), await world.post("deux")
    await eventually(lambda: there(world, 2))
    look = await world.platform.look(sought(world, stands))
    (mention,) = normalise(look.arrival, world.protected)
    assert (look.fate, mention.uri, mention.revision) == (Fate.THERE, stands.uri, stands.cid)
    await asyncio.to_thread(world.troll.delete_post, deleted.uri)
    assert await eventually(lambda: is_now(world, deleted, Fate.DELETED))
    (gone,) = normalise((await world.platform.look(sought(world, deleted))).arrival, world.protected)
    assert isinstance(gone, Deleted)
    await world.platform.perform(world.order(Block(), stands.uri))
    assert await eventually(lambda: is_now(world, stands, Fate.HIDDEN, Fate.THERE))
    (mention,) = normalise((await world.platform.look(sought(world, stands))).arrival, world.protected)
    assert mention.revision == stands.cid
    await asyncio.to_thread(world.troll.com.atproto.server.deactivate_account, {})
    assert await eventually(lambda: is_now(world, stands, Fate.SUSPENDED))
    (gone,) = normalise((await world.platform.look(sought(world, stands))).arrival, world.protected)
    assert isinstance(gone, Identity)
    with pytest.raises(Gone):
        await found(world)


async def is_now(world, made, *fates):
    return (await world.platform.look(sought(world, made))).fate in fates
