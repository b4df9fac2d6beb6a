"""A list of others is read however hostile its server, and the budget for my own list is kept."""

import itertools
import json

import pytest

from bot.errors import PlatformError, TooLarge, TryLater, Unauthorized
from bot.platforms.bluesky import foreign
from bot.platforms.bluesky.allowance import Allowance
from bot.platforms.bluesky.repository import Repository
from tests.platforms.bluesky.doubles import Pds, platform, refused, running
from tests.platforms.bluesky.parts import CAMILLE, OpenSafe, Watch

ADDRESS = f"at://{CAMILLE}/app.bsky.graph.list/3labc"
MODLIST = {"cid": "bafy", "name": "une liste", "purpose": "app.bsky.graph.defs#modlist", "listItemCount": 2}


def page(*dids, cursor=None, **more):
    items = [{"uri": f"at://x/{number}", "subject": {"did": did}} for number, did in enumerate(dids)]
    body = {"list": MODLIST | more, "items": items} | ({"cursor": cursor} if cursor else {})
    return 200, {"Content-Type": "application/json"}, json.dumps(body)


@pytest.fixture
async def pds():
    async with running(Pds()) as made:
        yield made


@pytest.fixture
async def reader(pds):
    made = platform(pds, appview="")
    yield made
    await made.close()


async def read(reader):
    return [change.entity.key async for change in reader.entries(ADDRESS)]


async def test_who_stands_in_it_twice_or_under_no_name_is_taken_once_or_not(pds, reader):
    pds.answers["app.bsky.graph.getList"] = page("did:plc:a", "", "did:plc:b", "did:key:z", "did:plc:a", "<b>")
    assert await read(reader) == ["did:plc:a", "did:plc:b"]


async def test_a_list_without_an_end_is_not_read_for_ever(pds, reader, monkeypatch):
    monkeypatch.setattr(foreign, "MOST", 500)
    cursors = itertools.count()
    pds.answers["app.bsky.graph.getList"] = lambda _: page("did:plc:a", cursor=f"c{next(cursors)}")
    with pytest.raises(TooLarge):
        await read(reader)
    assert pds.count("app.bsky.graph.getList") == 5


@pytest.mark.parametrize(
    "answer",
    [
        (200, {}, "<html>"),
        (200, {}, "[" * 100_000),
        page(name=7),
        refused(500),
        refused(400, "InvalidRequest", "List not found"),
        refused(401, "AuthMissing"),
    ],
    ids=["html", "nested", "not a list", "broken", "gone", "refused"],
)
async def test_an_answer_that_is_none_is_an_error_and_never_an_empty_list(pds, reader, answer):
    pds.answers["app.bsky.graph.getList"] = answer
    with pytest.raises(PlatformError):
        await read(reader)


async def test_no_name_that_is_no_text_hides_who_else_is_listed(pds, reader):
    """Who is listed chooses their name themselves."""
    status, headers, body = page("did:plc:a", "did:plc:b", name="a\ud800b\x00")
    body = body.replace('"did:plc:a"', '"did:plc:a", "displayName": "\\ud83d"')
    pds.answers["app.bsky.graph.getList"] = (status, headers, body)
    assert await read(reader) == ["did:plc:a", "did:plc:b"]
    assert (await reader.foreign(ADDRESS)).title == "a\ufffdb\ufffd"
    body = json.dumps({"profiles": [{"did": "did:plc:a", "displayName": "\ud800", "viewer": {"muted": True}}]})
    pds.answers["app.bsky.actor.getProfiles"] = (status, headers, body)
    assert (await reader.hand().standings(["did:plc:a"]))["did:plc:a"].muted


def allowance(points, safe=None):
    return Allowance(safe or OpenSafe(), "p", ((3600, points),), 300, Watch())


@pytest.mark.parametrize(
    ("points", "asked", "fits"),
    [
        (3600, (0, 500), (0, 200)),
        (3600, (150, 500), (150, 50)),
        (3600, (500, 500), (200, 0)),
        (10, (4, 9), (4, 2)),
        (2, (0, 0), (0, 0)),
        (2, (1, 1), (1, 0)),
    ],
)
def test_who_goes_comes_first_and_only_as_many_as_there_are_points_for(points, asked, fits):
    assert Repository(None, allowance(points)).fitting(*asked) == fits


def test_where_there_is_no_room_for_one_it_says_until_when():
    spent = allowance(4)
    spent.spend(3)
    assert Repository(None, spent).fitting(1, 5) == (1, 0)
    with pytest.raises(TryLater) as wait:
        Repository(None, spent).fitting(0, 5)
    assert 3600 <= wait.value.after <= 3900
    spent.spend(1)
    with pytest.raises(TryLater):
        Repository(None, spent).fitting(1, 0)


async def test_a_collection_without_an_end_is_not_taken_for_a_part_of_it(pds, reader, monkeypatch):
    monkeypatch.setattr("bot.platforms.bluesky.repository.PAGES", 3)
    cursors = itertools.count()
    pds.answers["com.atproto.repo.listRecords"] = lambda _: (
        200,
        {"Content-Type": "application/json"},
        json.dumps({"records": [], "cursor": f"c{next(cursors)}"}),
    )
    with pytest.raises(TooLarge):
        [_ async for _ in reader.modlist("l1").items()]


async def test_records_of_any_shape_among_mine_are_passed_over(pds, reader):
    mine = reader.modlist("l1")
    list_ = await mine.uri()
    values = [{}, {"list": list_}, {"list": list_, "subject": 7}, {"list": 3, "subject": "x"}]
    good = {"list": list_, "subject": "did:plc:a"}
    records = [{"uri": f"at://x/y/{n}", "cid": "b", "value": value} for n, value in enumerate([*values, good])]
    records.append(
        {"uri": f"at://x/y/{mine.key_of('did:plc:b')}", "cid": "b", "value": good | {"subject": "did:plc:b"}}
    )
    body = json.dumps({"records": records})
    pds.answers["com.atproto.repo.listRecords"] = (200, {"Content-Type": "application/json"}, body)
    assert [(one.subject, one.ours) async for one in mine.items()] == [("did:plc:a", False), ("did:plc:b", True)]


async def test_a_password_that_is_refused_is_told_as_such(pds, reader):
    pds.answers["com.atproto.server.createSession"] = refused(401, "AuthenticationRequired")
    with pytest.raises(Unauthorized):
        await reader.modlist("l1").stands()
