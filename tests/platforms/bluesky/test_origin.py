"""An author's server is asked for the proof of what it holds; it learns neither who I am nor, unless I say so, where."""

import asyncio

import pytest
from aiohttp import web

from bot.errors import Refused
from bot.evidence.examine import examine
from bot.evidence.origin import ORIGIN, REFUSED, REPOSITORY, Outcome, Way, parsed
from bot.evidence.proof import Limit, Standing
from bot.platforms import outside
from bot.platforms.origins import PUBLIC, Origins
from bot.platforms.outside import Outside
from tests.evidence.repositories import Author
from tests.platforms.bluesky.origins import proving, servers


@pytest.fixture
async def played():
    async with servers() as one:
        yield one


def told(items):
    """What the record says of each thing that was asked for."""
    (record,) = [item for item in items if item.what == ORIGIN]
    return {one.what: one for one in parsed(record.raw).asked}


async def test_the_proof_comes_whole_and_holds(played):
    async with proving(played) as captured:
        items = await captured()
    proof = examine(items)
    assert proof.verified, proof.flaws
    assert proof.standing is Standing.PRESENT
    assert [item.what for item in items] == ["repository proof", "did document", "plc log", "public view", "origin"]
    asked = told(items)[REPOSITORY]
    assert (asked.status, asked.way, asked.headers["date"]) == (200, Way.DIRECT, "now")
    assert "x-more" not in asked.headers


async def test_the_record_is_asked_for_before_what_cannot_be_deleted(played):
    async with proving(played) as captured:
        await captured()
    assert played.paths()[:2] == [played.author.did, "com.atproto.sync.getRecord"]


async def test_nobody_learns_who_asks(played):
    async with proving(played) as captured:
        await captured()
        await captured()
    for request in played.asked:
        assert not {"authorization", "cookie", "referer", "dpop"} & {name.lower() for name in request.headers}
        assert request.method == "GET"


async def test_a_server_that_may_not_see_my_address_is_not_asked(played):
    played.author = Author(server=f"http://127.0.0.1:{played.port}")
    async with proving(played) as captured:
        items = await captured()
    assert "com.atproto.sync.getRecord" not in played.paths()
    assert told(items)[REPOSITORY].outcome is Outcome.NOT_ASKED
    proof = examine(items)
    assert {Limit.NOT_ASKED, Limit.STREAM_ONLY} <= set(proof.limits)
    assert not proof.flaws


async def test_a_server_that_i_allow_is_asked(played):
    played.author = Author(server=f"http://127.0.0.1:{played.port}")
    async with proving(played, hosts=("127.0.0.1",)) as captured:
        assert examine(await captured()).verified


async def test_by_a_proxy_every_server_is_asked_and_sees_the_proxy(played):
    played.author = Author(server="http://pds.troll.test")
    async with proving(played, proxy=f"http://127.0.0.1:{played.port}") as captured:
        items = await captured()
    assert told(items)[REPOSITORY].way is Way.PROXY
    assert told(items)["plc log"].way is Way.DIRECT
    assert examine(items).verified
    (asked,) = [one for one in played.asked if "getRecord" in one.path]
    assert asked.host == "pds.troll.test"
    assert "rempart" not in str(asked.headers).lower()  # it may be the stalker's own


@pytest.mark.parametrize(
    ("status", "body", "outcome", "limit"),
    [
        (401, b'{"error":"AuthMissing"}', Outcome.REFUSED, Limit.REFUSED),
        (403, b"Forbidden", Outcome.REFUSED, Limit.REFUSED),
        (400, b'{"error":"RepoDeactivated"}', Outcome.GONE, Limit.GONE),
        (400, b'{"error":"RecordNotFound"}', Outcome.GONE, Limit.GONE),
        (404, b"", Outcome.GONE, Limit.GONE),
        (410, b"gone", Outcome.GONE, Limit.GONE),
        (302, b"", Outcome.UNREACHED, Limit.UNREACHED),
        (429, b"slow down", Outcome.UNREACHED, Limit.UNREACHED),
        (500, b"", Outcome.UNREACHED, Limit.UNREACHED),
        (501, b'{"error":"MethodNotImplemented"}', Outcome.UNREACHED, Limit.UNREACHED),
    ],
)
async def test_what_a_server_says_instead_is_kept_and_not_worked_around(played, status, body, outcome, limit):
    headers = {"Location": "http://localhost:1/elsewhere"} if status == 302 else {}
    played.instead["getRecord"] = {"status": status, "body": body, "headers": headers}
    async with proving(played) as captured:
        items = await captured()
    assert (told(items)[REPOSITORY].outcome, told(items)[REPOSITORY].status) == (outcome, status)
    assert [item.raw for item in items if item.what == REFUSED] == ([body] if body else [])
    assert played.paths().count("com.atproto.sync.getRecord") == 1
    assert limit in examine(items).limits
    assert not examine(items).flaws


async def test_a_post_deleted_before_we_asked_is_shown_to_be_gone(played):
    uri = played.author.uri + "zz"
    played.shown = False
    async with proving(played) as captured:
        proof = examine(await captured(uri))
    assert proof.verified
    assert proof.standing is Standing.ABSENT


@pytest.mark.parametrize("place", ["getRecord", "/log/audit", "getPosts"])
async def test_a_server_that_hangs_or_talks_for_ever_is_let_go(played, place, monkeypatch):
    async def hang(_):
        await asyncio.sleep(5)
        return web.Response()

    async def talk(request):
        answer = web.StreamResponse()
        await answer.prepare(request)
        for _ in range(200):
            await answer.write(bytes(65_536))
        return answer

    monkeypatch.setattr(outside, "SECONDS", 0.3)
    for trouble in (hang, talk):
        played.instead[place] = trouble
        async with proving(played) as captured:
            items = await captured()
        assert [one.outcome for one in told(items).values()].count(Outcome.UNREACHED) == 1
        assert not examine(items).flaws


async def test_without_the_directory_no_server_is_known(played):
    played.instead[""] = {"status": 503}
    async with proving(played) as captured:
        items = await captured()
    assert {one.outcome for one in told(items).values()} == {Outcome.UNREACHED}
    assert len(items) == 1


@pytest.mark.parametrize(
    "endpoint", ["", "ftp://localhost", "http://troll@localhost", "x", "http://[", "http://10.0.0.1"]
)
async def test_an_address_that_is_none_or_leads_inside_is_not_asked(played, endpoint):
    played.author = Author(server=endpoint)
    async with proving(played, hosts=("10.0.0.1",), proxy=f"http://127.0.0.1:{played.port}") as captured:
        items = await captured()
    assert told(items)[REPOSITORY].outcome in {Outcome.NOT_ASKED, Outcome.UNREACHED}
    assert not any("getRecord" in path for path in played.paths())


@pytest.mark.parametrize(
    "uri",
    [
        "",
        "https://x",
        "at://troll.test/app.bsky.feed.post/3l",
        "at://did:web:troll.test%2Fx/a/b",
        "at://did:plc:short/a/b",
    ],
)
async def test_what_is_no_name_of_a_record_is_asked_of_nobody(played, uri):
    async with proving(played) as captured:
        items = await captured(uri or "x")
    assert played.asked == []
    assert [item.what for item in items] == [ORIGIN]
    assert not examine(items).verified


async def test_a_domain_of_ones_own_is_the_author_s_server_too(played):
    uri = "at://did:web:troll.test/app.bsky.feed.post/3labc00000031"
    async with proving(played) as captured:
        items = await captured(uri)
    assert told(items)["did document"].outcome is Outcome.NOT_ASKED
    assert told(items)["did document"].url == "https://troll.test/.well-known/did.json"
    assert played.paths() == ["app.bsky.feed.getPosts"]
    assert Limit.NOT_ASKED in examine(items).limits


# ------------------------------------------------------------------ which servers


@pytest.mark.parametrize(
    ("host", "way"),
    [
        ("amanita.us-east.host.bsky.network", Way.DIRECT),
        ("AMANITA.us-east.host.bsky.network.", Way.DIRECT),
        ("host.bsky.network", Way.NONE),
        ("evilhost.bsky.network", Way.NONE),
        ("x.host.bsky.network.evil.test", Way.NONE),
        ("mine.test", Way.DIRECT),
        ("not.mine.test", Way.NONE),
    ],
)
def test_only_the_platforms_own_servers_and_mine_see_my_address(host, way):
    origins = Origins().beside("https://mine.test", "")
    assert origins.hosts == (*PUBLIC, "mine.test")
    assert origins.way(host) is way


@pytest.mark.parametrize(
    "url",
    [
        "http://pds.test",
        "https://127.0.0.1",
        "https://[::1]",
        "https://10.0.0.1",
        "https://169.254.169.254",
        "https://[::ffff:10.0.0.1]",
        "https://localhost",
        "https://printer.local",
        "https://db.internal",
        "https://printer",
        "https://me:pass@pds.test",
        "https://",
        "at://x",
        "",
        "https://[",
    ],
)
def test_no_proxy_is_asked_for_a_machine_inside_a_network(url):
    with pytest.raises(Refused):
        Outside(Origins(proxy="http://127.0.0.1:8118"), "https://bsky.social").way(url)


async def test_nothing_is_kept_open():
    one = Outside(Origins(), "https://bsky.social")
    with pytest.raises(Refused):
        await one.get("https://pds.test", most=10)
    await one.close()
