"""My list stands on the real network: who follows it no longer meets those in it, and what is taken back is gone."""

import asyncio

import pytest
from msgspec.structs import replace

from bot.alerts.modlist import ByHand, Ended
from bot.blocklists.adoption import Adoption, Stance, Step
from bot.blocklists.change import Cause
from bot.blocklists.entity import actor, domain
from bot.errors import Gone, Refused
from bot.evidence.master import MasterKey
from bot.platforms.hand import Deed
from bot.platforms.modlist import KeepsLists
from bot.store import adoptions, lists, placements
from bot.store.database import Store
from bot.store.migrate import migrate
from bot.subscribing.adopting import Adopting
from bot.subscribing.modlists import Modlists
from tests.network.list_keeper import LISTS, Keeper, platform, stranger
from tests.platforms.bluesky.parts import OpenSafe
from tests.platforms.contract import eventually
from tests.subscribing.conftest import Follower

pytestmark = pytest.mark.network


@pytest.fixture
async def keeper(atnet, tmp_path):
    made = Keeper(atnet, tmp_path)
    yield made
    await made.end()


class Friend:
    """Somebody who follows the list on Bluesky, and whom the harasser writes to as well."""

    def __init__(self, net):
        self.net = net
        self.client, self.troll, self.neighbour = net.account("ami"), net.account("troll"), net.account("voisine")
        self.platform = platform(net, self.client, OpenSafe())

    async def hears(self, who):
        """Whether what `who` writes to them now is shown to them; the neighbour's word, sent after, always is."""
        asked = await self._post(who)
        after = await self._post(self.neighbour)

        async def shown():
            page = await asyncio.to_thread(self.client.app.bsky.notification.list_notifications)
            uris = [one.uri for one in page.notifications]
            return uris if after in uris else None

        await asyncio.to_thread(self.net.settle)
        return asked in await eventually(shown)

    async def _post(self, who):
        from atproto import client_utils

        words = client_utils.TextBuilder().mention(f"@{self.client.me.handle}", self.client.me.did).text(" bonjour")
        return (await asyncio.to_thread(who.send_post, words)).uri

    async def viewer(self, who):
        return (await asyncio.to_thread(self.client.get_profile, who.me.did)).viewer


@pytest.fixture
async def friend(atnet):
    made = await asyncio.to_thread(Friend, atnet)
    yield made
    await made.platform.close()


async def seen_by(friend, keeper, count):
    """The list as the AppView shows it, once it holds so many."""

    async def there():
        try:
            shown = await friend.platform.foreign(keeper.kept.uri)
        except Gone:
            return None
        return shown if shown.count == count else None

    return await eventually(there)


async def test_who_mutes_my_list_no_longer_hears_the_harasser_until_i_take_it_back(keeper, friend):
    troll = friend.troll.me.did
    keeper.say(troll, domain("mal.test"), actor("troll@mal.test"))
    await keeper.step()
    shown = await seen_by(friend, keeper, 1)
    assert (keeper.progress.done, keeper.progress.total, keeper.progress.left_out) == (1, 1, 2)
    assert shown.title == "Liste de Camille"
    assert "https://rempart.test/listed/liste-de-camille" in shown.about
    assert await friend.hears(friend.troll)
    await friend.platform.adopt(keeper.kept.uri, Deed.MUTE)
    assert not await friend.hears(friend.troll)
    keeper.unsay(troll)
    await keeper.step()
    await seen_by(friend, keeper, 0)
    assert await keeper.items() == []
    assert await friend.hears(friend.troll)
    keeper.say(troll)
    await keeper.step()
    await seen_by(friend, keeper, 1)
    assert not await friend.hears(friend.troll)


async def test_who_blocks_by_my_list_is_out_of_the_harassers_reach_until_a_version_is_undone(keeper, friend):
    keeper.say(stranger(1))
    with keeper.store.reading() as connection:
        first = lists.newest(connection, keeper.whose.id)
    keeper.say(friend.troll.me.did, stranger(2))
    await keeper.step()
    await seen_by(friend, keeper, 3)
    await friend.platform.adopt(keeper.kept.uri, Deed.BLOCK)
    await friend.platform.adopt(keeper.kept.uri, Deed.BLOCK)

    async def blocked():
        return (await friend.viewer(friend.troll)).blocking_by_list

    async def free():
        return not await blocked()

    await eventually(blocked)
    assert not await friend.hears(friend.troll)
    assert (await friend.platform.hand().standings([friend.troll.me.did]))[friend.troll.me.did].blocked
    with keeper.store.reading() as connection:
        second = [change.entity for change in lists.since(connection, keeper.whose.id, first, 9)]
    keeper.unsay(*second)
    await keeper.step()
    assert await keeper.items() == [stranger(1)]
    await eventually(free)
    assert await friend.hears(friend.troll)


async def test_a_list_that_i_follow_by_its_address_waits_to_be_looked_at_and_then_goes_its_way(
    keeper, friend, tmp_path
):
    keeper.say(friend.troll.me.did)
    keeper.say(other := friend.neighbour.me.did)
    await keeper.step()
    await seen_by(friend, keeper, 2)
    store = Store(f"sqlite:///{tmp_path}/friend.db", MasterKey.new())
    migrate(store)
    follower = Follower(store, None)
    follower.sources["at"] = Modlists([friend.platform])
    _, did, _, key = keeper.kept.uri.split("/")[1:]
    follower.follow(f"https://bsky.app/profile/{did}/lists/{key}")
    await follower.rounds.round()
    assert follower.waits()
    follower.accept()
    assert follower.holds() == {friend.troll.me.did, other}
    keeper.unsay(friend.troll.me.did)
    await keeper.step()
    await seen_by(friend, keeper, 1)
    await follower.later()
    assert follower.holds() == {other}
    store.close()


async def test_what_i_chose_by_myself_about_somebodys_list_is_given_back_as_it_was(keeper, friend):
    keeper.say(friend.troll.me.did)
    await keeper.step()
    uri, mine = keeper.kept.uri, friend.platform
    await seen_by(friend, keeper, 1)

    async def stands(**how):
        await asyncio.to_thread(friend.net.settle)
        return await mine.stance(uri) == Stance(**how)

    prior = await mine.stance(uri)
    assert prior == Stance()
    await mine.adopt(uri, Deed.MUTE)
    await mine.adopt(uri, Deed.BLOCK)
    await eventually(lambda: stands(muted=True, blocked=True))
    await mine.abandon(uri, Deed.MUTE, prior)
    await mine.abandon(uri, Deed.BLOCK, prior)
    await mine.abandon(uri, Deed.BLOCK, prior)
    await eventually(stands)
    await asyncio.to_thread(friend.client.app.bsky.graph.mute_actor_list, {"list": uri})
    await eventually(lambda: stands(muted=True))
    prior = await mine.stance(uri)
    await mine.adopt(uri, Deed.MUTE)
    await mine.abandon(uri, Deed.MUTE, prior)
    assert await stands(muted=True)
    with pytest.raises(Refused, match="no domains"):
        await mine.adopt(uri, Deed.BLOCK_DOMAIN)


async def test_a_list_of_others_is_read_whole_by_its_uri_or_by_its_page(keeper, friend, atnet):
    real = [friend.troll.me.did, friend.neighbour.me.did]
    keeper.say(*real)
    await keeper.step()
    first = await seen_by(friend, keeper, 2)
    mine = friend.platform
    assert isinstance(mine, KeepsLists)
    page = f"https://bsky.app/profile/{keeper.client.me.handle}/lists/{first.uri.rsplit('/', 1)[1]}"
    for address in (first.uri, page, page.replace(keeper.client.me.handle, keeper.did)):
        found = [change async for change in mine.entries(address)]
        assert {change.entity.key for change in found} == set(real)
        assert all(change.applies and change.id == "" for change in found)
        assert (await mine.foreign(address)).etag == first.etag
    keeper.unsay(real[0])
    keeper.say(atnet.account("autre").me.did)
    await keeper.step()

    async def changed():
        return (await mine.foreign(page)).etag != first.etag

    await eventually(changed)


async def test_what_is_no_list_to_mute_by_is_refused_and_what_is_gone_is_gone(keeper, friend):
    def curated(client):
        record = {
            "$type": LISTS,
            "purpose": "app.bsky.graph.defs#curatelist",
            "name": "à lire",
            "createdAt": client.get_current_time_iso(),
        }
        return client.com.atproto.repo.create_record({"repo": client.me.did, "collection": LISTS, "record": record}).uri

    uri = await asyncio.to_thread(curated, keeper.client)
    await asyncio.to_thread(friend.net.settle)
    with pytest.raises(Refused, match="no moderation list"):
        await friend.platform.foreign(uri)
    with pytest.raises(Refused, match="no moderation list"):
        await friend.platform.stance(uri)
    for gone in (f"at://{keeper.did}/{LISTS}/3labcdefghijk", "https://bsky.app/profile/personne.test/lists/3labc"):
        with pytest.raises((Gone, Refused)):
            [_ async for _ in friend.platform.entries(gone)]
    with pytest.raises(Refused, match="give its at:// URI"):
        await friend.platform.foreign("https://social.test/@camille")


async def test_what_i_take_out_by_hand_stays_out_and_what_i_put_in_stays(keeper):
    one, two, hand = stranger(1), stranger(2), stranger(3)
    keeper.say(one, two)
    await keeper.step()
    await keeper.by_hand_out(one)
    await keeper.by_hand_in(hand)
    await keeper.step(hours=25)
    assert keeper.told == [ByHand(list="liste-de-camille", removed=1, added=1)]
    assert await keeper.items() == [two, hand]
    keeper.say(one, hand, cause=Cause.RULE)
    await keeper.step(hours=25)
    assert await keeper.items() == [two, hand]
    keeper.unsay(one, two, hand)
    await keeper.step()
    assert await keeper.items() == [hand]
    keeper.say(one, cause=Cause.HUMAN)
    await keeper.step(hours=25)
    assert await keeper.items() == [one, hand]
    assert len(keeper.told) == 1
    assert (keeper.progress.there, keeper.progress.theirs, keeper.progress.barred) == (1, 1, 0)


async def test_a_list_that_i_delete_with_my_app_stays_deleted_until_i_ask_for_it(keeper):
    keeper.say(stranger(1), stranger(2))
    await keeper.step()
    await keeper.by_hand_out(stranger(2))
    await keeper.delete(LISTS, keeper.kept.uri)
    for _ in range(3):
        await keeper.step(hours=25)
    assert keeper.told == [Ended(list="liste-de-camille")]
    assert await keeper.records(LISTS) == []
    with keeper.store.writing() as connection:
        placements.forget(connection, keeper.whose.id)
    await keeper.step()
    assert await keeper.items() == [stranger(1), stranger(2)]
    assert len(await keeper.records(LISTS)) == 1


async def test_a_list_that_i_no_longer_share_there_goes_and_what_i_put_in_by_hand_is_mine(keeper):
    keeper.say(*map(stranger, range(5)))
    await keeper.step()
    keeper.choose()
    await keeper.step()
    assert await keeper.records(LISTS) == []
    assert await keeper.records("app.bsky.graph.listitem") == []
    assert keeper.kept is None
    keeper.choose(bluesky=f"bluesky:{keeper.did}")
    await keeper.step()
    await keeper.by_hand_in(stranger(9))
    assert await keeper.items() == [*map(stranger, range(5)), stranger(9)]
    keeper.choose()
    await keeper.step()
    assert [one.value.subject for one in await keeper.records("app.bsky.graph.listitem")] == [stranger(9)]
    assert len(await keeper.records(LISTS)) == 1


async def test_what_the_list_says_of_itself_follows_what_i_chose_and_keeps_the_picture_i_gave_it(keeper):
    def by_hand(client, uri):
        where = {"repo": client.me.did, "collection": LISTS, "rkey": uri.rsplit("/", 1)[1]}
        value = client.com.atproto.repo.get_record(where).value.model_dump(by_alias=True, exclude_none=True)
        value["labels"] = {"$type": "com.atproto.label.defs#selfLabels", "values": [{"val": "a-moi"}]}
        client.com.atproto.repo.put_record(where | {"record": value})

    keeper.say(stranger(1))
    await keeper.step()
    await asyncio.to_thread(by_hand, keeper.client, keeper.kept.uri)
    keeper.choose(bluesky=f"bluesky:{keeper.did}", description="é" * 900, language="en")
    await keeper.step()
    (one,) = await keeper.records(LISTS)
    assert len(one.value.description) <= 300
    assert one.value.description.endswith("… To contest: https://rempart.test/listed/liste-de-camille")
    (facet,) = one.value.description_facets
    said = one.value.description.encode()[facet.index.byte_start : facet.index.byte_end]
    assert said.decode() == facet.features[0].uri == "https://rempart.test/listed/liste-de-camille"
    assert one.value.labels.values[0].val == "a-moi"


async def test_a_list_that_i_adopt_is_left_again_and_what_i_blocked_by_myself_stays(keeper, friend, tmp_path):
    keeper.say(friend.troll.me.did)
    await keeper.step()
    uri = keeper.kept.uri
    await seen_by(friend, keeper, 1)
    mine = Adopting(keeper.store, [("ami", friend.platform)], keeper.clock)
    mute, block = (Adoption(person="ami", address=uri, deed=deed) for deed in ("mute", "block"))

    async def stands(**how):
        await asyncio.to_thread(friend.net.settle)
        return await friend.platform.stance(uri) == Stance(**how)

    def kept():
        with keeper.store.reading() as connection:
            return adoptions.every(connection, "ami")

    def put(*some):
        with keeper.store.writing() as connection:
            for one in some:
                adoptions.put(connection, one)

    await friend.platform.adopt(uri, Deed.BLOCK)
    await eventually(lambda: stands(blocked=True))
    nowhere = Adoption(person="ami", address="https://bsky.app/profile/personne.test/lists/3labc", deed="mute")
    put(mute, block, nowhere)
    await mine.round()
    await mine.round()
    await eventually(lambda: stands(muted=True, blocked=True))
    assert sorted((one.deed, one.step, bool(one.trouble)) for one in kept()) == [
        ("block", "there", False),
        ("mute", "coming", True),
        ("mute", "there", False),
    ]
    put(*(replace(one, step=Step.GOING) for one in kept()))
    await mine.round()
    await eventually(lambda: stands(blocked=True))
    assert kept() == []
