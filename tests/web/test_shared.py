"""What I share is there for everybody, cheaply; what I do not is nowhere."""

import asyncio
import json
import re
import threading
from datetime import timedelta

import anyio
import msgspec
import pytest
from starlette.exceptions import HTTPException
from starlette.requests import Request

from bot.blocklists.formats import FORMATS, Listed
from bot.blocklists.formats.rempart import head
from bot.blocklists.identifier import GENESIS
from bot.blocklists.signing import check, digest
from bot.evidence.checkpoint import Verifier
from bot.publishing.documents import FILES
from bot.store import lists
from bot.trail.checkpoints import round_of_checkpoints
from bot.web.house import READERS
from bot.web.porch import Porch
from bot.web.shelf import Shelf
from tests.web.sharing import HAND, TERMS, THREAT, Room

LD = "application/ld+json"
PATHS = ["/shared/protegee", "/shared/protegee/snapshot", "/shared/protegee/changes", "/shared/protegee/list.json"]


@pytest.fixture
def room(world):
    round_of_checkpoints(world.store, ["camille"], {}, world.now)
    room = Room(world).make()
    room.camille.post("/lists/protegee", "/lists", account="@facheux@ailleurs.test", **HAND)
    room.rules()
    return room


@pytest.fixture
def reader(room, world):
    room.publish()
    return world.browser()


def fetched(reader, path, accept=LD):
    answer = reader.get(path, accept=accept)
    assert answer.status_code == 200, answer.text
    return json.loads(answer.content)


def signed_by(reader):
    """The key, as the page gives it."""
    key = next(line for line in reader.get("/shared/protegee").text.split("<code>") if line.startswith("rempart/"))
    return Verifier.parse(key.partition("<")[0].replace("&#43;", "+"))


def test_what_is_not_published_is_nowhere(room, world):
    stranger = world.browser()
    for path in (*PATHS, *(f"/shared/protegee/{name}" for name in FILES), "/listed/protegee"):
        assert stranger.get(path).status_code == 404, path
    assert fetched(stranger, "/shared")["items"] == []
    assert "protegee" not in stranger.get("/shared").text


def test_a_person_reads_what_it_is_and_how_to_contest_it(reader):
    text = reader.get("/shared/protegee", accept="text/html").text
    assert "Qui menace, avec des preuves." in text
    assert "/listed/protegee" in text
    assert "2 entrées dans la version 1" in text
    assert THREAT not in text
    assert "protegee" in reader.get("/shared").text


def test_a_program_follows_it_as_fires_says(reader):
    dataset = fetched(reader, "/shared/protegee")
    assert (dataset["type"], dataset["name"]) == ("Dataset", "Protégée")
    assert dataset == {"@context": dataset["@context"]} | fetched(reader, "/shared")["items"][0]
    snapshot = fetched(reader, dataset["endpoints"]["snapshot"].partition("8470")[2])
    changes = fetched(reader, "/shared/protegee/changes")
    page = fetched(reader, changes["first"].partition("8470")[2])
    assert (snapshot["type"], changes["type"], page["type"]) == (
        "Collection",
        "OrderedCollection",
        "OrderedCollectionPage",
    )
    assert page["orderedItems"] == snapshot["orderedItems"][::-1]
    assert {one["entityKey"] for one in page["orderedItems"]} == {THREAT, "did:plc:suiveur"}
    assert snapshot["totalItems"] == changes["totalItems"] == 2
    assert fetched(reader, snapshot["changes"].partition("8470")[2])["orderedItems"] == []
    assert changes["first"].endswith(GENESIS)


def test_the_signed_file_is_verified_by_somebody_who_does_not_trust_me(reader, world):
    body = reader.get("/shared/protegee.json", accept="*/*")
    assert body.status_code == 302
    body = reader.get(body.headers["location"]).content
    said = head(body)
    read = list(FORMATS["rempart"].parse([body], world.now))
    assert all(isinstance(one, Listed) for one in read)
    assert check(said.note, signed_by(reader), "protegee", digest(said, (one.change for one in read))) == 1
    assert (said.title, said.description, said.contest) == (TERMS["title"], TERMS["description"], TERMS["contest"])
    assert all(not one.change.by and not one.change.cause_ref for one in read)
    assert b"menace" not in body.replace(b"Qui menace", b"")


def test_the_files_are_those_that_mastodon_takes(room, world):
    page = room.camille.get("/lists/protegee").text
    of = re.search(r'name="of" value="(\w{16})"', page)[1]
    room.camille.post("/lists/protegee", "/lists", do="confirm", of=of)
    room.publish()
    reader = world.browser()
    blocks = reader.get("/shared/protegee/blocks.csv")
    assert blocks.headers["content-type"].startswith("text/csv")
    assert "facheux@ailleurs.test" in blocks.text
    assert "facheux@ailleurs.test" in reader.get("/shared/protegee/mutes.csv").text
    assert "acct:facheux@ailleurs.test" in reader.get("/shared/protegee/snapshot").text
    assert reader.get("/shared/protegee.csv").headers["location"] == "/shared/protegee/blocks.csv"
    assert reader.get("/shared/protegee/other.csv").status_code == 404


def test_who_has_it_is_told_so_and_nothing_else(reader):
    for path in (*PATHS, "/shared", "/shared/protegee/blocks.csv"):
        first = reader.get(path, accept=LD)
        again = reader.get(path, accept=LD, **{"if-none-match": f'W/"x", {first.headers["etag"]}'})
        assert (again.status_code, again.content) == (304, b""), path
        assert again.headers["etag"] == first.headers["etag"]
        assert "max-age" in first.headers["cache-control"]
        assert "set-cookie" not in first.headers


def test_a_new_version_has_another_mark(room, world, reader):
    marks = {path: reader.get(path, accept=LD).headers["etag"] for path in PATHS[1:]}
    room.camille.post("/lists/protegee/undo", "/lists", version="1")
    for path, mark in marks.items():
        assert reader.get(path, accept=LD).headers["etag"] != mark
    assert {one["type"] for one in fetched(reader, "/shared/protegee/snapshot")["orderedItems"]} == {"Retraction"}


def test_what_has_had_its_time_is_gone_from_all_of_it_though_no_shield_runs(world, reader):
    paths = [*PATHS, "/shared/protegee/blocks.csv"]
    marks = {path: reader.get(path, accept=LD).headers["etag"] for path in paths}
    world.house.now = lambda: world.now + timedelta(days=400)
    for path, mark in marks.items():
        answer = reader.get(path, accept=LD, **{"if-none-match": mark})
        assert (answer.status_code, answer.headers["etag"] == mark) == (200, False), path
    assert {one["type"] for one in fetched(reader, "/shared/protegee/snapshot")["orderedItems"]} == {"Retraction"}
    body = reader.get("/shared/protegee/list.json").content
    read = list(FORMATS["rempart"].parse([body], world.now))
    assert check(head(body).note, signed_by(reader), "protegee", digest(head(body), (one.change for one in read))) == 2
    assert [one.event for one in world.chain()][-1] == "list:expired"


def test_a_cursor_that_is_none_breaks_nothing(reader):
    for since in ("x", "'", "9" * 36, "\u202e" * 36, "x" * 5_000, GENESIS.lower()):
        assert reader.client.get("/shared/protegee/changes", params={"since": since}).status_code in {200, 400}


def cursor(number):
    """A place in the log that nobody asked for yet."""
    return f"/shared/protegee/changes?since={number:08x}-0000-7000-8000-000000000000"


def asked(somebody, count, **headers):
    """How somebody is answered who has something made for them so many times."""
    return [somebody.get(cursor(number), **headers).status_code for number in range(count)]


def test_who_asks_too_much_waits_and_nobody_else_does(reader, room, world):
    greedy, other = world.browser(address="198.51.100.1"), world.browser(address="198.51.100.2")
    assert asked(greedy, READERS + 2)[-3:] == [200, 429, 429]
    assert other.get(cursor(READERS + 1)).status_code == 200
    assert greedy.get(cursor(READERS + 1)).status_code == 200  # it was made for somebody already
    assert room.camille.get("/lists").status_code == 200


def test_what_costs_nothing_is_never_refused(reader, world):
    follower = world.browser(address="198.51.100.1")
    marks = {path: follower.get(path, accept=LD).headers["etag"] for path in (*PATHS, "/shared")}
    assert asked(follower, READERS)[-1] == 429
    for path, mark in marks.items():
        assert follower.get(path, accept=LD).status_code == 200, path
        assert follower.get(path, accept=LD, **{"if-none-match": mark}).status_code == 304


def test_many_addresses_together_keep_nobody_out_who_asks_now_and_then(reader, world):
    world.house.leaves, world.house.readers._all = Shelf(0), 5
    for number in range(10):
        assert world.browser(address=f"198.51.100.{number}").get(cursor(number)).status_code == 200
    assert world.browser(address="198.51.100.9").get(cursor(0)).status_code == 429
    assert world.browser(address="203.0.113.7").get(cursor(0)).status_code == 200


def test_a_household_of_many_addresses_has_one_share(reader, world):
    world.house.leaves, world.house.readers._tries = Shelf(0), 3
    answers = [asked(world.browser(address=f"2001:db8:0:1::{number:x}"), 1)[0] for number in range(5)]
    assert answers == [200] * 3 + [429] * 2
    assert asked(world.browser(address="2001:db8:0:2::1"), 1) == [200]


def test_behind_a_proxy_everybody_has_a_share_of_their_own_and_nobody_takes_anothers(reader, world):
    world.house.leaves, world.house.readers._tries = Shelf(0), 2
    proxy = world.browser(address="127.0.0.1")
    assert asked(proxy, 3, **{"x-forwarded-for": "198.51.100.1"})[-1] == 429
    assert asked(proxy, 3, **{"x-forwarded-for": "203.0.113.7, 198.51.100.1"}) == [429] * 3
    assert asked(proxy, 1, **{"x-forwarded-for": "203.0.113.7"}) == [200]
    direct = world.browser(address="198.51.100.9")
    assert asked(direct, 3, **{"x-forwarded-for": "203.0.113.9"})[-1] == 429


def test_what_changes_beside_a_version_has_another_mark(reader, room):
    page = {"accept": "text/html"}
    first = reader.get("/shared/protegee", **page).headers["etag"]
    with room.world.store.writing() as connection:
        one = lists.named(connection, "protegee")
        lists.put(connection, msgspec.structs.replace(one, title="Autrement"))
    again = reader.get("/shared/protegee", **page, **{"if-none-match": first})
    assert again.status_code == 200
    assert "Autrement" in again.text


def stranger(number):
    return Request({"type": "http", "client": (f"198.51.100.{number}", 1)})


async def test_strangers_who_wait_leave_room_for_who_came_in_and_nobody_takes_all_of_it():
    porch, holding = Porch(at_once=2, waiting=3, each=2), threading.Event()
    served = [asyncio.create_task(porch.serve(stranger(number % 3), holding.wait)) for number in range(5)]
    for _ in range(20):
        await asyncio.sleep(0)
    assert porch.waiting == 3
    with pytest.raises(HTTPException) as refused:
        await porch.serve(stranger(9), holding.wait)
    assert (refused.value.status_code, refused.value.headers) == (503, {"Retry-After": "5"})
    assert await anyio.to_thread.run_sync(lambda: "in")  # a page behind the door takes another thread
    holding.set()
    assert all(await asyncio.gather(*served))
    holding.clear()
    served = [asyncio.create_task(porch.serve(stranger(1), holding.wait)) for _ in range(3)]
    await asyncio.sleep(0)
    with pytest.raises(HTTPException):
        await served[2]
    holding.set()
    assert await porch.serve(stranger(2), holding.wait)
    assert all(await asyncio.gather(*served[:2]))
