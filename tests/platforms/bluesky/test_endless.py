"""A server of Bluesky that never comes to an end keeps neither a mute nor an import from coming to theirs."""

import io
import itertools
import json
from datetime import timedelta

import pytest

from bot.model.action import Mute, Order
from bot.model.reason import Reason, Severity
from bot.platforms.bluesky import capture
from tests.platforms.bluesky.doubles import Pds, platform, running
from tests.platforms.bluesky.parts import CAMILLE, CID, NOON, TROLL, Watch, mention_facet

LIST = "app.bsky.notification.listNotifications"
SEARCH = "app.bsky.feed.searchPosts"
ORDER = Order(
    id="0",
    person="camille",
    by=f"bluesky:{CAMILLE}",
    action=Mute(),
    subject=f"bluesky:{TROLL}",
    subject_id=TROLL,
    uri=f"at://{TROLL}/app.bsky.feed.post/1",
    revision=CID,
    rule="a rule",
    reason=Reason.HARASSMENT_TARGETED,
    severity=Severity.HIGH,
    decided_at=NOON,
    received_at=NOON,
)


def listed(number, size=0):
    when = NOON.isoformat().replace("+00:00", "Z")
    facets = [mention_facet(CAMILLE)]
    record = {"$type": "app.bsky.feed.post", "text": "@camille", "facets": facets, "createdAt": when, "pad": "x" * size}
    uri = f"at://{TROLL}/app.bsky.feed.post/{number}"
    author = {"did": TROLL, "handle": "troll.test"}
    return {"uri": uri, "cid": CID, "author": author, "reason": "mention", "record": record, "indexedAt": when}


def answered(key, items, cursor):
    return 200, {"Content-Type": "application/json"}, json.dumps({key: items, "cursor": cursor})


@pytest.fixture
async def scene():
    async with running(Pds()) as pds:
        made = platform(pds, clock=Watch())
        yield pds, made
        await made.close()


async def test_pages_without_end_end_before_a_mute_and_that_is_said(scene):
    pds, made = scene
    numbers = itertools.count()
    pds.answers[LIST] = lambda _: answered("notifications", [listed(next(numbers))], str(next(numbers)))
    pds.answers[SEARCH] = lambda _: answered("posts", [listed(next(numbers))], "again")
    held = [one async for one in made.capture(ORDER)]
    assert (pds.count(LIST), pds.count(SEARCH)) == (capture.PAGES, capture.SEARCHED)
    assert json.loads(held[-1].raw) == {"left_out": {"notification pages": 1, f"pages of {SEARCH}": 1}}
    assert len(held) == capture.PAGES + capture.SEARCHED + 1


async def test_pages_too_large_to_keep_are_left_out_and_that_is_said(scene):
    pds, made = scene
    numbers = itertools.count()
    pds.answers[LIST] = lambda _: answered("notifications", [listed(next(numbers), 900_000)], "again")
    pds.answers[SEARCH] = lambda _: answered("posts", [], None)
    held = [one async for one in made.capture(ORDER)]
    assert sum(len(one.raw) for one in held) < capture.LARGEST + 1000
    assert json.loads(held[-1].raw) == {"left_out": {"notification": 1, "notification pages": 1}}


async def test_posts_made_so_large_that_no_page_holds_them_do_not_keep_their_author_from_being_muted(scene):
    pds, made = scene
    pds.answers[LIST] = pages("notifications", 30, 450_000)
    pds.answers[SEARCH] = pages("posts", 30, 450_000)
    held = [one async for one in made.capture(ORDER)]
    assert [one.what for one in held] == ["notification"] * 30 + ["post"] * 25 + ["cut"]
    assert sum(len(one.raw) for one in held) < capture.LARGEST + 1000


async def test_nor_from_being_seen_where_no_stream_is_and_by_the_watch(scene):
    pds, made = scene
    pds.answers[LIST] = pages("notifications", 30, 450_000)
    pds.answers["app.bsky.feed.getAuthorFeed"] = pages("feed", 30, 450_000, lambda one: {"post": one})
    assert len([one async for one in made.past("b", NOON - timedelta(days=30), "") if one.raw]) == 30
    found = await made.written_by(TROLL, "", NOON - timedelta(days=1))
    assert len(found.arrivals) == 30


async def test_a_thread_made_too_large_is_kept_as_far_as_it_can_be(scene):
    pds, made = scene
    pds.answers["app.bsky.feed.getPosts"] = lambda _: answered("posts", [listed(1)], None)
    asked = []

    def thread(request):
        asked.append((request.query["depth"], request.query["parentHeight"]))
        size = 450_000 * 30 if int(request.query["depth"]) else 10
        return 200, {"Content-Type": "application/json"}, io.BytesIO(json.dumps({"thread": "x" * size}).encode())

    pds.answers["app.bsky.feed.getPostThread"] = thread
    held = [one.what async for one in made.follow_up(ORDER)]
    assert held == ["post", "thread", "profile"]
    assert asked == [("10", "80"), ("1", "80"), ("0", "80")]


def pages(key, count, size, form=lambda one: one):
    """So many items, each so large, by pages as the platform makes them."""

    def answer(request):
        limit, start = int(request.query["limit"]), int(request.query.get("cursor", "0"))
        numbers = range(start, min(start + limit, count))
        page = {key: [form(listed(number, size)) for number in numbers]}
        page |= {"cursor": str(numbers.stop)} if numbers.stop < count else {}
        return 200, {"Content-Type": "application/json"}, io.BytesIO(json.dumps(page).encode())

    return answer


async def test_a_past_that_goes_in_a_circle_is_brought_once(scene):
    pds, made = scene
    after = {"": "a", "a": "b", "b": "a"}
    pds.answers[LIST] = lambda request: answered(
        "notifications", [listed(request.query.get("cursor", ""))], after[request.query.get("cursor", "")]
    )
    since = NOON - timedelta(days=30)
    arrivals = [one async for one in made.past("b", since, "")]
    assert len([one for one in arrivals if one.raw]) == 3
