"""A list is carried out on my account at my server: whom it means is found, what is so is seen, and each deed taken back."""

import json
from datetime import timedelta

import pytest

from bot.blocklists.entity import actor, domain
from bot.errors import Gone, Refused, Slower, Unauthorized
from bot.platforms.hand import Deed, Handed
from bot.platforms.mastodon.hand import Hands
from bot.platforms.mastodon.options import Options
from tests.doubles.mastodon import Double
from tests.platforms.mastodon.conftest import now
from tests.platforms.mastodon.recordings import FOLDER


@pytest.fixture(params=["mastodon", "gotosocial"])
async def server(request):
    double = Double(request.param)
    double.world.join("figure")
    for name in ("harasser", "friend"):
        double.world.join(name, "autre.test")
    await double.start()
    yield double
    await double.stop()


@pytest.fixture
async def hand(server):
    me = server.world.called("figure")
    hands = Hands(now, lambda home: Options(server=f"http://{home}", allow_loopback=True))
    hand = hands.open(f"mastodon:{server.world.host}/{me.id}", server.world.host, me.token)
    yield hand
    await hand.close()


def me(server):
    return server.world.called("figure").id


@pytest.mark.parametrize(
    "written",
    [
        "harasser@autre.test",
        "@Harasser@AUTRE.test",
        "https://autre.test/users/harasser",
        "https://autre.test/@harasser",
    ],
)
async def test_whom_a_list_means_is_found_however_it_names_them(server, hand, written):
    assert await hand.find(actor(written)) == server.world.called("harasser").id


async def test_who_is_not_known_yet_is_looked_for_and_another_of_a_like_name_is_never_taken(server, hand):
    server.world.beyond.add("nouveau@ailleurs.test")
    assert await hand.find(actor("nouveau@ailleurs.test")) == server.world.called("nouveau").id
    with pytest.raises(Gone):
        await hand.find(actor("harasser@ailleurs.test"))


@pytest.mark.parametrize("named", ["did:plc:abc", "https://autre.test/actors/77"])
async def test_who_cannot_be_named_here_is_gone_and_nothing_is_asked(server, hand, named):
    with pytest.raises(Gone):
        await hand.find(actor(named))
    assert not server.world.calls


@pytest.mark.parametrize("deed", [Deed.MUTE, Deed.BLOCK])
async def test_each_deed_is_done_seen_and_taken_back_and_may_come_twice(server, hand, deed):
    whom = server.world.called("harasser").id
    for _ in range(2):
        await hand.do(deed, whom)
    seen = (await hand.standings([whom]))[whom]
    assert (seen.muted, seen.blocked) == (deed is Deed.MUTE, deed is Deed.BLOCK)
    assert deed is Deed.BLOCK or server.world.mutes[me(server), whom].notifications
    for _ in range(2):
        await hand.undo(deed, whom)
    seen = (await hand.standings([whom]))[whom]
    assert not seen.muted
    assert not seen.blocked


async def test_how_i_stand_to_many_is_asked_forty_at_once_and_who_is_gone_is_left_out(server, hand):
    many = [server.world.join(f"someone{number}", "autre.test").id for number in range(90)]
    server.world.follows.add((me(server), many[7]))
    seen = await hand.standings([*many, "424242"])
    assert set(seen) == set(many)
    assert [one for one in many if seen[one].following] == [many[7]]
    assert server.world.calls["GET /api/v1/accounts/relationships"] == 3


async def test_a_domain_where_i_follow_somebody_is_seen_before_it_is_blocked(server, hand):
    if server.world.flavour != "mastodon":
        assert await hand.standings(["autre.test"]) == {}
        return
    server.world.follows.add((me(server), server.world.called("friend").id))
    seen = await hand.standings(["autre.test", "ailleurs.test"])
    assert (seen["autre.test"].following, seen["ailleurs.test"].following) == (True, False)
    assert await hand.find(domain("ailleurs.test")) == "ailleurs.test"
    await hand.do(Deed.BLOCK_DOMAIN, "ailleurs.test")
    assert server.world.domain_blocks == {(me(server), "ailleurs.test")}
    await hand.undo(Deed.BLOCK_DOMAIN, "ailleurs.test")
    assert not server.world.domain_blocks


WALK = "GET /api/v1/accounts/:id/following"


async def test_where_i_follow_anybody_is_read_whole_once_a_day_and_what_is_new_each_time():
    double = Double()
    world = double.world
    figure = world.join("figure")
    world.follows |= {(figure.id, world.join(f"ami{number}", f"un{number}.test").id) for number in range(200)}
    await double.start()
    ahead = timedelta()
    hands = Hands(lambda: now() + ahead, lambda home: Options(server=f"http://{home}", allow_loopback=True))

    async def followed(*hosts):
        hand = hands.open(f"mastodon:{world.host}/{figure.id}", world.host, figure.token)
        try:
            return [one for one, how in (await hand.standings(hosts)).items() if how.following]
        finally:
            await hand.close()

    asked = world.too_often
    world.too_often = lambda token: world.calls[WALK] == 2 or asked(token)
    with pytest.raises(Slower):
        await followed("un0.test")
    world.too_often = asked
    assert await followed("un0.test", "un199.test", "neuf.test") == ["un0.test", "un199.test"]
    assert world.calls[WALK] == 6  # three pages, one of them asked for twice, an empty one, and the newest again
    world.follows.add((figure.id, world.join("neuve", "neuf.test").id))
    assert await followed("un0.test", "neuf.test") == ["un0.test", "neuf.test"]
    assert world.calls[WALK] == 7
    world.follows |= {(figure.id, world.join(f"autre{number}", f"deux{number}.test").id) for number in range(100)}
    assert await followed("un0.test", "deux0.test") == ["un0.test", "deux0.test"]
    world.follows = {one for one in world.follows if world.people[one[1]].username != "ami0"}
    ahead += timedelta(days=1, minutes=1)
    assert await followed("un0.test", "un1.test") == ["un1.test"]
    await double.stop()


async def test_what_i_block_by_hand_and_by_the_list_is_told_apart_from_turn_to_turn(hand, server):
    if server.world.flavour != "mastodon":
        return
    for _ in range(2):
        await hand.do(Deed.BLOCK_DOMAIN, "ailleurs.test")
        assert (await hand.standings(["ailleurs.test"]))["ailleurs.test"].blocked
        await hand.undo(Deed.BLOCK_DOMAIN, "ailleurs.test")
        assert not (await hand.standings(["ailleurs.test"]))["ailleurs.test"].blocked
    server.world.block_domain(me(server), "main.test")
    assert (await hand.standings(["main.test"]))["main.test"].blocked


async def test_where_the_server_does_not_tell_whom_i_follow_no_domain_is_blocked(hand, server):
    fault = {"kind": "body", "path": f"/api/v1/accounts/{me(server)}/following", "text": "{}", "status": 404}
    server.faults.append(fault)
    assert await hand.standings(["autre.test"]) == {}


async def test_my_own_server_is_never_blocked(server, hand):
    with pytest.raises(Refused):
        await hand.do(Deed.BLOCK_DOMAIN, server.world.host.partition(":")[0])


@pytest.mark.parametrize("target", ["", "../1", "1?x=1", "1/2"])
async def test_what_is_no_id_is_never_asked_for(server, hand, target):
    with pytest.raises(Refused):
        await hand.do(Deed.MUTE, target)
    assert not server.world.calls


async def test_a_server_that_asks_for_less_and_one_that_forgot_the_token_are_told_apart(server, hand):
    whom = server.world.called("harasser").id
    server.faults.append({"kind": "ratelimit", "path": "/api/v1/accounts"})
    with pytest.raises(Slower):
        await hand.do(Deed.MUTE, whom)
    server.world.revoked.add(server.world.called("figure").token)
    with pytest.raises(Unauthorized):
        await hand.do(Deed.MUTE, whom)


async def test_on_my_own_account_a_list_leaves_my_notifications_where_the_shield_finds_them(shield):
    mine = await shield()
    assert isinstance(mine.platform, Handed)
    mine.world.post("harasser", "@figure tais-toi")
    whom = mine.world.called("harasser").id
    hand = mine.platform.hand()
    await hand.do(Deed.MUTE, whom)
    await hand.close()
    assert not mine.world.mutes[mine.person.id, whom].notifications
    assert mine.world.inbox(mine.person.id)


def recorded(server, name):
    """What a real server answered."""
    return json.loads((FOLDER / server / name).read_text("utf-8"))


def answered(server, kind, name, path):
    said = recorded(kind, name)
    body = said["body"] if isinstance(said["body"], str) else json.dumps(said["body"])
    text = body.replace("localhost:8001", "autre.test")
    header = next(value for key, value in said["headers"].items() if key.lower() == "content-type")
    fault = {"kind": "body", "path": path, "text": text, "status": said["status"]}
    server.faults.append(fault | {"headers": {"Content-Type": header}})
    return said["body"]


@pytest.mark.parametrize("kind", ["gts", "snac"])
async def test_what_real_servers_answer_about_a_name_is_understood(server, hand, kind):
    hand._home = "autre.test"
    found = answered(server, kind, "lookup.json", "/api/v1/accounts/lookup")
    assert await hand.find(actor("harasser@autre.test")) == found["id"]
    answered(server, kind, "lookup_404.json", "/api/v1/accounts/lookup")
    with pytest.raises(Gone):
        await hand.find(actor("nobody@autre.test"))


@pytest.mark.parametrize("kind", ["gts", "snac"])
async def test_what_real_servers_answer_about_how_i_stand_to_others_is_understood(server, hand, kind):
    said = answered(server, kind, "relationships.json", "/api/v1/accounts/relationships")
    seen = await hand.standings([one["id"] for one in said])
    assert {one["id"] for one in said} == set(seen)
    assert all(seen[one["id"]].following == one["following"] for one in said)
    assert all(seen[one["id"]].blocked == one["blocking"] for one in said)
