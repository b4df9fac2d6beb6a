"""Whatever happens in the middle of a publication, my list comes to what it should be: nobody twice, nobody missing."""

import asyncio
import json
import signal
import time

import pytest
from atproto import models

from bot.blocklists.blocklist import Blocklist, Origin
from bot.blocklists.change import Cause, Change, Policy, Type
from bot.blocklists.entity import actor
from bot.config import load_or_make_master_key
from bot.platforms.bluesky.modlist import BlueskyModlist
from bot.store import lists, placements
from bot.store.migrate import migrate
from tests.network.faulty import faulty
from tests.network.list_keeper import LISTS, Keeper, stranger
from tests.network.lists_child import lived, process
from tests.network.shielded import Shielded, Sink
from tests.platforms.bluesky.parts import now

pytestmark = pytest.mark.network

DEATHS = [
    {"dies": "after the list is made"},
    {"dies": "before a write"},
    {"dies": "after a write"},
    {"dies": "after a write", "nth": 2},
]


@pytest.fixture
async def keeper(atnet, tmp_path):
    made = Keeper(atnet, tmp_path)
    yield made
    await made.end()


async def test_killed_in_the_middle_it_resumes_without_anybody_twice_or_missing(keeper):
    everybody = [stranger(number) for number in range(750)]
    keeper.say(*everybody)
    for death in DEATHS:
        assert await lived(keeper, **death) == -signal.SIGKILL
    assert 400 <= len(await keeper.items()) < 750
    assert await lived(keeper) == 0
    assert await keeper.items() == everybody
    assert (keeper.progress.done, keeper.progress.total) == (750, 750)
    assert len(await keeper.records(LISTS)) == 1
    keeper.unsay(*everybody[:350])
    assert await lived(keeper, dies="after a write") == -signal.SIGKILL
    keeper.say(everybody[0], stranger(999))  # listed again while it is not known whether they are out
    assert await lived(keeper) == 0
    assert await keeper.items() == [everybody[0], *everybody[350:], stranger(999)]
    assert keeper.progress.barred == 0, "nobody's hand did it"


async def test_what_the_server_refuses_for_a_while_is_written_later_and_once(atnet, tmp_path):
    async with faulty(atnet.pds) as way:
        keeper = Keeper(atnet, tmp_path, service=way.url)
        everybody = [stranger(number) for number in range(450)]
        keeper.say(*everybody)
        later = str(int(keeper.clock().timestamp()) + 600)
        writes = way.faults["com.atproto.repo.applyWrites"] = [
            None,
            (429, {"RateLimit-Reset": later}, False),
            (502, {}, True),
            (503, {}, False),
            (500, {}, True),
        ]
        counts = []
        for minutes in (2, 2, 20, 2, 2, 2):
            await keeper.step(minutes=minutes)
            counts.append(len(await keeper.items()))
        assert counts == [200, 200, 400, 400, 450, 450], "the second waits as long as the server asked"
        assert writes == []
        await keeper.step()
        assert await keeper.items() == everybody
        assert (keeper.progress.done, keeper.kept.trouble, keeper.told) == (450, "", [])
        asked = len(way.asked)
        await keeper.step()
        assert len(way.asked) == asked, "what is done asks nothing of the server"
        await keeper.end()


async def test_a_write_of_who_was_killed_that_ends_after_my_look_is_found_a_round_later(keeper, monkeypatch):
    write, begun = BlueskyModlist.write, []

    async def behind(self, *what):
        begun.append(what)
        if len(begun) == 2:
            await write(self, *what)  # the other's, which was still on its way
        await write(self, *what)

    monkeypatch.setattr(BlueskyModlist, "write", behind)
    everybody = [stranger(number) for number in range(450)]
    keeper.say(*everybody)
    await keeper.step()
    assert keeper.progress.done == 200
    assert "500" in keeper.kept.trouble
    await keeper.step()
    assert await keeper.items() == everybody
    assert (keeper.progress.done, keeper.kept.trouble, keeper.told) == (450, "", [])


async def test_my_own_app_keeps_its_share_of_what_the_server_allows(keeper):
    keeper.say(*(stranger(number) for number in range(1300)))
    await keeper.step()
    assert len(await keeper.items()) == 1199, "three points each, and the list itself"
    assert keeper.points <= 3600
    assert "write limit" in keeper.kept.trouble
    keeper.unsay(stranger(7))
    await keeper.step(minutes=30)
    assert len(await keeper.items()) == 1199, "the hour is not over"
    await keeper.step(minutes=40)
    assert stranger(7) not in await keeper.items()
    assert len(await keeper.items()) == 1299
    assert keeper.kept.trouble == ""


async def test_who_is_listed_wrongly_is_freed_before_anybody_else_is_put_in(keeper):
    keeper.platform._lists._points._limits = ((3600, 3 + 5 * 3 + 2),)
    keeper.say(*(stranger(number) for number in range(9)))
    await keeper.step()
    assert await keeper.items() == [stranger(number) for number in range(5)], "there are points for no more"
    keeper.unsay(stranger(0))
    await keeper.step(minutes=66)
    keeper.unsay(*(stranger(number) for number in range(1, 3)))
    keeper.say(*(stranger(number) for number in range(10, 20)))
    keeper.platform._lists._points._limits = ((3600, 100), (86400, 20 + 13 + 2))
    await keeper.step(minutes=66)
    assert await keeper.items() == [stranger(number) for number in range(3, 9)]


def stands(shielded):
    with shielded.store() as store, store.reading() as connection:
        return placements.progress(connection, "l1").done


def test_a_shield_that_runs_keeps_my_list_in_step_by_itself(atnet, tmp_path):
    sink, camille = Sink(), atnet.account("camille")
    one = Shielded(atnet, tmp_path, camille, None, sink)
    did = camille.me.did
    mine = Blocklist(
        id="l1",
        person="camille",
        origin=Origin.OWN,
        slug="liste",
        title="Ma liste",
        settings=json.dumps({"bluesky": f"bluesky:{did}"}),
        by="camille",
        at=now(),
    )
    change = Change(
        id="1", type=Type.RECOMMENDATION, at=now(), entity=actor(stranger(1)), policy=Policy.REJECT, cause=Cause.HUMAN
    )
    load_or_make_master_key(tmp_path / "rempart.key")
    with one.store() as store:
        migrate(store)
    with one.store() as store, store.writing() as connection:
        lists.put(connection, mine)
        lists.append(connection, mine, 1, [change])
    one.start()
    try:
        atnet.eventually(lambda: stands(one))
        (told,) = json.loads(one.command("blocklist", "instep", "--json"))
        (item,) = camille.app.bsky.graph.listitem.list(did).records.items()
        assert item[1].subject == stranger(1)
        assert (told["done"], told["total"], told["trouble"]) == (1, 1, "")
    finally:
        one.stop(signal.SIGKILL)
        sink.server.shutdown()
        sink.server.server_close()


@pytest.mark.benchmark
async def test_ten_thousand_are_published_with_kills_in_between(keeper, capsys):
    everybody = [stranger(number) for number in range(10_000)]
    keeper.say(*everybody)
    began, spent = time.perf_counter(), 0.0
    for upto in (1_000, 4_000, 7_500, 10_000):
        one = process(keeper, rounds=5)  # the last write of who was killed may come after our look: 500, and once more
        one.start()
        while keeper.progress.done < upto and one.is_alive():  # noqa: ASYNC110 - it lives in another process
            await asyncio.sleep(0.02)
        if upto < 10_000:
            one.kill()
        await asyncio.to_thread(one.join, 60)
        assert one.exitcode == (-signal.SIGKILL if upto < 10_000 else 0)
    spent = time.perf_counter() - began
    assert await keeper.items() == everybody
    single = await asyncio.to_thread(one_by_one, keeper, 100)
    rate, plain = 10_000 / spent, 100 / single
    with capsys.disabled():
        print(
            f"\n10,000 entries published with 3 kills in {spent:.1f} s: {rate:.0f} a second, "
            f"{rate / plain:.1f} times as many as one createRecord after the other ({plain:.0f} a second)"
        )
    assert rate > plain


def one_by_one(keeper, count):
    """Seconds that so many entries take as the SDK's own client writes them."""
    began = time.perf_counter()
    for number in range(count):
        record = models.AppBskyGraphListitem.Record(
            list=f"{keeper.kept.uri}x", subject=stranger(number), created_at=keeper.client.get_current_time_iso()
        )
        keeper.client.app.bsky.graph.listitem.create(keeper.did, record)
    return time.perf_counter() - began
