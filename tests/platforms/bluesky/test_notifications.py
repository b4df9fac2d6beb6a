"""The notifications are looked at, and what the stream missed is found there; nothing twice, nothing old."""

import json
from datetime import timedelta

import pytest

from bot.errors import TryLater
from bot.model.mention import Mention
from bot.platforms.bluesky import normalise
from bot.platforms.bluesky import notifications as module
from tests.platforms.bluesky.doubles import Pds, platform, running
from tests.platforms.bluesky.parts import CAMILLE, NOON, TROLL, Watch, mention_facet, people, post

LIST = "app.bsky.notification.listNotifications"


class Inbox:
    """Lists like the AppView: by the lesser of claim and time, newest first."""

    def __init__(self):
        self.items = []

    def add(self, name, at, record=None):
        when = at.isoformat().replace("+00:00", "Z")
        self.items.append(
            {
                "uri": f"at://{TROLL}/app.bsky.feed.post/{name}",
                "cid": f"bafy{name}",
                "author": {"did": TROLL, "handle": "troll.test"},
                "reason": "mention",
                "record": record or post(name, facets=[mention_facet(CAMILLE)], createdAt=when),
                "indexedAt": when,
            }
        )

    def answer(self, request):
        limit, start = int(request.query["limit"]), int(request.query.get("cursor", "0"))
        items = sorted(self.items, key=lambda item: item["indexedAt"], reverse=True)
        page = {"notifications": items[start : start + limit]}
        if start + limit < len(items):
            page["cursor"] = str(start + limit)
        return 200, {"Content-Type": "application/json"}, json.dumps(page)


@pytest.fixture
async def scene():
    async with running(Pds()) as pds:
        inbox, watch = Inbox(), Watch()
        pds.answers[LIST] = inbox.answer
        made = platform(pds, clock=watch)
        (source,) = made.sources()
        yield inbox, watch, source, pds
        await made.close()


async def look(source, cursor):
    """One look; the texts it brought, the new cursor, the arrivals."""
    got = []

    async def emit(arrival):
        got.append(arrival)

    seen = await source.look(module._seen(cursor), emit)
    assert module._seen(got[-1].cursor) == seen
    events = [event for arrival in got for event in normalise(arrival, people(CAMILLE))]
    return [event.text for event in events if isinstance(event, Mention)], got[-1].cursor, got


async def test_the_first_look_brings_nothing_and_the_next_what_is_new(scene):
    inbox, watch, source, _ = scene
    inbox.add("old", NOON - timedelta(days=1))
    texts, cursor, _ = await look(source, None)
    assert texts == []
    watch.forward(minutes=1)
    inbox.add("one", NOON + timedelta(seconds=10))
    inbox.add("two", NOON + timedelta(seconds=20))
    texts, cursor, _ = await look(source, cursor)
    assert texts == ["one", "two"]
    texts, cursor, _ = await look(source, cursor)
    assert texts == []


async def test_a_back_dated_one_is_found_and_not_dated_by_its_author(scene):
    inbox, watch, source, _ = scene
    _, cursor, _ = await look(source, None)
    watch.forward(minutes=1)
    inbox.add("backdated", NOON - timedelta(days=20_000))
    texts, _, arrivals = await look(source, cursor)
    assert texts == ["backdated"]
    assert arrivals[0].at >= NOON - timedelta(minutes=10)


async def test_one_dated_in_the_future_is_dated_now(scene):
    inbox, watch, source, _ = scene
    _, cursor, _ = await look(source, None)
    watch.forward(minutes=1)
    inbox.add("future", NOON + timedelta(days=300_000))
    texts, _, arrivals = await look(source, cursor)
    assert texts == ["future"]
    assert arrivals[0].at == NOON + timedelta(minutes=1)


async def test_many_pages_of_new_ones_are_read_back_to_the_old(scene):
    inbox, watch, source, pds = scene
    for number in range(250):
        inbox.add(f"old{number}", NOON - timedelta(hours=2, seconds=number))
    _, cursor, _ = await look(source, None)
    assert pds.count(LIST) == 1
    watch.forward(minutes=30)
    for number in range(230):
        inbox.add(f"new{number}", NOON + timedelta(seconds=number))
    texts, cursor, _ = await look(source, cursor)
    assert texts == [f"new{number}" for number in range(230)]
    assert pds.count(LIST) == 1 + 4, "three pages with new ones, and the first that has none"
    texts, cursor, _ = await look(source, cursor)
    assert texts == []


async def test_what_was_there_before_me_is_not_brought_when_others_are_deleted(scene):
    inbox, watch, source, _ = scene
    for number in range(150):
        inbox.add(f"old{number}", NOON - timedelta(days=2, seconds=number))
    _, cursor, _ = await look(source, None)
    watch.forward(minutes=1)
    del inbox.items[:20]
    texts, _, _ = await look(source, cursor)
    assert texts == []


async def test_an_edited_one_is_new(scene):
    inbox, watch, source, _ = scene
    inbox.add("one", NOON)
    _, cursor, _ = await look(source, None)
    watch.forward(minutes=1)
    inbox.items[0] |= {"cid": "bafyother"}
    texts, _, _ = await look(source, cursor)
    assert texts == ["one"]


async def test_odd_items_hide_no_others(scene):
    inbox, watch, source, pds = scene
    _, cursor, _ = await look(source, None)
    watch.forward(minutes=1)
    inbox.add("good", NOON)
    good = json.dumps(inbox.items[0])
    odd = '5, null, "x", {}, {"uri": 5, "cid": [], "indexedAt": {}}, {"uri": "at://x/y/z", "cid": "b", "reason": "mention"}'
    pds.answers[LIST] = (200, {}, f'{{"notifications": [{odd}, {good}], "more": "\\ud800"}}')
    got = []

    async def emit(arrival):
        got.append(arrival)

    await source.look(module._seen(cursor), emit)
    assert len(got) == 8
    assert sum(b'"good"' in arrival.raw for arrival in got) == 1
    assert normalise(next(one for one in got if b'"good"' in one.raw), people(CAMILLE))[0].text == "good"


@pytest.mark.parametrize("answer", ["<html>", "[]", '{"notifications": 5}', ""])
async def test_an_answer_that_is_no_list_is_asked_again_and_the_cursor_stays(scene, answer):
    _, _, source, pds = scene
    pds.answers[LIST] = (200, {}, answer)
    with pytest.raises(TryLater):
        await look(source, None)


async def test_a_raid_of_thousands_is_cut_and_the_look_ends(scene, monkeypatch):
    monkeypatch.setattr(module, "PAGES", 2)
    inbox, watch, source, pds = scene
    _, cursor, _ = await look(source, None)
    watch.forward(minutes=1)
    for number in range(400):
        inbox.add(f"n{number}", NOON + timedelta(milliseconds=number))
    texts, _, _ = await look(source, cursor)
    assert len(texts) == 200
    assert pds.count(LIST) == 3


async def test_a_cursor_of_another_making_begins_anew(scene):
    inbox, _, source, _ = scene
    inbox.add("old", NOON)
    assert module._seen("nonsense") is None
    texts, _, _ = await look(source, "nonsense")
    assert texts == []
