"""What belongs to a post and no mute hides: the post as it is shown, its thread, its author, and its pictures."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from typing import Any, Final

import msgspec

from bot.errors import Gone, Malformed, Refused, TooLarge, TryLater, Unproven
from bot.evidence.cid import RAW, Cid
from bot.evidence.document import server_in
from bot.model.action import Order
from bot.platforms import media
from bot.platforms.bluesky import mending
from bot.platforms.bluesky.clock import Clock
from bot.platforms.bluesky.options import Options
from bot.platforms.bluesky.repository import parsed
from bot.platforms.bluesky.session import Login
from bot.platforms.bluesky.views import Views
from bot.platforms.outside import Outside
from bot.platforms.port import Captured
from bot.platforms.room import Room

ITEMS: Final = 200
LARGEST: Final = 40 * 2**20
"""Items and bytes of one capture."""
BELOW: Final = 10
ABOVE: Final = 80
"""Levels of a thread, of the 1,000 that the lexicon allows."""
PICTURES: Final = 8
DOCUMENT: Final = 2**18
"""Bytes of a DID document that are read."""
SHOWN: Final = ("cdn.bsky.app", "video.bsky.app")
"""Where the platform itself shows pictures."""

Found = tuple[str, str, bytes]


class _Posts(msgspec.Struct, frozen=True):
    posts: tuple[msgspec.Raw, ...] = ()


async def follow_up(
    login: Login, views: Views, outside: Outside, options: Options, order: Order, clock: Clock
) -> AsyncIterator[Captured]:
    """All of it, bounded; what is no longer there is left out."""
    room = Room(ITEMS, LARGEST)
    around, author = await asyncio.gather(surroundings(login, order), profile(views, order))
    for what, url, raw in (*around, *author):
        if room.fits(what, len(raw)):
            yield Captured(what=what, url=url, raw=raw, at=clock())
    for post in [raw for what, _, raw in around if what == "post"]:
        async for one in _pictures(outside, options, order.subject_id, post, clock):
            if room.fits(one.what, len(one.raw)):
                yield one
    for note in room.notes(order.uri, clock()):
        yield note


async def surroundings(login: Login, order: Order) -> list[Found]:
    """The post and its thread, as the person's session shows them."""
    if not order.uri.startswith("at://"):
        return []
    raw = await login.query("app.bsky.feed.getPosts", {"uris": [order.uri]})
    found = [("post", order.uri, bytes(post)) for post in parsed(raw, _Posts).posts]
    for below, above in ((BELOW, ABOVE), (1, ABOVE), (0, ABOVE), (0, 1)):  # less of what somebody made too large
        wanted = {"uri": order.uri, "depth": below, "parentHeight": above}
        try:
            return [*found, ("thread", order.uri, await login.query("app.bsky.feed.getPostThread", wanted))]
        except TooLarge:
            continue
        except (Gone, Refused):
            break
    return found


async def profile(views: Views, order: Order) -> list[Found]:
    """The author's profile, as the person's session shows it."""
    try:
        return [("profile", f"https://bsky.app/profile/{order.subject_id}", await views.raw(order.subject_id))]
    except Gone:
        return []


async def _pictures(outside: Outside, options: Options, did: str, post: bytes, clock: Clock) -> AsyncIterator[Captured]:
    """Each picture as its author put it there, if their server may be asked, else as the platform shows it."""
    try:
        view = mending.loose(post)
    except Malformed:
        return
    if not isinstance(view, dict):
        return
    named = list(_blobs(view.get("record")))[:PICTURES]
    server = await _server(outside, options, did) if named else ""
    for cid in named:
        url = f"{server}/xrpc/com.atproto.sync.getBlob?did={did}&cid={cid}"
        found = await media.fetch(outside, url, clock()) if server else None
        yield found if found and _is(found, cid) else media.missing(url, clock(), "not had as the post names it")
    for url in list(dict.fromkeys(_shown(view.get("embed"))))[:PICTURES]:
        yield await media.fetch(outside, url, clock())


def _is(found: Captured, cid: str) -> bool:
    """Whether these are the bytes that the post names."""
    return found.what == media.MEDIUM and str(Cid(raw=RAW + media.digest(found.raw))) == cid


async def _server(outside: Outside, options: Options, did: str) -> str:
    if not options.plc or not did.startswith("did:plc:"):
        return ""
    try:
        answer = await outside.get(f"{options.plc.rstrip('/')}/{did}", most=DOCUMENT)
        return server_in(answer.raw, did).rstrip("/")
    except (Refused, TryLater, Unproven):
        return ""


def _blobs(value: Any) -> Iterator[str]:
    """The identifiers of all that a record attaches."""
    if isinstance(value, dict):
        link = value.get("ref")
        if value.get("$type") == "blob" and isinstance(link, dict) and isinstance(link.get("$link"), str):
            yield link["$link"]
        else:
            for each in value.values():
                yield from _blobs(each)
    elif isinstance(value, list):
        for each in value:
            yield from _blobs(each)


def _shown(value: Any) -> Iterator[str]:
    """The addresses of pictures in a view's embed: the platform's, not what a link card leads to."""
    if isinstance(value, dict):
        for key in ("fullsize", "thumbnail"):
            if isinstance(value.get(key), str):
                yield value[key]
                break
        for each in value.values():
            yield from _shown(each)
    elif isinstance(value, list):
        for each in value:
            yield from _shown(each)
